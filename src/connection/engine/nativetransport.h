// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/clientconnection.h"
#include "connection/engine/transport.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QTimer>

#include <memory>
#include <optional>

class SocketStream;

/// Our own engine: a ClientConnection on a SocketStream, on the manager's thread. It tells all that is on the
/// wire; docs/engines.md says what else differs from QtWebSocketTransport.
///
/// Reads no faster than its signals are taken: a slot that waits makes the peer wait.
class NativeTransport final : public Transport, private ClientListener
{
    Q_OBJECT

public:
    explicit NativeTransport(QObject *parent = nullptr);
    ~NativeTransport() override;

    void open(const ConnectionProfile &profile) override;
    bool sendText(const QByteArray &utf8) override;
    bool sendBinary(const QByteArray &data) override;
    void ping(const QByteArray &payload) override;
    void close(quint16 code, const QString &reason) override;
    void abort(std::optional<quint16> code) override;
    bool isEnding() const override { return m_end.has_value(); }
    bool tellsControlFrames() const override { return true; }
    bool tellsSentBytes() const override;
    qint64 bytesToWrite() const override;
    Backlog backlog() const override;
    qint64 bytesMoved() const override;
    std::optional<ConnectionError> stalled() const override;

private:
    void sendBytes(const char *bytes, qsizetype size) override;
    qint64 unsentBytes() const override;
    void handshakeDone(const HandshakeInfo &info) override;
    void messageRead(bool text, const QByteArray &payload, qint64 wireBytes) override;
    void messageWritten(qint64 wireBytes) override;
    void controlSeen(const ControlFrame &frame) override;
    void redirected(const QUrl &url) override;
    void refusing() override;
    void protocolEnded(const TransportEnd &end, bool mayLinger) override;

    void connectTo(const QUrl &url);
    void dropStream();
    void read();
    void readLater();
    void write();
    void writeLater();
    void settle();
    bool send(bool text, const QByteArray &payload);

    ConnectionProfile m_profile;
    /// All URLs asked so far.
    QList<QUrl> m_visited;
    std::unique_ptr<SocketStream> m_stream;
    /// Nothing until the stream is open.
    std::unique_ptr<ClientConnection> m_connection;
    QTimer m_bodyTimer;
    QTimer m_lingerTimer;
    QByteArray m_buffer;
    qint64 m_moved = 0;
    /// Of what the stream was given, what it has not written. It forgets that when it breaks.
    qint64 m_unwritten = 0;
    Backlog m_backlog;
    QElapsedTimer m_attempt;
    bool m_open = false;
    bool m_done = false;
    bool m_streamEnded = false;
    bool m_readPosted = false;
    bool m_writePosted = false;
    std::optional<ConnectionError> m_streamError;
    /// How it ended, while TCP is still to end.
    std::optional<TransportEnd> m_end;
};
