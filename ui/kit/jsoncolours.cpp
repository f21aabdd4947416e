// SPDX-License-Identifier: MIT
#include "ui/kit/jsoncolours.h"

#include "format/json/jsonspans.h"
#include "ui/kit/theme.h"

#include <QPalette>

JsonColours::JsonColours(const QPalette &palette)
    : key(Theme::accent(palette))
    , string(Theme::good(palette))
    , number(Theme::busy(palette))
    , literal(Theme::readable(Theme::mixed(Theme::accent(palette), Theme::bad(palette), 0.5), palette))
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
