// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

#include <QString>
#include <QStringList>

#include <optional>

/// The terms that are a key and a value, such as "size:>1k": which there are, what they take, and how they
/// are written. Pure functions, for any thread.

enum class FilterKey { Direction, Type, Size, Time, Sequence, Last };

/// All of them, in the order in which they are offered.
QList<FilterKey> filterKeys();
/// With the colon, as it is typed: "dir:".
QString filterKeyText(FilterKey key);
/// The key, colon included, that `text` begins with. Lower case only.
std::optional<FilterKey> filterKeyAt(QStringView text);

/// The names that "dir:" and "type:" take, each at the index of its Direction or MessageType.
const QStringList &filterDirectionNames();
const QStringList &filterTypeNames();

/// What a value says, or what is wrong with it.
struct FilterValue
{
    /// Nothing if there is a problem.
    std::optional<FilterAtom> atom;
    /// Where, counted from the beginning of the value in UTF-16 code units.
    FilterProblem problem;
};

/// `value` is what stands between the colon and the blank or | that ends it. Case does not matter.
FilterValue parseFilterValue(FilterKey key, QStringView value);

/// With the key: parseFilterValue() gives the same again.
QString filterValueText(FilterDirections directions);
QString filterValueText(FilterTypes types);
QString filterValueText(FilterSize size);
QString filterValueText(FilterSequences sequences);
QString filterValueText(const FilterTimes &times);
QString filterValueText(FilterLast last);

/// In quotation marks for a sentence, cut if it is long.
QString filterExcerpt(QStringView text);
