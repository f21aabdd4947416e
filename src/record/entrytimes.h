// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

class Record;

// The times of a record's entries. Their order is that of their numbers; the times rise with it but where the
// system's clock was set back, which the file says in `meta`. Any thread; each call reads some entries.

/// Between an entry and the one before, the clock was set back by about so much.
struct ClockSetBack
{
    /// Less than that is not noticed.
    static constexpr qint64 LeastUs = 1'000'000;
    /// So many are remembered, the last ones.
    static constexpr qsizetype Most = 1000;

    quint64 first = 0;
    qint64 us = 0;

    bool operator==(const ClockSetBack &) const = default;
};

/// Finds where the clock was set back, entry by entry.
struct EntryTimes
{
    QList<ClockSetBack> setBacks;
    /// Of the entry that was added last; 0 before any.
    qint64 lastUs = 0;

    void add(quint64 sequence, qint64 timeUs)
    {
        if (lastUs - timeUs >= ClockSetBack::LeastUs) {
            // A file of others may have one for each entry; the newest are kept.
            if (setBacks.size() >= 2 * ClockSetBack::Most)
                setBacks.remove(0, ClockSetBack::Most);
            setBacks.append({sequence, lastUs - timeUs});
        }
        lastUs = timeUs;
    }
};

/// As the file has them: JSON, a pair of numbers each.
QByteArray clockSetBacksText(const QList<ClockSetBack> &setBacks);
/// Those that can be, in order, of entries up to `last`.
QList<ClockSetBack> readClockSetBacks(const QString &text, quint64 last);

/// The first entry at or after a time (UTC microseconds), last + 1 if there is none. Of a time that came more
/// than once, since the clock was set back, the last one.
quint64 sequenceAt(const Record &record, qint64 timeUs);

/// The first entry that came at most so many microseconds before the entry `last`, also if the clock was set
/// back in between; 1 if there is no entry.
quint64 firstWithin(const Record &record, qint64 us, quint64 last);

/// In UTC microseconds.
struct TimeSpan
{
    qint64 fromUs = 0;
    qint64 toUs = 0;
};
/// The earliest and the latest time in a record that has entries.
TimeSpan timeSpan(const Record &record);
