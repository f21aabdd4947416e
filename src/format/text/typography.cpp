// SPDX-License-Identifier: MIT
#include "format/text/typography.h"

static bool isBeyondAscii(QStringView text, qsizetype at)
{
    return at >= 0 && at < text.size() && text[at].unicode() > 0x7f;
}

bool isInvisibleAt(QStringView text, qsizetype at)
{
    const char16_t c = text[at].unicode();
    if (c == 0x200c || c == 0x200d)
        return !isBeyondAscii(text, at - 1) || !isBeyondAscii(text, at + 1);
    return c == 0x00ad || c == 0x061c || c == 0x180e || c == 0x200b || c == 0x200e || c == 0x200f
           || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2069) || c == 0xfeff;
}

QString withoutInvisible(const QString &text)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isInvisibleAt(text, i))
            result += text[i];
    }
    return result;
}

bool isTypographicQuote(QChar c)
{
    return c == u'«' || c == u'»' || c == u'‹' || c == u'›' || (c >= u'‘' && c <= u'‟')
           || (c >= u'「' && c <= u'』') || (c >= u'〝' && c <= u'〟') || c == u'＂' || c == u'＇';
}

bool isTypographicDash(QChar c)
{
    return (c >= u'\u2010' && c <= u'\u2015') || c == u'\u2212' || c == u'\ufe58' || c == u'\ufe63'
           || c == u'\uff0d';
}

static bool isPair(QChar first, QChar last)
{
    if (first == u'<')
        return last == u'>';
    if (first == u'"' || first == u'\'' || first == u'`')
        return last == first;
    return isTypographicQuote(first) && isTypographicQuote(last);
}

QString unquoted(const QString &text)
{
    QString inner = text.trimmed();
    while (inner.size() > 1 && isPair(inner.front(), inner.back()))
        inner = inner.sliced(1).chopped(1).trimmed();
    return inner;
}
