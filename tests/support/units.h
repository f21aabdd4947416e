// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <limits>

/// Speed and memory of a build with a sanitizer are not those of the program:
/// bounds of time are looser there, and what is large is smaller.
#if defined(SOCKETSCOPE_SANITIZED)
inline constexpr bool SanitizedBuild = true;
#else
inline constexpr bool SanitizedBuild = false;
#endif

/// Bytes.
inline constexpr qint64 MiB = 1024 * 1024;
inline constexpr qint64 GiB = 1024 * MiB;

/// A bound that nothing reaches.
inline constexpr qint64 NoLimit = std::numeric_limits<qint64>::max();
