// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryselection.h"

#include <atomic>

class FilterQuery;
class Record;

/// The entries that a window shows of a record while it shows only what this filter finds: those up to the
/// newest one, as it is now, and of the pings and pongs those that the filter names or finds. Of no filter it
/// is all. `cancelled` must outlive it; a regular expression ends early once it is set.
EntrySelection filterSelection(const Record &record, const FilterQuery &query,
                               const std::atomic<bool> *cancelled);
