// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"
#include "support/scriptedserver.h"

#include <QByteArrayList>
#include <QObject>
#include <QSslConfiguration>

#include <functional>

/// What the script of a fault sets up: a server of its own, a profile that leads to it, and what our side
/// does. What lives as long as the attempt may be its child.
class FaultScene : public QObject
{
    Q_OBJECT

public:
    using Script = std::function<void(FaultScene &)>;

    FaultScene(Engine engine, int variant);

    /// Which of Fault::variants, from 0.
    int variant() const { return m_variant; }
    ScriptedServer &server() const { return *m_server; }
    /// A file with these contents.
    QString file(const QByteArray &contents);
    /// Replaces the server by one that speaks TLS, and the URL.
    void serveTls(const QSslConfiguration &configuration);

    /// Short time-outs, no retry before the test is over, no pings.
    ConnectionProfile profile;
    /// When the connection has opened.
    std::function<void(WebSocketManager &manager, ScriptedPeer &peer)> whenOpen;

private:
    const int m_variant;
    std::unique_ptr<ScriptedServer> m_server;
};

/// Answers the request with these bytes; KEY in them becomes the Sec-WebSocket-Accept that is right.
FaultScene::Script answers(const QByteArray &bytes);
/// Accepts the handshake with these more header lines (with line ends) and sends bytes right behind it.
FaultScene::Script acceptsWith(const QByteArray &headers, const QByteArray &bytes = {});
/// Sends bytes as soon as the connection is open.
FaultScene::Script sends(const QByteArray &bytes);
/// Of these, the one that belongs to the variant.
FaultScene::Script sendsOneOf(const QByteArrayList &bytes);
/// Sends bytes as soon as the connection is open, then ends TCP in order.
FaultScene::Script sendsAndFinishes(const QByteArray &bytes);

/// `first`, then `second`.
FaultScene::Script both(FaultScene::Script first, FaultScene::Script second);
/// A profile's change.
FaultScene::Script with(std::function<void(ConnectionProfile &)> change);

/// A right answer to the handshake, with KEY.
QByteArray rightAnswer();
/// Text frames and a Close frame with 1000.
QByteArray farewell();
