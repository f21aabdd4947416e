// SPDX-License-Identifier: MIT
#include "net/tls/certificateinfo.h"

#include "format/text/visibletext.h"

#include <QCryptographicHash>
#include <QLocale>
#include <QSslCertificate>
#include <QSslKey>

using namespace Qt::StringLiterals;

static QString distinguishedName(const QSslCertificate &certificate,
                                 QStringList (QSslCertificate::*values)(const QByteArray &) const,
                                 const QList<QByteArray> &attributes)
{
    QStringList parts;
    for (const QByteArray &attribute : attributes) {
        const QStringList found = (certificate.*values)(attribute);
        for (const QString &value : found)
            parts.append(visibleText(QString::fromLatin1(attribute) + u'=' + value));
    }
    return parts.join(u", "_s);
}

static QStringList alternativeNames(const QSslCertificate &certificate)
{
    QStringList names;
    const auto entries = certificate.subjectAlternativeNames();
    for (const QString &name : entries)
        names.append(visibleText(name));
    return names;
}

static QString titleOf(const QSslCertificate &certificate, const QStringList &names)
{
    const QString common = certificate.subjectInfo(QSslCertificate::CommonName).value(0);
    if (!common.isEmpty())
        return visibleText(common);
    return names.isEmpty() ? visibleText(certificate.subjectInfo(QSslCertificate::Organization).value(0))
                           : names.first();
}

static QString keyText(const QSslKey &key)
{
    const auto named = [&key](const QString &algorithm) {
        return CertificateInfo::tr("%1, %2 bits").arg(algorithm, QString::number(key.length()));
    };
    switch (key.algorithm()) {
    case QSsl::Rsa:
        return named(u"RSA"_s);
    case QSsl::Dsa:
        return named(u"DSA"_s);
    case QSsl::Ec:
        return named(u"EC"_s);
    case QSsl::Dh:
        return named(u"DH"_s);
    default:
        break;
    }
    return CertificateInfo::tr("of a kind that is not known here");
}

CertificateInfo certificateInfo(const QByteArray &der)
{
    CertificateInfo info;
    info.sha256 = QCryptographicHash::hash(der, QCryptographicHash::Sha256);
    const QSslCertificate certificate(der, QSsl::Der);
    if (certificate.isNull())
        return info;
    info.isValid = true;
    info.names = alternativeNames(certificate);
    info.title = titleOf(certificate, info.names);
    info.subject = distinguishedName(certificate, &QSslCertificate::subjectInfo,
                                     certificate.subjectInfoAttributes());
    info.issuer =
            distinguishedName(certificate, &QSslCertificate::issuerInfo, certificate.issuerInfoAttributes());
    info.notBefore = certificate.effectiveDate();
    info.notAfter = certificate.expiryDate();
    info.serial = visibleText(QString::fromLatin1(certificate.serialNumber()));
    info.key = keyText(certificate.publicKey());
    info.isSelfSigned = certificate.isSelfSigned();
    return info;
}

// "3 days", of a whole day at least; else less than that, in words.
static QString span(qint64 seconds)
{
    static constexpr qint64 Day = 24 * 3600;
    const qint64 days = seconds / Day;
    if (days == 0)
        return CertificateInfo::tr("less than a day");
    return days == 1 ? CertificateInfo::tr("a day") : CertificateInfo::tr("%1 days").arg(days);
}

QString validityProblem(const CertificateInfo &info, const QDateTime &now)
{
    const auto date = [](const QDateTime &time) {
        return QLocale::c().toString(time.toUTC().date(), u"d MMMM yyyy"_s);
    };
    if (!info.isValid)
        return {};
    if (now > info.notAfter)
        return CertificateInfo::tr("Expired %1 ago, on %2.")
                .arg(span(info.notAfter.secsTo(now)), date(info.notAfter));
    if (now < info.notBefore)
        return CertificateInfo::tr("Not yet valid: it begins in %1, on %2.")
                .arg(span(now.secsTo(info.notBefore)), date(info.notBefore));
    return {};
}

QString fingerprintText(const QByteArray &fingerprint)
{
    return QString::fromLatin1(fingerprint.toHex(':').toUpper());
}

QByteArray certificatesAsPem(const QList<QByteArray> &chain)
{
    static constexpr qsizetype LineLength = 64;
    QByteArray pem;
    for (const QByteArray &der : chain) {
        const QByteArray text = der.toBase64();
        pem += "-----BEGIN CERTIFICATE-----\n";
        for (qsizetype i = 0; i < text.size(); i += LineLength)
            pem += text.mid(i, LineLength) + '\n';
        pem += "-----END CERTIFICATE-----\n";
    }
    return pem;
}
