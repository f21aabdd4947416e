// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"

#include <QAbstractSocket>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <chrono>
#include <optional>

class QHostInfo;
class TcpAttempt;

/// The addresses in the order in which they are tried; within a family the order stays.
QList<QHostAddress> orderedAddresses(const QList<QHostAddress> &addresses, AddressPreference preference);

/// Finds the addresses of a host and connects to the first one that answers. An address that refuses or is
/// silent for a second gives its turn to the next; a silent one may still win (after RFC 8305). One use, one
/// object. Signals never come from within dial(); deleting ends all that goes on.
class TcpDialler : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds Patience{1000};

    explicit TcpDialler(QObject *parent = nullptr);
    ~TcpDialler() override;

    /// There is no limit of time but the system's. Names below "localhost" are this machine, and so is
    /// "localhost" where the system does not know it (RFC 6761 section 6.3).
    void dial(const QString &host, quint16 port, AddressPreference preference);

    /// The same, with the addresses known.
    void dial(const QList<QHostAddress> &addresses, quint16 port, AddressPreference preference);

    bool isResolving() const { return m_lookup >= 0; }
    /// Nothing if the host was an address.
    std::optional<std::chrono::microseconds> dnsTime() const { return m_dnsTime; }
    /// From the first attempt to the connection.
    std::chrono::microseconds tcpTime() const { return m_tcpTime; }

Q_SIGNALS:
    /// A connected socket that does not block, as QAbstractSocket::setSocketDescriptor() takes it; the
    /// receiver owns it.
    void connected(int descriptor);
    /// HostNotFoundError is of the name, all else is of the last address; RemoteHostClosedError: it reset the
    /// connection at once. `raw` names all addresses tried.
    void failed(QAbstractSocket::SocketError error, const QString &raw);

private:
    void handleLookup(const QHostInfo &info);
    void start(const QList<QHostAddress> &addresses);
    void tryNext();
    void handleConnected(TcpAttempt *attempt);
    void handleFailure(TcpAttempt *attempt, QAbstractSocket::SocketError error, const QString &raw);

    int m_lookup = -1;
    bool m_isLocalHost = false;
    quint16 m_port = 0;
    AddressPreference m_preference = AddressPreference::System;
    QList<QHostAddress> m_waiting;
    QList<TcpAttempt *> m_trying;
    QStringList m_failures;
    QAbstractSocket::SocketError m_lastError = QAbstractSocket::UnknownSocketError;
    QTimer m_patience;
    QElapsedTimer m_elapsed;
    std::optional<std::chrono::microseconds> m_dnsTime;
    std::chrono::microseconds m_tcpTime{0};
};
