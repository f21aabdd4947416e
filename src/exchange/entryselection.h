// SPDX-License-Identifier: MIT
#pragma once

#include "record/entryblock.h"

#include <QList>
#include <QString>

#include <functional>
#include <limits>

/// Numbers of entries, both ends included.
struct EntryRange
{
    quint64 first = 1;
    quint64 last = std::numeric_limits<quint64>::max();
};

/// Which entries of a record are exported: all, or those of some ranges, or of these the ones that a filter
/// finds. A plain value, for one export.
struct EntrySelection
{
    /// In order, and apart from each other.
    QList<EntryRange> ranges{EntryRange()};
    /// Null for all. Is asked of each entry in order, and sets the problem, a sentence, if it cannot tell.
    std::function<bool(const EntryBlock::Row &row, QByteArrayView payload, QString *problem)> isWanted = {};
    /// The filter as it was typed; empty if there is none.
    QString filter = {};

    bool isAll() const
    {
        constexpr EntryRange all;
        return !isWanted && ranges.size() == 1 && ranges.first().first <= all.first
               && ranges.first().last == all.last;
    }
};
