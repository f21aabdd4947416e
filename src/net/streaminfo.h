// SPDX-License-Identifier: MIT
#pragma once

#include "net/tls/tlsverdict.h"

#include <QElapsedTimer>
#include <QString>

#include <chrono>
#include <optional>

/// How long each step took; nothing for a step that was not taken or that the engine cannot tell.
struct HandshakeTimings
{
    std::optional<std::chrono::microseconds> dns;
    std::optional<std::chrono::microseconds> tcp;
    /// From the connection to the proxy until it passes bytes on.
    std::optional<std::chrono::microseconds> proxy;
    std::optional<std::chrono::microseconds> tls;
    /// From the first byte of the request to the end of the response's headers.
    std::optional<std::chrono::microseconds> http;
};

/// As these are told.
inline std::chrono::microseconds elapsedTime(const QElapsedTimer &timer)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::nanoseconds(timer.nsecsElapsed()));
}

/// What is known of the stream of bytes below a handshake.
struct StreamInfo
{
    /// "192.0.2.1:443" or "[2001:db8::1]:443", or the path of a Unix-domain socket.
    QString peer;
    /// "TLS 1.3", "" without TLS.
    QString security;
    TlsInfo tls;
    HandshakeTimings timings;
};
