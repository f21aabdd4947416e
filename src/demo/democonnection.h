// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/serverhandshake.h"

#include <QObject>
#include <QTimer>

#include <memory>

class DemoBehaviour;
class DemoPeer;
class QTcpSocket;

/// One accepted TCP connection from its first byte to its end: waits for the head of the request, finds
/// the endpoint, and lets its behaviour answer. Lives on the server's thread.
class DemoConnection final : public QObject
{
    Q_OBJECT

public:
    /// Takes the socket.
    DemoConnection(QTcpSocket *socket, QObject *parent);
    ~DemoConnection() override;

    /// Says goodbye with 1001 where there is a WebSocket, and drops the connection. finished() follows.
    void goAway();

    // For behaviours, from DemoBehaviour::begin() on.
    QTcpSocket *socket() const { return m_socket; }
    /// Answers the handshake with 101 and the first of the subprotocols that are offered.
    void accept();
    /// The same; what follows on the connection is read and written as frames.
    DemoPeer *open();
    /// The whole of an HTTP response that ends the connection.
    void respond(const QByteArray &response);

Q_SIGNALS:
    /// TCP has gone. Once, and never from the constructor.
    void finished();

private:
    void readHead();
    void answer();
    void handleHeadTimeout();

    /// A child of this.
    QTcpSocket *const m_socket;
    QTimer m_headTimer;
    ServerHandshake m_handshake;
    std::unique_ptr<DemoPeer> m_peer;
    std::unique_ptr<DemoBehaviour> m_behaviour;
};
