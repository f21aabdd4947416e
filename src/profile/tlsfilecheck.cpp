// SPDX-License-Identifier: MIT
#include "profile/tlsfilecheck.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

// More than all authorities of a system come to.
static constexpr qint64 MostRead = 4 * 1024 * 1024;

static QString openProblem(const QString &file)
{
    const QFileInfo info(file);
    if (!info.exists())
        return u"There is no such file."_s;
    if (info.isDir())
        return u"This is a folder, not a file."_s;
    // A pipe would wait for someone to write.
    if (!info.isFile())
        return u"This is not a file."_s;
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return u"The file cannot be read: %1."_s.arg(opened.errorString());
    return {};
}

static QByteArray contents(const QString &file)
{
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.read(MostRead) : QByteArray();
}

static bool hasCertificate(const QByteArray &data)
{
    return data.contains("-----BEGIN CERTIFICATE-----")
           || data.contains("-----BEGIN TRUSTED CERTIFICATE-----");
}

// "BEGIN PRIVATE KEY", "BEGIN ENCRYPTED PRIVATE KEY", "BEGIN EC PRIVATE KEY" and so on.
static bool hasKey(const QByteArray &data)
{
    return data.contains("PRIVATE KEY-----");
}

// A SEQUENCE of ASN.1, as PKCS#12 begins (RFC 7292 section 4).
static bool isDer(const QByteArray &data)
{
    return data.startsWith('\x30');
}

QString authoritiesFileProblem(const QString &file)
{
    if (file.isEmpty())
        return {};
    if (const QString problem = openProblem(file); !problem.isEmpty())
        return problem;
    return hasCertificate(contents(file)) ? QString() : u"The file has no certificates in PEM."_s;
}

QString clientCertificateFileProblem(const QString &file)
{
    if (file.isEmpty())
        return {};
    if (const QString problem = openProblem(file); !problem.isEmpty())
        return problem;
    const QByteArray data = contents(file);
    return hasCertificate(data) || isDer(data) ? QString()
                                               : u"The file has no certificate in PEM and is not PKCS#12."_s;
}

QString keyFileProblem(const QString &file)
{
    if (file.isEmpty())
        return {};
    if (const QString problem = openProblem(file); !problem.isEmpty())
        return problem;
    return hasKey(contents(file)) ? QString() : u"The file has no private key in PEM."_s;
}

bool clientCertificateLacksKey(const QString &file)
{
    if (file.isEmpty() || !openProblem(file).isEmpty())
        return false;
    const QByteArray data = contents(file);
    return hasCertificate(data) && !hasKey(data);
}
