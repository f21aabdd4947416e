// SPDX-License-Identifier: MIT
#pragma once

#include "connection/engine/qtwebsockettransport.h"
#include "net/streaminfo.h"
#include "profile/connectionprofile.h"
#include "profile/handshakerequest.h"
#include "streamprobe.h"
#include "support/rununtil.h"

#include <array>

/// What carries an attempt: what is below HTTP should not differ.
enum class Way { Stream, QtEngine };
inline constexpr std::array ways{Way::Stream, Way::QtEngine};

inline void addWays()
{
    QTest::addColumn<Way>("way");
}

inline const char *wayName(Way way)
{
    return way == Way::Stream ? "stream" : "qt";
}

/// How an attempt went until the server answered a handshake with 101, or until it failed.
struct Attempt
{
    bool answered = false;
    ConnectionError error;
    StreamInfo info;
};

inline Attempt attemptByStream(const ConnectionProfile &profile)
{
    StreamProbe probe;
    probe.profile = profile;
    Attempt attempt;
    if (probe.openAndWait(profile.url)) {
        // Over TLS 1.3, a client's certificate is refused only now.
        probe.write("GET " + requestTarget(profile.url)
                    + " HTTP/1.1\r\nHost: " + hostHeader(profile, {profile.url})
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        attempt.answered = runUntil([&] { return probe.received.contains("\r\n\r\n") || probe.ended > 0; })
                           && probe.received.startsWith("HTTP/1.1 101");
    }
    attempt.error = probe.error;
    attempt.info = probe.stream.info();
    return attempt;
}

inline Attempt attemptByQt(const ConnectionProfile &profile)
{
    QtWebSocketTransport transport;
    Attempt attempt;
    bool done = false;
    QObject::connect(&transport, &Transport::opened, &transport, [&](const HandshakeInfo &info) {
        attempt.answered = true;
        attempt.info = info;
    });
    QObject::connect(&transport, &Transport::finished, &transport, [&](const TransportEnd &end) {
        done = true;
        attempt.error = end.error.value_or(ConnectionError());
        if (end.handshake)
            attempt.info = *end.handshake;
    });
    transport.open(profile);
    (void)runUntil([&] { return attempt.answered || done; });
    return attempt;
}

inline Attempt tryOut(Way way, const ConnectionProfile &profile)
{
    return way == Way::Stream ? attemptByStream(profile) : attemptByQt(profile);
}
