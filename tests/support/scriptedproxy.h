// SPDX-License-Identifier: MIT
#pragma once

#include "profile/profileparts.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpServer>

class QTcpSocket;

/// A proxy on a free port of 127.0.0.1 that does as it is told. It leads wherever it is asked to, but always
/// to loopback: every name is one of this machine.
class ScriptedProxy : public QObject
{
    Q_OBJECT

public:
    explicit ScriptedProxy(ProxySettings::Kind kind, QObject *parent = nullptr);

    /// What a client has to be told to use it.
    ProxySettings settings(const QString &user = {}, const QString &password = {}) const;
    quint16 port() const { return m_server.serverPort(); }
    void stop() { m_server.close(); }

    // The script. Who is let in; everyone, if empty.
    QString user;
    QString password;
    /// Said to every client once it has spoken, in place of all else.
    QByteArray answer;
    /// Ends after the answer, or at once if there is none.
    bool closes = false;
    /// Says nothing.
    bool isSilent = false;
    /// SOCKS5: of the reply (RFC 1928 section 6).
    quint8 reply = 0;
    /// One byte of an answer a segment.
    bool dribbles = false;

    /// What was asked for, "example.org:443"; with SOCKS5 also "[::1]:443".
    QList<QByteArray> targets;
    /// All that was said by clients before the tunnel.
    QByteArray heard;
    int connections = 0;

private:
    struct Client
    {
        QByteArray unread;
        int step = 0;
    };

    void accept();
    void handleHttp(QTcpSocket *socket, Client &client);
    void handleSocks(QTcpSocket *socket, Client &client);
    void tunnel(QTcpSocket *socket, Client &client, const QByteArray &target, const QByteArray &welcome);
    void say(QTcpSocket *socket, const QByteArray &bytes);

    const ProxySettings::Kind m_kind;
    QTcpServer m_server;
};
