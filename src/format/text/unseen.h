// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

/// Whether a character would not be seen, or would turn round or break what stands beside it: controls, the
/// byte order mark, zero-width and bidirectional characters, halves of pairs. Not so tab and line feed, and
/// not the two variation selectors that choose between text and emoji, which would be unreadable. `before` is
/// what stands before it: the two joiners do their work behind letters of some scripts and emoji, and hide
/// behind all else.
bool isUnseen(char32_t codePoint, char32_t before);

/// What is shown in its place, wherever text from elsewhere is: "‹ESC›", "‹U+202E›". No font has to have a
/// sign for it.
QString unseenName(char32_t codePoint);

/// The text with unseenName() for what is not seen. A carriage return that is part of a line end goes with
/// it.
QString withUnseenNamed(const QString &text);
