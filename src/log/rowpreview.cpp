// SPDX-License-Identifier: MIT
#include "log/rowpreview.h"

#include "format/preview.h"
#include "format/previewline.h"

#include <algorithm>

// Hits are marked as far as a line shows them.
static constexpr int MostHits = 16;
// A hit that ends within these characters is seen in any window; one further on is brought there.
static constexpr qsizetype SeenChars = 48;
static constexpr qsizetype CharsBefore = 24;
static constexpr qsizetype SeenBytes = 12;
static constexpr qsizetype BytesBefore = 2;
static constexpr qsizetype HexBytes = 16;

// How long the line is that these bytes become.
static qsizetype shownSize(QByteArrayView utf8, int maxChars)
{
    PreviewLine line(maxChars);
    line.appendUtf8(utf8);
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
    if (shownSize(bytes.first(first.first), maxChars) + first.second > SeenChars
        && first.first > CharsBefore) {
        shift = first.first - CharsBefore;
        // To the beginning of a character.
        while (shift < first.first && (uchar(bytes[shift]) & 0xc0) == 0x80)
            ++shift;
    }
    RowPreview preview{shifted(type, direction, payload, wholeSize, shift, maxChars), {}};
    const qsizetype offset = shift > 0 ? 1 : 0;
    for (const TextRange &range : found) {
        const qsizetype begin = offset + shownSize(bytes.sliced(shift, range.first - shift), maxChars);
        const qsizetype end = std::min(
                offset + shownSize(bytes.sliced(shift, range.first + range.second - shift), maxChars),
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
