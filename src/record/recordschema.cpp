// SPDX-License-Identifier: MIT
#include "record/recordschema.h"

#include "record/sqlite/sqlitedatabase.h"

#include <QDir>
#include <QFileInfo>

#include <sqlite3.h>

#include <algorithm>

using namespace Qt::StringLiterals;

static_assert(RecordSchema::kindOf(Direction::In, MessageType::Text) == 0
              && RecordSchema::kindOf(Direction::In, MessageType::Binary) == 1
              && RecordSchema::kindOf(Direction::Out, MessageType::Text) == 16
              && RecordSchema::kindOf(Direction::Local, MessageType::Note) == 40);
// SQLite takes no more in a row.
static constexpr qint64 MostPayloadBytes = 2'147'483'647;

// As the index has it.
static_assert((int(MessageType::Ping) & 14) == 2 && (int(MessageType::Pong) & 14) == 2);

// The payload is the last column, so that the others are read without it.
static constexpr auto entryTable = R"(CREATE TABLE entry(
    seq INTEGER PRIMARY KEY,
    time_us INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    size INTEGER NOT NULL,
    wire_size INTEGER,
    payload
))";
static constexpr auto entryTableOfVersion1 = R"(CREATE TABLE entry(
    seq INTEGER PRIMARY KEY,
    time_us INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    size INTEGER NOT NULL,
    payload
))";
static constexpr auto entryTableBroughtUp = R"(CREATE TABLE entry(
    seq INTEGER PRIMARY KEY,
    time_us INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    size INTEGER NOT NULL,
    payload,
    wire_size INTEGER
))";

static constexpr auto metaTable = "CREATE TABLE meta(key TEXT PRIMARY KEY, value)";

static constexpr auto noTotals = "INSERT OR IGNORE INTO meta(key, value) "
                                 "VALUES('received', 0), ('received_bytes', 0), ('counted_to', 0)";

static constexpr auto heartbeatIndex = "CREATE INDEX heartbeat ON entry(seq) WHERE kind & 14 = 2";

static constexpr auto view =
        R"(CREATE VIEW message(seq, time_us, direction, type, size, payload, wire_size) AS
    SELECT seq, time_us,
        CASE kind / 16 WHEN 0 THEN 'in' WHEN 1 THEN 'out' ELSE 'local' END,
        CASE kind % 16 WHEN 0 THEN 'text' WHEN 1 THEN 'binary' WHEN 2 THEN 'ping' WHEN 3 THEN 'pong'
            WHEN 4 THEN 'open' WHEN 5 THEN 'close' WHEN 6 THEN 'error' WHEN 7 THEN 'retry'
            ELSE 'note' END,
        size, payload, wire_size
    FROM entry)";

RecordSchema::Probe RecordSchema::probe(const QString &fileName)
{
    const QFileInfo info(fileName);
    if (!info.exists())
        return {Probe::Kind::Missing};
    if (!info.isFile() || !info.isReadable())
        return {Probe::Kind::Unreadable};
    if (info.size() == 0)
        return {Probe::Kind::Empty};
    // Through SQLite, not by reading the file: closing a file drops the locks that this process holds
    // on it (POSIX), and with them those of a session that is being recorded into it.
    SqliteDatabase database;
    if (const RecordError error = database.open(fileName, SqliteDatabase::Mode::Header))
        return {Probe::Kind::Unreadable, 0, error.sentence};
    SqliteStatement id = database.prepare("PRAGMA application_id");
    if (id.step() != SQLITE_ROW || id.integer(0) != ApplicationId)
        return {Probe::Kind::Foreign};
    return {Probe::Kind::Session, int(database.integer("PRAGMA user_version"))};
}

QString RecordSchema::problemOf(const Probe &probe, const QString &fileName)
{
    const QString name = QDir::toNativeSeparators(fileName);
    switch (probe.kind) {
    case Probe::Kind::Missing:
        return u"%1 does not exist."_s.arg(name);
    case Probe::Kind::Unreadable:
        return u"%1 cannot be read. %2"_s.arg(name, probe.why).trimmed();
    case Probe::Kind::Empty:
    case Probe::Kind::Foreign:
        return u"%1 is not a Socketscope session; it was left as it is."_s.arg(name);
    case Probe::Kind::Session:
        break;
    }
    if (probe.version > Version)
        return u"%1 was written by a newer version of Socketscope; it was left as it is. "
               "Update Socketscope to open it."_s.arg(name);
    return {};
}

