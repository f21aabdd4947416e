// SPDX-License-Identifier: MIT
#include "metrics/stallmeter.h"

#include <QSocketNotifier>

#include <algorithm>
#include <cmath>

#ifdef Q_OS_LINUX
#include <sys/timerfd.h>
#include <unistd.h>
#endif

void StallHistogram::add(double milliseconds)
{
    const double late = std::max(0.0, milliseconds);
    ++m_counts[size_t(std::min(double(Steps - 1), late * StepsPerMs))];
    ++m_total;
    m_max = std::max(m_max, late);
}

void StallHistogram::clear()
{
    *this = {};
}

double StallHistogram::quantile(double share) const
{
    const auto wanted = quint64(std::ceil(share * double(m_total)));
    quint64 seen = 0;
    for (size_t step = 0; step < m_counts.size() && m_total > 0; ++step) {
        seen += m_counts[step];
        // The step's upper end: rather too much than too little.
        if (seen >= wanted)
            return std::min(m_max, double(step + 1) / StepsPerMs);
    }
    return 0;
}

StallMeter::StallMeter(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(IntervalMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::fired);
}

StallMeter::~StallMeter()
{
    m_notifier.reset();
#ifdef Q_OS_LINUX
    if (m_timerDescriptor >= 0)
        ::close(m_timerDescriptor);
#endif
}

void StallMeter::start()
{
    m_whole.clear();
    m_recent.clear();
    m_sinceLast.start();
    if (!startSystemTimer())
        m_timer.start();
}

bool StallMeter::startSystemTimer()
{
#ifdef Q_OS_LINUX
    if (m_notifier)
        return true;
    m_timerDescriptor = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    constexpr timespec interval{0, IntervalMs * 1'000'000};
    constexpr itimerspec times{interval, interval};
    if (m_timerDescriptor < 0 || ::timerfd_settime(m_timerDescriptor, 0, &times, nullptr) != 0)
        return false;
    m_notifier = std::make_unique<QSocketNotifier>(m_timerDescriptor, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        quint64 expirations;
        if (::read(m_timerDescriptor, &expirations, sizeof expirations) == sizeof expirations)
            fired();
    });
    return true;
#else
    return false;
#endif
}

void StallMeter::fired()
{
    const double late = double(m_sinceLast.nsecsElapsed()) / 1e6 - IntervalMs;
    m_sinceLast.restart();
    m_whole.add(late);
    m_recent.add(late);
}
