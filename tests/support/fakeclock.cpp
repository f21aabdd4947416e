// SPDX-License-Identifier: MIT
#include "support/fakeclock.h"

#include <algorithm>

class FakeClock::FakeTimer final : public Clock::Timer
{
public:
    FakeTimer(FakeClock &clock, std::function<void()> fired)
        : m_clock(clock)
        , m_fired(std::move(fired))
    {
        m_clock.m_timers.append(this);
    }
    ~FakeTimer() override { m_clock.m_timers.removeOne(this); }
    FakeTimer(const FakeTimer &) = delete;
    FakeTimer &operator=(const FakeTimer &) = delete;

    void start(std::chrono::milliseconds wait) override
    {
        due = m_clock.m_now + wait;
        order = ++m_clock.m_starts;
        active = true;
    }
    void stop() override { active = false; }
    bool isActive() const override { return active; }

    void fire()
    {
        active = false;
        m_fired();
    }

    std::chrono::steady_clock::time_point due;
    quint64 order = 0;
    bool active = false;

private:
    FakeClock &m_clock;
    const std::function<void()> m_fired;
};

void FakeClock::advance(std::chrono::milliseconds time)
{
    const auto target = m_now + time;
    for (FakeTimer *timer = nextTimer(); timer && timer->due <= target; timer = nextTimer()) {
        m_now = std::max(m_now, timer->due);
        timer->fire();
    }
    m_now = std::max(m_now, target);
}

void FakeClock::advanceOneTimer()
{
    if (FakeTimer *timer = nextTimer()) {
        m_now = std::max(m_now, timer->due);
        timer->fire();
    }
}

int FakeClock::activeTimers() const
{
    return int(
            std::count_if(m_timers.begin(), m_timers.end(), [](const auto *timer) { return timer->active; }));
}

std::chrono::milliseconds FakeClock::untilNext() const
{
    const FakeTimer *timer = nextTimer();
    return timer ? std::chrono::duration_cast<std::chrono::milliseconds>(timer->due - m_now)
                 : std::chrono::milliseconds(-1);
}

long long FakeClock::utcMicroseconds() const
{
    // 2026-01-01 and what has passed since.
    return 1'767'225'600'000'000LL
           + std::chrono::duration_cast<std::chrono::microseconds>(m_now.time_since_epoch() + m_set).count();
}

std::unique_ptr<Clock::Timer> FakeClock::createTimer(QObject *, std::function<void()> fired)
{
    return std::make_unique<FakeTimer>(*this, std::move(fired));
}

FakeClock::FakeTimer *FakeClock::nextTimer() const
{
    FakeTimer *next = nullptr;
    for (FakeTimer *timer : m_timers) {
        if (!timer->active)
            continue;
        if (!next || timer->due < next->due || (timer->due == next->due && timer->order < next->order))
            next = timer;
    }
    return next;
}
