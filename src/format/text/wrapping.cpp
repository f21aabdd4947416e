// SPDX-License-Identifier: MIT
#include "format/text/wrapping.h"

#include <algorithm>

// UTF-16 code units: a word of so many takes some milliseconds.
static constexpr qsizetype LongestWord = 8 * 1024;
static constexpr qsizetype MostBlanks = 32 * 1024;

Wrapping quickWrapping(QStringView line)
{
    if (line.size() <= LongestWord)
        return Wrapping::AtWords;
    qsizetype longestWord = 0;
    for (auto at = line.begin(); at != line.end();) {
        const bool isBlank = at->isSpace();
        const auto end = std::find_if(at, line.end(), [&](QChar c) { return c.isSpace() != isBlank; });
        if (isBlank && end - at > MostBlanks)
            return Wrapping::Not;
        if (!isBlank)
            longestWord = std::max<qsizetype>(longestWord, end - at);
        at = end;
    }
    return longestWord > LongestWord ? Wrapping::Anywhere : Wrapping::AtWords;
}
