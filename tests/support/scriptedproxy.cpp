// SPDX-License-Identifier: MIT
#include "support/scriptedproxy.h"

#include <QHostAddress>
#include <QNetworkProxy>
#include <QTcpSocket>
#include <QtEndian>

#include <memory>

using namespace Qt::StringLiterals;

enum Step { Greeting, Credentials, Request, Tunnel };

ScriptedProxy::ScriptedProxy(ProxySettings::Kind kind, QObject *parent)
    : QObject(parent)
    , m_kind(kind)
{
    connect(&m_server, &QTcpServer::pendingConnectionAvailable, this, &ScriptedProxy::accept);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("The scripted proxy cannot listen on loopback.");
}

ProxySettings ScriptedProxy::settings(const QString &asUser, const QString &withPassword) const
{
    return {m_kind, u"127.0.0.1"_s, port(), asUser, withPassword};
}

void ScriptedProxy::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        ++connections;
        socket->setParent(this);
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const auto client = std::make_shared<Client>();
        const auto handle = [this, socket, client] {
            if (client->step == Tunnel)
                return;
            const QByteArray bytes = socket->readAll();
            heard += bytes;
            client->unread += bytes;
            if (isSilent || client->unread.isEmpty())
                return;
            if (closes || !answer.isEmpty()) {
                say(socket, answer);
                if (closes)
                    socket->disconnectFromHost();
                return;
            }
            if (m_kind == ProxySettings::Kind::Http)
                handleHttp(socket, *client);
            else
                handleSocks(socket, *client);
        };
        connect(socket, &QTcpSocket::readyRead, this, handle);
        QMetaObject::invokeMethod(socket, handle, Qt::QueuedConnection);
    }
}

void ScriptedProxy::say(QTcpSocket *socket, const QByteArray &bytes)
{
    for (qsizetype i = 0; dribbles && i < bytes.size(); ++i) {
        socket->write(bytes.mid(i, 1));
        socket->flush();
    }
    if (!dribbles)
        socket->write(bytes);
}

void ScriptedProxy::handleHttp(QTcpSocket *socket, Client &client)
{
    const qsizetype end = client.unread.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const QByteArray header = client.unread.left(end + 2);
    client.unread.remove(0, end + 4);
    const QByteArray pair = (user + u':' + password).toUtf8().toBase64();
    if (!user.isEmpty() && !header.contains("Proxy-Authorization: Basic " + pair + "\r\n")) {
        say(socket, "HTTP/1.1 407 Proxy Authentication Required\r\n"
                    "Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n");
        return;
    }
    tunnel(socket, client, header.mid(8, header.indexOf(" HTTP/") - 8),
           "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n");
}

void ScriptedProxy::handleSocks(QTcpSocket *socket, Client &client)
{
    QByteArray &unread = client.unread;
    if (client.step == Greeting && unread.size() >= 2 && unread.size() >= 2 + unread.at(1)) {
        const char wanted = user.isEmpty() ? '\0' : '\2';
        const bool fits = unread.mid(2, unread.at(1)).contains(wanted);
        unread.remove(0, 2 + unread.at(1));
        say(socket, QByteArray("\5") + (fits ? wanted : '\xff'));
        client.step = wanted ? Credentials : Request;
    }
    if (client.step == Credentials && unread.size() >= 2) {
        const QByteArray expected = QByteArray("\1") + char(user.toUtf8().size()) + user.toUtf8()
                                    + char(password.toUtf8().size()) + password.toUtf8();
        const bool right = unread == expected;
        unread.clear();
        say(socket, QByteArray("\1") + char(right ? 0 : 1));
        client.step = Request;
    }
    if (client.step == Request && unread.size() >= 7) {
        const char type = unread.at(3);
        const qsizetype start = type == 3 ? 5 : 4;
        const qsizetype size = type == 1 ? 4 : type == 4 ? 16 : quint8(unread.at(4));
        const QByteArray bytes = unread.mid(start, size);
        const auto asked = qFromBigEndian<quint16>(unread.constData() + start + size);
        QByteArray name = bytes;
        if (type == 1)
            name = QHostAddress(qFromBigEndian<quint32>(bytes.constData())).toString().toLatin1();
        else if (type == 4)
            name = '['
                   + QHostAddress(reinterpret_cast<const quint8 *>(bytes.constData())).toString().toLatin1()
                   + ']';
        unread.remove(0, start + size + 2);
        tunnel(socket, client, name + ':' + QByteArray::number(asked),
               QByteArray::fromHex("05000001000000001234"));
    }
}

void ScriptedProxy::tunnel(QTcpSocket *socket, Client &client, const QByteArray &target,
                           const QByteArray &welcome)
{
    targets.append(target);
    client.step = Tunnel;
    if (reply != 0) {
        say(socket, QByteArray::fromHex("05") + char(reply) + QByteArray::fromHex("0001000000000000"));
        return;
    }
    auto *onward = new QTcpSocket(socket);
    onward->setProxy(QNetworkProxy::NoProxy);
    const QByteArray early = client.unread;
    connect(onward, &QTcpSocket::connected, socket, [this, socket, onward, welcome, early] {
        say(socket, welcome);
        onward->write(early);
        const auto there = [socket, onward] { onward->write(socket->readAll()); };
        connect(socket, &QTcpSocket::readyRead, onward, there);
        there();
    });
    connect(onward, &QTcpSocket::readyRead, socket, [socket, onward] { socket->write(onward->readAll()); });
    connect(onward, &QTcpSocket::disconnected, socket, &QTcpSocket::disconnectFromHost);
    connect(socket, &QTcpSocket::disconnected, onward, &QTcpSocket::disconnectFromHost);
    onward->connectToHost(QHostAddress(QHostAddress::LocalHost),
                          quint16(target.mid(target.lastIndexOf(':') + 1).toUInt()));
}
