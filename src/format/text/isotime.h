// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// Seconds and nanoseconds since the Unix epoch as "2013-03-21T20:04:00.5Z" (RFC 3339, UTC); the fraction is
/// as long as it must be. Empty outside the years 1 to 9999 and for more than 999,999,999 nanoseconds. May be
/// called from any thread.
QByteArray isoTime(qint64 seconds, quint32 nanoseconds);
