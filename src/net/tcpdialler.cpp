// SPDX-License-Identifier: MIT
#include "net/tcpdialler.h"

#include "descriptors.h"
#include "net/streaminfo.h"
#include "net/tcpattempt.h"

#include <QHostInfo>
#include <QMetaObject>

#include <algorithm>

using namespace Qt::StringLiterals;

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
    // A coarse timer may be early.
    m_patience.setTimerType(Qt::PreciseTimer);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &TcpDialler::tryNext);
}

TcpDialler::~TcpDialler()
{
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(m_lookup);
}

static QList<QHostAddress> loopback()
{
    return {QHostAddress::LocalHost, QHostAddress::LocalHostIPv6};
}

void TcpDialler::dial(const QString &host, quint16 port, AddressPreference preference)
{
    const QHostAddress address(host);
    if (host.endsWith(".localhost"_L1, Qt::CaseInsensitive)) {
        dial(loopback(), port, preference);
    } else if (address.isNull()) {
        m_isLocalHost = host.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
        m_port = port;
        m_preference = preference;
        m_elapsed.start();
        m_lookup = QHostInfo::lookupHost(host, this, [this](const QHostInfo &info) { handleLookup(info); });
    } else {
        dial(QList<QHostAddress>{address}, port, preference);
    }
}

void TcpDialler::dial(const QList<QHostAddress> &addresses, quint16 port, AddressPreference preference)
{
    m_port = port;
    m_preference = preference;
    QMetaObject::invokeMethod(
            this, [this, addresses] { start(addresses); }, Qt::QueuedConnection);
}

void TcpDialler::handleLookup(const QHostInfo &info)
{
    m_lookup = -1;
    m_dnsTime = elapsedTime(m_elapsed);
    if (info.addresses().isEmpty() && m_isLocalHost) {
        start(loopback());
        return;
    }
    if (info.addresses().isEmpty()) {
        // A lookup that could not ask anybody says no more than one that found nothing.
        if (const int error = Descriptors::error(); Descriptors::areTooMany(error))
            Q_EMIT failed(QAbstractSocket::SocketResourceError, qt_error_string(error));
        else
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
    auto *attempt = new TcpAttempt(m_waiting.takeFirst(), m_port, this);
    m_trying.append(attempt);
    connect(attempt, &TcpAttempt::connected, this, [this, attempt] { handleConnected(attempt); });
    connect(attempt, &TcpAttempt::failed, this,
            [this, attempt](QAbstractSocket::SocketError error, const QString &raw) {
                handleFailure(attempt, error, raw);
            });
    if (!m_waiting.isEmpty())
        m_patience.start(Patience);
    attempt->start();
}

void TcpDialler::handleConnected(TcpAttempt *attempt)
{
    m_tcpTime = elapsedTime(m_elapsed);
    m_patience.stop();
    m_waiting.clear();
    const int descriptor = attempt->takeDescriptor();
    for (TcpAttempt *each : std::as_const(m_trying)) {
        each->disconnect(this);
        each->deleteLater();
    }
    m_trying.clear();
    Q_EMIT connected(descriptor);
}

void TcpDialler::handleFailure(TcpAttempt *attempt, QAbstractSocket::SocketError error, const QString &raw)
{
    m_trying.removeOne(attempt);
    attempt->deleteLater();
    m_lastError = error;
    m_failures.append(u"%1: %2"_s.arg(attempt->address().toString(), raw));
    m_patience.stop();
    if (!m_waiting.isEmpty()) {
        tryNext();
    } else if (m_trying.isEmpty()) {
        const QString all = m_failures.size() == 1 ? raw : m_failures.join(u"; "_s);
        Q_EMIT failed(m_lastError, all);
    }
}
