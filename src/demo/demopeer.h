// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

class QTcpSocket;
class QWebSocket;

/// The opcodes that the demo server writes (RFC 6455 section 5.2).
enum class DemoOpcode : quint8 {
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
};

/// Appends one whole, unmasked frame with FIN set: what a server sends (RFC 6455 sections 5.1 and 5.2).
/// The caller keeps the payload of a Close frame within 125 bytes. Thread-safe.
void appendDemoFrame(QByteArray &frames, DemoOpcode opcode, QByteArrayView payload);

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

/// A client whose handshake has been answered with 101. QWebSocket reads: messages, pings, Close frames.
/// Writing goes past it to the TCP socket below, because QWebSocket::close() closes TCP at once, which may
/// cost the peer the end of what was sent, and because it takes one call and three copies a message. Both
/// write whole frames on one thread, so that frames never mix.
///
/// Lives on the server's thread.
class DemoPeer final : public QObject
{
    Q_OBJECT

public:
    /// What a behaviour should not let bytesToWrite() grow above.
    static constexpr qint64 HighWater = 1024 * 1024;

    /// Takes the WebSocket; the TCP socket stays its owner's.
    DemoPeer(QWebSocket *webSocket, QTcpSocket *tcp, QObject *parent);
    ~DemoPeer() override;

    /// Neither side has begun to close.
    bool isOpen() const;
    qint64 bytesToWrite() const;
    /// Whole frames. Nothing happens if the peer is not open. Never blocks.
    void write(const QByteArray &frames);
    void sendText(const QByteArray &utf8);
    void sendBinary(const QByteArray &data);
    /// While paused, TCP makes the client wait.
    void setReadingPaused(bool paused);

    /// Sends a Close frame with any code, or an empty one (RFC 6455 section 5.5.1), behind what has been
    /// written, and lets the connection end in order. The reason has at most 123 bytes of UTF-8.
    void close(std::optional<quint16> code, const QByteArray &reason);
    /// Drops TCP without a Close frame, once what was written is with the system.
    void drop();

Q_SIGNALS:
    void textReceived(const QString &text);
    void binaryReceived(const QByteArray &data);
    /// Some of bytesToWrite() has gone.
    void written();

private:
    std::unique_ptr<QWebSocket> m_webSocket;
    QPointer<QTcpSocket> m_tcp;
    bool m_closing = false;
    bool m_paused = false;
};
