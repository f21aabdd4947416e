// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

/// Certificates for tests, good ones and all kinds of bad ones. Servers' are for localhost, 127.0.0.1 and
/// ::1, by testAuthorityPem(), and valid from 2020 to 2120, but for what their names say.
enum class TestCertificate {
    Good,
    Expired,            ///< On 2021-01-01.
    NotYetValid,        ///< Before 2110-01-01.
    WrongHost,          ///< For other.example and *.other.example.
    UnknownAuthority,   ///< By “Unknown Test CA”, which is not sent.
    UnderExpiredIssuer, ///< By “Expired Intermediate CA”, which is sent.
    ForClients,         ///< Its purpose is another.
    SelfSigned,         ///< testCertificate().
    Client,             ///< “Test Client” by “Client Test CA”.
    RsaClient,          ///< “RSA Test Client” by “Client Test CA”.
};

struct TestIdentity
{
    /// Its own first.
    QList<QSslCertificate> chain;
    QSslKey key;
    QByteArray chainPem;
    QByteArray keyPem;

    QByteArray der() const { return chain.value(0).toDer(); }
};

TestIdentity testIdentity(TestCertificate which);

/// “Socketscope Test CA”: what TlsSettings::caFile would hold.
QByteArray testAuthorityPem();
/// “Client Test CA”.
QByteArray clientAuthorityPem();

/// The key of TestCertificate::Client, and with its certificate as PKCS#12; both need testPassphrase().
QByteArray encryptedClientKeyPem();
QByteArray clientPkcs12();
QString testPassphrase();

/// For a server that shows this certificate.
QSslConfiguration testServerConfiguration(TestCertificate which);
/// The same server, which now wants a client certificate by “Client Test CA”. Without one, Qt's servers
/// close without an alert.
QSslConfiguration demandingClientCertificate(QSslConfiguration server);

/// A self-signed certificate for localhost and 127.0.0.1, and its key: made for the tests, worth
/// nothing anywhere else, valid from 2020 to 2120.
QSslCertificate testCertificate();
QSslKey testCertificateKey();

/// Makes clients of this program accept the test certificate while it exists.
class TrustTestCertificate
{
public:
    TrustTestCertificate();
    ~TrustTestCertificate();
    Q_DISABLE_COPY_MOVE(TrustTestCertificate)

private:
    const QSslConfiguration m_before;
};
