// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterhits.h"
#include "message.h"
#include "record/record.h"

#include <QString>
#include <QStringList>

#include <functional>

/// A row as the log shows it.
struct LogRow
{
    /// Without its bytes.
    EntryHead head;
    QString preview;
    /// What of the preview a filter found, in UTF-16 code units.
    QList<TextRange> hits;
    /// The values of the JSON columns, each in one line; null where there is none.
    QStringList values;
    /// Made from a head alone, though what is wanted may be behind it.
    bool isPartial = false;
};

/// Makes rows of entries, with what is wanted of them: hits of a filter, values of JSON columns. For one
/// thread at a time.
class RowBuilder
{
public:
    explicit RowBuilder(const FilterQuery &query = {}, const QList<JsonPath> &columns = {},
                        FilterHits::Effort effort = FilterHits::Effort::Painting);

    const FilterQuery &query() const { return m_query; }
    const QList<JsonPath> &columns() const { return m_columns; }

    /// `head` may hold the whole payload or the beginning of it. The row is of no use once `cancelled`,
    /// which is asked while decoding, said so.
    LogRow build(
            const EntryHead &head, const std::function<bool()> &cancelled = [] { return false; });

private:
    FilterQuery m_query;
    FilterHits m_hits;
    QList<JsonPath> m_columns;
};

/// An entry in one line, and what of the line a filter found.
struct RowPreview
{
    /// As previewOf() gives it; of a payload whose first hit is far behind, from a little before that on,
    /// with an ellipsis in front. Plain text.
    QString text;
    /// In UTF-16 code units of the text.
    QList<TextRange> hits;
};

/// `payload` is the whole payload or a head of it, as for previewOf().
RowPreview rowPreview(MessageType type, Direction direction, const QByteArray &payload, qint64 wholeSize,
                      int maxChars, FilterHits &hits);
