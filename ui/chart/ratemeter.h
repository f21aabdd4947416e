// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>

/// Rates of the last second, from running totals. Pure: the caller brings the time.
class RateMeter
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void clear() { m_samples.clear(); }
    void add(TimePoint now, quint64 messages, quint64 bytes);
    /// A second, as of the last sample.
    double messages() const;
    double bytes() const;

private:
    struct Sample
    {
        TimePoint time;
        quint64 messages;
        quint64 bytes;
    };

    double perSecond(quint64 Sample::*total) const;

    std::deque<Sample> m_samples;
};
