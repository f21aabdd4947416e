// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QString>
#include <QThread>
#include <QUrl>

class DemoServer;

/// A demo server on a thread of its own, so that a flood costs the caller's thread nothing. Everything here
/// is called from the thread that the host lives on.
class DemoHost final : public QObject
{
    Q_OBJECT

public:
    explicit DemoHost(QObject *parent = nullptr);
    /// Ends all connections and the thread, within milliseconds.
    ~DemoHost() override;

    /// Starts the server if it does not run, and returns the URL of its ticker. Waits for the listen only.
    /// Empty if the port or a thread cannot be had: then errorString() says why. 0 is any free port; a server
    /// that runs keeps the one it has.
    QUrl start(quint16 port = 0);
    bool isRunning() const { return m_server != nullptr; }
    /// Of an endpoint, such as "/flood?n=1000000". Empty while not running.
    QUrl url(const QString &pathAndQuery) const;
    QString errorString() const { return m_errorString; }
    /// What the destructor does; start() may follow.
    void stop();

private:
    QThread m_thread;
    /// Lives on the thread.
    DemoServer *m_server = nullptr;
    quint16 m_port = 0;
    QString m_errorString;
};
