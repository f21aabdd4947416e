// SPDX-License-Identifier: MIT
#include "record/recordschema.h"

#include "record/sqlitedatabase.h"

#include <QDir>
#include <QFileInfo>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

static_assert(RecordSchema::kindOf(Direction::In, MessageType::Text) == 0
              && RecordSchema::kindOf(Direction::In, MessageType::Binary) == 1
              && RecordSchema::kindOf(Direction::Out, MessageType::Text) == 16
              && RecordSchema::kindOf(Direction::Local, MessageType::Note) == 40);
// As the index has it.
static_assert((int(MessageType::Ping) & 14) == 2 && (int(MessageType::Pong) & 14) == 2);

// "IF NOT EXISTS": the version may have been lost, or the file left half made. The payload is the last
// column, so that the others are read without it.
static constexpr auto tables = R"(
CREATE TABLE IF NOT EXISTS entry(
    seq INTEGER PRIMARY KEY,
    time_us INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    size INTEGER NOT NULL,
    wire_size INTEGER,
    payload
);
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value);
INSERT OR IGNORE INTO meta(key, value) VALUES('received', 0), ('received_bytes', 0), ('counted_to', 0);
)";

static constexpr auto heartbeatIndex =
        "CREATE INDEX IF NOT EXISTS heartbeat ON entry(seq) WHERE kind & 14 = 2";

static constexpr auto view = R"(
DROP VIEW IF EXISTS message;
CREATE VIEW message(seq, time_us, direction, type, size, payload, wire_size) AS
    SELECT seq, time_us,
        CASE kind / 16 WHEN 0 THEN 'in' WHEN 1 THEN 'out' ELSE 'local' END,
        CASE kind % 16 WHEN 0 THEN 'text' WHEN 1 THEN 'binary' WHEN 2 THEN 'ping' WHEN 3 THEN 'pong'
            WHEN 4 THEN 'open' WHEN 5 THEN 'close' WHEN 6 THEN 'error' WHEN 7 THEN 'retry'
            ELSE 'note' END,
        size, payload, wire_size
    FROM entry;
)";

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
    if (database.open(fileName, SqliteDatabase::Mode::Immutable))
        return {Probe::Kind::Unreadable};
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
        return u"%1 cannot be read."_s.arg(name);
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

static RecordError bringUp(SqliteDatabase &database)
{
    RecordError error = database.run(tables);
    if (!error && !database.prepare("SELECT wire_size FROM entry").isValid())
        error = database.run("ALTER TABLE entry ADD COLUMN wire_size INTEGER");
    // Of a file that has entries, all would have to be read.
    if (!error && database.integer("SELECT EXISTS(SELECT 1 FROM entry)") == 0)
        error = database.run(heartbeatIndex);
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

RecordTotals readTotals(const SqliteDatabase &database)
{
    SqliteStatement statement = database.prepare(R"(
        WITH known(received, bytes, upto) AS (SELECT
            IFNULL((SELECT value FROM meta WHERE key = 'received'), 0),
            IFNULL((SELECT value FROM meta WHERE key = 'received_bytes'), 0),
            IFNULL((SELECT value FROM meta WHERE key = 'counted_to'), 0))
        SELECT received + (SELECT COUNT(*) FROM entry WHERE seq > upto AND kind IN (0, 1)),
            bytes + (SELECT IFNULL(SUM(size), 0) FROM entry WHERE seq > upto AND kind IN (0, 1))
        FROM known)");
    if (statement.step() != SQLITE_ROW)
        return {};
    return {quint64(statement.integer(0)), quint64(statement.integer(1))};
}
