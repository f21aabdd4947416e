// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>

/// What the log does with what does not match. The settings keep the numbers.
enum class FilterMode {
    ShowOnly = 0,  ///< It is not shown.
    Highlight = 1, ///< It stays, and one goes from hit to hit.
};

Q_DECLARE_METATYPE(FilterMode)
