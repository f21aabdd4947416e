// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/clienthandshake.h"
#include "connection/engine/messagesender.h"
#include "connection/engine/transport.h"
#include "websocket/framereader.h"

#include <QByteArray>
#include <QUrl>

#include <memory>
#include <optional>

/// What a ClientConnection tells and asks. Calls come from within calls of it, in the order of the wire; each
/// may call back send(), ping(), close() and stop(), but not destroy it.
class ClientListener
{
public:
    virtual ~ClientListener() = default;

    /// Bytes for the server.
    virtual void sendBytes(const char *bytes, qsizetype size) = 0;
    /// Bytes that the socket has not taken yet: while they are many, pongs are not piled upon them.
    virtual qint64 unsentBytes() const = 0;

    virtual void handshakeDone(const HandshakeInfo &info) = 0;
    /// A WebSocket message; `wireBytes` as in Transport.
    virtual void messageRead(bool text, const QByteArray &payload, qint64 wireBytes) = 0;
    /// Of what was given to send(), one message more has become frames whole.
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

/// A client of RFC 6455 and RFC 7692 on bytes: it has no socket, no timer and no thread, so that tests drive
/// it byte by byte. One handshake, one object.
class ClientConnection
{
public:
    /// `visited` and `stream`: see ClientHandshake.
    ClientConnection(ClientListener &listener, const ConnectionProfile &profile, const QList<QUrl> &visited,
                     const StreamInfo &stream);

    /// Sends the request. The stream must be open.
    void start();
    /// Bytes of the server, in pieces of any size.
    void add(const char *bytes, qsizetype size);
    /// The stream has ended, of itself (nothing) or by a fault.
    void end(const std::optional<ConnectionError> &error);
    /// After ClientListener::refusing(): tells what is known so far.
    void cutBody();

    bool isOpen() const { return m_reader != nullptr; }
    /// What is sent is compressed; false unless open.
    bool compresses() const { return m_sender && m_sender->compresses(); }

    // These do nothing unless open.

    /// False when closing has begun.
    bool send(bool text, const QByteArray &payload);
    void ping(const QByteArray &payload);
    /// After all that was given to send().
    void close(quint16 code, const QString &reason);
    /// At once, if none has been sent yet and no more than the beginning of a message would have to be given
    /// up.
    void closeNow(quint16 code);
    /// Writes what waits, about MessageSender::sliceBytes() at most, and returns whether more does.
    bool writeSome();
    /// Of messages.
    qint64 waitingBytes() const { return m_sender ? m_sender->waitingBytes() : 0; }
    /// What has not been written, if `unsent` of the bytes given to the listener have not; also after the
    /// end.
    Transport::Backlog backlog(qint64 unsent) const;

    /// Nothing is told any more.
    void stop() { m_over = true; }

private:
    struct OwnClose
    {
        quint16 code = 0;
        QString reason;
    };

    void settle(ClientHandshake::State state);
    void opened();
    void read(const char *bytes, qsizetype size);
    void received(const ReceivedMessage &message);
    void receivedPing(const QByteArray &payload);
    void receivedClose(const QByteArray &payload);
    void fail(const FrameFault &fault);
    void over(const TransportEnd &end, bool mayLinger);
    void writeControl(quint8 opcode, const QByteArray &payload);
    void writeClose(const QByteArray &payload);
    void flush();

    ClientListener &m_listener;
    const ConnectionProfile m_profile;
    ClientHandshake m_handshake;
    /// Null unless open.
    std::unique_ptr<FrameReader> m_reader;
    std::unique_ptr<MessageSender> m_sender;

    std::optional<QByteArray> m_owedPong;
    std::optional<OwnClose> m_asked;
    /// The payload of our Close frame.
    std::optional<QByteArray> m_closeSent;
    bool m_refusing = false;
    bool m_over = false;
};
