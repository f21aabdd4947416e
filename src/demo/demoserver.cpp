// SPDX-License-Identifier: MIT
#include "demo/demoserver.h"

#include "demo/democonnection.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTcpSocket>

DemoServer::DemoServer(QObject *parent)
    : QObject(parent)
    , m_server(new QTcpServer(this))
{
    connect(m_server, &QTcpServer::newConnection, this, &DemoServer::acceptConnections);
}

DemoServer::~DemoServer()
{
    // Nobody should hear of connections that end because their server is no more.
    blockSignals(true);
    close();
}

bool DemoServer::listen(quint16 port)
{
    m_errorString.clear();
    if (m_server->listen(QHostAddress::LocalHost, port))
        return true;
    m_errorString = m_server->errorString();
    return false;
}

bool DemoServer::isListening() const
{
    return m_server->isListening();
}

quint16 DemoServer::port() const
{
    return m_server->serverPort();
}

QUrl DemoServer::url(const QString &pathAndQuery) const
{
    return isListening() ? urlFor(port(), pathAndQuery) : QUrl();
}

QUrl DemoServer::urlFor(quint16 port, const QString &pathAndQuery)
{
    QUrl url = QUrl(QStringLiteral("ws://127.0.0.1/")).resolved(QUrl(pathAndQuery));
    url.setPort(port);
    return url;
}

void DemoServer::close()
{
    m_server->close();
    const QSet<DemoConnection *> connections = m_connections;
    for (DemoConnection *connection : connections) {
        connection->goAway();
        remove(connection);
    }
}

void DemoServer::acceptConnections()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        auto *connection = new DemoConnection(socket, this);
        m_connections.insert(connection);
        connect(connection, &DemoConnection::finished, this, [this, connection] { remove(connection); });
        Q_EMIT connectionCountChanged(connectionCount());
    }
}

void DemoServer::remove(DemoConnection *connection)
{
    if (!m_connections.remove(connection))
        return;
    // Later, because the news may come from amid a call of the connection's own.
    connection->deleteLater();
    Q_EMIT connectionCountChanged(connectionCount());
}
