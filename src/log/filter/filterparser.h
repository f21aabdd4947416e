// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

#include <QCoreApplication>
#include <QString>

#include <optional>

/// Reads one line of a filter from left to right (FilterQuery describes the grammar) and stops at the first
/// problem. Linear in time, no recursion. For one use, on any thread.
class FilterParser
{
    Q_DECLARE_TR_FUNCTIONS(FilterParser)

public:
    explicit FilterParser(const QString &text);

    /// The groups; nothing if there is a problem.
    std::optional<QList<FilterGroup>> parse();
    const FilterProblem &problem() const { return m_problem; }

private:
    bool parseTerm(FilterTerm *term);
    bool parseAlternative(const QList<FilterAtom> &before, FilterAtom *atom);
    bool parseQuotedWord(FilterAtom *atom);
    bool parseSlashed(FilterAtom *atom);
    bool parseKeyed(FilterAtom *atom);
    bool parseJson(FilterAtom *atom);
    bool parseOperator(qsizetype start, FilterJson *json);
    bool parseJsonValue(FilterJson *json);
    bool parseJsonRegex(FilterJson *json);
    void takeWord(FilterAtom *atom);
    /// The expression whose slash is here, or nothing: none, or with a problem.
    std::optional<FilterRegex> takeRegex();
    bool isOtherAlternative(const FilterJson &json) const;
    bool isTermEnd(qsizetype position) const;
    QStringView bareText() const;
    bool fail(qsizetype start, qsizetype end, const QString &sentence);

    const QString m_text;
    qsizetype m_at = 0;
    FilterProblem m_problem;
};

/// What the parser, the printer and the completion must agree on.
namespace FilterSyntax {

/// Where a term ends at the latest.
bool isBlank(QChar c);
/// Whether the text is a path, right or wrong, rather than a word such as "$100".
bool beginsPath(QStringView text);
/// The closing `delimiter` that no backslash hides, from `start` on; -1 if there is none.
qsizetype closingAt(QStringView text, QChar delimiter, qsizetype start);
/// Behind the expression whose first slash is at `start`, its option included; -1 if there is none.
qsizetype regexEnd(QStringView text, qsizetype start);
/// What joins terms.
inline constexpr QStringView Or = u"OR";

} // namespace FilterSyntax
