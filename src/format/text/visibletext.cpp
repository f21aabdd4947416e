// SPDX-License-Identifier: MIT
#include "format/text/visibletext.h"

#include "format/text/unseen.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

// In a sentence there is room for no more.
static constexpr qsizetype MaxQuoted = 60;

QString visibleText(const QString &text)
{
    static const QRegularExpression lineEnd(u"\\r\\n|[\\n\\r\\x{85}\\x{2028}\\x{2029}]"_s);
    QString line = text;
    line.replace(lineEnd, u"↵"_s).replace(u'\t', u' ');
    return withUnseenNamed(line);
}

QString quotedInput(const QString &input)
{
    const QString line = input.left(4 * MaxQuoted).simplified();
    const bool isCut = line.size() > MaxQuoted || input.size() > 4 * MaxQuoted;
    QString begin = line.left(MaxQuoted);
    if (!begin.isEmpty() && begin.back().isHighSurrogate())
        begin.chop(1);
    QString visible = visibleText(begin);
    visible.replace(u'“', u'"').replace(u'”', u'"');
    return u"“%1”"_s.arg(isCut ? visible + u'…' : visible);
}
