// SPDX-License-Identifier: MIT
#include "net/tls/tlsconfiguration.h"

#include "format/text/numbers.h"
#include "net/tls/keyderivation.h"
#include "profile/tlsfiles.h"
#include "profile/websocketurl.h"

#include <QBuffer>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>
#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxFileBytes = 4 * 1024 * 1024;

struct Contents
{
    QByteArray bytes;
    /// A sentence; empty if the file was read.
    QString problem;
};

Contents contentsOf(const QString &fileName, const QString &what)
{
    const QFileInfo info(fileName);
    if (!info.exists())
        return {{}, TlsConfiguration::tr("%1 “%2” does not exist.").arg(what, fileName)};
    if (!info.isFile())
        return {{}, TlsConfiguration::tr("%1 “%2” is not a file.").arg(what, fileName)};
    if (info.size() > MaxFileBytes)
        return {{}, TlsConfiguration::tr("%1 “%2” is too large to be one.").arg(what, fileName)};
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return {{},
                TlsConfiguration::tr("%1 “%2” cannot be read: %3.").arg(what, fileName, file.errorString())};
    return {file.read(MaxFileBytes), {}};
}

// Nothing, if it can be done in a moment.
QString workProblem(qint64 rounds, const QString &fileName)
{
    if (rounds <= KeyDerivation::MostRounds)
        return {};
    return TlsConfiguration::tr(
                   "“%1” asks for %2 rounds of work on its passphrase, which would take too long: "
                   "at most %3 are done.")
            .arg(fileName, formatCount(rounds), formatCount(KeyDerivation::MostRounds));
}

QSslKey keyIn(const QByteArray &pem, const QString &passphrase)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey, passphrase.toUtf8());
        if (!key.isNull())
            return key;
    }
    return {};
}

QString keyProblem(const QByteArray &pem, const QString &passphrase, const QString &fileName)
{
    if (!pem.contains("PRIVATE KEY-----"))
        return TlsConfiguration::tr("“%1” has no private key (PEM) in it.").arg(fileName);
    if (!pem.contains("ENCRYPTED"))
        return TlsConfiguration::tr("The private key in “%1” cannot be understood.").arg(fileName);
    return passphrase.isEmpty()
                   ? TlsConfiguration::tr("The private key in “%1” is encrypted: enter its passphrase.")
                             .arg(fileName)
                   : TlsConfiguration::tr("The passphrase does not open the private key in “%1”.")
                             .arg(fileName);
}

QString addAuthorities(QSslConfiguration &configuration, const QString &fileName)
{
    const Contents file = contentsOf(fileName, TlsConfiguration::tr("The file of trusted authorities"));
    if (!file.problem.isEmpty())
        return file.problem;
    QList<QSslCertificate> own = QSslCertificate::fromData(file.bytes, QSsl::Pem);
    if (own.isEmpty())
        own = QSslCertificate::fromData(file.bytes, QSsl::Der);
    if (own.isEmpty())
        return TlsConfiguration::tr("The file of trusted authorities “%1” has no certificate in it.")
                .arg(fileName);
    // A list that is given replaces the system's, which Qt else looks up when it needs them.
    QList<QSslCertificate> known = configuration.caCertificates();
    if (known.isEmpty()) {
        // Reading them takes as long as a handshake.
        static const QList<QSslCertificate> system = QSslConfiguration::systemCaCertificates();
        known = system;
    }
    configuration.setCaCertificates(own + known);
    return {};
}

QString addPkcs12(QSslConfiguration &configuration, const QByteArray &bytes, const TlsSettings &settings)
{
    // Of a file that is no PKCS#12 at all, not even the frame around it is right (X.690).
    if (!bytes.startsWith('\x30'))
        return TlsConfiguration::tr("“%1” has no certificate in it, neither as PEM nor as PKCS#12.")
                .arg(settings.certificateFile);
    if (const QString problem = workProblem(KeyDerivation::rounds(bytes), settings.certificateFile);
        !problem.isEmpty())
        return problem;
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    QSslKey key;
    QSslCertificate certificate;
    QList<QSslCertificate> issuers;
    if (!QSslCertificate::importPkcs12(&buffer, &key, &certificate, &issuers,
                                       settings.keyPassphrase.toUtf8())) {
        return settings.keyPassphrase.isEmpty()
                       ? TlsConfiguration::tr("The PKCS#12 file “%1” cannot be opened without a passphrase.")
                                 .arg(settings.certificateFile)
                       : TlsConfiguration::tr("The passphrase does not open the PKCS#12 file “%1”, or it is "
                                              "encrypted in a way "
                                              "that OpenSSL no longer reads (RC2).")
                                 .arg(settings.certificateFile);
    }
    configuration.setLocalCertificateChain(QList{certificate} + issuers);
    configuration.setPrivateKey(key);
    return {};
}

