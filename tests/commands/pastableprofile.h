// SPDX-License-Identifier: MIT
#pragma once

#include "commands/commandformat.h"
#include "profile/connectionprofile.h"

#include <QRandomGenerator>

/// Profiles with all sorts of quotes, blanks and characters in them, the same ones for the same seed.
class PastableProfile
{
public:
    explicit PastableProfile(quint32 seed);

    ConnectionProfile next();

    /// What of a profile a format can say; the rest as in a new profile.
    static ConnectionProfile carried(CopyFormat format, const ConnectionProfile &profile);
    /// Which field is not the same; empty if none is.
    static QString difference(const ConnectionProfile &a, const ConnectionProfile &b);

private:
    bool coin() { return m_random.bounded(2) == 0; }
    QString text(bool withControls);
    QByteArray value();
    QString token();
    QUrl url();
    Authentication authentication();
    TlsSettings tls();
    ProxySettings proxy();
    CompressionSettings compression();

    QRandomGenerator m_random;
};
