// SPDX-License-Identifier: MIT
#include "log/filter/filtertime.h"

#include "log/filter/logplace.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

// How long what was typed lasts: a minute, a second, or a part of one.
static qint64 unitUs(const QString &text)
{
    static const QRegularExpression time(u"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(?:[.,]([0-9]{1,6}))?)?"_s);
    const QRegularExpressionMatch match = time.match(text);
    if (!match.hasCaptured(1))
        return 60'000'000;
    qint64 us = 1'000'000;
    for (qsizetype i = 0; i < match.captured(2).size(); ++i)
        us /= 10;
    return us;
}

TimeRange timeRange(const FilterTimes &times, qint64 newestUs)
{
    TimeRange range;
    if (!times.from.isEmpty()) {
        const LogPlace from = parseLogPlace(times.from, newestUs);
        if (!from.timeUs)
            return {0, 0};
        range.beginUs = *from.timeUs;
    }
    if (!times.to.isEmpty()) {
        const LogPlace to = parseLogPlace(times.to, newestUs);
        if (!to.timeUs || qAddOverflow(*to.timeUs, unitUs(times.to), &range.endUs))
            return {0, 0};
    }
    return range;
}
