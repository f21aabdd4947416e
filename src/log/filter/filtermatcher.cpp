// SPDX-License-Identifier: MIT
#include "log/filter/filtermatcher.h"

#include "log/filter/clockrange.h"
#include "log/filter/filterjson.h"

#include <algorithm>
#include <memory>

namespace {

enum Cost { RowCost, WordCost, JsonCost, FoldedCost, RegexCost };

} // namespace

FilterMatcher::FilterMatcher(const FilterQuery &query, const std::atomic<bool> *stopped,
                             std::atomic<quint64> *askedOf)
    : m_stopped(stopped)
    , m_askedOf(askedOf)
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
    } else if (const auto *last = std::get_if<FilterLast>(&group.first().alternatives.first())) {
        m_first = std::max(m_first, last->first);
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

FilterMatcher::Atom FilterMatcher::atom(const FilterRegex &source)
{
    return {RegexCost, [this, regex = std::make_shared<Regex>(source)](const EntryBlock::Row &row,
                                                                       QByteArrayView payload) {
                return matches(*regex, row, payload);
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
    return {RowCost, [range = ClockRange(times)](const EntryBlock::Row &row, QByteArrayView) mutable {
                return range.contains(row.timeUs);
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterLast &last)
{
    return {RowCost, [first = last.first](const EntryBlock::Row &row, QByteArrayView) {
                return row.sequence >= first;
            }};
}

FilterMatcher::Atom FilterMatcher::atom(const FilterJson &json)
{
    if (json.op != FilterJson::Operator::Matches)
        return {JsonCost, [this, test = JsonTest(json)](const EntryBlock::Row &, QByteArrayView payload) {
                    return test.holds(asJson(payload));
                }};
    return {RegexCost, [this, test = JsonTest(json), regex = std::make_shared<Regex>(json.regex)](
                               const EntryBlock::Row &row, QByteArrayView payload) {
                return test.holds(asJson(payload),
                                  [&](QByteArrayView text) { return matches(*regex, row, text); });
            }};
}

const PayloadJson &FilterMatcher::asJson(QByteArrayView payload)
{
    if (!m_json)
        m_json.emplace(payload, [this] { return m_stopped && m_stopped->load(std::memory_order_relaxed); });
    return *m_json;
}

bool FilterMatcher::matches(Regex &regex, const EntryBlock::Row &row, QByteArrayView text)
{
    if (m_askedOf)
        m_askedOf->store(row.sequence, std::memory_order_relaxed);
    const Regex::Answer answer = regex.matchesIn(text, m_stopped);
    if (m_askedOf)
        m_askedOf->store(0, std::memory_order_relaxed);
    m_gaveUp |= answer == Regex::Answer::GaveUp;
    return answer == Regex::Answer::Yes;
}

bool FilterMatcher::holds(const Term &term, const EntryBlock::Row &row, QByteArrayView payload) const
{
    const bool any = std::any_of(term.alternatives.begin(), term.alternatives.end(),
                                 [&](const Atom &atom) { return atom.holds(row, payload); });
    return any != term.isNegated;
}

bool FilterMatcher::matches(const EntryBlock::Row &row, QByteArrayView payload)
{
    const bool all = std::all_of(m_groups.begin(), m_groups.end(), [&](const Group &group) {
        return std::any_of(group.terms.begin(), group.terms.end(),
                           [&](const Term &term) { return holds(term, row, payload); });
    });
    m_json.reset();
    return all;
}
