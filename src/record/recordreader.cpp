// SPDX-License-Identifier: MIT
#include "record/recordreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <sqlite3.h>

#include <algorithm>

using namespace Qt::StringLiterals;

// Up to this size a payload is read with its row; of larger ones only the head is fetched.
static constexpr qint64 InlineBytes = EntryHead::HeadBytes;

// A file of version 1 that is only read stays as it is.
static SqliteStatement entriesOf(const SqliteDatabase &database)
{
    SqliteStatement statement = database.prepare("SELECT seq, time_us, kind, payload, wire_size "
                                                 "FROM entry WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
    if (statement.isValid())
        return statement;
    return database.prepare("SELECT seq, time_us, kind, payload, NULL "
                            "FROM entry WHERE seq >= ?1 AND seq < ?2 ORDER BY seq");
}

RecordReader::RecordReader(SqliteDatabase database)
    : m_database(std::move(database))
    , m_heads(m_database.prepare("SELECT seq, time_us, kind, size, CASE WHEN size <= ?3 THEN payload END "
                                 "FROM entry WHERE seq >= ?1 AND seq < ?2 ORDER BY seq"))
    , m_entries(entriesOf(m_database))
    , m_blocks(m_database)
    , m_time(m_database.prepare("SELECT time_us FROM entry WHERE seq = ?"))
    , m_indexedHeartbeats(m_database.prepare("SELECT seq FROM entry INDEXED BY heartbeat WHERE kind & 14 = 2 "
                                             "AND seq >= ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3"))
    , m_heartbeats(m_database.prepare("SELECT seq FROM entry NOT INDEXED WHERE kind & 14 = 2 "
                                      "AND seq >= ?1 AND seq <= ?2 ORDER BY seq"))
    , m_wireBytes(m_database.prepare("SELECT wire_size FROM entry WHERE seq = ?"))
{}

quint64 RecordReader::last() const
{
    const std::lock_guard lock(m_mutex);
    return quint64(m_database.integer("SELECT MAX(seq) FROM entry"));
}

RecordTotals RecordReader::totals() const
{
    const std::lock_guard lock(m_mutex);
    return readTotals(m_database);
}

QString RecordReader::meta(const QString &key) const
{
    const std::lock_guard lock(m_mutex);
    SqliteStatement statement = m_database.prepare("SELECT value FROM meta WHERE key = ?");
    statement.bind(1, key);
    return statement.step() == SQLITE_ROW ? statement.text(0) : QString();
}

qint64 RecordReader::fileBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_database.integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
}

// The first bytes of a payload of any size, without reading the rest of it.
QByteArray RecordReader::headOf(quint64 sequence) const
{
    sqlite3_blob *blob = nullptr;
    if (sqlite3_blob_open(m_database.handle(), "main", "entry", "payload", qint64(sequence), 0, &blob)
        != SQLITE_OK) {
        sqlite3_blob_close(blob);
        return {};
    }
    QByteArray head(std::min<qsizetype>(EntryHead::HeadBytes, sqlite3_blob_bytes(blob)), Qt::Uninitialized);
    if (sqlite3_blob_read(blob, head.data(), int(head.size()), 0) != SQLITE_OK)
        head.clear();
    sqlite3_blob_close(blob);
    return head;
}

QList<EntryHead> RecordReader::heads(quint64 first, int count) const
{
    QList<EntryHead> result;
    if (count <= 0)
        return result;
    const std::lock_guard lock(m_mutex);
    m_heads.bind(1, qint64(first)).bind(2, qint64(first) + count).bind(3, InlineBytes);
    result.reserve(count);
    while (m_heads.step() == SQLITE_ROW) {
        EntryHead head;
        head.sequence = quint64(m_heads.integer(0));
        head.timeUs = m_heads.integer(1);
        head.direction = RecordSchema::directionOf(m_heads.integer(2));
        head.type = RecordSchema::typeOf(m_heads.integer(2));
        head.size = m_heads.integer(3);
        if (head.size <= InlineBytes)
            head.head = m_heads.bytes(4).left(EntryHead::HeadBytes);
        result.append(std::move(head));
    }
    m_heads.reset();
    for (EntryHead &head : result) {
        if (head.size > InlineBytes)
            head.head = headOf(head.sequence);
    }
    return result;
}

MessageBatch RecordReader::entries(quint64 first, int count, qint64 maxBytes) const
{
    MessageBatch result;
    if (count <= 0)
        return result;
    const std::lock_guard lock(m_mutex);
    m_entries.bind(1, qint64(first)).bind(2, qint64(first) + count);
    qint64 bytes = 0;
    while ((result.isEmpty() || bytes < maxBytes) && m_entries.step() == SQLITE_ROW) {
        const qint64 kind = m_entries.integer(2);
        result.append({quint64(m_entries.integer(0)), m_entries.integer(1), RecordSchema::directionOf(kind),
                       RecordSchema::typeOf(kind), m_entries.bytes(3)});
        if (!m_entries.isNull(4))
            result.last().wireBytes = m_entries.integer(4);
        bytes += result.last().payload.size();
    }
    m_entries.reset();
    return result;
}

