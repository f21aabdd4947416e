// SPDX-License-Identifier: MIT
#include "log/filter/filterselection.h"

#include "format/text/numbers.h"
#include "log/filter/filtermatcher.h"
#include "log/filter/filterquery.h"
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

EntrySelection filterSelection(const Record &record, const FilterQuery &query,
                               const std::atomic<bool> *cancelled)
{
    if (query.isEmpty())
        return {};
    const quint64 last = record.extent().last;
    const FilterQuery asked =
            (findsHeartbeats(query) ? query : withoutHeartbeats(query)).begunAt([&](qint64 us) {
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
