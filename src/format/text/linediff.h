// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <functional>

/// One line of the difference of two texts.
struct DiffLine
{
    enum class Kind : quint8 { Same, Added, Removed };

    Kind kind = Kind::Same;
    /// Without its line break. Of the text that was compared, which must outlive it.
    QByteArrayView text;
};

/// The difference of two texts by line. Same and Removed lines are, in order, the lines of the left text,
/// Same and Added lines those of the right one; "\n" separates lines, so that a text has one line more than
/// line breaks.
struct LineDiff
{
    QList<DiffLine> lines;
    /// False where the texts were too long or too different for the fewest lines to be looked for: between
    /// the first and the last lines that are the same, all count as removed and added.
    bool isMinimal = true;
};

/// At most 20,000 lines of each text between those that begin and end both, and 2,000 lines of difference,
/// are looked at for the fewest lines (Myers' algorithm). Time and memory are bounded but for what is linear
/// in the texts. `cancelled` is asked now and then; what is returned after that is of no use. May be called
/// from any thread.
LineDiff diffLines(
        const QByteArray &left, const QByteArray &right,
        const std::function<bool()> &cancelled = [] { return false; });
