// SPDX-License-Identifier: MIT
#include "log/filter/filterparser.h"

#include "log/filter/filtervalues.h"
#include "log/filter/regex.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr QChar Quote = u'"';
constexpr QChar Slash = u'/';
constexpr QChar Backslash = u'\\';
constexpr QChar Bar = u'|';

struct OperatorName
{
    QStringView text;
    FilterJson::Operator op;
};

// Those that begin like another one come first.
constexpr OperatorName Operators[]{
        {u"!=", FilterJson::Operator::NotEqual},    {u">=", FilterJson::Operator::GreaterOrEqual},
        {u"<=", FilterJson::Operator::LessOrEqual}, {u">", FilterJson::Operator::Greater},
        {u"<", FilterJson::Operator::Less},         {u"=", FilterJson::Operator::Equal},
        {u"~", FilterJson::Operator::Matches},
};

/// Without the backslash before `delimiter` and, in quotation marks, before another backslash; others stay,
/// so that \n finds what JSON writes for a line break.
QString unescaped(QStringView text, QChar delimiter)
{
    QString result;
    result.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (text[at] == Backslash && at + 1 < text.size()) {
            const QChar next = text[++at];
            const bool isHidden = next == delimiter || (delimiter == Quote && next == Backslash);
            if (!isHidden)
                result += Backslash;
            result += next;
        } else {
            result += text[at];
        }
    }
    return result;
}

/// Where in the text as typed an offset into the pattern is.
qsizetype typedOffset(QStringView typed, qsizetype offset)
{
    qsizetype at = 0;
    for (; at < typed.size() && offset > 0; ++at, --offset) {
        if (typed[at] == Backslash && at + 1 < typed.size()) {
            if (typed[at + 1] == Slash)
                ++at;
            else if (offset > 1) {
                ++at;
                --offset;
            }
        }
    }
    return at;
}

} // namespace

FilterParser::FilterParser(const QString &text)
    : m_text(text)
{}

std::optional<QList<FilterGroup>> FilterParser::parse()
{
    QList<FilterGroup> groups;
    qsizetype orAt = -1;
    for (;;) {
        while (m_at < m_text.size() && FilterSyntax::isBlank(m_text[m_at]))
            ++m_at;
        const qsizetype orEnd = m_at + FilterSyntax::Or.size();
        const bool isOr = QStringView(m_text).mid(m_at).startsWith(FilterSyntax::Or)
                          && (orEnd == m_text.size() || FilterSyntax::isBlank(m_text[orEnd]));
        const bool isEnd = m_at == m_text.size();
        if ((isOr && (groups.isEmpty() || orAt >= 0)) || (isEnd && orAt >= 0)) {
            const qsizetype start = isOr ? m_at : orAt;
            fail(start, start + FilterSyntax::Or.size(),
                 tr("OR stands between two terms, as in a OR b; for the word itself type \"OR\"."));
            return std::nullopt;
        }
        if (isEnd)
            return groups;
        if (isOr) {
            orAt = m_at;
            m_at = orEnd;
            continue;
        }
        FilterTerm term;
        if (!parseTerm(&term))
            return std::nullopt;
        if (orAt < 0)
            groups.append(FilterGroup());
        groups.last().append(term);
        orAt = -1;
    }
}

bool FilterParser::parseTerm(FilterTerm *term)
{
    term->start = m_at;
    if (m_text[m_at] == u'-') {
        term->isNegated = true;
        ++m_at;
        if (m_at == m_text.size() || FilterSyntax::isBlank(m_text[m_at])) {
            return fail(
                    m_at - 1, m_at,
                    tr("- stands before the term that must not hold, as in -word; for the character itself "
                       "type \"-\"."));
        }
    }
    for (;;) {
        FilterAtom atom;
        if (!parseAlternative(term->alternatives, &atom))
            return false;
        term->alternatives.append(atom);
        if (m_at == m_text.size() || m_text[m_at] != Bar)
            break;
        ++m_at;
    }
    term->length = m_at - term->start;
    return true;
}