void RecordReader::readBlock(quint64 first, int count, BlockLimit limit, EntryBlock *block,
                             const std::atomic<bool> &cancelled) const
{
    const std::lock_guard lock(m_mutex);
    m_blocks.read(first, count, limit, block, cancelled);
}

quint64 RecordReader::heartbeats(quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                                 const std::atomic<bool> &cancelled) const
{
    const std::lock_guard lock(m_mutex);
    const bool isIndexed = m_indexedHeartbeats.isValid();
    SqliteStatement &statement = isIndexed ? m_indexedHeartbeats : m_heartbeats;
    const quint64 end = isIndexed ? last : std::min(last, first + quint64(effort) - 1);
    statement.bind(1, qint64(first)).bind(2, qint64(end));
    if (isIndexed)
        statement.bind(3, effort);
    quint64 upTo = end;
    int count = 0;
    while (!cancelled.load(std::memory_order_relaxed) && statement.step() == SQLITE_ROW) {
        found->push_back(quint64(statement.integer(0)));
        if (isIndexed && ++count == effort)
            upTo = found->back();
    }
    statement.reset();
    return upTo;
}

quint64 RecordReader::lastHeartbeat() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_indexedHeartbeats.isValid())
        return quint64(m_database.integer("SELECT MAX(seq) FROM entry"));
    return quint64(m_database.integer("SELECT seq FROM entry INDEXED BY heartbeat WHERE kind & 14 = 2 "
                                      "ORDER BY seq DESC LIMIT 1"));
}

qint64 RecordReader::wireBytes(quint64 sequence) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_wireBytes.isValid())
        return -1;
    m_wireBytes.bind(1, qint64(sequence));
    const bool isKnown = m_wireBytes.step() == SQLITE_ROW && !m_wireBytes.isNull(0);
    const qint64 bytes = isKnown ? m_wireBytes.integer(0) : -1;
    m_wireBytes.reset();
    return bytes;
}

quint64 RecordReader::sequenceAt(qint64 timeUs) const
{
    quint64 begin = 1;
    quint64 end = last() + 1;
    const std::lock_guard lock(m_mutex);
    while (begin < end) {
        const quint64 middle = begin + (end - begin) / 2;
        m_time.bind(1, qint64(middle));
        const bool earlier = m_time.step() == SQLITE_ROW && m_time.integer(0) < timeUs;
        m_time.reset();
        if (earlier)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

QString RecordReader::copyTo(const QString &fileName) const
{
    // Beside its final place, so that it gets there in one step or not at all.
    QTemporaryFile temporary(fileName + u".XXXXXX"_s);
    if (!temporary.open())
        return u"%1 cannot be written: %2."_s.arg(QDir::toNativeSeparators(fileName),
                                                  temporary.errorString());
    temporary.close();
    RecordError error;
    {
        const std::lock_guard lock(m_mutex);
        SqliteStatement statement = m_database.prepare("VACUUM INTO ?");
        statement.bind(1, temporary.fileName());
        error = recordError(m_database.handle(), statement.run());
    }
    if (error)
        return u"The copy could not be written. %1"_s.arg(error.sentence);
    if (::rename(QFile::encodeName(temporary.fileName()).constData(), QFile::encodeName(fileName).constData())
        != 0)
        return u"%1 cannot be replaced."_s.arg(QDir::toNativeSeparators(fileName));
    temporary.setAutoRemove(false);
    return {};
}

std::unique_ptr<RecordReader> openRecordReader(const QString &fileName, RecordError *error)
{
    const QString problem = RecordSchema::problemOf(RecordSchema::probe(fileName), fileName);
    if (!problem.isEmpty()) {
        *error = ownError(problem);
        return {};
    }
    SqliteDatabase database;
    // A connection that may write removes what SQLite puts beside the file when it is the last one; a
    // file that may only be read is opened all the same.
    *error = database.open(fileName, SqliteDatabase::Mode::ReadWrite);
    if (!*error && !database.prepare("SELECT 1 FROM entry LIMIT 1").isValid())
        *error = database.lastError();
    // Where nothing may be created beside the file it is read as it is, unless a crash left something there.
    const QFileInfo wal(fileName + u"-wal"_s);
    if (*error && (!wal.exists() || wal.size() == 0))
        *error = database.open(fileName, SqliteDatabase::Mode::Immutable);
    if (!*error && database.integer("PRAGMA user_version") > RecordSchema::Version)
        *error = ownError(RecordSchema::problemOf(
                {RecordSchema::Probe::Kind::Session, RecordSchema::Version + 1}, fileName));
    if (!*error && !database.prepare("SELECT seq, time_us, kind, size, payload FROM entry").isValid())
        *error = ownError(
                u"%1 is damaged: its entries cannot be read."_s.arg(QDir::toNativeSeparators(fileName)));
    if (*error)
        return {};
    return std::make_unique<RecordReader>(std::move(database));
}
