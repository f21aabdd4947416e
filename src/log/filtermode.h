// SPDX-License-Identifier: MIT
#pragma once

#include <QMetaType>

/// What the log does with what does not match.
enum class FilterMode {
    ShowOnly,  ///< It is not shown.
    Highlight, ///< It stays, and one goes from hit to hit.
};

Q_DECLARE_METATYPE(FilterMode)
