// SPDX-License-Identifier: MIT
#pragma once

#include "connection/httpheader.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <chrono>
#include <optional>

/// How a connection is encrypted; all empty without TLS.
struct TlsInfo
{
    /// "TLS 1.3".
    QString protocol;
    /// "TLS_AES_256_GCM_SHA384".
    QString cipher;
    /// The server's certificates in DER, its own first, as it sent them.
    QList<QByteArray> chain;
    /// The certificate was accepted by the rules, not because it was trusted by hand or not verified.
    bool verified = false;
    /// What is wrong with the certificate, though it was accepted or because it was not; a sentence.
    QString problem;
};

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

/// What is known of a handshake (RFC 6455 section 4). What an engine cannot tell stays empty;
/// Transport::capabilities() says which. It holds secrets: headers are as they were on the wire.
struct HandshakeInfo
{
    /// The most that is kept of the body of a refusal.
    static constexpr int MaxBodyBytes = 64 * 1024;

    QString subprotocol;
    /// "192.0.2.1:443" or "[2001:db8::1]:443", or the path of a Unix-domain socket.
    QString peer;
    /// "TLS 1.3", "" without TLS.
    QString security;
    TlsInfo tls;
    /// "GET / HTTP/1.1" and "HTTP/1.1 101 Switching Protocols", without line ends.
    QByteArray requestLine;
    QByteArray statusLine;
    HttpHeaders requestHeaders;
    HttpHeaders responseHeaders;
    /// Of a response that refused the handshake; at most MaxBodyBytes.
    QByteArray body;
    bool bodyWasCut = false;
    /// As negotiated, such as "permessage-deflate; server_no_context_takeover".
    QString extensions;
    /// The URLs that redirected us, the first one first; safe to show.
    QStringList redirects;
    /// Where they led to; empty without them. May hold secrets.
    QUrl finalUrl;
    /// Some of the redirects led to another origin than the first URL's, whether or not they came back.
    bool leftOrigin = false;
    HandshakeTimings timings;
};

Q_DECLARE_METATYPE(HandshakeInfo)
