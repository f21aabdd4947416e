// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QList>
#include <QStringView>
#include <QTextLayout>

class QPalette;

/// The colours of JSON on the palette's base, all of them readable.
struct JsonColours
{
    explicit JsonColours(const QPalette &palette);

    QColor key;
    QColor string;
    QColor number;
    QColor literal;

    bool operator==(const JsonColours &) const = default;
};

/// The formats of one line. `insideString`: the line is the rest of a longer one and begins within a
/// string.
QList<QTextLayout::FormatRange> jsonFormats(QStringView line, const JsonColours &colours,
                                            bool insideString = false);
