// SPDX-License-Identifier: MIT
#include "demo/democonnection.h"

#include "demo/demoendpoint.h"
#include "demo/demopeer.h"

#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

using namespace std::chrono_literals;

DemoConnection::DemoConnection(QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    socket->setParent(this);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setReadBufferSize(LongestHead);
    connect(socket, &QTcpSocket::disconnected, this, &DemoConnection::finished);
    connect(socket, &QTcpSocket::readyRead, this, &DemoConnection::readHead);
    m_headTimer.setSingleShot(true);
    connect(&m_headTimer, &QTimer::timeout, this, &DemoConnection::handleHeadTimeout);
    m_headTimer.start(10s);
}

DemoConnection::~DemoConnection()
{
    m_behaviour.reset();
    m_peer.reset();
    m_upgrader.reset();
}

void DemoConnection::goAway()
{
    if (m_peer)
        m_peer->close(1001, "The demo server stops.");
    m_socket->abort();
}

void DemoConnection::readHead()
{
    // Only peeked at: QWebSocketServer must find the handshake in the socket.
    const QByteArray bytes = m_socket->peek(LongestHead);
    constexpr char tlsHandshakeRecord = 0x16;
    if (bytes.startsWith(tlsHandshakeRecord)) {
        m_socket->abort();
        return;
    }
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    if (end < 0 && bytes.size() < LongestHead)
        return;
    disconnect(m_socket, &QTcpSocket::readyRead, this, &DemoConnection::readHead);
    m_headTimer.stop();
    if (end < 0)
        respond(DemoResponse(431, QStringLiteral("The head of the request is longer than 64 KiB.")));
    else
        answer(bytes.left(end + 4));
}

void DemoConnection::answer(const QByteArray &head)
{
    const std::optional<DemoRequest> request = DemoRequest::parse(head);
    if (!request) {
        respond(DemoResponse(400,
                             QStringLiteral("This is not a request that an HTTP/1.1 server understands.")));
        return;
    }
    m_request = *request;
    if (m_request.method() != "GET") {
        respond(DemoResponse(405, QStringLiteral("Only GET is understood here.")).addHeader("Allow", "GET"));
    } else if (m_request.path() == QLatin1String("/") && !m_request.asksForWebSocket()) {
        respond(DemoResponse(200, DemoEndpoint::help()));
    } else if (!DemoEndpoint::find(m_request.path())) {
        respond(DemoResponse(404,
                             QStringLiteral("There is nothing at this path.\n\n") + DemoEndpoint::help()));
    } else if (!m_request.asksForWebSocket() || m_request.header("sec-websocket-version") != "13") {
        respond(DemoResponse(426, QStringLiteral("This endpoint speaks WebSocket, version 13, only."))
                        .addHeader("Upgrade", "websocket")
                        .addHeader("Sec-WebSocket-Version", "13"));
    } else {
        answerHandshake();
    }
}

void DemoConnection::answerHandshake()
{
    DemoParameters parameters(m_request.query());
    m_behaviour = DemoEndpoint::find(m_request.path())->create(parameters);
    const QString problem = m_request.handshakeProblem();
    if (!problem.isEmpty())
        respond(DemoResponse(400, problem));
    else if (!parameters.error().isEmpty())
        respond(DemoResponse(400, parameters.error()));
    else
        m_behaviour->begin(*this);
}

void DemoConnection::upgrade(std::function<void(DemoPeer *)> ready)
{
    m_ready = std::move(ready);
    // One for each connection, because the subprotocols to accept are the ones that this client offers.
    m_upgrader = std::make_unique<QWebSocketServer>(QStringLiteral("Socketscope demo"),
                                                    QWebSocketServer::NonSecureMode);
    m_upgrader->setSupportedSubprotocols(m_request.subprotocols());
    connect(m_upgrader.get(), &QWebSocketServer::newConnection, this, &DemoConnection::handlePending);
    m_socket->setReadBufferSize(0);
    m_upgrader->handleConnection(m_socket);
}

void DemoConnection::handlePending()
{
    QWebSocket *webSocket = m_upgrader->nextPendingConnection();
    if (!webSocket)
        return;
    m_peer = std::make_unique<DemoPeer>(webSocket, m_socket, nullptr);
    m_ready(m_peer.get());
}

void DemoConnection::respond(const DemoResponse &response)
{
    m_socket->write(response.toBytes());
    new DemoLinger(m_socket, 5s);
}

void DemoConnection::handleHeadTimeout()
{
    disconnect(m_socket, &QTcpSocket::readyRead, this, &DemoConnection::readHead);
    respond(DemoResponse(408, QStringLiteral("The head of the request did not arrive within 10 seconds.")));
}
