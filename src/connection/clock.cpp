// SPDX-License-Identifier: MIT
#include "connection/clock.h"

#include <QTimer>

namespace {

class QtTimer final : public Clock::Timer
{
public:
    QtTimer(QObject *context, std::function<void()> fired)
        : m_timer(new QTimer(context))
    {
        m_timer->setSingleShot(true);
        m_timer->setTimerType(Qt::PreciseTimer);
        QObject::connect(m_timer, &QTimer::timeout, context, std::move(fired));
    }

    ~QtTimer() override { delete m_timer; }

    void start(std::chrono::milliseconds wait) override { m_timer->start(wait); }
    void stop() override { m_timer->stop(); }
    bool isActive() const override { return m_timer->isActive(); }

private:
    // A child of the context, so that it moves to the context's thread.
    QTimer *m_timer;
};

} // namespace

std::chrono::steady_clock::time_point SystemClock::now() const
{
    return std::chrono::steady_clock::now();
}

long long SystemClock::utcMicroseconds() const
{
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
}

std::unique_ptr<Clock::Timer> SystemClock::createTimer(QObject *context, std::function<void()> fired)
{
    return std::make_unique<QtTimer>(context, std::move(fired));
}
