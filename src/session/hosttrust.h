// SPDX-License-Identifier: MIT
#pragma once

#include "connection/status.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QUrl>

#include <optional>

/// The server's own certificate that was not accepted.
struct RefusedCertificate
{
    QByteArray certificate;
    /// Who showed it: after a redirect, that is not the host of the profile.
    QUrl url;
    /// Why, as a sentence.
    QString problem;

    /// SHA-256.
    QByteArray fingerprint() const;
};

/// Nothing if it was not for a certificate that a connection to the URL failed last.
std::optional<RefusedCertificate> refusedCertificate(const StatusReport &report, const QUrl &url);

/// Which certificates a tab accepts from which hosts, whatever is wrong with them: those that are kept for
/// everybody, and those that a private tab was told to trust, which are kept nowhere. A plain value.
class HostTrust
{
public:
    /// Fingerprints (SHA-256) by TlsSettings::hostKey().
    using Certificates = QMap<QString, QList<QByteArray>>;

    explicit HostTrust(bool isPrivate)
        : m_isPrivate(isPrivate)
    {}

    bool isPrivate() const { return m_isPrivate; }
    /// All that the tab accepts.
    Certificates with(const Certificates &kept) const;
    /// From now on, in `kept` or, in a private tab, here.
    void add(const RefusedCertificate &refused, Certificates *kept);
    /// `shown` is what was trusted for the URL's host when it was put into a list, and `listed` what has
    /// become of that: takes them out again, and trusts no longer those that are gone. What somebody else
    /// trusts, or trusts no longer, meanwhile stays so.
    void takeBack(const QUrl &url, const QList<QByteArray> &shown, QList<QByteArray> *listed,
                  Certificates *kept);

private:
    bool m_isPrivate;
    Certificates m_own;
};
