// SPDX-License-Identifier: MIT
#pragma once

#include <QFlags>
#include <QString>

/// What one click can choose. Each is a part of a term that can be typed as well:
enum class FilterToggle {
    In = 1,      ///< dir:in
    Out = 2,     ///< dir:out
    Control = 4, ///< type:ping,pong
    Errors = 8,  ///< type:close,error
};
Q_DECLARE_FLAGS(FilterToggles, FilterToggle)
Q_DECLARE_OPERATORS_FOR_FLAGS(FilterToggles)

/// Those that are on are united in one term, such as "dir:in,out|type:close,error": an entry of any of these
/// kinds passes. With none, and without the term, everything does. Pure functions, for any thread.

/// What the first term of this form says: not negated, not joined by OR, with nothing else in it.
///
/// Where the text has a problem, blanks alone tell its terms apart, so that the toggles do not jump while
/// something else is typed.
FilterToggles togglesOf(const QString &text);

/// The text with this term replaced, removed with one blank beside it, or added. All else stays as it was
/// typed; setting toggles and clearing them again gives the same text.
QString withToggles(const QString &text, FilterToggles toggles);
