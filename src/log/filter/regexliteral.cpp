// SPDX-License-Identifier: MIT
#include "log/filter/regexliteral.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

class LiteralFinder
{
public:
    explicit LiteralFinder(const FilterRegex &regex)
        : m_pattern(regex.pattern)
        , m_ignoreCase(regex.ignoreCase)
    {}

    QString find();

private:
    bool isAtEnd() const { return m_at >= m_pattern.size(); }
    QChar current() const { return m_pattern.at(m_at); }
    void endRun();
    void add(QChar c);
    bool takeEscape();
    bool skipEscaped();
    bool skipClass();
    bool skipGroup();
    bool takeQuantifier();
    bool isPlain(QChar c) const;

    const QString m_pattern;
    const bool m_ignoreCase;
    qsizetype m_at = 0;
    QString m_run;
    QString m_longest;
};

// What is one character of the text however it is compared. Other cases of k and s are beyond ASCII.
bool LiteralFinder::isPlain(QChar c) const
{
    if (c.isSurrogate() || c == QChar::ReplacementCharacter || c == QChar::ByteOrderMark || c.isNull())
        return false;
    return !m_ignoreCase || (c.unicode() < 0x80 && !u"kKsS"_s.contains(c));
}

void LiteralFinder::endRun()
{
    if (m_run.size() > m_longest.size())
        m_longest = m_run;
    m_run.clear();
}

void LiteralFinder::add(QChar c)
{
    if (isPlain(c))
        m_run.append(c);
    else
        endRun();
}

// A quantifier makes what is before it no part of the run: it may be there never, or again.
bool LiteralFinder::takeQuantifier()
{
    if (isAtEnd() || !u"?*+{"_s.contains(current()))
        return false;
    if (current() == u'{') {
        static const QRegularExpression counts(u"\\{[0-9, ]*\\}"_s);
        const QRegularExpressionMatch match = counts.match(m_pattern, m_at, QRegularExpression::NormalMatch,
                                                           QRegularExpression::AnchorAtOffsetMatchOption);
        // A brace like any other character.
        if (!match.hasMatch())
            return false;
        m_at = match.capturedEnd() - 1;
    }
    ++m_at;
    while (!isAtEnd() && u"?+"_s.contains(current()))
        ++m_at;
    return true;
}

// False if nothing can be said of the pattern any more.
bool LiteralFinder::takeEscape()
{
    if (!skipEscaped())
        return false;
    const QChar c = current();
    ++m_at;
    if (c.unicode() < 0x80 && !c.isLetterOrNumber()) {
        if (!takeQuantifier())
            add(c);
        else
            endRun();
        return true;
    }
    endRun();
    // What may follow belongs to it: \x41, \x{41}, \p{L}, \g{1}, \k<n>, \cA, \12.
    if (u"xopPgkNc0123456789"_s.contains(c))
        return false;
    takeQuantifier();
    return true;
}

// To the escaped character, unless it begins or ends a quotation.
bool LiteralFinder::skipEscaped()
{
    ++m_at;
    return !isAtEnd() && current() != u'Q' && current() != u'E';
}

bool LiteralFinder::skipClass()
{
    endRun();
    ++m_at;
    if (!isAtEnd() && current() == u'^')
        ++m_at;
    // First in a class, a bracket is one of its characters.
    if (!isAtEnd() && current() == u']')
        ++m_at;
    for (; !isAtEnd() && current() != u']'; ++m_at) {
        if (current() == u'[')
            return false; // [:alpha:] and the like.
        if (current() == u'\\' && !skipEscaped())
            return false;
    }
    ++m_at;
    takeQuantifier();
    return true;
}

bool LiteralFinder::skipGroup()
{
    endRun();
    int depth = 0;
    for (; !isAtEnd(); ++m_at) {
        const QChar c = current();
        if (c == u'\\') {
            if (!skipEscaped())
                return false;
        } else if (c == u'[') {
            if (!skipClass())
                return false;
            --m_at;
        } else if (c == u'(') {
            // Options, comments, looking around, conditions.
            if (m_pattern.mid(m_at + 1, 1) == u"?" || m_pattern.mid(m_at + 1, 1) == u"*")
                return false;
            ++depth;
        } else if (c == u')' && --depth == 0) {
            ++m_at;
            takeQuantifier();
            return true;
        }
    }
    return false;
}

QString LiteralFinder::find()
{
    while (!isAtEnd()) {
        const QChar c = current();
        bool ok = true;
        if (c == u'|' || c == u')') {
            ok = false;
        } else if (c == u'\\') {
            ok = takeEscape();
        } else if (c == u'[') {
            ok = skipClass();
        } else if (c == u'(') {
            ok = skipGroup();
        } else if (u".^$"_s.contains(c)) {
            endRun();
            ++m_at;
            takeQuantifier();
        } else if (takeQuantifier()) {
            return {}; // Of nothing.
        } else {
            ++m_at;
            // In "ab*" the a is always there, the b is not.
            if (takeQuantifier())
                endRun();
            else
                add(c);
        }
        if (!ok)
            return {};
    }
    endRun();
    return m_longest;
}

} // namespace

QString requiredText(const FilterRegex &regex)
{
    const QString text = LiteralFinder(regex).find();
    // Of less, there is too much everywhere.
    return text.size() >= 2 ? text : QString();
}
