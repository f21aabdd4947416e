// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonpath.h"

#include <QList>
#include <QString>

#include <limits>
#include <variant>

// What the terms of a filter say. Plain values.

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

/// Times as parseClockTime() understands them, on every day unless a date is given; an empty one is open,
/// until midnight or for ever. Each stands for its whole unit: "10:31" ends when 10:32 begins.
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
    /// The entry with which that begins, once somebody has looked: see FilterQuery::begunAt().
    quint64 first = 1;

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
