// SPDX-License-Identifier: MIT
#include "support/testcertificates.h"

#include "support/testcertificate.h"
#include "support/testcertificatedata.h"

#include <QSslSocket>

namespace Data = TestCertificateData;

static TestIdentity identity(const QByteArray &chainPem, const QByteArray &keyPem,
                             QSsl::KeyAlgorithm algorithm = QSsl::Ec)
{
    const TestIdentity made{QSslCertificate::fromData(chainPem), QSslKey(keyPem, algorithm), chainPem,
                            keyPem};
    if (made.chain.isEmpty() || made.key.isNull())
        qFatal("A certificate for tests cannot be read.");
    return made;
}

TestIdentity testIdentity(TestCertificate which)
{
    switch (which) {
    case TestCertificate::Good:
        return identity(Data::good, Data::leafKey);
    case TestCertificate::Expired:
        return identity(Data::expired, Data::leafKey);
    case TestCertificate::NotYetValid:
        return identity(Data::notYetValid, Data::leafKey);
    case TestCertificate::WrongHost:
        return identity(Data::wrongHost, Data::leafKey);
    case TestCertificate::UnknownAuthority:
        return identity(Data::unknownAuthority, Data::leafKey);
    case TestCertificate::UnderExpiredIssuer:
        return identity(Data::underExpiredIssuer, Data::leafKey);
    case TestCertificate::ForClients:
        return identity(Data::forClients, Data::leafKey);
    case TestCertificate::SelfSigned:
        return identity(testCertificate().toPem(), testCertificateKey().toPem());
    case TestCertificate::Client:
        return identity(Data::client, Data::clientKey);
    case TestCertificate::RsaClient:
        return identity(Data::rsaClient, Data::rsaClientKey, QSsl::Rsa);
    }
    return {};
}

QByteArray testAuthorityPem()
{
    return Data::authority;
}

QByteArray clientAuthorityPem()
{
    return Data::clientAuthority;
}

QByteArray encryptedClientKeyPem()
{
    return Data::encryptedClientKey;
}

QByteArray clientPkcs12()
{
    return QByteArray::fromBase64(Data::clientPkcs12);
}

QString testPassphrase()
{
    return QStringLiteral("secret");
}

QSslConfiguration testServerConfiguration(TestCertificate which)
{
    const TestIdentity shown = testIdentity(which);
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(shown.chain);
    configuration.setPrivateKey(shown.key);
    return configuration;
}

QSslConfiguration demandingClientCertificate(QSslConfiguration server)
{
    server.setCaCertificates(QSslCertificate::fromData(clientAuthorityPem()));
    server.setPeerVerifyMode(QSslSocket::VerifyPeer);
    return server;
}
