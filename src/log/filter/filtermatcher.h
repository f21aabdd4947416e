// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/payloaddecoder.h"
#include "format/text/textsearch.h"
#include "log/filter/filterquery.h"
#include "log/filter/regex.h"
#include "record/entryblock.h"

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

/// A filter made ready to be asked of millions of entries: what costs least is asked first. For one thread
/// at a time: each has a matcher of its own.
class FilterMatcher
{
public:
    /// A regular expression, and the decoding of a payload, end early once `stopped` is true. `askedOf`
    /// becomes the entry that a regular expression is being asked of; 0 while none is.
    explicit FilterMatcher(const FilterQuery &query, const std::atomic<bool> *stopped = nullptr,
                           std::atomic<quint64> *askedOf = nullptr);
    Q_DISABLE_COPY_MOVE(FilterMatcher)

    /// False if rows say it all, so that payloads need not be read.
    bool needsPayload() const { return m_needsPayload; }
    /// False if payloads say it all.
    bool needsDetails() const { return m_needsDetails; }
    /// No entry outside can match.
    quint64 first() const { return m_first; }
    quint64 last() const { return m_last; }

    /// The payload is whole, or empty if it is not needed.
    bool matches(const EntryBlock::Row &row, QByteArrayView payload);
    /// A regular expression took more steps or memory than it may; what matches() said then is of no use.
    bool gaveUp() const { return m_gaveUp; }

private:
    /// One alternative; cheaper ones are asked first.
    struct Atom
    {
        int cost = 0;
        std::function<bool(const EntryBlock::Row &, QByteArrayView)> holds;
    };
    struct Term
    {
        std::vector<Atom> alternatives;
        bool isNegated = false;
        int cost = 0;
    };
    struct Group
    {
        std::vector<Term> terms;
        int cost = 0;
    };

    Atom atom(const FilterWord &word);
    Atom atom(const FilterRegex &regex);
    Atom atom(const FilterDirections &directions);
    Atom atom(const FilterTypes &types);
    Atom atom(const FilterSize &size);
    Atom atom(const FilterSequences &sequences);
    Atom atom(const FilterTimes &times);
    Atom atom(const FilterLast &last);
    Atom atom(const FilterJson &json);
    Term term(const FilterTerm &source);
    bool matches(Regex &regex, const EntryBlock::Row &row, QByteArrayView text);
    const PayloadJson &asJson(QByteArrayView payload);
    bool holds(const Term &term, const EntryBlock::Row &row, QByteArrayView payload) const;
    void narrow(const FilterGroup &group);

    std::vector<Group> m_groups;
    const std::atomic<bool> *const m_stopped;
    std::atomic<quint64> *const m_askedOf;
    /// Of the entry that is looked at, once it is asked for.
    std::optional<PayloadJson> m_json;
    quint64 m_first = 1;
    quint64 m_last = std::numeric_limits<quint64>::max();
    bool m_needsPayload = false;
    bool m_needsDetails = false;
    bool m_gaveUp = false;
};
