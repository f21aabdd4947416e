// SPDX-License-Identifier: MIT
#include "demo/demopeer.h"

#include "websocket/closecode.h"

#include <QTcpSocket>
#include <QtEndian>

#include <utility>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

using namespace std::chrono_literals;

static void endOurDirection(qintptr descriptor)
{
#ifdef Q_OS_WIN
    ::shutdown(SOCKET(descriptor), SD_SEND);
#else
    ::shutdown(int(descriptor), SHUT_WR);
#endif
}

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

// Long enough for a client that stores a flood slowly.
static constexpr auto Patience = 60s;
// What a client may send at once; above it the answer is 1009.
static constexpr qint64 LargestMessage = 64 * 1024 * 1024;
static constexpr qint64 ReadBytes = 64 * 1024;

DemoPeer::DemoPeer(QTcpSocket *tcp, const QByteArray &received)
    : m_tcp(tcp)
    , m_reader(Role::Client, {LargestMessage, LargestMessage}, {})
    , m_writer(Role::Server, {})
    , m_received(received)
{
    connect(tcp, &QTcpSocket::readyRead, this, &DemoPeer::read);
    connect(tcp, &QTcpSocket::bytesWritten, this, &DemoPeer::written);
    readLater();
}

bool DemoPeer::isOpen() const
{
    return !m_closing && m_tcp->state() == QTcpSocket::ConnectedState;
}

qint64 DemoPeer::bytesToWrite() const
{
    return m_tcp->bytesToWrite();
}

void DemoPeer::read()
{
    while (isOpen() && !m_paused) {
        const QByteArray bytes =
                m_received.isEmpty() ? m_tcp->read(ReadBytes) : std::exchange(m_received, {});
        if (bytes.isEmpty())
            return;
        m_reader.add(bytes.constData(), bytes.size());
        while (const std::optional<ReceivedMessage> message = m_reader.next()) {
            take(*message);
            if (!isOpen())
                return;
        }
        if (m_reader.fault())
            close(m_reader.fault().code, {});
    }
}

void DemoPeer::readLater()
{
    QMetaObject::invokeMethod(this, &DemoPeer::read, Qt::QueuedConnection);
}

void DemoPeer::take(const ReceivedMessage &message)
{
    switch (message.opcode) {
    case Opcode::Ping:
        writeControl(Opcode::Pong, message.payload);
        break;
    case Opcode::Pong:
        break;
    case Opcode::Close:
        if (message.payload.isEmpty()) {
            close({}, {});
        } else {
            const auto code = qFromBigEndian<quint16>(message.payload.constData());
            close(CloseCode::maySend(code) ? code : CloseCode::ProtocolError, message.payload.sliced(2));
        }
        break;
    default:
        Q_EMIT received(message.opcode == Opcode::Text, message.payload);
        break;
    }
}

void DemoPeer::write(const QByteArray &frames)
{
    if (!isOpen())
        return;
    m_tcp->write(frames);
    m_tcp->flush();
}

void DemoPeer::send(bool isText, const QByteArray &payload)
{
    QByteArray frame;
    m_writer.writeMessage(isText, payload.constData(), payload.size(), true, &frame);
    write(frame);
}

void DemoPeer::writeControl(quint8 opcode, const QByteArray &payload)
{
    QByteArray frame;
    m_writer.writeControl(opcode, payload, &frame);
    write(frame);
}

void DemoPeer::setReadingPaused(bool paused)
{
    if (std::exchange(m_paused, paused) && !paused)
        readLater();
}

void DemoPeer::close(std::optional<quint16> code, const QByteArray &reason)
{
    if (!isOpen())
        return;
    QByteArray payload;
    if (code) {
        payload.resize(sizeof *code);
        qToBigEndian(*code, payload.data());
        payload += reason;
    }
    writeControl(Opcode::Close, payload);
    m_closing = true;
    if (m_tcp->state() == QTcpSocket::ConnectedState)
        new DemoLinger(m_tcp, Patience);
}

void DemoPeer::drop()
{
    m_tcp->abort();
}
