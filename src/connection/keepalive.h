// SPDX-License-Identifier: MIT
#pragma once

#include "connection/clock.h"

#include <QByteArray>

#include <chrono>
#include <functional>
#include <memory>

/// Pings an open connection and measures how long the pong takes (RFC 6455 section 5.5.2).
/// Never two pings outstanding: a ping is due one interval after the last one was sent, and if that
/// is still unanswered by then, the peer is dead. Not a QObject; lives on the thread of its context.
///
/// A ping and its pong wait in line behind all that is under way. So a missing pong proves nothing
/// while the line is busy (BusyBytes or more in the interval): then another interval is given. Nor does it
/// while this side was held up and has not read: what waits to be read is read before the peer is given up.
class KeepAlive
{
public:
    struct Callbacks
    {
        std::function<void(const QByteArray &payload)> sendPing;
        std::function<void(std::chrono::nanoseconds)> roundTrip;
        /// Transport::bytesMoved().
        std::function<qint64()> bytesMoved;
        /// Called once; the keep-alive has stopped by then.
        std::function<void()> peerIsDead;
    };

    /// 13 KiB a second with the default interval: far more than a peer sends that has only pings to
    /// answer, far less than a line carries on which a pong has to queue.
    static constexpr qint64 BusyBytes = 64 * 1024;

    /// So long a ping by hand stands in the way of the next one where there is no interval.
    static constexpr std::chrono::seconds PatienceByHand{10};

    KeepAlive(Clock &clock, QObject *context, Callbacks callbacks);

    /// An interval of 0 sends no pings by itself; those by hand still work.
    void start(std::chrono::milliseconds interval);
    void stop();

    /// Sends a ping by hand. False while another is outstanding: nothing is sent.
    bool ping(const QByteArray &payload);
    /// Call for every pong; one that answers no outstanding ping is legal and ignored (section 5.5.3).
    /// True if it answers a ping sent by hand.
    bool pongReceived(const QByteArray &payload);

private:
    void due();
    void dueUnanswered();
    void send(const QByteArray &payload);

    Clock &m_clock;
    const Callbacks m_callbacks;
    const std::unique_ptr<Clock::Timer> m_timer;
    std::chrono::milliseconds m_interval{0};
    std::chrono::steady_clock::time_point m_sentAt;
    QByteArray m_payload;
    quint32 m_counter = 0;
    qint64 m_movedBefore = 0;
    bool m_outstanding = false;
    bool m_lastLook = false;
    bool m_byHand = false;
    bool m_running = false;
};
