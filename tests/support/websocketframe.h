// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <optional>

/// One frame of RFC 6455 section 5.2, as tests make and read them: nothing is checked, so that wrong
/// ones can be made, too.
struct WebSocketFrame
{
    enum Opcode : quint8 {
        Continuation = 0x0,
        Text = 0x1,
        Binary = 0x2,
        Close = 0x8,
        Ping = 0x9,
        Pong = 0xA
    };

    quint8 opcode = Text;
    QByteArray payload;
    bool final = true;
    bool masked = false;
    /// RSV1 to RSV3, the lowest three bits.
    quint8 reserved = 0;
    /// The masking key that a masked frame came with (section 5.3).
    QByteArray mask = {};

    QByteArray encoded() const;
    /// Takes the first frame off the front of `bytes`, unmasked; nothing while it is not all there.
    static std::optional<WebSocketFrame> take(QByteArray &bytes);

    static WebSocketFrame text(const QByteArray &utf8) { return {Text, utf8}; }
    static WebSocketFrame binary(const QByteArray &data) { return {Binary, data}; }
    static WebSocketFrame close(quint16 code, const QByteArray &reason = {});

    /// Of a Close frame (section 5.5.1): its code, 0 if it is empty.
    quint16 closeCode() const;
    QByteArray closeReason() const { return payload.mid(2); }
};

/// The Sec-WebSocket-Accept that answers a key (RFC 6455 section 4.2.2).
QByteArray webSocketAccept(const QByteArray &key);

/// With each letter as a capital if it was none, and the other way round: other Base64.
QByteArray inAnotherCase(QByteArray text);
