// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/transport.h"

#include <QUrl>

/// What a BeastProtocol tells and asks. Calls come from within calls of it, in the order of the wire; each
/// may call back send(), ping(), close() and stop(), but not destroy it.
class BeastListener
{
public:
    virtual ~BeastListener() = default;

    /// Bytes for the server.
    virtual void sendBytes(const char *bytes, qsizetype size) = 0;
    /// Bytes that the socket has not taken yet: while they are many, pongs are not piled upon them.
    virtual qint64 unsentBytes() const = 0;

    virtual void handshakeDone(const HandshakeInfo &info) = 0;
    /// A WebSocket message; `wireBytes` as in Transport.
    virtual void messageRead(bool text, const QByteArray &payload, qint64 wireBytes) = 0;
    /// Of what was given to send(), one message more has been given to sendBytes() whole.
    virtual void messageWritten(qint64 wireBytes) = 0;
    /// A ping, a pong or a Close frame of either side.
    virtual void controlSeen(const ControlFrame &frame) = 0;

    /// The handshake has to be repeated there, on a new stream.
    virtual void redirected(const QUrl &url) = 0;
    /// The handshake is refused, and the server is still saying why: cutBody() when that takes too long.
    virtual void refusing() = 0;
    /// It is over; nothing else is told. `mayLinger`: something of ours is still under way, and the peer is
    /// to end TCP first (RFC 6455 section 7.1.1).
    virtual void protocolEnded(const TransportEnd &end, bool mayLinger) = 0;
};
