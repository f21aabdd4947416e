// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSet>
#include <QString>
#include <QUrl>

class DemoConnection;
class QTcpServer;

/// A WebSocket server to try clients against: feeds, an echo, and faults. Answers on 127.0.0.1 only, and a
/// plain HTTP GET on "/" with the list of its endpoints.
///
/// Works on the thread that it lives on, in short slices; DemoHost gives it one of its own.
class DemoServer final : public QObject
{
    Q_OBJECT

public:
    explicit DemoServer(QObject *parent = nullptr);
    ~DemoServer() override;

    /// 0 is any free port. False if the port cannot be had, and then errorString() says why.
    bool listen(quint16 port = 0);
    bool isListening() const;
    QString errorString() const { return m_errorString; }
    /// 0 while not listening.
    quint16 port() const;
    /// Of an endpoint, such as "/ticker?rate=100". Empty while not listening.
    QUrl url(const QString &pathAndQuery = QStringLiteral("/ticker")) const;
    /// The URL that a server on this port of 127.0.0.1 has.
    static QUrl urlFor(quint16 port, const QString &pathAndQuery);

    int connectionCount() const { return int(m_connections.size()); }
    /// Stops listening and ends all connections, WebSockets with 1001. Never blocks. May be followed by
    /// another listen().
    void close();

Q_SIGNALS:
    /// TCP connections, from accepted to gone.
    void connectionCountChanged(int count);

private:
    void acceptConnections();
    void remove(DemoConnection *connection);

    QTcpServer *m_server;
    QSet<DemoConnection *> m_connections;
    QString m_errorString;
};
