// SPDX-License-Identifier: MIT
#include "connection/tcpdialler.h"

#include <QHostInfo>
#include <QMetaObject>
#include <QNetworkProxy>
#include <QSslSocket>
#include <QTcpSocket>

#include <algorithm>

using namespace Qt::StringLiterals;

static std::chrono::microseconds microseconds(const QElapsedTimer &timer)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::nanoseconds(timer.nsecsElapsed()));
}

QList<QHostAddress> orderedAddresses(const QList<QHostAddress> &addresses, AddressPreference preference)
{
    QList<QHostAddress> ordered = addresses;
    if (preference == AddressPreference::System)
        return ordered;
    const auto wanted =
            preference == AddressPreference::IPv4 ? QHostAddress::IPv4Protocol : QHostAddress::IPv6Protocol;
    std::stable_partition(ordered.begin(), ordered.end(),
                          [&](const QHostAddress &address) { return address.protocol() == wanted; });
    return ordered;
}

TcpDialler::TcpDialler(QObject *parent)
    : QObject(parent)
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TcpDialler::tryNext);
}

TcpDialler::~TcpDialler()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
    for (QTcpSocket *socket : std::as_const(m_trying))
        drop(socket);
}

// It may be in the middle of one of its signals.
void TcpDialler::drop(QTcpSocket *socket)
{
    socket->disconnect();
    socket->abort();
    socket->setParent(nullptr);
    socket->deleteLater();
}

void TcpDialler::dial(const QString &host, quint16 port, AddressPreference preference, bool encryptable)
{
    m_port = port;
    m_preference = preference;
    m_encryptable = encryptable;
    m_elapsed.start();
    const QHostAddress address(host);
    if (address.isNull()) {
        m_lookup = QHostInfo::lookupHost(host, this, [this](const QHostInfo &info) { handleLookup(info); });
    } else {
        QMetaObject::invokeMethod(
                this, [this, address] { start({address}); }, Qt::QueuedConnection);
    }
}

void TcpDialler::handleLookup(const QHostInfo &info)
{
    m_lookup = -1;
    m_dnsTime = microseconds(m_elapsed);
    if (info.addresses().isEmpty()) {
        Q_EMIT failed(QAbstractSocket::HostNotFoundError, info.errorString());
        return;
    }
    start(info.addresses());
}

void TcpDialler::start(const QList<QHostAddress> &addresses)
{
    m_waiting = orderedAddresses(addresses, m_preference);
    m_elapsed.start();
    tryNext();
}

void TcpDialler::tryNext()
{
    if (m_waiting.isEmpty())
        return;
    const QHostAddress address = m_waiting.takeFirst();
    auto *socket = m_encryptable ? new QSslSocket(this) : new QTcpSocket(this);
    m_trying.append(socket);
    socket->setProxy(QNetworkProxy::NoProxy);
    // Queued: a loopback address may answer from within connectToHost().
    connect(
            socket, &QTcpSocket::connected, this, [this, socket] { handleConnected(socket); },
            Qt::QueuedConnection);
    connect(
            socket, &QTcpSocket::errorOccurred, this, [this, socket] { handleError(socket); },
            Qt::QueuedConnection);
    if (!m_waiting.isEmpty())
        m_patience.start(Patience);
    socket->connectToHost(address, m_port);
}

void TcpDialler::handleConnected(QTcpSocket *socket)
{
    if (!m_trying.removeOne(socket))
        return;
    m_tcpTime = microseconds(m_elapsed);
    m_patience.stop();
    m_waiting.clear();
    for (QTcpSocket *other : std::as_const(m_trying))
        drop(other);
    m_trying.clear();
    socket->disconnect(this);
    socket->setParent(nullptr);
    Q_EMIT connected(socket);
}

void TcpDialler::handleError(QTcpSocket *socket)
{
    if (!m_trying.removeOne(socket))
        return;
    m_lastError = socket->error();
    m_failures.append(u"%1: %2"_s.arg(socket->peerName(), socket->errorString()));
    drop(socket);
    m_patience.stop();
    if (!m_waiting.isEmpty()) {
        tryNext();
    } else if (m_trying.isEmpty()) {
        const QString raw =
                m_failures.size() == 1 ? m_failures.first().section(u": "_s, 1) : m_failures.join(u"; "_s);
        Q_EMIT failed(m_lastError, raw);
    }
}
