// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"

#include <QPair>

#include <functional>
#include <optional>

class PayloadJson;

/// Asks whether a payload is JSON, or is decoded to JSON (PayloadJson), with a value at a path that is what
/// a filter wants. A plain value; const functions may be called from any thread.
///
/// Numbers are compared as decimals of any length; a string that is a number counts as one if what it is
/// compared with is an unquoted number. Otherwise texts are compared, by code units, with strings and
/// literals.
class JsonTest
{
public:
    explicit JsonTest(const FilterJson &json);

    /// For every operator but Matches.
    bool holds(const PayloadJson &json) const;
    /// For Matches: `matches` is asked of the value's text.
    bool holds(const PayloadJson &json, const std::function<bool(QByteArrayView utf8)> &matches) const;
    /// Start and length of the value, in bytes, if it is what is wanted. A decoded payload has none.
    std::optional<QPair<qsizetype, qsizetype>> valueIn(QByteArrayView payload) const;

private:
    bool fits(QByteArrayView value) const;
    std::optional<int> compare(QByteArrayView value) const;

    FilterJson m_json;
    QByteArray m_utf8;
    bool m_isNumber = false;
};
