// SPDX-License-Identifier: MIT
#include "format/text/typography.h"

#include "format/text/unseen.h"

#include <algorithm>
#include <array>

static char32_t codePointBefore(QStringView text, qsizetype at)
{
    if (at > 1 && text[at - 1].isLowSurrogate() && text[at - 2].isHighSurrogate())
        return QChar::surrogateToUcs4(text[at - 2], text[at - 1]);
    return at > 0 ? char32_t(text[at - 1].unicode()) : 0;
}

bool isInvisibleAt(QStringView text, qsizetype at)
{
    const QChar c = text[at];
    return c.unicode() > 0x7f && !c.isSpace() && !c.isSurrogate() && c.category() != QChar::Other_Control
           && isUnseen(c.unicode(), codePointBefore(text, at));
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

QString withoutLineEnds(QString text)
{
    return text.removeIf([](QChar c) { return c == u'\n' || c == u'\r' || c == u'\t'; });
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

namespace {
/// Where what quotes open ends. It is asked from the front to the back, and then reads the text once per kind
/// of quote, however many are open.
class ClosingQuotes
{
public:
    explicit ClosingQuotes(const QString &text)
        : m_text(text)
    {}

    // Where the span that a typographic quote opens ends; -1 if that is none. Often only one of the two was
    // changed.
    qsizetype of(qsizetype opening)
    {
        if (!isTypographicQuote(m_text[opening]) || (opening > 0 && m_text[opening - 1].isLetterOrNumber()))
            return -1;
        const bool isSingle = isSingleQuote(m_text[opening]);
        const qsizetype typographic = next(&m_typographic[isSingle], opening + 1, [isSingle](QChar c) {
            return isTypographicQuote(c) && isSingleQuote(c) == isSingle;
        });
        if (typographic < m_text.size())
            return typographic;
        const qsizetype plain = next(&m_plain[isSingle], opening + 1,
                                     [isSingle](QChar c) { return c == (isSingle ? u'\'' : u'"'); });
        return plain < m_text.size() ? plain : -1;
    }

private:
    // The next quote of that kind that a word ends behind, so that an apostrophe is none; the text's size if
    // there is none. `known` is what came last.
    template <typename IsQuote>
    qsizetype next(qsizetype *known, qsizetype from, IsQuote isQuote) const
    {
        const auto closesAt = [&](qsizetype i) {
            return isQuote(m_text[i]) && (i + 1 == m_text.size() || !m_text[i + 1].isLetterOrNumber());
        };
        for (*known = std::max(*known, from); *known < m_text.size() && !closesAt(*known);)
            ++*known;
        return *known;
    }

    QStringView m_text;
    // Of double and of single ones.
    std::array<qsizetype, 2> m_typographic{};
    std::array<qsizetype, 2> m_plain{};
};
} // namespace

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
    ClosingQuotes closing(text);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool beginsWord = result.isEmpty() || result.back().isSpace();
        if (c == u'\\' && i + 1 < text.size()) {
            result += text.mid(i++, 2);
        } else if (c == u'"' || c == u'\'') {
            const qsizetype end = plainQuotesEnd(text, i, language);
            result += QStringView(text).mid(i, end - i);
            i = end - 1;
        } else if (const qsizetype end = closing.of(i); end > 0) {
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
