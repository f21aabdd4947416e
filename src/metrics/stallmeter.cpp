// SPDX-License-Identifier: MIT
#include "metrics/stallmeter.h"

#include <algorithm>
#include <cmath>

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
    connect(&m_timer, &QTimer::timeout, this, [this] {
        const double late = double(m_sinceLast.nsecsElapsed()) / 1e6 - IntervalMs;
        m_sinceLast.restart();
        m_whole.add(late);
        m_recent.add(late);
    });
}

void StallMeter::start()
{
    m_whole.clear();
    m_recent.clear();
    m_sinceLast.start();
    m_timer.start();
}