std::vector<const char *> RecordSchema::knownSql(const QString &name)
{
    if (name == "entry"_L1)
        return {entryTable, entryTableBroughtUp, entryTableOfVersion1};
    if (name == "meta"_L1)
        return {metaTable};
    if (name == "heartbeat"_L1)
        return {heartbeatIndex};
    if (name == "message"_L1)
        return {view};
    return {};
}

static bool has(const SqliteDatabase &database, const QString &name)
{
    SqliteStatement found = database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?");
    return found.bind(1, name).step() == SQLITE_ROW;
}

// The version may have been lost, or the file left half made.
static RecordError bringUp(SqliteDatabase &database)
{
    RecordError error;
    if (!has(database, u"entry"_s))
        error = database.run(entryTable);
    if (!error && !database.prepare("SELECT wire_size FROM entry").isValid())
        error = database.run("ALTER TABLE entry ADD COLUMN wire_size INTEGER");
    if (!error && !has(database, u"meta"_s))
        error = database.run(metaTable);
    if (!error)
        error = database.run(noTotals);
    // Of a file that has entries, all would have to be read.
    if (!error && !has(database, u"heartbeat"_s)
        && database.integer("SELECT EXISTS(SELECT 1 FROM entry)") == 0)
        error = database.run(heartbeatIndex);
    if (!error)
        error = database.run("DROP VIEW IF EXISTS message");
    if (!error)
        error = database.run(view);
    return error;
}

RecordError RecordSchema::migrate(SqliteDatabase &database)
{
    if (database.integer("PRAGMA user_version") >= Version)
        return {};
    if (const RecordError error = database.run("BEGIN IMMEDIATE"))
        return error;
    RecordError error = bringUp(database);
    if (!error)
        error = database.run(qPrintable(
                u"PRAGMA application_id = %1; PRAGMA user_version = %2"_s.arg(ApplicationId).arg(Version)));
    if (!error)
        error = database.run("COMMIT");
    if (error)
        database.run("ROLLBACK");
    return error;
}

RecordError readTotals(SqliteDatabase &database, MessageCount *totals, const std::atomic<bool> *cancelled)
{
    struct
    {
        qint64 received = 0;
        qint64 bytes = 0;
        qint64 upTo = 0;
    } known;
    const qint64 last = database.integer("SELECT MAX(seq) FROM entry");
    // No payloads are larger than the file that holds them.
    const qint64 most = database.integer("PRAGMA page_count") * database.integer("PRAGMA page_size");
    // What is no number is as impossible as one that is too small.
    SqliteStatement running = database.prepare(
            "SELECT MAX(iif(key = 'received', value, NULL)), MAX(iif(key = 'received_bytes', value, NULL)), "
            "MAX(iif(key = 'counted_to', value, NULL)), COUNT(*) FROM meta WHERE typeof(value) = 'integer' "
            "AND key IN ('received', 'received_bytes', 'counted_to')");
    if (running.step() == SQLITE_ROW && running.integer(3) == 3)
        known = {running.integer(0), running.integer(1), running.integer(2)};
    const bool isPossible = known.upTo >= 0 && known.upTo <= last && known.received >= 0
                            && known.received <= known.upTo && known.bytes >= 0 && known.bytes <= most;
    if (!isPossible)
        known = {};
    *totals = {quint64(known.received), quint64(known.bytes)};
    const RunLimit limit = database.limitedTo(last - known.upTo, cancelled);
    SqliteStatement rest = database.prepare(R"(
        SELECT COUNT(*), IFNULL(SUM(iif(typeof(size) = 'integer', MIN(MAX(size, 0), ?2), 0)), 0)
        FROM entry WHERE seq > ?1 AND kind IN (0, 1))");
    const int code = rest.bind(1, known.upTo).bind(2, MostPayloadBytes).step();
    if (code != SQLITE_ROW)
        return recordError(database.handle(), code);
    totals->messages += quint64(rest.integer(0));
    totals->bytes = std::min(totals->bytes + quint64(rest.integer(1)), quint64(most));
    return {};
}
