// SPDX-License-Identifier: MIT
#include "support/scriptedpeer.h"

#include <QMetaObject>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

ScriptedPeer::ScriptedPeer(QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    m_socket->setParent(this);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &ScriptedPeer::readAll);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &ScriptedPeer::bytesWritten);
    connect(m_socket, &QTcpSocket::disconnected, this, &ScriptedPeer::disconnected);
    // What came before the connections were made has to be looked at, too.
    QMetaObject::invokeMethod(this, &ScriptedPeer::readAll, Qt::QueuedConnection);
}

QByteArray ScriptedPeer::header(const QByteArray &name) const
{
    const QByteArray wanted = name.toLower() + ':';
    const auto lines = m_request.split('\n');
    for (const QByteArray &line : lines) {
        if (line.toLower().startsWith(wanted))
            return line.mid(wanted.size()).trimmed();
    }
    return {};
}

QList<WebSocketFrame> ScriptedPeer::framesOf(WebSocketFrame::Opcode opcode) const
{
    QList<WebSocketFrame> found;
    std::copy_if(m_frames.begin(), m_frames.end(), std::back_inserter(found),
                 [&](const WebSocketFrame &frame) { return frame.opcode == opcode; });
    return found;
}

bool ScriptedPeer::isConnected() const
{
    return m_socket->state() == QAbstractSocket::ConnectedState;
}

qint64 ScriptedPeer::bytesToWrite() const
{
    qint64 bytes = m_socket->bytesToWrite();
    // With TLS, that is only what is not encrypted yet.
    if (const auto *tls = qobject_cast<const QSslSocket *>(m_socket))
        bytes += tls->encryptedBytesToWrite();
    return bytes;
}

QByteArray ScriptedPeer::handshakeAnswer(const QByteArray &headers) const
{
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: "
           + webSocketAccept(header("Sec-WebSocket-Key")) + "\r\n" + headers + "\r\n";
}

void ScriptedPeer::accept(const QByteArray &headers)
{
    write(handshakeAnswer(headers));
}

void ScriptedPeer::answerStatus(int status, const QByteArray &phrase)
{
    write("HTTP/1.1 " + QByteArray::number(status) + ' ' + phrase + "\r\nContent-Length: 0\r\n\r\n");
}

void ScriptedPeer::write(const QByteArray &bytes)
{
    m_socket->write(bytes);
    m_socket->flush();
}

void ScriptedPeer::dribble(const QByteArray &bytes)
{
    const bool idle = m_dribble.isEmpty();
    m_dribble += bytes;
    if (idle)
        dribbleNext();
}

void ScriptedPeer::dribbleNext()
{
    if (m_dribble.isEmpty() || !isConnected())
        return;
    write(m_dribble.left(1));
    m_dribble.remove(0, 1);
    QMetaObject::invokeMethod(this, &ScriptedPeer::dribbleNext, Qt::QueuedConnection);
}

void ScriptedPeer::stopReading()
{
    disconnect(m_socket, &QTcpSocket::readyRead, this, nullptr);
    m_socket->setReadBufferSize(1);
}

void ScriptedPeer::finish()
{
    m_socket->disconnectFromHost();
}

void ScriptedPeer::reset()
{
#ifdef Q_OS_UNIX
    const linger atOnce{1, 0};
    setsockopt(int(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
#endif
    m_socket->abort();
}

void ScriptedPeer::readAll()
{
    if (!m_socket->isOpen())
        return;
    const QByteArray bytes = m_socket->readAll();
    m_unread += bytes;
    if (!bytes.isEmpty())
        Q_EMIT bytesRead();
    if (m_request.isEmpty()) {
        const qsizetype end = m_unread.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        m_request = m_unread.left(end + 4);
        m_unread.remove(0, end + 4);
        Q_EMIT requestRead();
    }
    while (const auto frame = WebSocketFrame::take(m_unread)) {
        m_allMasked = m_allMasked && frame->masked;
        m_frames.append(*frame);
        Q_EMIT frameRead(*frame);
    }
}
