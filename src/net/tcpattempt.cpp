// SPDX-License-Identifier: MIT
#include "net/tcpattempt.h"

#include <QMetaObject>
#include <QNetworkInterface>
#include <QtEndian>

#include <cerrno>
#include <cstring>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

struct SystemAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;

    const sockaddr *generic() const { return reinterpret_cast<const sockaddr *>(&storage); }
};

SystemAddress systemAddress(const QHostAddress &address, quint16 port)
{
    SystemAddress made;
    if (address.protocol() == QHostAddress::IPv4Protocol) {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&made.storage);
        v4->sin_family = AF_INET;
        v4->sin_port = qToBigEndian(port);
        v4->sin_addr.s_addr = qToBigEndian(address.toIPv4Address());
        made.size = sizeof *v4;
    } else {
        auto *v6 = reinterpret_cast<sockaddr_in6 *>(&made.storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_port = qToBigEndian(port);
        v6->sin6_scope_id = quint32(QNetworkInterface::interfaceIndexFromName(address.scopeId()));
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::memcpy(&v6->sin6_addr, &bytes, sizeof bytes);
        made.size = sizeof *v6;
    }
    return made;
}

QAbstractSocket::SocketError errorFor(int systemError)
{
    switch (systemError) {
    case ECONNREFUSED:
        return QAbstractSocket::ConnectionRefusedError;
    case ECONNRESET:
        return QAbstractSocket::RemoteHostClosedError;
    case ETIMEDOUT:
        return QAbstractSocket::SocketTimeoutError;
    case EACCES:
    case EPERM:
        return QAbstractSocket::SocketAccessError;
    case EMFILE:
    case ENFILE:
        return QAbstractSocket::SocketResourceError;
    case ENOBUFS:
    case ENOMEM:
    case EADDRNOTAVAIL:
        return QAbstractSocket::UnknownSocketError;
    case EAFNOSUPPORT:
        return QAbstractSocket::UnsupportedSocketOperationError;
    default:
        return QAbstractSocket::NetworkError;
    }
}

} // namespace

TcpAttempt::TcpAttempt(const QHostAddress &address, quint16 port, QObject *parent)
    : QObject(parent)
    , m_address(address)
    , m_port(port)
{}

TcpAttempt::~TcpAttempt()
{
    dropNotifier();
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

// It may be in the middle of its signal.
void TcpAttempt::dropNotifier()
{
    if (!m_notifier)
        return;
    m_notifier->setEnabled(false);
    m_notifier->deleteLater();
    m_notifier = nullptr;
}

int TcpAttempt::takeDescriptor()
{
    dropNotifier();
    return std::exchange(m_descriptor, -1);
}

void TcpAttempt::start()
{
    const SystemAddress target = systemAddress(m_address, m_port);
    m_descriptor = ::socket(target.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (m_descriptor < 0
        || (::connect(m_descriptor, target.generic(), target.size) != 0 && errno != EINPROGRESS
            && errno != EINTR)) {
        QMetaObject::invokeMethod(
                this, [this, error = errno] { fail(error); }, Qt::QueuedConnection);
        return;
    }
    // Becomes writable at the end of it, whatever that is, and if it was at once, now.
    m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Write);
    connect(m_notifier, &QSocketNotifier::activated, this, &TcpAttempt::handleWritable);
}

void TcpAttempt::handleWritable()
{
    m_notifier->setEnabled(false);
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size) != 0)
        error = errno;
    if (error == 0)
        Q_EMIT connected();
    else
        fail(error);
}

void TcpAttempt::fail(int systemError)
{
    Q_EMIT failed(errorFor(systemError), qt_error_string(systemError));
}
