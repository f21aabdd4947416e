// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <limits>

/// Says whether a sanitizer slows this build down and makes it larger: then what bounds time and memory is
/// looser, and what is large is smaller.
#if defined(SOCKETSCOPE_SANITIZED)
inline constexpr bool SanitizedBuild = true;
#else
inline constexpr bool SanitizedBuild = false;
#endif

/// Numbers of bytes.
inline constexpr qint64 MiB = 1024 * 1024;
inline constexpr qint64 GiB = 1024 * MiB;

/// Stands for a bound that is never reached.
inline constexpr qint64 NoLimit = std::numeric_limits<qint64>::max();