bool FilterParser::parseAlternative(const QList<FilterAtom> &before, FilterAtom *atom)
{
    if (isTermEnd(m_at)) {
        const bool isBefore = m_at < m_text.size() && m_text[m_at] == Bar;
        const qsizetype bar = isBefore ? m_at : m_at - 1;
        return fail(bar, bar + 1,
                    tr("| stands between two alternatives, as in a|b; for the character itself type \"|\"."));
    }
    const FilterJson *json = before.isEmpty() ? nullptr : std::get_if<FilterJson>(&before.last());
    if (json && json->op != FilterJson::Operator::Exists && !isOtherAlternative(*json)) {
        FilterJson next{json->path, json->op, {}, false, {}};
        if (!parseJsonValue(&next))
            return false;
        *atom = next;
        return true;
    }
    const QStringView rest = QStringView(m_text).mid(m_at);
    if (rest.front() == Quote)
        return parseQuotedWord(atom);
    if (rest.front() == Slash)
        return parseSlashed(atom);
    if (FilterSyntax::beginsPath(rest))
        return parseJson(atom);
    if (filterKeyAt(rest))
        return parseKeyed(atom);
    takeWord(atom);
    return true;
}

/// Whether what follows a comparison is more than another value for it.
bool FilterParser::isOtherAlternative(const FilterJson &json) const
{
    const QStringView rest = QStringView(m_text).mid(m_at);
    if (FilterSyntax::beginsPath(rest) || filterKeyAt(rest))
        return true;
    return rest.front() == Slash && json.op != FilterJson::Operator::Matches
           && FilterSyntax::regexEnd(m_text, m_at) >= 0;
}

bool FilterParser::parseQuotedWord(FilterAtom *atom)
{
    const qsizetype closing = FilterSyntax::closingAt(m_text, Quote, m_at + 1);
    if (closing < 0) {
        return fail(m_at, m_text.size(),
                    tr("The quotation mark has no partner: type \" behind the text as well; to find the "
                       "character "
                       "itself type \"\\\"\"."));
    }
    if (!isTermEnd(closing + 1)) {
        takeWord(atom);
        return true;
    }
    if (closing == m_at + 1)
        return fail(m_at, closing + 1,
                    tr("Nothing is between the quotation marks: type what to find there."));
    *atom = FilterWord{unescaped(QStringView(m_text).mid(m_at + 1, closing - m_at - 1), Quote)};
    m_at = closing + 1;
    return true;
}

bool FilterParser::parseSlashed(FilterAtom *atom)
{
    if (FilterSyntax::closingAt(m_text, Slash, m_at + 1) < 0) {
        const QStringView typed = bareText();
        const bool isPlain = !typed.contains(Quote) && !typed.contains(Backslash);
        const QString example =
                isPlain && typed.size() > 1 && typed.size() < 24 ? typed.toString() : u"/abc"_s;
        return fail(
                m_at, m_text.size(),
                tr("The expression has no end: type %1/ to search for an expression, or \"%1\" for the text "
                   "itself.")
                        .arg(example));
    }
    if (FilterSyntax::regexEnd(m_text, m_at) < 0) {
        takeWord(atom);
        return true;
    }
    const auto regex = takeRegex();
    if (!regex)
        return false;
    *atom = *regex;
    return true;
}

std::optional<FilterRegex> FilterParser::takeRegex()
{
    const qsizetype end = FilterSyntax::regexEnd(m_text, m_at);
    if (end < 0)
        return std::nullopt;
    const bool ignoreCase = m_text[end - 1] == u'i';
    const qsizetype closing = ignoreCase ? end - 2 : end - 1;
    const QStringView typed = QStringView(m_text).mid(m_at + 1, closing - m_at - 1);
    const FilterRegex regex{unescaped(typed, Slash), ignoreCase};
    const Regex compiled(regex);
    if (!compiled.problem().isEmpty()) {
        fail(m_at + 1 + typedOffset(typed, compiled.problemAt()), end,
             tr("The expression is not valid: %1. To find the text itself, put it between quotation marks.")
                     .arg(compiled.problem()));
        return std::nullopt;
    }
    m_at = end;
    return regex;
}

bool FilterParser::parseKeyed(FilterAtom *atom)
{
    const QStringView typed = bareText();
    const FilterKey key = *filterKeyAt(typed);
    const qsizetype keyLength = filterKeyText(key).size();
    const FilterValue value = parseFilterValue(key, typed.mid(keyLength));
    if (!value.atom) {
        const FilterProblem &problem = value.problem;
        const qsizetype start = m_at + keyLength + problem.start;
        // Where nothing stands, the key is what is wrong.
        return problem.length == 0 ? fail(m_at, m_at + typed.size(), problem.sentence)
                                   : fail(start, start + problem.length, problem.sentence);
    }
    *atom = *value.atom;
    m_at += typed.size();
    return true;
}

