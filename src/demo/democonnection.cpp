// SPDX-License-Identifier: MIT
#include "demo/democonnection.h"

#include "demo/demoendpoint.h"
#include "demo/demoparameters.h"
#include "demo/demopeer.h"

#include <QTcpSocket>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

DemoConnection::DemoConnection(QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    constexpr qint64 readBufferBytes = 64 * 1024;
    socket->setParent(this);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setReadBufferSize(readBufferBytes);
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
}

void DemoConnection::goAway()
{
    if (m_peer)
        m_peer->close(1001, "The demo server stops.");
    m_socket->abort();
}

void DemoConnection::readHead()
{
    constexpr char tlsHandshakeRecord = 0x16;
    const QByteArray bytes = m_socket->readAll();
    if (m_handshake.target().isEmpty() && bytes.startsWith(tlsHandshakeRecord)) {
        m_socket->abort();
        return;
    }
    if (m_handshake.add(bytes.constData(), bytes.size()) == ServerHandshake::State::Waiting)
        return;
    disconnect(m_socket, &QTcpSocket::readyRead, this, &DemoConnection::readHead);
    m_headTimer.stop();
    answer();
}

void DemoConnection::answer()
{
    const int status = m_handshake.status();
    if (status != 0 && status != 426) {
        respond(m_handshake.refusal());
        return;
    }
    const QUrl target = QUrl::fromEncoded(m_handshake.target(), QUrl::StrictMode);
    if (!target.isValid()) {
        respond(plainResponse(400, u"The request's target is no URL."_s));
        return;
    }
    const QString path = target.path(QUrl::FullyDecoded);
    const DemoEndpoint *const endpoint = DemoEndpoint::find(path);
    if (status == 426 && path == "/"_L1) {
        respond(plainResponse(200, DemoEndpoint::help()));
    } else if (!endpoint) {
        respond(plainResponse(404, u"There is nothing at this path.\n\n"_s + DemoEndpoint::help()));
    } else if (status == 426) {
        respond(plainResponse(426, u"This endpoint speaks WebSocket, version 13, only."_s));
    } else {
        DemoParameters parameters{QUrlQuery(target)};
        m_behaviour = endpoint->create(parameters);
        if (parameters.error().isEmpty())
            m_behaviour->begin(*this);
        else
            respond(plainResponse(400, parameters.error()));
    }
}

void DemoConnection::accept()
{
    m_socket->write(m_handshake.accept(m_handshake.offeredSubprotocols().value(0)));
}

DemoPeer *DemoConnection::open()
{
    accept();
    m_peer = std::make_unique<DemoPeer>(m_socket, m_handshake.takeRest());
    return m_peer.get();
}

void DemoConnection::respond(const QByteArray &response)
{
    m_socket->write(response);
    new DemoLinger(m_socket, 5s);
}

void DemoConnection::handleHeadTimeout()
{
    disconnect(m_socket, &QTcpSocket::readyRead, this, &DemoConnection::readHead);
    respond(plainResponse(408, u"The head of the request did not arrive within 10 seconds."_s));
}
