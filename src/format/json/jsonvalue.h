// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

/// What a JSON value is, by its first byte.
enum class JsonKind { Object, Array, String, Number, True, False, Null, None };

/// Functions on the text of one JSON value as JsonPath::find() gives it. May be called from any thread.

/// None for what begins like no JSON value.
JsonKind jsonKind(QByteArrayView value);

/// A string without its quotation marks, escapes decoded (RFC 8259 section 7). A surrogate without its
/// partner and bytes that are not UTF-8 become U+FFFD. Other values as they were sent.
QString jsonText(QByteArrayView value);

/// Whether it is a number by the grammar of RFC 8259 section 6, whatever its length.
bool isJsonNumber(QByteArrayView text);

/// The nearest double of a number, infinity beyond its range; nothing for other values.
std::optional<double> jsonDouble(QByteArrayView value);

/// Less than, equal to or greater than 0 as a < b, a = b, a > b: exactly, whatever the number of digits and
/// the exponents, in time linear in the texts. Both must be numbers.
int compareJsonNumbers(QByteArrayView a, QByteArrayView b);
