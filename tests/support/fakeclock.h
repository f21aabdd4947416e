// SPDX-License-Identifier: MIT
#pragma once

#include "connection/clock.h"

#include <QList>

/// Time that stands still until a test turns it. Timers fire from within advance(), in the order in
/// which they are due, with now() at that very moment. Not thread-safe.
class FakeClock final : public Clock
{
public:
    /// Turns time on; timers that are started meanwhile and become due fire, too.
    void advance(std::chrono::milliseconds time);
    /// Keeps a slow machine out of it: lets time pass without firing anything, as if the thread had
    /// been held. What is overdue fires at the next advance().
    void stall(std::chrono::milliseconds time) { m_now += time; }
    /// Sets the clock that follows the system's, ahead or back.
    void set(std::chrono::milliseconds by) { m_set += by; }
    /// Fires the next timer alone, turning time on to when it is due.
    void advanceOneTimer();

    int activeTimers() const;
    /// How long until the next timer is due; a negative time if none is active.
    std::chrono::milliseconds untilNext() const;

    std::chrono::steady_clock::time_point now() const override { return m_now; }
    long long utcMicroseconds() const override;
    std::unique_ptr<Timer> createTimer(QObject *context, std::function<void()> fired) override;

private:
    class FakeTimer;

    FakeTimer *nextTimer() const;

    // Not the epoch: a default-constructed moment must not pass for "now".
    std::chrono::steady_clock::time_point m_now{std::chrono::hours(1)};
    std::chrono::milliseconds m_set{0};
    QList<FakeTimer *> m_timers;
    quint64 m_starts = 0;
};
