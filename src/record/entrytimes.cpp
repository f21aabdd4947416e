// SPDX-License-Identifier: MIT
#include "record/entrytimes.h"

#include "record/record.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>
#include <memory>

namespace {

// Entries whose times rise.
struct Stretch
{
    quint64 first = 0;
    quint64 last = 0;
    /// How much the clock was set back before it.
    qint64 setBackUs = 0;
};

// The last one first.
QList<Stretch> stretches(const Record &record, quint64 last)
{
    QList<Stretch> result;
    const QList<ClockSetBack> setBacks = record.setBacks();
    for (auto at = setBacks.rbegin(); at != setBacks.rend(); ++at) {
        if (at->first > last)
            continue;
        result.append({at->first, last, at->us});
        last = at->first - 1;
    }
    result.append({1, last, 0});
    return result;
}

qint64 timeOf(const Record &record, quint64 sequence)
{
    const QList<EntryHead> heads = record.heads(sequence, 1);
    return heads.isEmpty() ? 0 : heads.first().timeUs;
}

// One behind the last if all are before that time.
quint64 firstFrom(const Record &record, const Stretch &stretch, qint64 timeUs)
{
    if (timeOf(record, stretch.last) < timeUs)
        return stretch.last + 1;
    quint64 begin = stretch.first;
    quint64 end = stretch.last;
    while (begin < end) {
        const quint64 middle = begin + (end - begin) / 2;
        if (timeOf(record, middle) < timeUs)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

} // namespace

QByteArray clockSetBacksText(const QList<ClockSetBack> &setBacks)
{
    QJsonArray all;
    for (const ClockSetBack &one : setBacks.last(std::min(setBacks.size(), ClockSetBack::Most)))
        all.append(QJsonArray{qint64(one.first), one.us});
    return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

QList<ClockSetBack> readClockSetBacks(const QString &text, quint64 last)
{
    QList<ClockSetBack> setBacks;
    const QJsonArray all = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue pair : all) {
        const ClockSetBack one{quint64(std::max<qint64>(0, pair[0].toInteger())), pair[1].toInteger()};
        const quint64 before = setBacks.isEmpty() ? 1 : setBacks.last().first;
        if (one.first > before && one.first <= last && one.us >= ClockSetBack::LeastUs)
            setBacks.append(one);
    }
    return setBacks;
}

quint64 sequenceAt(const Record &record, qint64 timeUs)
{
    const std::shared_ptr<void> still = record.heldStill();
    const quint64 last = record.extent().last;
    quint64 found = last + 1;
    for (const Stretch &stretch : stretches(record, last)) {
        const quint64 first = firstFrom(record, stretch, timeUs);
        if (first > stretch.last)
            continue;
        found = first;
        if (first > stretch.first || timeOf(record, first) == timeUs)
            break;
    }
    return found;
}

quint64 firstWithin(const Record &record, qint64 us, quint64 last)
{
    if (last == 0)
        return 1;
    const std::shared_ptr<void> still = record.heldStill();
    qint64 fromUs = 0;
    if (qSubOverflow(timeOf(record, last), us, &fromUs))
        return 1;
    quint64 first = 1;
    for (const Stretch &stretch : stretches(record, last)) {
        first = firstFrom(record, stretch, fromUs);
        // Before, the clock showed so much more.
        if (first > stretch.first || qAddOverflow(fromUs, stretch.setBackUs, &fromUs))
            break;
    }
    return first;
}

TimeSpan timeSpan(const Record &record)
{
    const std::shared_ptr<void> still = record.heldStill();
    TimeSpan span{std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min()};
    for (const Stretch &stretch : stretches(record, record.extent().last)) {
        span.fromUs = std::min(span.fromUs, timeOf(record, stretch.first));
        span.toUs = std::max(span.toUs, timeOf(record, stretch.last));
    }
    return span;
}
