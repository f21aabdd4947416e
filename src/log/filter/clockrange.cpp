// SPDX-License-Identifier: MIT
#include "log/filter/clockrange.h"

#include "log/filter/logplace.h"

#include <QDateTime>

static constexpr qint64 DayUs = 86'400'000'000;
// Offsets change at multiples of it.
static constexpr qint64 QuarterUs = 900'000'000;

static qint64 floored(qint64 value, qint64 unit)
{
    return value / unit - (value % unit < 0 ? 1 : 0);
}

static qint64 startOf(QDate date)
{
    return QDate(1970, 1, 1).daysTo(date) * DayUs;
}

ClockRange::ClockRange(const FilterTimes &times)
{
    const auto from = parseClockTime(times.from);
    const auto to = parseClockTime(times.to);
    // The date and the clock of the other end, if that one says them.
    const QDate date = from && from->date.isValid() ? from->date : to ? to->date : QDate();
    const auto offset = from && from->offsetSeconds ? from->offsetSeconds
                        : to                        ? to->offsetSeconds
                                                    : std::nullopt;
    const auto end = [&](const ClockTime &time) {
        const QDate day = time.date.isValid() ? time.date : date;
        End result{time.dayUs, day.isValid(), {}};
        if (result.isDated)
            result.us += startOf(day);
        if (time.offsetSeconds || offset)
            result.offsetUs = *(time.offsetSeconds ? time.offsetSeconds : offset) * 1'000'000LL;
        return result;
    };
    if (from)
        m_from = end(*from);
    if (to) {
        m_to = end(*to);
        m_to->us += to->unitUs;
    }
}

bool ClockRange::isReversed() const
{
    if (!m_from || !m_to)
        return false;
    return m_from->us - m_from->offsetUs.value_or(0) >= m_to->us - m_to->offsetUs.value_or(0);
}

qint64 ClockRange::localOffsetUs(qint64 timeUs)
{
    const qint64 quarter = floored(timeUs, QuarterUs);
    if (quarter != m_quarter) {
        m_quarter = quarter;
        const QDateTime local = QDateTime::fromMSecsSinceEpoch(quarter * (QuarterUs / 1000));
        m_offsetUs = local.offsetFromUtc() * 1'000'000LL;
    }
    return m_offsetUs;
}

qint64 ClockRange::shownAt(qint64 timeUs, const End &end)
{
    qint64 shown = 0;
    if (qAddOverflow(timeUs, end.offsetUs ? *end.offsetUs : localOffsetUs(timeUs), &shown))
        shown = timeUs;
    return end.isDated ? shown : shown - floored(shown, DayUs) * DayUs;
}

bool ClockRange::contains(qint64 timeUs)
{
    return (!m_from || shownAt(timeUs, *m_from) >= m_from->us)
           && (!m_to || shownAt(timeUs, *m_to) < m_to->us);
}
