// SPDX-License-Identifier: MIT
#include "demo/demosilent.h"

#include "demo/democonnection.h"

#include <QTcpSocket>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <poll.h>
#endif

using namespace std::chrono_literals;

namespace {

// Whether the peer has closed or reset, even if unread data lies before the end.
bool peerHasGone(qintptr descriptor)
{
#ifdef Q_OS_WIN
    WSAPOLLFD entry = {SOCKET(descriptor), POLLRDNORM, 0};
    return ::WSAPoll(&entry, 1, 0) > 0 && (entry.revents & (POLLHUP | POLLERR));
#else
    short events = 0;
#ifdef POLLRDHUP
    events |= POLLRDHUP;
#endif
    pollfd entry = {int(descriptor), events, 0};
    return ::poll(&entry, 1, 0) > 0;
#endif
}

} // namespace

DemoSilent::DemoSilent(DemoParameters &)
{
    connect(&m_watch, &QTimer::timeout, this, &DemoSilent::abortIfPeerHasGone);
}

void DemoSilent::begin(DemoConnection &connection)
{
    m_socket = connection.socket();
    QByteArray response = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                          "Sec-WebSocket-Accept: "
                          + connection.request().acceptKey() + "\r\n";
    const QStringList subprotocols = connection.request().subprotocols();
    if (!subprotocols.isEmpty())
        response += "Sec-WebSocket-Protocol: " + subprotocols.first().toLatin1() + "\r\n";
    m_socket->write(response + "\r\n");
    // The request's head stays in the buffer and fills it: Qt reads no more, and does not see the end either.
    m_socket->setReadBufferSize(1);
    m_watch.start(500ms);
    QTimer::singleShot(10min, m_socket, &QTcpSocket::abort);
}

void DemoSilent::abortIfPeerHasGone()
{
    if (m_socket && m_socket->state() == QTcpSocket::ConnectedState
        && peerHasGone(m_socket->socketDescriptor()))
        m_socket->abort();
}
