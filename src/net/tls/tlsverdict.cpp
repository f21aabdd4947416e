// SPDX-License-Identifier: MIT
#include "net/tls/tlsverdict.h"

#include "format/text/visibletext.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QHostAddress>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslError>
#include <QSslSocket>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

static QString nameOf(const QSslCertificate &certificate)
{
    const QString name = certificate.subjectDisplayName();
    return name.isEmpty() ? TlsVerdict::tr("without a name") : quotedInput(name);
}

// "its own certificate “example.org”", "the issuing certificate “Some CA”".
static QString which(const QSslCertificate &certificate, const QList<QSslCertificate> &chain)
{
    if (certificate.isNull() || chain.isEmpty())
        return TlsVerdict::tr("its certificate");
    if (certificate == chain.first())
        return TlsVerdict::tr("its own certificate %1").arg(nameOf(certificate));
    return TlsVerdict::tr("the issuing certificate %1").arg(nameOf(certificate));
}

static QString day(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s);
}

// What is no name of a host may be a sentence.
static QString hostName(const QString &name)
{
    static const QRegularExpression host(u"^[\\w.*:-]+$"_s);
    return host.match(name).hasMatch() ? name : quotedInput(name);
}

static QString namesFor(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values(QSsl::DnsEntry);
    names += certificate.subjectAlternativeNames().values(QSsl::IpAddressEntry);
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    std::sort(names.begin(), names.end());
    names.removeDuplicates();
    static constexpr qsizetype Most = 5;
    const qsizetype more = names.size() - Most;
    names = names.mid(0, Most);
    std::transform(names.begin(), names.end(), names.begin(), hostName);
    const QString text = names.join(u", "_s);
    if (more > 0)
        return TlsVerdict::tr("%1 and %2 more").arg(text, QString::number(more));
    return text.isEmpty() ? TlsVerdict::tr("no host") : text;
}

static QString reasonFor(const QSslError &error, const QList<QSslCertificate> &chain, const QString &host)
{
    const QSslCertificate &certificate = error.certificate();
    const QString subject = which(certificate, chain);
    switch (error.error()) {
    case QSslError::CertificateExpired:
        return TlsVerdict::tr("%1 expired on %2").arg(subject, day(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return TlsVerdict::tr("%1 is not valid before %2").arg(subject, day(certificate.effectiveDate()));
    case QSslError::SelfSignedCertificate:
        return TlsVerdict::tr("%1 is self-signed, no authority vouches for it").arg(subject);
    case QSslError::SelfSignedCertificateInChain:
        return TlsVerdict::tr("%1 is an authority that is not trusted here").arg(subject);
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return TlsVerdict::tr("%1 was issued by an authority that is not trusted here, %2")
                .arg(subject, quotedInput(certificate.issuerDisplayName()));
    case QSslError::HostNameMismatch:
        return TlsVerdict::tr("%1 is for %2, not for %3")
                .arg(which(chain.value(0), chain), namesFor(chain.value(0)), host);
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return TlsVerdict::tr("%1 was revoked").arg(subject);
    case QSslError::InvalidPurpose:
        return TlsVerdict::tr("%1 is not meant for servers").arg(subject);
    case QSslError::InvalidCaCertificate:
        return TlsVerdict::tr("%1 must not issue others").arg(subject);
    case QSslError::CertificateSignatureFailed:
        return TlsVerdict::tr("%1 has a signature that is wrong").arg(subject);
    case QSslError::NoPeerCertificate:
        return TlsVerdict::tr("it showed none");
    default:
        return u"%1: %2"_s.arg(subject, error.errorString());
    }
}

// OpenSSL says twice that it does not know the issuer of a certificate, in other words.
static QStringList reasonsFor(const QList<QSslError> &errors, const QList<QSslCertificate> &chain,
                              const QString &host)
{
    QStringList reasons;
    for (const QSslError &error : errors) {
        if (error.error() != QSslError::NoError)
            reasons.append(reasonFor(error, chain, host));
    }
    reasons.removeDuplicates();
    return reasons;
}

static bool isTrusted(const TlsSettings &settings, const QList<QSslCertificate> &chain)
{
    return !chain.isEmpty() && settings.trusted.contains(chain.first().digest(QCryptographicHash::Sha256));
}

TlsVerdict judgeCertificates(const TlsSettings &settings, const QString &host,
                             const QList<QSslCertificate> &chain, const QList<QSslError> &errors)
{
    TlsVerdict verdict;
    const QString reasons = reasonsFor(errors, chain, host).join(u"; "_s);
    if (reasons.isEmpty())
        return verdict;
    verdict.verified = false;
    verdict.accepted = !settings.verify || isTrusted(settings, chain);
    if (verdict.accepted) {
        verdict.problem =
                (isTrusted(settings, chain) ? TlsVerdict::tr(
                         "The certificate of %1 was accepted as it is trusted for this host, although %2.")
                                            : TlsVerdict::tr("The certificate of %1 was accepted as "
                                                             "certificates are not verified, although %2."))
                        .arg(host, reasons);
        return verdict;
    }
    verdict.error = connectionFailure(
            {chain.isEmpty() ? FailureCause::CertificateMissing : FailureCause::CertificateRefused,
             {host, reasons}},
            reasons);
    verdict.error.certificate = chain.isEmpty() ? QByteArray() : chain.first().toDer();
    verdict.problem = verdict.error.sentence;
    return verdict;
}

static QString protocolName(QSsl::SslProtocol protocol)
{
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    switch (protocol) {
    case QSsl::TlsV1_3:
        return u"TLS 1.3"_s;
    case QSsl::TlsV1_2:
        return u"TLS 1.2"_s;
    case QSsl::TlsV1_1:
        return u"TLS 1.1"_s;
    case QSsl::TlsV1_0:
        return u"TLS 1.0"_s;
    default:
        return u"TLS"_s;
    }
    QT_WARNING_POP
}

TlsInfo tlsInfo(const QSslSocket &socket)
{
    TlsInfo info;
    info.protocol = protocolName(socket.sessionProtocol());
    info.cipher = socket.sessionCipher().name();
    const QList<QSslCertificate> chain = socket.peerCertificateChain();
    for (const QSslCertificate &certificate : chain)
        info.chain.append(certificate.toDer());
    return info;
}
