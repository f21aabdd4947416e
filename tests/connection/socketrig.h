// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"
#include "support/managerprobe.h"
#include "support/scriptedserver.h"

#include <QTest>

/// A manager on real sockets, a server that does as it is told, and what the manager said.
struct SocketRig
{
    explicit SocketRig(ScriptedServer::Security security = ScriptedServer::Security::Plain)
        : server(security)
        , probe(manager)
    {
        profile.url = server.url();
    }

    void open() { manager.open(profile); }
    /// True once the handshake has succeeded.
    bool openAndWait()
    {
        open();
        return QTest::qWaitFor([this] { return manager.status() == Status::Open; });
    }
    /// True once the connection or the attempt has ended; then what was queued before is told, too.
    bool waitForEnd()
    {
        return QTest::qWaitFor([this] {
            return manager.status() == Status::Closed || manager.status() == Status::WaitingToRetry;
        });
    }
    bool isRetried() const { return manager.status() == Status::WaitingToRetry; }
    CloseInfo closeInfo() const { return probe.lastReport().close.value_or(CloseInfo()); }
    /// The server's side of the newest connection; there must be one.
    ScriptedPeer &peer() const
    {
        ScriptedPeer *newest = server.peer();
        if (!newest)
            qFatal("Nobody has connected.");
        return *newest;
    }

    ScriptedServer server;
    WebSocketManager manager;
    ManagerProbe probe;
    ConnectionProfile profile;
};
