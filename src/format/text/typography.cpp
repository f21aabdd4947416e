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

static bool isSingleQuote(QChar c)
{
    return (c >= u'‘' && c <= u'‛') || c == u'‹' || c == u'›' || c == u'＇' || c == u'\'';
}

// The next quote of that kind that a word ends behind, so that an apostrophe is none. -1 if there is none.
template <typename IsQuote>
static qsizetype quoteBehind(const QString &text, qsizetype from, IsQuote isQuote)
{
    for (qsizetype i = from; i < text.size(); ++i) {
        if (isQuote(text[i]) && (i + 1 == text.size() || !text[i + 1].isLetterOrNumber()))
            return i;
    }
    return -1;
}

// Where the span that a typographic quote opens ends; -1 if that is none. Often only one of the two was
// changed.
static qsizetype closingQuote(const QString &text, qsizetype opening)
{
    if (!isTypographicQuote(text[opening]) || (opening > 0 && text[opening - 1].isLetterOrNumber()))
        return -1;
    const bool isSingle = isSingleQuote(text[opening]);
    const qsizetype typographic = quoteBehind(text, opening + 1, [isSingle](QChar c) {
        return isTypographicQuote(c) && isSingleQuote(c) == isSingle;
    });
    if (typographic >= 0)
        return typographic;
    return quoteBehind(text, opening + 1, [isSingle](QChar c) { return c == (isSingle ? u'\'' : u'"'); });
}

// In a shell, a backslash means something in "…" and in $'…'.
static qsizetype plainQuotesEnd(const QString &text, qsizetype opening, QuotedBy language)
{
    const bool isLiteral = language == QuotedBy::Shell && text[opening] == u'\''
                           && (opening == 0 || text[opening - 1] != u'$');
    for (qsizetype i = opening + 1; i < text.size(); ++i) {
        if (text[i] == u'\\' && !isLiteral)
            ++i;
        else if (text[i] == text[opening])
            return i + 1;
    }
    return text.size();
}

static QString plainQuoted(QStringView inner)
{
    QString result(u'"');
    for (const QChar c : inner) {
        if (c == u'\\' || c == u'"' || c == u'$' || c == u'`')
            result += u'\\';
        result += c;
    }
    return result + u'"';
}

// "—header" was "--header", "–H" and "—H" were "-H".
static QStringView plainDash(const QString &text, qsizetype next)
{
    const auto isLetter = [&](qsizetype i) { return i < text.size() && text[i].isLetter(); };
    return isLetter(next) && !isLetter(next + 1) ? u"-" : u"--";
}

QString withPlainMarks(const QString &text, QuotedBy language)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool beginsWord = result.isEmpty() || result.back().isSpace();
        if (c == u'\\' && i + 1 < text.size()) {
            result += text.mid(i++, 2);
        } else if (c == u'"' || c == u'\'') {
            const qsizetype end = plainQuotesEnd(text, i, language);
            result += QStringView(text).mid(i, end - i);
            i = end - 1;
        } else if (const qsizetype end = closingQuote(text, i); end > 0) {
            result += plainQuoted(QStringView(text).mid(i + 1, end - i - 1));
            i = end;
        } else if (beginsWord && isTypographicDash(c)) {
            while (i + 1 < text.size() && (isTypographicDash(text[i + 1]) || text[i + 1] == u'-'))
                ++i;
            result += plainDash(text, i + 1);
        } else if (!isInvisibleAt(text, i)) {
            result += c.isSpace() && c.unicode() > 0x7f ? QChar(u' ') : c;
        }
    }
    return result;
}
