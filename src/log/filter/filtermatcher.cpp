// SPDX-License-Identifier: MIT
#include "log/filter/filtermatcher.h"

#include "log/filter/filterjson.h"
#include "log/filter/filtertime.h"
#include "log/filter/regexliteral.h"

#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype KeptChars = 1024 * 1024;

enum Cost { RowCost, WordCost, JsonCost, FoldedCost, RegexCost };

} // namespace

QRegularExpression regularExpression(const FilterRegex &regex)
{
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption;
    if (regex.ignoreCase)
        options |= QRegularExpression::CaseInsensitiveOption;
    return QRegularExpression(regex.pattern, options);
}

FilterMatcher::FilterMatcher(const FilterQuery &query, qint64 newestUs)
    : m_newestUs(newestUs)
{
    for (const FilterGroup &source : query.groups()) {
        Group group;
        for (const FilterTerm &one : source)
            group.terms.push_back(term(one));
        const auto cheaper = [](const Term &a, const Term &b) { return a.cost < b.cost; };
        std::stable_sort(group.terms.begin(), group.terms.end(), cheaper);
        group.cost = group.terms.back().cost;
        m_groups.push_back(std::move(group));
        narrow(source);
    }
    const auto cheaper = [](const Group &a, const Group &b) { return a.cost < b.cost; };
    std::stable_sort(m_groups.begin(), m_groups.end(), cheaper);
}

// Only what must hold by itself.
void FilterMatcher::narrow(const FilterGroup &group)
{
    if (group.size() != 1 || group.first().isNegated || group.first().alternatives.size() != 1)
        return;
    if (const auto *range = std::get_if<FilterSequences>(&group.first().alternatives.first())) {
        m_first = std::max(m_first, range->first);
        m_last = std::min(m_last, range->last);
    }
}

FilterMatcher::Term FilterMatcher::term(const FilterTerm &source)
{
    Term term;
    term.isNegated = source.isNegated;
    for (const FilterAtom &alternative : source.alternatives)
        term.alternatives.push_back(
                std::visit([this](const auto &value) { return atom(value); }, alternative));
    const auto cheaper = [](const Atom &a, const Atom &b) { return a.cost < b.cost; };
    std::stable_sort(term.alternatives.begin(), term.alternatives.end(), cheaper);
    term.cost = term.alternatives.back().cost;
    m_needsPayload |= term.cost > RowCost;
    m_needsDetails |= term.alternatives.front().cost == RowCost;
    return term;
}

FilterMatcher::Atom FilterMatcher::atom(const FilterWord &word)
{
    const bool isFolded = !word.isCaseSensitive();
    return {isFolded ? FoldedCost : WordCost,
            [search = TextSearch(word.text, !isFolded)](const EntryBlock::Row &, QByteArrayView payload) {
                return search.isIn(payload);
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterRegex &regex)
{
    m_hasRegex = true;
    QRegularExpression compiled = regularExpression(regex);
    compiled.optimize();
    const QString required = requiredText(regex);
    if (required.isEmpty())
        return {RegexCost, [this, compiled](const EntryBlock::Row &, QByteArrayView payload) {
                    return matchesRegex(compiled, payload);
                }};
    return {RegexCost, [this, compiled, search = TextSearch(required, !regex.ignoreCase)](
                               const EntryBlock::Row &, QByteArrayView payload) {
                return search.isIn(payload) && matchesRegex(compiled, payload);
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterDirections &directions)
{
    return {RowCost, [bits = directions.bits](const EntryBlock::Row &row, QByteArrayView) {
                return (bits >> int(row.direction) & 1U) != 0;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterTypes &types)
{
    return {RowCost, [bits = types.bits](const EntryBlock::Row &row, QByteArrayView) {
                return (bits >> int(row.type) & 1U) != 0;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterSize &size)
{
    return {RowCost, [size](const EntryBlock::Row &row, QByteArrayView) {
                return row.size >= size.least && row.size <= size.most;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterSequences &sequences)
{
    return {RowCost, [sequences](const EntryBlock::Row &row, QByteArrayView) {
                return row.sequence >= sequences.first && row.sequence <= sequences.last;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterTimes &times)
{
    return {RowCost, [range = timeRange(times, m_newestUs)](const EntryBlock::Row &row, QByteArrayView) {
                return row.timeUs >= range.beginUs && row.timeUs < range.endUs;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterLast &last)
{
    return {RowCost, [beginUs = m_newestUs - last.us](const EntryBlock::Row &row, QByteArrayView) {
                return row.timeUs >= beginUs;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterJson &json)
{
    if (json.op != FilterJson::Operator::Matches)
        return {JsonCost, [test = JsonTest(json)](const EntryBlock::Row &, QByteArrayView payload) {
                    return test.holds(payload);
                }};
    m_hasRegex = true;
    return {RegexCost, [this, test = JsonTest(json), compiled = regularExpression(json.regex)](
                               const EntryBlock::Row &, QByteArrayView payload) {
                const std::optional<QString> text = test.text(payload);
                if (!text)
                    return false;
                return matchesText(compiled, *text) && test.isWhole(payload);
            }};
}

bool FilterMatcher::matchesRegex(const QRegularExpression &regex, QByteArrayView payload)
{
    // Into memory that is there already: most of the time of a short match would go into getting it.
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    m_decoded.resize(decoder.requiredSpace(payload.size()));
    const QChar *end = decoder.appendToBuffer(m_decoded.data(), payload);
    m_decoded.resize(end - m_decoded.constData());
    const bool matches = matchesText(regex, m_decoded);
    // A large one's is not kept.
    if (m_decoded.size() > KeptChars)
        m_decoded = QString();
    return matches;
}

// Compiled, an expression has little memory to come back to: "(a|b)*c" takes it all within some 10,000
// characters. Interpreted, it has more.
bool FilterMatcher::matchesText(const QRegularExpression &regex, const QString &text)
{
    QRegularExpressionMatch match = regex.match(text);
    if (!match.isValid()) {
        const QRegularExpression patient(u"(*NO_JIT)(*LIMIT_HEAP=131072)"_s + regex.pattern(),
                                         regex.patternOptions());
        match = patient.match(text);
    }
    m_gaveUp |= !match.isValid();
    return match.hasMatch();
}

bool FilterMatcher::holds(const Term &term, const EntryBlock::Row &row, QByteArrayView payload) const
{
    const bool any = std::any_of(term.alternatives.begin(), term.alternatives.end(),
                                 [&](const Atom &atom) { return atom.holds(row, payload); });
    return any != term.isNegated;
}

bool FilterMatcher::matches(const EntryBlock::Row &row, QByteArrayView payload)
{
    return std::all_of(m_groups.begin(), m_groups.end(), [&](const Group &group) {
        return std::any_of(group.terms.begin(), group.terms.end(),
                           [&](const Term &term) { return holds(term, row, payload); });
    });
}
