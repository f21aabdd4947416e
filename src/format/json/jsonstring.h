// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// What stands between the quotation marks of a string of JSON (RFC 8259 section 7). Pure, for any thread.
namespace JsonString {

/// What is escaped takes at most so many times the bytes that it is.
constexpr qsizetype MostPerByte = 6;

/// Writes UTF-8 with what JSON must not have in a string escaped, and returns the end. `to` has room for
/// MostPerByte times as much. Text that is no UTF-8 stays what it is.
char *escape(QByteArrayView utf8, char *to);

/// Replaces the escapes in a string that the grammar allows, where it lies, and returns the end of what it
/// has become, which is never longer. Null if half of a surrogate pair is without the other, which UTF-8 does
/// not have.
char *unescape(char *begin, char *end);

} // namespace JsonString
