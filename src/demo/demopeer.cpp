// SPDX-License-Identifier: MIT
#include "demo/demopeer.h"

#include "demo/demoframe.h"
#include "demo/demolinger.h"

#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QtEndian>

using namespace std::chrono_literals;

namespace {

// Long enough for a client that stores a flood slowly.
constexpr auto patience = 60s;
// What a client may send to /echo at once; above it Qt answers with 1009.
constexpr quint64 largestMessage = 64 * 1024 * 1024;

} // namespace

DemoPeer::DemoPeer(QWebSocket *webSocket, QTcpSocket *tcp, QObject *parent)
    : QObject(parent)
    , m_webSocket(webSocket)
    , m_tcp(tcp)
{
    webSocket->setParent(nullptr);
    webSocket->setMaxAllowedIncomingFrameSize(largestMessage);
    webSocket->setMaxAllowedIncomingMessageSize(largestMessage);
    connect(webSocket, &QWebSocket::textMessageReceived, this, &DemoPeer::textReceived);
    connect(webSocket, &QWebSocket::binaryMessageReceived, this, &DemoPeer::binaryReceived);
    connect(tcp, &QTcpSocket::bytesWritten, this, &DemoPeer::written);
    // QWebSocket has answered a Close frame: TCP goes when all is written, which a client that stopped
    // reading could delay for ever.
    connect(webSocket, &QWebSocket::aboutToClose, tcp,
            [tcp] { QTimer::singleShot(patience, tcp, [tcp] { tcp->abort(); }); });
}

DemoPeer::~DemoPeer()
{
    // ~QWebSocket writes a Close frame if it believes to be connected.
    drop();
}

bool DemoPeer::isOpen() const
{
    const QTcpSocket *tcp = m_tcp;
    return !m_closing && tcp && tcp->isOpen() && tcp->state() == QTcpSocket::ConnectedState;
}

qint64 DemoPeer::bytesToWrite() const
{
    const QTcpSocket *tcp = m_tcp;
    return tcp ? tcp->bytesToWrite() : 0;
}

void DemoPeer::write(const QByteArray &frames)
{
    QTcpSocket *tcp = m_tcp;
    if (!tcp || !isOpen())
        return;
    tcp->write(frames);
    tcp->flush();
}

void DemoPeer::sendText(const QByteArray &utf8)
{
    QByteArray frame;
    frame.reserve(utf8.size() + 10);
    appendDemoFrame(frame, DemoOpcode::Text, utf8);
    write(frame);
}

void DemoPeer::sendBinary(const QByteArray &data)
{
    QByteArray frame;
    frame.reserve(data.size() + 10);
    appendDemoFrame(frame, DemoOpcode::Binary, data);
    write(frame);
}

void DemoPeer::setReadingPaused(bool paused)
{
    QTcpSocket *tcp = m_tcp;
    if (m_paused == paused || !tcp || !isOpen())
        return;
    m_paused = paused;
    // QWebSocket has no pause, but a buffer of one byte holds no frame header: with it full, Qt reads no
    // more.
    tcp->setReadBufferSize(paused ? 1 : 0);
}

void DemoPeer::close(std::optional<quint16> code, const QByteArray &reason)
{
    QTcpSocket *tcp = m_tcp;
    if (!tcp || !isOpen())
        return;
    QByteArray payload;
    if (code) {
        payload.resize(2);
        qToBigEndian(*code, payload.data());
        payload += reason;
    }
    QByteArray frame;
    appendDemoFrame(frame, DemoOpcode::Close, payload);
    write(frame);
    m_closing = true;
    // Else QWebSocket would answer the client's Close frame with a second one of ours.
    disconnect(tcp, &QTcpSocket::readyRead, m_webSocket.get(), nullptr);
    if (tcp->state() == QTcpSocket::ConnectedState)
        new DemoLinger(tcp, patience);
}

void DemoPeer::drop()
{
    if (QTcpSocket *tcp = m_tcp)
        tcp->abort();
}
