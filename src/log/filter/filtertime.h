// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

/// UTC microseconds since the Unix epoch, the end excluded.
struct TimeRange
{
    qint64 beginUs = std::numeric_limits<qint64>::min();
    qint64 endUs = std::numeric_limits<qint64>::max();
};

/// What the times of a filter mean in a session whose newest entry is of `newestUs`. One that cannot be
/// (the clocks skipped it) makes the range empty.
TimeRange timeRange(const FilterTimes &times, qint64 newestUs);
