// SPDX-License-Identifier: MIT
#pragma once

#include "connection/retrypolicy.h"

#include <QMetaType>
#include <QStringList>
#include <QUrl>

#include <chrono>

/// Where to connect and how. A plain value; the defaults are what a user expects.
struct ConnectionProfile
{
    /// ws or wss, as parseWebSocketUrl() makes it. May hold secrets: show displayUrl() of it.
    QUrl url;
    /// Offered in this order (RFC 6455 section 1.9).
    QStringList subprotocols;

    RetryPolicy retry;
    /// Whether an open connection that is lost is retried, too.
    bool retryAfterDrop = true;
    /// A connection that stayed open this long starts the count of attempts again.
    std::chrono::milliseconds stableAfter{10000};

    /// From the start of an attempt to the end of the handshake; more than 0.
    std::chrono::milliseconds handshakeTimeout{10000};
    /// Between pings, and the time a pong may take; 0 sends none.
    std::chrono::milliseconds keepAliveInterval{5000};
    /// How long the peer may take to answer our Close frame.
    std::chrono::milliseconds closeTimeout{2000};

    /// A longer message ends the connection with 1009.
    qint64 maxMessageBytes = 256LL * 1024 * 1024;

    bool operator==(const ConnectionProfile &) const = default;
};

Q_DECLARE_METATYPE(ConnectionProfile)
