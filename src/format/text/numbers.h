// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Figures as text, always in the same way: a point before decimals, commas between thousands,
/// whatever the locale. All functions may be called from any thread, accept every value of their
/// type, and take well under a microsecond: a painted frame calls them some 250 times.

/// Bytes in decimal units: "52 B", "1.2 kB", "152 kB", "163 MB" (1 kB is 1000 bytes).
QString formatSize(qint64 bytes);

/// Bytes in binary units, as limits are set: "80 KiB", "512 MiB", "1.5 GiB", "2 GiB" (1 KiB is 1024 bytes).
/// Negative values count as 0.
QString formatBinarySize(qint64 bytes);

/// "152 kB/s".
QString formatRate(qint64 bytesPerSecond);

/// "1,204,331".
QString formatCount(quint64 count);

/// Microseconds since the entry before, with a sign: "+120 µs", "+0.8 ms", "+123 ms", "+5.00 s",
/// "+42.1 s", "+2:03 min", "+1:02:03 h", "+3 d 01:02:03". The minus sign is U+2212. Microseconds
/// are shown below 0.2 ms only, where tenths of a millisecond would say too little.
QString formatDelta(qint64 us);

/// Microseconds, as formatDelta() without a sign: "11.8 ms". Negative values count as 0.
QString formatRoundTrip(qint64 us);

/// Milliseconds for reading in a sentence: "38 ms", "2.1 s", "30 s", "2:03 min", "1:02:03 h".
/// Negative values count as 0.
QString formatWait(qint64 ms);

/// Milliseconds as a clock that runs, cut to whole seconds: "00:12:41", "1 d 02:03:04" from a day
/// on. Negative values count as 0.
QString formatElapsed(qint64 ms);

/// UTC microseconds since the Unix epoch as local time of day, cut to milliseconds: "12:01:02.118".
/// Correct across changes of the offset from UTC; the offset is looked up once an hour of data and
/// thread, so a change of the system's time zone shows from the next hour on.
QString formatTimeOfDay(qint64 utcUs);

/// UTC microseconds since the Unix epoch as local date and time in full, with the offset from UTC
/// (ISO 8601): "2026-11-22T12:01:02.118204+01:00".
QString formatTimestamp(qint64 utcUs);

/// How long what writeIsoTime() writes is.
constexpr qsizetype IsoTimeBytes = 27;

/// Writes UTC microseconds since the Unix epoch, from 1970 to 9999, as "2026-11-22T12:01:02.118204Z" (ISO
/// 8601), and returns the end.
char *writeIsoTime(qint64 utcUs, char *to);

/// A measured value: "64,231.07", "-0.0005", "1.5e+20". With `digits` 0 the shortest text that is exactly
/// this double, else that many significant digits at most. What is not finite is "inf", "-inf" or "nan".
QString formatValue(double value, int digits = 0);

/// Seconds and nanoseconds since the Unix epoch as "2013-03-21T20:04:00.5Z" (RFC 3339, UTC); the fraction is
/// as long as it must be. Empty outside the years 1 to 9999 and for more than 999,999,999 nanoseconds. Takes
/// some microseconds.
QByteArray isoTime(qint64 seconds, quint32 nanoseconds);
