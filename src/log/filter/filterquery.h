// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterterm.h"

#include <QMetaType>
#include <QString>

#include <functional>

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

    /// The same query, of a record in which the entries of the last so many microseconds begin with
    /// `firstWithin` of them.
    FilterQuery begunAt(const std::function<quint64(qint64 us)> &firstWithin) const;

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

/// What a filter says of pings and pongs, while the log hides those that nobody asks for. Pure functions, for
/// any thread.
///
/// They are named by a term such as type:ping,text or dir:in|type:pong: then they are entries like any
/// others, to be found and, where matches are highlighted, to stand among the others. A word, an expression
/// or a JSON value finds those that have it in their payload, and no others. What asks for nothing in them -
/// dir:in, size:<10, last:5m, -word, -type:ping - leaves them hidden.

bool namesHeartbeats(const FilterQuery &query);

/// They are named, or whatever the filter finds has something in its payload that was asked for.
bool findsHeartbeats(const FilterQuery &query);

/// The same filter for all else.
FilterQuery withoutHeartbeats(const FilterQuery &query);

/// What the log does with what does not match. The settings keep the numbers.
enum class FilterMode {
    ShowOnly = 0,  ///< It is not shown.
    Highlight = 1, ///< It stays, and one goes from hit to hit.
};

Q_DECLARE_METATYPE(FilterMode)
