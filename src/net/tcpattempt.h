// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractSocket>
#include <QHostAddress>
#include <QObject>
#include <QSocketNotifier>
#include <QString>

/// One connect() to one address, past QAbstractSocket: that tries again, silently and for ever, when it is
/// reset at once (6.4.2), and has a time limit of its own. Deleting gives up.
class TcpAttempt : public QObject
{
    Q_OBJECT

public:
    TcpAttempt(const QHostAddress &address, quint16 port, QObject *parent = nullptr);
    ~TcpAttempt() override;

    /// Once only. Signals never come from within.
    void start();
    const QHostAddress &address() const { return m_address; }
    /// Of a connected socket that does not block; the caller's from now on.
    int takeDescriptor();

Q_SIGNALS:
    void connected();
    void failed(QAbstractSocket::SocketError error, const QString &raw);

private:
    void handleWritable();
    void dropNotifier();
    void fail(int systemError);

    const QHostAddress m_address;
    const quint16 m_port;
    int m_descriptor = -1;
    QSocketNotifier *m_notifier = nullptr;
};
