// SPDX-License-Identifier: MIT
#include "support/scriptedserver.h"

#include "support/testcertificates.h"

#include <QSslConfiguration>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>

static std::unique_ptr<QTcpServer> tlsServer(const QSslConfiguration &configuration)
{
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    return server;
}

ScriptedServer::ScriptedServer(Security security, QObject *parent)
    : QObject(parent)
    , m_server(security == Security::Tls ? tlsServer(testServerConfiguration(TestCertificate::SelfSigned))
                                         : std::make_unique<QTcpServer>())
    , m_security(security)
{
    listen();
}

ScriptedServer::ScriptedServer(const QSslConfiguration &configuration, QObject *parent)
    : QObject(parent)
    , m_server(tlsServer(configuration))
    , m_security(Security::Tls)
{
    listen();
}

ScriptedServer::ScriptedServer(const QHostAddress &address, QObject *parent)
    : QObject(parent)
    , m_server(std::make_unique<QTcpServer>())
    , m_security(Security::Plain)
{
    listen(address);
}

void ScriptedServer::listen(const QHostAddress &address)
{
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &ScriptedServer::acceptPending);
    if (!m_server->listen(address))
        qFatal("The scripted server cannot listen: %s", qPrintable(m_server->errorString()));
    m_address = address;
    m_port = m_server->serverPort();
}

ScriptedServer::~ScriptedServer() = default;

quint16 ScriptedServer::port() const
{
    return m_port;
}

QUrl ScriptedServer::url(const QString &pathAndQuery) const
{
    const QString scheme = m_security == Security::Tls ? QStringLiteral("wss") : QStringLiteral("ws");
    return QUrl(
            QStringLiteral("%1://%2:%3%4").arg(scheme, m_address.toString()).arg(m_port).arg(pathAndQuery));
}

int ScriptedServer::openConnections() const
{
    return int(std::count_if(m_peers.begin(), m_peers.end(),
                             [](const auto *peer) { return peer->isConnected(); }));
}

void ScriptedServer::stop()
{
    m_server->close();
}

void ScriptedServer::pauseAccepting()
{
    m_server->pauseAccepting();
}

static void answerFrame(ScriptedPeer &peer, const WebSocketFrame &frame)
{
    if (frame.opcode == WebSocketFrame::Ping) {
        peer.send({WebSocketFrame::Pong, frame.payload});
    } else if (frame.opcode == WebSocketFrame::Close && peer.framesOf(WebSocketFrame::Close).size() == 1) {
        peer.send({WebSocketFrame::Close, frame.payload});
        peer.finish();
    }
}

void ScriptedServer::acceptPending()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        auto *peer = new ScriptedPeer(socket, this);
        m_peers.append(peer);
        connect(peer, &ScriptedPeer::requestRead, this, [this, peer] {
            if (m_onRequest)
                m_onRequest(*peer);
            else
                peer->accept();
        });
        connect(peer, &ScriptedPeer::frameRead, this, [this, peer](const WebSocketFrame &frame) {
            if (m_onFrame)
                m_onFrame(*peer, frame);
            else
                answerFrame(*peer, frame);
        });
        if (m_onConnection)
            m_onConnection(*peer);
    }
}
