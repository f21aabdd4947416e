// SPDX-License-Identifier: MIT
#pragma once

#include "net/streaminfo.h"
#include "websocket/httpheader.h"

#include <QByteArray>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QUrl>

/// What is known of a handshake (RFC 6455 section 4). What an engine cannot tell stays empty;
/// Transport::capabilities() says which. It holds secrets: headers are as they were on the wire.
struct HandshakeInfo : StreamInfo
{
    HandshakeInfo() = default;
    explicit HandshakeInfo(const StreamInfo &stream)
        : StreamInfo(stream)
    {}

    QString subprotocol;
    /// "GET / HTTP/1.1" and "HTTP/1.1 101 Switching Protocols", without line ends.
    QByteArray requestLine;
    QByteArray statusLine;
    HttpHeaders requestHeaders;
    HttpHeaders responseHeaders;
    /// Of a response that refused the handshake; at most HttpResponse::MaxBodyBytes.
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
};

Q_DECLARE_METATYPE(HandshakeInfo)
