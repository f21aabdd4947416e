// SPDX-License-Identifier: MIT
#include "log/filter/filtersyntax.h"

bool FilterSyntax::isBlank(QChar c)
{
    return c.isSpace();
}

bool FilterSyntax::beginsPath(QStringView text)
{
    constexpr QStringView follows = u".[=!<>~|";
    return text.startsWith(u'$') && (text.size() == 1 || follows.contains(text[1]) || isBlank(text[1]));
}

qsizetype FilterSyntax::closingAt(QStringView text, QChar delimiter, qsizetype start)
{
    for (qsizetype at = start; at < text.size(); ++at) {
        if (text[at] == u'\\')
            ++at;
        else if (text[at] == delimiter)
            return at;
    }
    return -1;
}

qsizetype FilterSyntax::regexEnd(QStringView text, qsizetype start)
{
    const qsizetype closing = closingAt(text, u'/', start + 1);
    // "//" begins a comment.
    if (closing <= start + 1)
        return -1;
    const qsizetype end = text.mid(closing + 1).startsWith(u'i') ? closing + 2 : closing + 1;
    return end == text.size() || text[end] == u'|' || isBlank(text[end]) ? end : -1;
}
