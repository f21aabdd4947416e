// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"
#include "record/sqlite/recorderror.h"

#include <QString>

#include <atomic>
#include <vector>

class SqliteDatabase;

/// The session file: an SQLite database that any tool reads through its view `message` and its table `meta`.
///
/// Every entry is a row of the table `entry`: `seq` is the rowid; `kind` is direction * 16 + type as in
/// message.h, whose numbers therefore never change; `size` is the payload's in bytes, and `wire_size` what it
/// took on the wire if that was something else. `meta` holds `url` (without secrets), `version` (of the
/// program), `started` (ISO 8601, UTC), and running totals up to the entry `counted_to`, so that opening a
/// file need not count it; if it ever was, `clock_set_back` (see entrytimes.h); and, of a session that was
/// made of others' entries, `source` and `filter` (see RecordOrigin). The index `heartbeat` is
/// of pings and pongs: it serves who asks for `kind & 14 = 2`.
///
/// Version 1 had no `wire_size` and no index. Brought up, it gets the column, which takes no time, but no
/// index, which would; so readers do without it. Who only reads leaves the file in its version.
///
/// Files come from anyone, so that what they say is brought to what there can be; see also SessionCheck.
namespace RecordSchema {

/// "Sock", at offset 68 of the file (SQLite file format, section 1.3).
constexpr qint32 ApplicationId = 0x536f636b;
constexpr int Version = 2;
/// In `meta`.
constexpr auto SetBacksKey = "clock_set_back";

constexpr int kindOf(Direction direction, MessageType type)
{
    return int(direction) * 16 + int(type);
}

/// What a file says, brought to what there can be.
constexpr Direction directionOf(qint64 kind)
{
    const qint64 direction = kind / 16;
    return direction < 0 || direction > qint64(Direction::Local) ? Direction::Local : Direction(direction);
}

constexpr MessageType typeOf(qint64 kind)
{
    const qint64 type = kind % 16;
    return type < 0 || type > qint64(MessageType::Note) ? MessageType::Note : MessageType(type);
}

/// UTC microseconds, from 1970 to the end of 9999.
constexpr qint64 timeOf(qint64 timeUs)
{
    constexpr qint64 lastUs = 253'402'300'799'999'999;
    return timeUs < 0 ? 0 : timeUs > lastUs ? lastUs : timeUs;
}

constexpr EntryInfo infoOf(quint64 sequence, qint64 timeUs, qint64 kind)
{
    return {sequence, timeOf(timeUs), directionOf(kind), typeOf(kind)};
}

/// What a file is, going by its header alone: nothing is created beside it and nothing changed.
struct Probe
{
    enum class Kind { Missing, Empty, Unreadable, Foreign, Session };

    Kind kind = Kind::Missing;
    /// Of a session: the schema's version.
    int version = 0;
    /// Of what cannot be read: why, as a sentence; empty if nobody says.
    QString why = {};
};
Probe probe(const QString &fileName);
/// Why such a file cannot be opened as a session; empty if it can.
QString problemOf(const Probe &probe, const QString &fileName);

/// The SQL of a table, index or view as one of the versions has written it, but for blanks and capitals; none
/// for other names.
std::vector<const char *> knownSql(const QString &name);

/// Brings a database from whatever version it has (0: empty) to the current one, in one transaction.
RecordError migrate(SqliteDatabase &database);

} // namespace RecordSchema

/// Reads the running totals of the messages from the peer and counts what they do not cover yet, or all if
/// they cannot be true: that reads every row. Where this cannot be counted, or once `cancelled` is set, the
/// error says so and `totals` have what is known.
RecordError readTotals(SqliteDatabase &database, MessageCount *totals,
                       const std::atomic<bool> *cancelled = nullptr);
