// SPDX-License-Identifier: MIT
#pragma once

#include "log/logmodel.h"
#include "record/record.h"

#include <QTest>

// What tests of the log ask of records and models.

inline constexpr auto OnlyMatches = FilterMode::ShowOnly;
inline constexpr auto AllMarked = FilterMode::Highlight;

/// Stands for now where a filter depends on it: Wednesday, 2026-11-25 10:31:00.5 in Berlin, an hour before
/// that in UTC.
inline constexpr qint64 NowUs = 1'795'599'060'500'000;

inline bool waitForEntries(const Record &record, quint64 count)
{
    return QTest::qWaitFor([&] { return record.extent().last >= count; });
}

inline FilterQuery parsed(const QString &filter)
{
    const FilterQuery query = FilterQuery::parse(filter);
    if (!query.isValid())
        QTest::qFail(qPrintable(filter + QStringLiteral(": ") + query.problem().sentence), __FILE__,
                     __LINE__);
    return query;
}

/// The sequence numbers of all rows.
inline QList<quint64> rowsOf(const LogModel &model)
{
    QList<quint64> rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        const quint64 sequence = model.rows().sequenceAt(row);
        if (model.rows().rowOf(sequence) != row || model.rows().rowAtOrAfter(sequence) != row)
            QTest::qFail("rowOf() is not the inverse of sequenceAt()", __FILE__, __LINE__);
        rows.append(sequence);
    }
    return rows;
}

/// The sequence numbers of the rows that are marked.
inline QList<quint64> hitsOf(const LogModel &model)
{
    QList<quint64> hits;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        if (index.data(LogModel::IsHitRole).toBool())
            hits.append(index.data(LogModel::SequenceRole).toULongLong());
    }
    return hits;
}
