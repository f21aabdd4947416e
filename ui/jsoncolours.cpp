// SPDX-License-Identifier: MIT
#include "ui/jsoncolours.h"

#include "format/jsonspans.h"
#include "ui/theme.h"

#include <QPalette>

#include <algorithm>
#include <cmath>

static constexpr double ReadableContrast = 4.5;

static double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

static QColor readable(const QColor &color, const QPalette &palette)
{
    const QColor base = palette.color(QPalette::Base);
    const QColor text = palette.color(QPalette::Text);
    for (const double share : {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2}) {
        const QColor candidate = Theme::mixed(color, text, share);
        if (contrastRatio(candidate, base) >= ReadableContrast)
            return candidate;
    }
    return text;
}

JsonColours::JsonColours(const QPalette &palette)
    : key(readable(Theme::accent(palette), palette))
    , string(readable(Theme::good(palette), palette))
    , number(readable(Theme::busy(palette), palette))
    , literal(readable(Theme::mixed(Theme::accent(palette), Theme::bad(palette), 0.5), palette))
{}

/// Where the string ends that the line begins in, its closing quote included.
static qsizetype endOfString(QStringView line)
{
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'\\')
            ++i;
        else if (line[i] == u'"')
            return i + 1;
    }
    return line.size();
}

static QTextLayout::FormatRange range(qsizetype start, qsizetype length, const QColor &color)
{
    QTextLayout::FormatRange result;
    result.start = int(start);
    result.length = int(length);
    result.format.setForeground(color);
    return result;
}

QList<QTextLayout::FormatRange> jsonFormats(QStringView line, const JsonColours &colours, bool insideString)
{
    QList<QTextLayout::FormatRange> formats;
    qsizetype from = 0;
    if (insideString) {
        from = endOfString(line);
        formats.append(range(0, from, colours.string));
    }
    const QList<JsonSpan> spans = jsonSpans(line.mid(from));
    for (const JsonSpan &span : spans) {
        switch (span.kind) {
        case JsonSpan::Kind::Key:
            formats.append(range(from + span.start, span.length, colours.key));
            break;
        case JsonSpan::Kind::String:
            formats.append(range(from + span.start, span.length, colours.string));
            break;
        case JsonSpan::Kind::Number:
            formats.append(range(from + span.start, span.length, colours.number));
            break;
        case JsonSpan::Kind::Literal:
            formats.append(range(from + span.start, span.length, colours.literal));
            break;
        case JsonSpan::Kind::Punctuation:
            break;
        }
    }
    return formats;
}
