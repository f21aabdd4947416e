// SPDX-License-Identifier: MIT
#include "log/rowbuilder.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonvalue.h"
#include "format/preview.h"
#include "format/previewline.h"

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

LogRow RowBuilder::build(const EntryHead &head, const std::function<bool()> &cancelled)
{
    LogRow row{head, {}, {}, {}, false};
    row.head.head.clear();
    RowPreview preview = rowPreview(head.type, head.direction, head.head, head.size, PreviewChars, m_hits);
    row.preview = preview.text;
    row.hits = std::move(preview.hits);
    bool isMissing = false;
    if (!m_columns.isEmpty()) {
        const PayloadJson json = PayloadJson::ofHead(head.head, head.size, cancelled);
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

// Hits are marked as far as a line shows them.
static constexpr int MostHits = 16;
// A hit that ends within these characters is seen in any window; one further on is brought there.
static constexpr qsizetype SeenChars = 48;
static constexpr qsizetype CharsBefore = 24;
static constexpr qsizetype SeenBytes = 12;
static constexpr qsizetype BytesBefore = 2;
static constexpr qsizetype HexBytes = 16;

// How long the line is that the first bytes become.
static qsizetype shownSize(QByteArrayView utf8, qsizetype length, int maxChars)
{
    // A carriage return is a part of the line end that follows.
    const bool isWithinLineEnd =
            length > 0 && length < utf8.size() && utf8[length - 1] == '\r' && utf8[length] == '\n';
    PreviewLine line(maxChars);
    line.appendUtf8(utf8.first(isWithinLineEnd ? length - 1 : length));
    return line.isCut() ? maxChars : line.text().size();
}

static QString shifted(MessageType type, Direction direction, const QByteArray &payload, qint64 wholeSize,
                       qsizetype shift, int maxChars)
{
    const QByteArray rest = QByteArray::fromRawData(payload.constData() + shift, payload.size() - shift);
    const QString text =
            previewOf(type, direction, rest, shift > 0 ? maxChars - 1 : maxChars, wholeSize - shift);
    return shift > 0 ? QChar(0x2026) + text : text;
}

static RowPreview textPreview(MessageType type, Direction direction, const QByteArray &payload,
                              qint64 wholeSize, int maxChars, const QList<TextRange> &found)
{
    const QByteArrayView bytes(payload);
    qsizetype shift = 0;
    const TextRange first = found.first();
    if (shownSize(bytes, first.first, maxChars) + first.second > SeenChars && first.first > CharsBefore) {
        shift = first.first - CharsBefore;
        // To the beginning of a character.
        while (shift < first.first && (uchar(bytes[shift]) & 0xc0) == 0x80)
            ++shift;
    }
    RowPreview preview{shifted(type, direction, payload, wholeSize, shift, maxChars), {}};
    const qsizetype offset = shift > 0 ? 1 : 0;
    for (const TextRange &range : found) {
        const qsizetype begin = offset + shownSize(bytes.sliced(shift), range.first - shift, maxChars);
        const qsizetype end = std::min(
                offset + shownSize(bytes.sliced(shift), range.first + range.second - shift, maxChars),
                preview.text.size());
        // Blanks may have become one with those before.
        if (begin < end)
            preview.hits.append({begin, end - begin});
    }
    return preview;
}

// Two digits and a blank a byte, for the first few.
static RowPreview binaryPreview(MessageType type, Direction direction, const QByteArray &payload,
                                qint64 wholeSize, int maxChars, const QList<TextRange> &found)
{
    const TextRange first = found.first();
    const qsizetype shift =
            first.first + first.second > SeenBytes ? std::max<qsizetype>(0, first.first - BytesBefore) : 0;
    RowPreview preview{shifted(type, direction, payload, wholeSize, shift, maxChars), {}};
    const qsizetype offset = shift > 0 ? 1 : 0;
    for (const TextRange &range : found) {
        const qsizetype begin = range.first - shift;
        const qsizetype end = std::min(begin + range.second, HexBytes);
        if (begin < end)
            preview.hits.append({offset + 3 * begin, 3 * (end - begin) - 1});
    }
    return preview;
}

RowPreview rowPreview(MessageType type, Direction direction, const QByteArray &payload, qint64 wholeSize,
                      int maxChars, FilterHits &hits)
{
    if (direction == Direction::Local || (type != MessageType::Text && type != MessageType::Binary)) {
        RowPreview preview{previewOf(type, direction, payload, maxChars, wholeSize), {}};
        preview.hits = hits.inText(preview.text, MostHits);
        return preview;
    }
    const QList<TextRange> found = hits.inPayload(payload, MostHits);
    if (found.isEmpty())
        return {previewOf(type, direction, payload, maxChars, wholeSize), {}};
    return type == MessageType::Text ? textPreview(type, direction, payload, wholeSize, maxChars, found)
                                     : binaryPreview(type, direction, payload, wholeSize, maxChars, found);
}
