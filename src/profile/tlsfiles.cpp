// SPDX-License-Identifier: MIT
#include "profile/tlsfiles.h"

#include "profile/profilefield.h"

#include <QFile>
#include <QFileInfo>

// More than all authorities of a system come to.
static constexpr qint64 MostRead = 4 * 1024 * 1024;

TlsFiles::Found TlsFiles::lookInto(const QString &file)
{
    const QFileInfo info(file);
    if (!info.exists())
        return {ProfileText::tr("There is no such file.")};
    if (info.isDir())
        return {ProfileText::tr("This is a folder, not a file.")};
    // A pipe would wait for someone to write.
    if (!info.isFile())
        return {ProfileText::tr("This is not a file.")};
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly))
        return {ProfileText::tr("The file cannot be read: %1.").arg(opened.errorString())};
    const QByteArray data = opened.read(MostRead);
    Found found;
    found.hasCertificate = data.contains("-----BEGIN CERTIFICATE-----")
                           || data.contains("-----BEGIN TRUSTED CERTIFICATE-----");
    // "BEGIN PRIVATE KEY", "BEGIN ENCRYPTED PRIVATE KEY", "BEGIN EC PRIVATE KEY" and so on.
    found.hasKey = data.contains("PRIVATE KEY-----");
    // A SEQUENCE of ASN.1, as PKCS#12 begins (RFC 7292 section 4).
    found.isDer = data.startsWith('\x30');
    return found;
}

const TlsFiles::Found &TlsFiles::found(const QString &file)
{
    auto known = m_found.find(file);
    if (known == m_found.end())
        known = m_found.insert(file, lookInto(file));
    return *known;
}

QString TlsFiles::problemOf(const QString &file, bool Found::*has, bool Found::*orHas,
                            const QString &sentence)
{
    if (file.isEmpty())
        return {};
    const Found &in = found(file);
    if (!in.problem.isEmpty())
        return in.problem;
    return in.*has || in.*orHas ? QString() : sentence;
}

QString TlsFiles::authoritiesProblem(const QString &file)
{
    return problemOf(file, &Found::hasCertificate, &Found::hasCertificate,
                     ProfileText::tr("The file has no certificates in PEM."));
}

QString TlsFiles::clientCertificateProblem(const QString &file)
{
    return problemOf(file, &Found::hasCertificate, &Found::isDer,
                     ProfileText::tr("The file has no certificate in PEM and is not PKCS#12."));
}

QString TlsFiles::keyProblem(const QString &file)
{
    return problemOf(file, &Found::hasKey, &Found::hasKey,
                     ProfileText::tr("The file has no private key in PEM."));
}

bool TlsFiles::lacksKey(const QString &file)
{
    if (file.isEmpty())
        return false;
    const Found &in = found(file);
    return in.hasCertificate && !in.hasKey;
}
