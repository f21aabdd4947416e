// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <limits>

/// Bytes.
inline constexpr qint64 MiB = 1024 * 1024;
inline constexpr qint64 GiB = 1024 * MiB;

/// A bound that nothing reaches.
inline constexpr qint64 NoLimit = std::numeric_limits<qint64>::max();