QString addClientCertificate(QSslConfiguration &configuration, const TlsSettings &settings)
{
    const Contents file =
            contentsOf(settings.certificateFile, TlsConfiguration::tr("The client certificate"));
    if (!file.problem.isEmpty())
        return file.problem;
    const bool isPem = file.bytes.contains("-----BEGIN ");
    QList<QSslCertificate> chain = QSslCertificate::fromData(file.bytes, isPem ? QSsl::Pem : QSsl::Der);
    if (chain.isEmpty() && !isPem && settings.keyFile.isEmpty())
        return addPkcs12(configuration, file.bytes, settings);
    if (chain.isEmpty())
        return TlsConfiguration::tr("“%1” has no certificate in it.").arg(settings.certificateFile);

    const QString keyFile = settings.keyFile.isEmpty() ? settings.certificateFile : settings.keyFile;
    const Contents keyContents = contentsOf(keyFile, TlsConfiguration::tr("The private key"));
    if (!keyContents.problem.isEmpty())
        return keyContents.problem;
    if (const QString problem = workProblem(KeyDerivation::roundsOfPem(keyContents.bytes), keyFile);
        !problem.isEmpty())
        return problem;
    const QSslKey key = keyIn(keyContents.bytes, settings.keyPassphrase);
    if (key.isNull())
        return keyProblem(keyContents.bytes, settings.keyPassphrase, keyFile);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    return {};
}

void setMinimumVersion(QSslConfiguration &configuration, TlsSettings::Version version)
{
    switch (version) {
    case TlsSettings::Version::Tls1_0:
        QT_WARNING_PUSH
        QT_WARNING_DISABLE_DEPRECATED
        configuration.setProtocol(QSsl::TlsV1_0OrLater);
        QT_WARNING_POP
        // OpenSSL 3 has no signature for the old versions that its own security level allows.
        configuration.setBackendConfigurationOption("CipherString", "DEFAULT@SECLEVEL=0"_ba);
        break;
    case TlsSettings::Version::Tls1_2:
        configuration.setProtocol(QSsl::TlsV1_2OrLater);
        break;
    case TlsSettings::Version::Tls1_3:
        configuration.setProtocol(QSsl::TlsV1_3OrLater);
        break;
    }
}

} // namespace

TlsConfiguration tlsConfiguration(const TlsSettings &settings)
{
    TlsConfiguration result{QSslConfiguration::defaultConfiguration(), {}};
    QSslConfiguration &configuration = result.configuration;
    setMinimumVersion(configuration, settings.minimumVersion);
    // Even if nothing is to be verified: what is wrong is wanted as a sentence.
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);

    QString problem;
    if (!settings.caFile.isEmpty())
        problem = addAuthorities(configuration, settings.caFile);
    if (problem.isEmpty() && !settings.certificateFile.isEmpty())
        problem = addClientCertificate(configuration, settings);
    else if (problem.isEmpty() && !settings.keyFile.isEmpty())
        problem = TlsConfiguration::tr("There is a private key “%1” but no client certificate.")
                          .arg(settings.keyFile);
    if (!problem.isEmpty())
        result.error = connectionFailure({FailureCause::TlsFileUnusable, {problem}});
    return result;
}

QString passphraseProblem(const TlsSettings &settings)
{
    TlsFiles files;
    if (settings.certificateFile.isEmpty() || settings.keyPassphrase.isEmpty()
        || !files.clientCertificateProblem(settings.certificateFile).isEmpty()
        || !files.keyProblem(settings.keyFile).isEmpty()
        || (settings.keyFile.isEmpty() && files.lacksKey(settings.certificateFile)))
        return {};
    QSslConfiguration unused;
    return addClientCertificate(unused, settings);
}

QString tlsPeerName(const TlsSettings &settings, const QString &host)
{
    QString name = settings.serverName.isEmpty() ? withoutZone(host) : settings.serverName;
    if (name.endsWith(u'.'))
        name.chop(1);
    const QByteArray ascii = QUrl::toAce(name);
    return ascii.isEmpty() ? name : QString::fromLatin1(ascii);
}
