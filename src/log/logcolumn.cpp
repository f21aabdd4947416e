// SPDX-License-Identifier: MIT
#include "log/logcolumn.h"

#include "format/preview.h"
#include "format/text/numbers.h"
#include "log/filter/filtervalues.h"
#include "log/logmodel.h"
#include "record/record.h"

using namespace Qt::StringLiterals;

static QString directionSign(const LogModel &, const LogRow &row)
{
    switch (row.head.direction) {
    case Direction::In:
        return u"↓"_s;
    case Direction::Out:
        return u"↑"_s;
    case Direction::Local:
        break;
    }
    return u"●"_s;
}

static QString directionInWords(const LogModel &, const LogRow &row)
{
    switch (row.head.direction) {
    case Direction::In:
        return LogModel::tr("received");
    case Direction::Out:
        return LogModel::tr("sent");
    case Direction::Local:
        return LogModel::tr("local");
    }
    return {};
}

static QString size(const LogModel &, const LogRow &row)
{
    return row.head.direction == Direction::Local ? QString() : formatSize(row.head.size);
}

// With what it was on the wire.
static QString sizeToolTip(const LogModel &log, const LogRow &row)
{
    return row.head.direction == Direction::Local
                   ? QString()
                   : sizeInWords(row.head.size, log.record()->wireBytes(row.head.sequence));
}

const LogColumn &LogColumn::at(int column)
{
    constexpr auto left = Qt::AlignLeft | Qt::AlignVCenter;
    constexpr auto right = Qt::AlignRight | Qt::AlignVCenter;
    using Font = LogColumn::Font;
    using Tone = LogColumn::Tone;
    // In the order of LogModel::Column.
    static const LogColumn columns[] = {
            {"time",
             LogModel::tr("Time"),
             {},
             u"00:00:00.000"_s,
             left,
             Font::Figures,
             Tone::Payload,
             false,
             [](const LogModel &, const LogRow &row) { return formatTimeOfDay(row.head.timeUs); }},
            {"delta", u"Δ"_s, LogModel::tr("Time since the entry before"), u"+000.00 ms"_s, right,
             Font::Figures, Tone::Quiet, false,
             [](const LogModel &log, const LogRow &row) { return log.delta(row); }},
            {"direction",
             {},
             LogModel::tr("Direction"),
             u"●"_s,
             Qt::AlignCenter,
             Font::Words,
             Tone::Direction,
             false,
             directionSign,
             directionInWords},
            {"type",
             LogModel::tr("Type"),
             {},
             u"binary"_s,
             left,
             Font::Words,
             Tone::Quiet,
             true,
             [](const LogModel &, const LogRow &row) { return filterTypeNames().value(int(row.head.type)); }},
            {"size",
             LogModel::tr("Size"),
             {},
             u"000.0 MB"_s,
             right,
             Font::Figures,
             Tone::Quiet,
             false,
             size,
             nullptr,
             sizeToolTip},
            {"message",
             LogModel::tr("Message"),
             {},
             {},
             left,
             Font::Figures,
             Tone::Payload,
             true,
             [](const LogModel &, const LogRow &row) { return row.preview; }},
    };
    static_assert(std::size(columns) == LogModel::ColumnCount);
    static const LogColumn ofValues{{}, {}, {}, {}, left, Font::Figures, Tone::Payload, false, nullptr};
    return column < LogModel::ColumnCount ? columns[column] : ofValues;
}
