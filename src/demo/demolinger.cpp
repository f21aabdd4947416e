// SPDX-License-Identifier: MIT
#include "demo/demolinger.h"

#include <QTcpSocket>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

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
