// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryselection.h"
#include "log/filter/filterquery.h"

#include <atomic>

class Record;

/// What decides which entries of a record are rows of its log.
struct ShownRows
{
    FilterQuery filter;
    /// What the filter does not find is no row.
    bool isFilteredOut = false;
    /// Pings and pongs are rows like any others; else, those alone that the filter finds.
    bool withHeartbeats = false;
};

/// The entries that a window shows of a record while it shows only what this filter finds: those up to the
/// newest one, as it is now, and of the pings and pongs those that the filter names or finds. Of no filter it
/// is all. `cancelled` must outlive it; a regular expression ends early once it is set.
EntrySelection filterSelection(const Record &record, const FilterQuery &query,
                               const std::atomic<bool> *cancelled);

/// The entries of these ranges that are rows. Likewise.
EntrySelection rowSelection(const Record &record, const ShownRows &rows, const QList<EntryRange> &ranges,
                            const std::atomic<bool> *cancelled);
