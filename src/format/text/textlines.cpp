// SPDX-License-Identifier: MIT
#include "format/text/textlines.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

// Beside CR and LF, what QTextCursor::insertText() takes for the end of a paragraph, and U+2028, which it
// shows as one.
static bool endsLine(QChar c)
{
    switch (c.unicode()) {
    case u'\n':
    case u'\r':
    case u'\u2028':
    case u'\u2029':
    case 0xFDD0:
    case 0xFDD1:
        return true;
    default:
        return false;
    }
}

QList<TextLine> textLines(QStringView text, qsizetype longest)
{
    QList<TextLine> lines;
    for (;;) {
        const QStringView head = text.first(std::min(text.size(), longest));
        const auto found = std::find_if(head.begin(), head.end(), endsLine);
        qsizetype size = found - head.begin();
        qsizetype endSize = 0;
        if (size == head.size() && size == text.size()) {
            lines.append({text, {}});
            return lines;
        }
        if (endsLine(text[size]))
            endSize = text.sliced(size).startsWith("\r\n"_L1) ? 2 : 1;
        else if (size > 1 && text[size].isLowSurrogate() && text[size - 1].isHighSurrogate())
            --size;
        lines.append({text.first(size), text.sliced(size, endSize)});
        text = text.sliced(size + endSize);
    }
}

QString lineEndName(QStringView end)
{
    if (end.isEmpty())
        return {};
    if (end == "\n"_L1)
        return u"LF"_s;
    if (end == "\r"_L1)
        return u"CR"_s;
    if (end == "\r\n"_L1)
        return u"CRLF"_s;
    return u"U+"_s + QString::number(end.front().unicode(), 16).toUpper();
}

QString withLineEnds(QStringView text, QStringView end)
{
    QString result;
    result.reserve(text.size());
    for (const TextLine &line : textLines(text, std::numeric_limits<qsizetype>::max())) {
        result += line.text;
        if (!line.end.isEmpty())
            result += end;
    }
    return result;
}
