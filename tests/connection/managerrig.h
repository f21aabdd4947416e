// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"
#include "support/fakeclock.h"
#include "support/faketransport.h"
#include "support/managerprobe.h"

/// A manager on fake transports and fake time, and what it said.
struct ManagerRig
{
    ManagerRig()
        : clock(std::make_shared<FakeClock>())
        , manager(std::make_unique<WebSocketManager>(parts()))
        , probe(*manager)
    {}

    ManagerParts parts()
    {
        return {network.factory(), clock, [this] { return random; },
                [this](const ConnectionError &error) { return retryable(error); }};
    }

    static ConnectionProfile profile()
    {
        ConnectionProfile made;
        made.url = QUrl(QStringLiteral("ws://example.org/"));
        return made;
    }

    /// To the given status by the shortest way.
    void bring(Status status)
    {
        if (status == Status::Closed)
            return;
        manager->open(profile());
        if (status == Status::Open || status == Status::Closing)
            transport()->succeed();
        if (status == Status::Closing)
            manager->close();
        if (status == Status::WaitingToRetry)
            transport()->failTcp();
    }

    /// The newest; there must be one.
    FakeTransport *transport() const
    {
        FakeTransport *newest = network.current();
        if (!newest)
            qFatal("No transport was made.");
        return newest;
    }

    FakeNetwork network;
    std::shared_ptr<FakeClock> clock;
    /// In the middle: no randomness.
    double random = 0.5;
    RetryPredicate retryable = canPassByItself;
    std::unique_ptr<WebSocketManager> manager;
    ManagerProbe probe;
};
