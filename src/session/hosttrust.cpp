// SPDX-License-Identifier: MIT
#include "session/hosttrust.h"

#include "profile/profileparts.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

QByteArray RefusedCertificate::fingerprint() const
{
    return QCryptographicHash::hash(certificate, QCryptographicHash::Sha256);
}

std::optional<RefusedCertificate> refusedCertificate(const StatusReport &report, const QUrl &url)
{
    if (!report.error || report.error->certificate.isEmpty())
        return std::nullopt;
    const QString host = report.error->certificateHost;
    return RefusedCertificate{report.error->certificate,
                              host.isEmpty() ? url : QUrl(u"wss://%1/"_s.arg(host)), report.error->sentence};
}

HostTrust::Certificates HostTrust::with(const Certificates &kept) const
{
    Certificates all = kept;
    for (auto host = m_own.constBegin(); host != m_own.constEnd(); ++host)
        all[host.key()] += host.value();
    return all;
}

void HostTrust::add(const RefusedCertificate &refused, Certificates *kept)
{
    Certificates &certificates = m_isPrivate ? m_own : *kept;
    certificates[TlsSettings::hostKey(refused.url)].append(refused.fingerprint());
}

void HostTrust::takeBack(const QUrl &url, const QList<QByteArray> &shown, QList<QByteArray> *listed,
                         Certificates *kept)
{
    const QString key = TlsSettings::hostKey(url);
    for (const QByteArray &fingerprint : shown) {
        if (listed->removeOne(fingerprint))
            continue;
        for (Certificates *certificates : {kept, &m_own}) {
            if (const auto host = certificates->find(key); host != certificates->end())
                host->removeAll(fingerprint);
        }
    }
}