bool FilterParser::parseJson(FilterAtom *atom)
{
    const qsizetype start = m_at;
    qsizetype length = 0;
    QString sentence;
    const auto path = JsonPath::parse(QStringView(m_text).mid(m_at), &length, &sentence);
    if (!path) {
        const qsizetype wrong = std::min(start + length, m_text.size());
        return fail(start, std::max(start + bareText().size(), wrong), sentence);
    }
    FilterJson json;
    json.path = *path;
    m_at += length;
    if (!isTermEnd(m_at) && !(parseOperator(start, &json) && parseJsonValue(&json)))
        return false;
    *atom = json;
    return true;
}

bool FilterParser::parseOperator(qsizetype start, FilterJson *json)
{
    const QStringView rest = QStringView(m_text).mid(m_at);
    const auto name = std::find_if(std::begin(Operators), std::end(Operators),
                                   [rest](const OperatorName &op) { return rest.startsWith(op.text); });
    const QString path = m_text.mid(start, m_at - start);
    if (name == std::end(Operators)) {
        return fail(m_at, m_at + bareText().size(),
                    tr("%1 is followed by one of = != > >= < <= ~ and a value, not by %2.")
                            .arg(filterExcerpt(path), filterExcerpt(bareText())));
    }
    const qsizetype after = m_at + name->text.size();
    if (after < m_text.size() && (m_text[after] == u'=' || m_text[after] == u'~')) {
        return fail(
                m_at, after + 1,
                tr("%1 is no comparison: type one of = != > >= < <= ~; a value that begins with = or ~ goes "
                   "between quotation marks.")
                        .arg(filterExcerpt(QStringView(m_text).mid(m_at, after + 1 - m_at))));
    }
    json->op = name->op;
    m_at = after;
    return true;
}

bool FilterParser::parseJsonValue(FilterJson *json)
{
    if (json->op == FilterJson::Operator::Matches)
        return parseJsonRegex(json);
    if (isTermEnd(m_at)) {
        return fail(m_at - 1, m_at,
                    tr("A value is missing: type it after the comparison, as in $.side=buy, or \"\" for the "
                       "empty "
                       "text."));
    }
    if (m_text[m_at] != Quote) {
        json->value = bareText().toString();
        m_at += json->value.size();
        return true;
    }
    const qsizetype closing = FilterSyntax::closingAt(m_text, Quote, m_at + 1);
    if (closing < 0)
        return fail(m_at, m_text.size(),
                    tr("The quotation mark has no partner: type \" behind the value as well."));
    if (!isTermEnd(closing + 1)) {
        return fail(m_at, std::max(closing + 1, m_at + bareText().size()),
                    tr("The value goes on behind its quotation mark: type a blank or | there, or \\\" for a "
                       "quotation mark in the value."));
    }
    json->value = unescaped(QStringView(m_text).mid(m_at + 1, closing - m_at - 1), Quote);
    json->isQuoted = true;
    m_at = closing + 1;
    return true;
}

bool FilterParser::parseJsonRegex(FilterJson *json)
{
    if (m_at < m_text.size() && m_text[m_at] == Slash) {
        if (const auto regex = takeRegex()) {
            json->regex = *regex;
            return true;
        }
        if (!m_problem.sentence.isEmpty())
            return false;
    }
    const qsizetype length = bareText().size();
    return fail(length > 0 ? m_at : m_at - 1, m_at + length,
                tr("~ takes an expression between slashes, as in $.s~/^BTC/ or $.s~/btc/i; for a value type "
                   "$.s=BTC."));
}

void FilterParser::takeWord(FilterAtom *atom)
{
    const QStringView typed = bareText();
    *atom = FilterWord{typed.toString()};
    m_at += typed.size();
}

bool FilterParser::isTermEnd(qsizetype position) const
{
    return position >= m_text.size() || m_text[position] == Bar || FilterSyntax::isBlank(m_text[position]);
}

/// What stands here up to the next blank or |.
QStringView FilterParser::bareText() const
{
    qsizetype end = m_at;
    while (!isTermEnd(end))
        ++end;
    return QStringView(m_text).mid(m_at, end - m_at);
}

bool FilterParser::fail(qsizetype start, qsizetype end, const QString &sentence)
{
    m_problem = {start, end - start, sentence};
    return false;
}

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
