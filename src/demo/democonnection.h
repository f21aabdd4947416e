// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demohttp.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

class DemoBehaviour;
class DemoPeer;
class QTcpSocket;
class QWebSocketServer;

/// One accepted TCP connection from its first byte to its end: waits for the head of the request, finds
/// the endpoint, and lets its behaviour answer. Lives on the server's thread.
class DemoConnection final : public QObject
{
    Q_OBJECT

public:
    /// A longer head is answered with 431.
    static constexpr qint64 LongestHead = 64 * 1024;

    /// Takes the socket.
    DemoConnection(QTcpSocket *socket, QObject *parent);
    ~DemoConnection() override;

    /// Says goodbye with 1001 where there is a WebSocket, and drops the connection. finished() follows.
    void goAway();

    // For behaviours, from DemoBehaviour::begin() on.
    const DemoRequest &request() const { return m_request; }
    QTcpSocket *socket() const { return m_socket; }
    /// Hands the handshake, still unread, to QWebSocketServer; `ready` is called once it has been accepted.
    /// Frames that a client sends before that, against RFC 6455 section 4.1, are lost on Qt 6.4.2.
    void upgrade(std::function<void(DemoPeer *)> ready);
    void respond(const DemoResponse &response);

Q_SIGNALS:
    /// TCP has gone. Once, and never from the constructor.
    void finished();

private:
    void readHead();
    void answer(const QByteArray &head);
    void answerHandshake();
    void handlePending();
    void handleHeadTimeout();

    /// A child of this, or of the WebSocket: lives until finished() at least.
    QTcpSocket *const m_socket;
    QTimer m_headTimer;
    DemoRequest m_request;
    std::unique_ptr<QWebSocketServer> m_upgrader;
    std::function<void(DemoPeer *)> m_ready;
    std::unique_ptr<DemoPeer> m_peer;
    std::unique_ptr<DemoBehaviour> m_behaviour;
};
