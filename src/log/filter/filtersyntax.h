// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

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
