// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>
#include <QStringView>

/// A line of a text, or a piece of a long one.
struct TextLine
{
    QStringView text;
    /// What stands between it and the next one: "\n", "\r\n", "\r" and whatever else ends a line in Qt's
    /// documents; empty behind the last line, and where a long line goes on.
    QStringView end;
};

/// Takes a text apart without losing anything: all lines and their ends, in order, are the text. Lines of
/// more than `longest` UTF-16 code units come in pieces, none of which ends within a character.
QList<TextLine> textLines(QStringView text, qsizetype longest);

/// "CRLF", "U+2029": how a line end is named; empty for no line end.
QString lineEndName(QStringView end);

/// The text with all of its line ends replaced by `end`.
QString withLineEnds(QStringView text, QStringView end);
