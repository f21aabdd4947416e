// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterterm.h"

#include <limits>
#include <optional>

/// The entries that FilterTimes find: those for which a clock on the wall, which is what the log shows, stood
/// between the two. Without a date that is so on every day; a date on one side is meant on the other side,
/// too, and so is an offset from UTC. A time that came twice, as the clocks went back, is found twice.
class ClockRange
{
public:
    explicit ClockRange(const FilterTimes &times);

    /// Both ends are on the same days, and the second is before the first.
    bool isReversed() const;

    /// UTC microseconds since the Unix epoch. Fast for times that are near each other; for one thread.
    bool contains(qint64 timeUs);

private:
    /// What a clock shows, in microseconds: since the epoch, or since midnight.
    struct End
    {
        qint64 us = 0;
        bool isDated = false;
        /// Of the clock, from UTC; nothing for the local one.
        std::optional<qint64> offsetUs;
    };

    qint64 localOffsetUs(qint64 timeUs);
    qint64 shownAt(qint64 timeUs, const End &end);

    std::optional<End> m_from;
    /// Excluded.
    std::optional<End> m_to;
    // The local offset, and the quarter of an hour since the epoch that it is of.
    qint64 m_quarter = std::numeric_limits<qint64>::min();
    qint64 m_offsetUs = 0;
};
