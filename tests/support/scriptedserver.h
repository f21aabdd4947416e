// SPDX-License-Identifier: MIT
#pragma once

#include "support/scriptedpeer.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

class QSslConfiguration;
class QTcpServer;

/// A server on a free port of 127.0.0.1 that speaks bytes, not WebSocket: it can do all that a real
/// server can do wrong. By default it accepts every handshake, answers a Close frame with the same
/// one and does nothing else; a script replaces each of these.
class ScriptedServer : public QObject
{
    Q_OBJECT

public:
    enum class Security { Plain, Tls };
    using Script = std::function<void(ScriptedPeer &)>;
    using FrameScript = std::function<void(ScriptedPeer &, const WebSocketFrame &)>;

    /// With Tls, testCertificate() is shown, which no client has reason to accept.
    explicit ScriptedServer(Security security = Security::Plain, QObject *parent = nullptr);
    /// With Tls, as testServerConfiguration() and demandingClientCertificate() make it, or worse.
    explicit ScriptedServer(const QSslConfiguration &configuration, QObject *parent = nullptr);
    /// Plain, on another address of this computer: one of a network namespace.
    explicit ScriptedServer(const QHostAddress &address, QObject *parent = nullptr);
    ~ScriptedServer() override;

    quint16 port() const;
    QUrl url(const QString &pathAndQuery = QStringLiteral("/")) const;

    /// When TCP is accepted, before anything is read.
    void onConnection(Script script) { m_onConnection = std::move(script); }
    /// When the request has been read, in place of accept().
    void onRequest(Script script) { m_onRequest = std::move(script); }
    /// For every frame of the client, in place of answering a Close frame and a ping.
    void onFrame(FrameScript script) { m_onFrame = std::move(script); }

    /// Everyone that ever connected, in order.
    const QList<ScriptedPeer *> &peers() const { return m_peers; }
    /// The newest one; null before any.
    ScriptedPeer *peer() const { return m_peers.isEmpty() ? nullptr : m_peers.last(); }
    int connections() const { return int(m_peers.size()); }
    int openConnections() const;

    /// Ends listening: the port refuses from now on, and who was not accepted yet is reset.
    void stop();
    /// Accepts nobody any more: the operating system still does.
    void pauseAccepting();

private:
    void listen(const QHostAddress &address = QHostAddress::LocalHost);
    void acceptPending();

    std::unique_ptr<QTcpServer> m_server;
    const Security m_security;
    QHostAddress m_address;
    quint16 m_port = 0;
    Script m_onConnection;
    Script m_onRequest;
    FrameScript m_onFrame;
    QList<ScriptedPeer *> m_peers;
};
