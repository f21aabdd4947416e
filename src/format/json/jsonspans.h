// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QStringView>

/// A part of a line of JSON that has a colour. Positions are in UTF-16 code units of the line.
struct JsonSpan
{
    enum class Kind : quint8 {
        Key,
        String,
        Number,
        Literal, ///< true, false and null.
        Punctuation,
    };

    Kind kind = Kind::Punctuation;
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const JsonSpan &) const = default;
};

/// The spans of one line, for a QSyntaxHighlighter. No state goes from line to line, as JSON has no
/// token that spans lines. Lines that are not JSON are coloured as far as they look like it: a string
/// that is not closed ends with the line, words that are no literals have no span. Stops at `maxSpans`
/// spans, so that one endless line costs little.
QList<JsonSpan> jsonSpans(QStringView line, qsizetype maxSpans = 10000);
