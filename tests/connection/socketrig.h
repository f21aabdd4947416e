// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"
#include "support/managerprobe.h"
#include "support/rununtil.h"
#include "support/scriptedserver.h"

#include <QTest>

/// The engine that the test program runs on: every one that uses it runs once on each (CMakeLists.txt).
inline Engine testEngine()
{
    return qEnvironmentVariable("SOCKETSCOPE_TEST_ENGINE") == engineKey(Engine::Qt) ? Engine::Qt
                                                                                    : Engine::Native;
}

/// A profile for that engine.
inline ConnectionProfile testProfile(const QUrl &url)
{
    ConnectionProfile profile;
    profile.url = url;
    profile.engine = testEngine();
    return profile;
}

/// A manager on real sockets, a server that does as it is told, and what the manager said.
struct SocketRig
{
    explicit SocketRig(ScriptedServer::Security security = ScriptedServer::Security::Plain)
        : server(security)
        , probe(manager)
        , profile(testProfile(server.url()))
    {}
    /// For a server with this TLS.
    explicit SocketRig(const QSslConfiguration &configuration)
        : server(configuration)
        , probe(manager)
        , profile(testProfile(server.url()))
    {}

    void open() { manager.open(profile); }
    /// True once the handshake has succeeded.
    bool openAndWait()
    {
        open();
        return waitForStatus({Status::Open});
    }
    /// True once the connection or the attempt has ended.
    bool waitForEnd() { return waitForStatus({Status::Closed, Status::WaitingToRetry}); }
    bool waitForStatus(const QList<Status> &wanted, std::chrono::milliseconds limit = std::chrono::seconds(5))
    {
        return runUntil([&] { return wanted.contains(manager.status()); }, limit);
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
