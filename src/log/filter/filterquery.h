// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonpath.h"
#include "message.h"

#include <QList>
#include <QMetaType>
#include <QString>

#include <limits>
#include <variant>

/// The payload contains it. Case counts if it has an upper-case letter.
struct FilterWord
{
    QString text;

    bool isCaseSensitive() const;
    bool operator==(const FilterWord &) const = default;
};

/// The payload, as UTF-8, matches it somewhere (see Regex).
struct FilterRegex
{
    QString pattern;
    bool ignoreCase = false;

    bool operator==(const FilterRegex &) const = default;
};

/// One bit for each direction: 1 << int(Direction).
struct FilterDirections
{
    quint32 bits = 0;

    bool operator==(const FilterDirections &) const = default;
};

/// One bit for each type: 1 << int(MessageType).
struct FilterTypes
{
    quint32 bits = 0;

    bool operator==(const FilterTypes &) const = default;
};

/// Payload bytes, both ends included.
struct FilterSize
{
    qint64 least = 0;
    qint64 most = std::numeric_limits<qint64>::max();

    bool operator==(const FilterSize &) const = default;
};

/// Numbers of entries, both ends included.
struct FilterSequences
{
    quint64 first = 1;
    quint64 last = std::numeric_limits<quint64>::max();

    bool operator==(const FilterSequences &) const = default;
};

/// Times as parseLogPlace() understands them, which depends on the session's day; an empty one is open.
/// Each stands for its whole unit: "10:31" ends when 10:32 begins.
struct FilterTimes
{
    QString from;
    QString to;

    bool operator==(const FilterTimes &) const = default;
};

/// From so many microseconds before the newest entry on, as that is when the filter is set: the beginning
/// does not slide with the entries that come later.
struct FilterLast
{
    qint64 us = 0;

    bool operator==(const FilterLast &) const = default;
};

/// A value inside a JSON payload.
struct FilterJson
{
    enum class Operator { Exists, Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Matches };

    JsonPath path;
    Operator op = Operator::Exists;
    /// What to compare with. Unquoted, "10" is the number and the string, and true, false and null are
    /// these literals as well as strings.
    QString value;
    bool isQuoted = false;
    /// For Matches, on the decoded string.
    FilterRegex regex;

    bool operator==(const FilterJson &) const = default;
};

using FilterAtom = std::variant<FilterWord, FilterRegex, FilterDirections, FilterTypes, FilterSize,
                                FilterSequences, FilterTimes, FilterLast, FilterJson>;

/// Alternatives of which one must hold, or none of them.
struct FilterTerm
{
    QList<FilterAtom> alternatives;
    bool isNegated = false;
    /// Where it stands in the text that was parsed, the minus included, in UTF-16 code units.
    qsizetype start = 0;
    qsizetype length = 0;

    /// Whatever the place.
    bool operator==(const FilterTerm &other) const
    {
        return isNegated == other.isNegated && alternatives == other.alternatives;
    }
};

/// Terms joined by OR, of which one must hold.
using FilterGroup = QList<FilterTerm>;

/// What is wrong with a filter, and where.
struct FilterProblem
{
    qsizetype start = 0;
    qsizetype length = 0;
    /// Says what is wrong and what to do. Plain text; empty if nothing is wrong.
    QString sentence;

    bool operator==(const FilterProblem &) const = default;
};

/// The line to filter with, understood: groups that must all hold. A plain value; says nothing of how it is
/// evaluated (see FilterMatcher).
///
/// Terms are separated by blanks:
///
///     word  "two words"          in the payload; \" and \\ within quotes
///     /regex/  /regex/i          \/ for a slash
///     -term                      not
///     a|b    a OR b              either, within a term and between terms; OR binds closer than the blank
///     dir:in,out,local           type:text,binary,ping,pong,close,error,open,retry,note
///     size:>1k size:>=1k size:<1M size:10k..1M size:100      k is 1000 and M 1000 k, as the log shows them
///     time:10:31..10:32 time:10:31.. time:..10:32 time:10:31
///     seq:1000.. seq:..2000 seq:1000..2000 seq:7             last:30s last:5m last:2h last:1d
///     $.path $.path=value $.n>10 $.n>=10 $.n<10 $.n<=10 $.n!=10 $.s~/re/ $.s="two words"
///
/// A word is whatever is none of the others, so that "https://x", /api/v1 and `"p":64` - a quotation mark
/// that does not end the term - are words as they stand. After | the same operator goes on: $.side=buy|sell,
/// unless a path, a key such as dir: or (but for ~) an expression follows.
class FilterQuery
{
public:
    /// Everything.
    FilterQuery() = default;
    /// Out of terms such as parse() makes: what cannot be written cannot be printed either - an empty word,
    /// pattern or set of bits, or a word after a comparison with a JSON value within one term.
    explicit FilterQuery(QList<FilterGroup> groups)
        : m_groups(std::move(groups))
    {}

    static FilterQuery parse(const QString &text);

    const QList<FilterGroup> &groups() const { return m_groups; }
    bool isEmpty() const { return m_groups.isEmpty(); }
    /// A query that is not valid has no groups.
    bool isValid() const { return m_problem.sentence.isEmpty(); }
    const FilterProblem &problem() const { return m_problem; }

    /// In one spelling: parse() gives the same query again.
    QString toString() const;

    bool operator==(const FilterQuery &other) const
    {
        return m_groups == other.m_groups && m_problem == other.m_problem;
    }

private:
    QList<FilterGroup> m_groups;
    FilterProblem m_problem;
};

Q_DECLARE_METATYPE(FilterQuery)
