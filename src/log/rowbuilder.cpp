// SPDX-License-Identifier: MIT
#include "log/rowbuilder.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonvalue.h"
#include "format/previewline.h"
#include "log/rowpreview.h"

#include <algorithm>

using namespace Qt::StringLiterals;

// What fits a wide screen; more would cost time in every frame.
static constexpr int PreviewChars = 256;
static constexpr int ValueChars = 64;

RowBuilder::RowBuilder(const FilterQuery &query, const QList<JsonPath> &columns, FilterHits::Effort effort)
    : m_query(query)
    , m_hits(query, effort)
    , m_columns(columns)
{}

// In one line, with what would not be seen made visible.
static QString shownValue(QByteArrayView json, const JsonPath &path)
{
    const QByteArrayView value = path.find(json);
    if (value.isNull())
        return {};
    PreviewLine line(ValueChars);
    // More than a line takes, whatever the escapes: longer ones are not decoded only to be cut.
    const QByteArrayView head = value.first(std::min<qsizetype>(value.size(), 16 * ValueChars));
    if (jsonKind(value) == JsonKind::String)
        line.append(jsonText(head));
    else
        line.appendUtf8Head(head);
    if (head.size() < value.size())
        line.markCut();
    const QString text = line.text();
    return text.isNull() ? QString(u""_s) : text;
}

LogRow RowBuilder::build(const EntryHead &head)
{
    LogRow row{head, {}, {}, {}, false};
    row.head.head.clear();
    RowPreview preview = rowPreview(head.type, head.direction, head.head, head.size, PreviewChars, m_hits);
    row.preview = preview.text;
    row.hits = std::move(preview.hits);
    bool isMissing = false;
    if (!m_columns.isEmpty()) {
        const PayloadJson json = PayloadJson::ofHead(head.head, head.size);
        row.values.reserve(m_columns.size());
        for (const JsonPath &path : std::as_const(m_columns)) {
            row.values.append(shownValue(json.text(), path));
            isMissing |= row.values.last().isNull();
        }
    }
    const bool isCut = head.head.size() < head.size;
    row.isPartial = isCut && (isMissing || (!m_hits.isEmpty() && row.hits.isEmpty()));
    return row;
}
