// SPDX-License-Identifier: MIT
#include "demo/demopeer.h"

#include <QTcpSocket>
#include <QTimer>
#include <QWebSocket>
#include <QtEndian>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

using namespace std::chrono_literals;

void appendDemoFrame(QByteArray &frames, DemoOpcode opcode, QByteArrayView payload)
{
    constexpr quint8 fin = 0x80;
    char header[10];
    qsizetype size = 2;
    header[0] = char(fin | quint8(opcode));
    if (payload.size() <= 125) {
        header[1] = char(payload.size());
    } else if (payload.size() <= 0xffff) {
        header[1] = 126;
        qToBigEndian(quint16(payload.size()), header + 2);
        size = 4;
    } else {
        header[1] = 127;
        qToBigEndian(quint64(payload.size()), header + 2);
        size = 10;
    }
    frames.append(header, size);
    frames.append(payload.data(), payload.size());
}

namespace {

void endOurDirection(qintptr descriptor)
{
#ifdef Q_OS_WIN
    ::shutdown(SOCKET(descriptor), SD_SEND);
#else
    ::shutdown(int(descriptor), SHUT_WR);
#endif
}

} // namespace

DemoLinger::DemoLinger(QTcpSocket *socket, std::chrono::milliseconds patience)
    : QObject(socket)
    , m_socket(socket)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patience);
    connect(&m_patience, &QTimer::timeout, socket, &QTcpSocket::abort);
    connect(socket, &QTcpSocket::bytesWritten, this, &DemoLinger::progress);
    connect(socket, &QTcpSocket::readyRead, this, &DemoLinger::discard);
    socket->setReadBufferSize(0);
    discard();
    progress();
}

void DemoLinger::progress()
{
    m_patience.start();
    if (m_shut || m_socket->bytesToWrite() > 0 || m_socket->state() != QTcpSocket::ConnectedState)
        return;
    m_shut = true;
    endOurDirection(m_socket->socketDescriptor());
}

void DemoLinger::discard()
{
    m_socket->skip(m_socket->bytesAvailable());
}

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
