// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <cmath>

/// How many messages are due at a rate by a time. Times are nanoseconds since the first message, which is due
/// at once; rates are messages a second. A value without a clock of its own.
class MessagePace
{
public:
    explicit MessagePace(double rate)
        : m_rate(rate)
    {}

    /// All that should have been sent by now, the first included.
    qint64 due(qint64 elapsed) const { return 1 + qint64(double(elapsed) / 1e9 * m_rate); }
    /// When one more than `count` messages are due, as milliseconds from now for a timer. Never less than
    /// the four below which a timer would do nothing but wake the thread.
    int waitFor(qint64 count, qint64 elapsed) const
    {
        constexpr double shortest = 4;
        return int(std::ceil(std::max(shortest, (double(count) / m_rate * 1e9 - double(elapsed)) / 1e6)));
    }

private:
    double m_rate;
};
