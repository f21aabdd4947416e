// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

/// How the lines of a text may be wrapped, from the nicest to the quickest.
enum class Wrapping {
    AtWords,  ///< And within a word that is longer than a line.
    Anywhere, ///< Qt lays a long word out once for every line that it takes: its square.
    Not,      ///< Qt 6.8 never ends with 65,536 blanks in a row that something follows.
};

/// The nicest way that is quick for that line.
Wrapping quickWrapping(QStringView line);
