// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/framereader.h"
#include "websocket/framewriter.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>

class QTcpSocket;

/// Ends a TCP connection without loss: writes what is left, ends only our direction, and reads and drops
/// what comes until the peer closes as well. Closing at once would answer whatever the peer sends
/// meanwhile, be it a ping, with a reset, and a reset may take with it what the peer has not read yet
/// (RFC 9112 section 9.6). Lives on the socket's thread, as its child; the caller writes and reads no more.
class DemoLinger final : public QObject
{
    Q_OBJECT

public:
    /// `patience` is how long the peer may take without any progress before the connection is aborted.
    DemoLinger(QTcpSocket *socket, std::chrono::milliseconds patience);

private:
    void progress();
    void discard();

    QTcpSocket *const m_socket;
    QTimer m_patience;
    bool m_shut = false;
};

/// A client whose handshake has been answered with 101. Answers pings and Close frames by itself.
///
/// Lives on the server's thread.
class DemoPeer final : public QObject
{
    Q_OBJECT

public:
    /// What a behaviour should not let bytesToWrite() grow above.
    static constexpr qint64 HighWater = 1024 * 1024;

    /// The TCP socket stays its owner's. `received` came with the handshake.
    DemoPeer(QTcpSocket *tcp, const QByteArray &received);

    /// Neither side has begun to close.
    bool isOpen() const;
    qint64 bytesToWrite() const;
    /// Whole frames. Nothing happens if the peer is not open. Never blocks.
    void write(const QByteArray &frames);
    void send(bool isText, const QByteArray &payload);
    /// While paused, TCP makes the client wait.
    void setReadingPaused(bool paused);

    /// Sends a Close frame with any code, or an empty one (RFC 6455 section 5.5.1), behind what has been
    /// written, and lets the connection end in order. The reason has at most 123 bytes of UTF-8.
    void close(std::optional<quint16> code, const QByteArray &reason);
    /// Drops TCP without a Close frame, once what was written is with the system.
    void drop();

Q_SIGNALS:
    void received(bool isText, const QByteArray &payload);
    /// Some of bytesToWrite() has gone.
    void written();

private:
    void read();
    void readLater();
    void take(const ReceivedMessage &message);
    void writeControl(quint8 opcode, const QByteArray &payload);

    QTcpSocket *const m_tcp;
    FrameReader m_reader;
    FrameWriter m_writer;
    QByteArray m_received;
    bool m_closing = false;
    bool m_paused = false;
};
