// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "net/tls/tlsverdict.h"
#include "websocket/closecode.h"

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

/// Where a connection stands. WaitingToRetry holds no socket.
enum class Status : quint8 { Closed, Connecting, Open, Closing, WaitingToRetry };

/// A stable English identifier ("open", "waiting_to_retry"), for machines: metrics, recordings.
inline QString statusKey(Status status)
{
    switch (status) {
    case Status::Closed:
        return QStringLiteral("closed");
    case Status::Connecting:
        return QStringLiteral("connecting");
    case Status::Open:
        return QStringLiteral("open");
    case Status::Closing:
        return QStringLiteral("closing");
    case Status::WaitingToRetry:
        return QStringLiteral("waiting_to_retry");
    }
    return {};
}

/// The status with what belongs to it. A plain value, copied to every listener.
struct StatusReport
{
    Status status = Status::Closed;
    /// The attempt under way, waited for, or that led here: 1 is the first; 0 before any.
    int attempt = 0;
    int maxAttempts = 0;
    /// Steady-clock moment of the last change of status; epoch before any.
    std::chrono::steady_clock::time_point since;
    /// While WaitingToRetry: the steady-clock moment of the next attempt.
    std::chrono::steady_clock::time_point retryAt;
    /// While Open: the subprotocol agreed on (RFC 6455 section 1.9), empty for none. As it is recorded: ***
    /// for one that carries a token.
    QString subprotocol;
    /// While Open: "TLS 1.3" and the like; empty on an unencrypted connection.
    QString security;
    /// While Open: the certificates and what was thought of them.
    TlsInfo tls;
    /// While Open: whom the certificate was verified for, if that is not the URL's host
    /// (TlsSettings::serverName).
    QString verifiedName;
    /// While Open: a redirect led through another origin, which is not sent what the URL's alone may know.
    bool leftOrigin = false;
    /// While Open: as negotiated (RFC 6455 section 9).
    QString extensions;
    /// TLS is or will be used and accepts any certificate (TlsSettings::verify).
    bool unverified = false;
    /// While Closed or WaitingToRetry: how the last open connection ended, if one had been open.
    std::optional<CloseInfo> close;
    /// While Closed or WaitingToRetry: why, if it was an error.
    std::optional<ConnectionError> error;
};

Q_DECLARE_METATYPE(Status)
Q_DECLARE_METATYPE(StatusReport)
