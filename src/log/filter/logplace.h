// SPDX-License-Identifier: MIT
#pragma once

#include <QDate>
#include <QMetaType>
#include <QString>

#include <optional>

/// Where in the log somebody wants to go: an entry, or a moment. If neither is set, there is a problem.
struct LogPlace
{
    std::optional<quint64> sequence;
    /// UTC microseconds since the Unix epoch.
    std::optional<qint64> timeUs;
    /// With it, if it was typed as so long before the reference: microseconds.
    std::optional<qint64> agoUs;
    /// What is wrong with the text, and what to type instead; plain text.
    QString problem;

    bool isValid() const { return problem.isEmpty(); }
    bool operator==(const LogPlace &) const = default;
};

/// Understands what a person types, whatever it is:
///
///     1204331   1,204,331   #1204331        an entry's number, from 1 to 2^63 - 1
///     12:01   12:01:02   12:01:02.134       local time, on the local day of `referenceUs`
///     2026-11-22 12:01[:02[.134]]           local date and time, also with "T" between, and with an offset
///                                           from UTC behind ("Z", "+01:00") as formatTimestamp() writes it
///     -30s   -5m   -2h                      so long before `referenceUs`
///
/// Seconds may have up to six decimals. Whether there is such an entry is not known here. A time that occurs
/// twice because the clocks were set back is one of the two; one that they skipped is a problem.
/// `referenceUs` is in UTC microseconds since the Unix epoch. May be called from any thread.
LogPlace parseLogPlace(const QString &text, qint64 referenceUs);

/// A time as it was typed: what a clock shows, whichever moments those are.
struct ClockTime
{
    /// Invalid if none was typed.
    QDate date;
    /// Since midnight.
    qint64 dayUs = 0;
    /// How long what was typed lasts: a minute, a second, or a part of one.
    qint64 unitUs = 0;
    /// From UTC; nothing for the local time.
    std::optional<int> offsetSeconds;
};

/// Of the forms of parseLogPlace(), those of a time of day; nothing if it is none, or cannot be.
std::optional<ClockTime> parseClockTime(const QString &text);

Q_DECLARE_METATYPE(LogPlace)
