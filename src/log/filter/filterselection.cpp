// SPDX-License-Identifier: MIT
#include "log/filter/filterselection.h"

#include "format/text/numbers.h"
#include "log/filter/filtermatcher.h"
#include "record/entrytimes.h"
#include "record/record.h"

#include <QCoreApplication>

#include <algorithm>
#include <memory>

namespace {
struct FilterSelection
{
    Q_DECLARE_TR_FUNCTIONS(FilterSelection)
};
} // namespace

// Of no filter it is all.
static EntrySelection foundBy(const FilterQuery &query, bool withHeartbeats, const Record &record,
                              const std::atomic<bool> *cancelled)
{
    if (query.isEmpty())
        return {};
    const quint64 last = record.extent().last;
    const FilterQuery asked = (withHeartbeats ? query : withoutHeartbeats(query)).begunAt([&](qint64 us) {
        return firstWithin(record, us, last);
    });
    // A function is copied, a matcher is not.
    const auto matcher = std::make_shared<FilterMatcher>(asked, cancelled);
    EntrySelection selection;
    selection.ranges = {{matcher->first(), std::min(matcher->last(), last)}};
    selection.filter = query.toString();
    selection.isWanted = [matcher](const EntryBlock::Row &row, QByteArrayView payload, QString *problem) {
        const bool isMatch = matcher->matches(row, payload);
        if (matcher->gaveUp())
            *problem = FilterSelection::tr("The regular expression takes too many steps on entry %1. Make it "
                                           "simpler: nested repeats such as (a+)+ are what takes so many.")
                               .arg(formatCount(qint64(row.sequence)));
        return isMatch;
    };
    return selection;
}

EntrySelection filterSelection(const Record &record, const FilterQuery &query,
                               const std::atomic<bool> *cancelled)
{
    return foundBy(query, findsHeartbeats(query), record, cancelled);
}

static QList<EntryRange> within(const EntryRange &bounds, QList<EntryRange> ranges)
{
    for (EntryRange &range : ranges)
        range = {std::max(range.first, bounds.first), std::min(range.last, bounds.last)};
    ranges.removeIf([](const EntryRange &range) { return range.first > range.last; });
    return ranges;
}

EntrySelection rowSelection(const Record &record, const ShownRows &rows, const QList<EntryRange> &ranges,
                            const std::atomic<bool> *cancelled)
{
    const EntrySelection found =
            foundBy(rows.filter, rows.withHeartbeats || findsHeartbeats(rows.filter), record, cancelled);
    const EntryRange looked = found.ranges.first();
    if (rows.isFilteredOut)
        return {within(looked, ranges), found.isWanted, found.filter};
    if (rows.withHeartbeats || namesHeartbeats(rows.filter))
        return {ranges};
    return {ranges, [found, looked](const EntryBlock::Row &row, QByteArrayView payload, QString *problem) {
                return !isHeartbeat(row.type)
                       || (found.isWanted && row.sequence >= looked.first && row.sequence <= looked.last
                           && found.isWanted(row, payload, problem));
            }};
}
