// SPDX-License-Identifier: MIT
#include "record/recordreader.h"

#include <QDir>
#include <QFile>
#include <QTemporaryFile>

#include <sqlite3.h>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qint64 UnknownSize = -1;
// Some milliseconds, after which a copy can be cancelled.
static constexpr int CopiedPages = 256;

// A value that is no number may be as large as the file: its type is asked for first, which is in the row
// itself.
static QByteArray number(const QByteArray &column, const QByteArray &otherwise)
{
    return "iif(typeof(" + column + ") = 'integer', " + column + ", " + otherwise + ')';
}

static QByteArray rowsOf(const QByteArray &columns)
{
    return "SELECT seq, " + number("time_us", "0") + ", " + number("kind", "0") + ", " + columns
           + " FROM entry NOT INDEXED WHERE seq >= ?1 AND seq < ?2 ORDER BY seq";
}

// A file of version 1 that is only read stays as it is.
static SqliteStatement entriesOf(const SqliteDatabase &database)
{
    SqliteStatement statement = database.prepare(rowsOf("payload, " + number("wire_size", "NULL")));
    return statement.isValid() ? std::move(statement) : database.prepare(rowsOf("payload, NULL"));
}

RecordReader::RecordReader(SqliteDatabase database)
    : m_database(std::move(database))
    , m_heads(m_database.prepare(
              rowsOf("CASE WHEN " + number("size", "NULL")
                     + " <= ?3 OR typeof(payload) NOT IN ('text', 'blob') THEN IFNULL(payload, '') END")))
    , m_entries(entriesOf(m_database))
    , m_blocks(m_database)
    , m_last(m_database.prepare("SELECT MAX(seq) FROM entry"))
    , m_indexedHeartbeats(m_database.prepare("SELECT seq FROM entry INDEXED BY heartbeat WHERE kind & 14 = 2 "
                                             "AND seq >= ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3"))
    , m_heartbeats(m_database.prepare("SELECT seq FROM entry NOT INDEXED WHERE kind & 14 = 2 "
                                      "AND seq >= ?1 AND seq <= ?2 ORDER BY seq"))
    , m_wireBytes(m_database.prepare("SELECT " + number("wire_size", "NULL") + " FROM entry WHERE seq = ?"))
{}

std::unique_ptr<RecordReader> RecordReader::over(SqliteDatabase database, RecordError *error)
{
    std::unique_ptr<RecordReader> reader(new RecordReader(std::move(database)));
    *error = reader->m_blocks.error();
    for (const SqliteStatement *statement :
         {&reader->m_heads, &reader->m_entries, &reader->m_last, &reader->m_heartbeats}) {
        if (!*error && !statement->isValid())
            *error = reader->m_database.lastError();
    }
    return *error ? nullptr : std::move(reader);
}

quint64 RecordReader::last() const
{
    const std::lock_guard lock(m_mutex);
    return lastOfAll();
}

// SQLite drops what it has read of a file without an index of its log whenever it begins to read again.
std::shared_ptr<void> RecordReader::heldStill() const
{
    const std::lock_guard lock(m_mutex);
    if (m_database.run("BEGIN"))
        return {};
    return {&m_database, [this](SqliteDatabase *database) {
                const std::lock_guard again(m_mutex);
                database->run("COMMIT");
            }};
}

// With the mutex held.
quint64 RecordReader::lastOfAll() const
{
    const qint64 last = m_last.step() == SQLITE_ROW ? m_last.integer(0) : 0;
    m_last.reset();
    return quint64(std::max<qint64>(0, last));
}

MessageCount RecordReader::totals(const std::atomic<bool> *cancelled) const
{
    const std::lock_guard lock(m_mutex);
    MessageCount totals;
    readTotals(m_database, &totals, cancelled);
    return totals;
}

QString RecordReader::meta(const QString &key) const
{
    const std::lock_guard lock(m_mutex);
    // A URL is no longer than that; whatever is may have been made to take up memory.
    SqliteStatement statement = m_database.prepare("SELECT substr(value, 1, 65536) FROM meta WHERE key = ?");
    statement.bind(1, key);
    return statement.step() == SQLITE_ROW ? statement.text(0) : QString();
}

RecordOrigin RecordReader::origin() const
{
    return {meta(u"url"_s), meta(u"version"_s), meta(u"started"_s), meta(u"source"_s), meta(u"filter"_s)};
}

qint64 RecordReader::fileBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_database.integer("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
}

static const QByteArray missingText = R"({"text":"This entry is missing: the file is damaged."})"_ba;

static void setMissing(Message *message)
{
    message->direction = Direction::Local;
    message->type = MessageType::Note;
    message->payload = missingText;
}

static void setMissing(EntryHead *head)
{
    head->direction = Direction::Local;
    head->type = MessageType::Note;
    head->head = missingText;
    head->size = missingText.size();
}

// The size of a payload and its first bytes, without reading the rest of it.
void RecordReader::readHead(EntryHead *entry) const
{
    sqlite3_blob *blob = nullptr;
    bool ok = sqlite3_blob_open(m_database.handle(), "main", "entry", "payload", qint64(entry->sequence), 0,
                                &blob)
              == SQLITE_OK;
    entry->size = ok ? sqlite3_blob_bytes(blob) : 0;
    ok = ok && entry->size <= m_database.mostValueBytes();
    if (ok) {
        entry->head.resize(std::min<qsizetype>(EntryHead::HeadBytes, entry->size));
        ok = sqlite3_blob_read(blob, entry->head.data(), int(entry->head.size()), 0) == SQLITE_OK;
    }
    sqlite3_blob_close(blob);
    if (!ok)
        setMissing(entry);
}

// Entries have no gaps, and who reads them counts on that.
template <typename Entry>
void RecordReader::addMissing(quint64 first, quint64 end, QList<Entry> *entries)
{
    for (quint64 sequence = first; sequence < end; ++sequence) {
        Entry entry;
        entry.sequence = sequence;
        entry.timeUs = entries->isEmpty() ? 0 : entries->last().timeUs;
        setMissing(&entry);
        entries->append(entry);
    }
}

template <typename Entry, typename Take>
void RecordReader::readRows(SqliteStatement &rows, quint64 first, quint64 end, QList<Entry> *entries,
                            const Take &take) const
{
    quint64 next = std::max<quint64>(1, first);
    // Asked for first: what is written meanwhile is not missing.
    end = std::min(end, lastOfAll() + 1);
    while (next < end) {
        rows.bind(1, qint64(next)).bind(2, qint64(end));
        bool goesOn = true;
        int code = SQLITE_ROW;
        // A damaged tree may lead to the same rows again.
        while (goesOn && (code = rows.step()) == SQLITE_ROW && quint64(rows.integer(0)) >= next) {
            const auto sequence = quint64(rows.integer(0));
            addMissing(next, sequence, entries);
            next = sequence + 1;
            goesOn = take(sequence);
        }
        rows.reset();
        if (!goesOn)
            return;
        // What is behind a row that cannot be read may be sound, but not what takes too long to find.
        const bool isAll = code == SQLITE_DONE || code == SQLITE_INTERRUPT;
        const quint64 behind = isAll ? end : next + 1;
        addMissing(next, behind, entries);
        next = behind;
    }
}

QList<EntryHead> RecordReader::heads(quint64 first, int count) const
{
    QList<EntryHead> result;
    if (count <= 0)
        return result;
    const std::lock_guard lock(m_mutex);
    const RunLimit limit = m_database.limitedTo(count);
    result.reserve(count);
    m_heads.bind(3, m_inlineBytes);
    readRows(m_heads, first, first + quint64(count), &result, [&](quint64 sequence) {
        // How large it is is seen: what the file says of that need not be true.
        EntryHead head{
                RecordSchema::infoOf(sequence, m_heads.integer(1), m_heads.integer(2)), UnknownSize, {}};
        if (!m_heads.isNull(3)) {
            head.size = m_heads.size(3);
            head.head = m_heads.bytes(3, EntryHead::HeadBytes);
        }
        // A file that has lied once is not asked again, or each lie would be read whole.
        if (head.size > EntryHead::HeadBytes)
            m_inlineBytes = UnknownSize;
        result.append(std::move(head));
        return true;
    });
    for (EntryHead &head : result) {
        if (head.size == UnknownSize)
            readHead(&head);
    }
    return result;
}

QList<Message> RecordReader::entries(quint64 first, int count, qint64 maxBytes) const
{
    QList<Message> result;
    if (count <= 0)
        return result;
    const std::lock_guard lock(m_mutex);
    const RunLimit limit = m_database.limitedTo(count);
    qint64 bytes = 0;
    readRows(m_entries, first, first + quint64(count), &result, [&](quint64 sequence) {
        result.append({RecordSchema::infoOf(sequence, m_entries.integer(1), m_entries.integer(2)),
                       m_entries.bytes(3)});
        if (!m_entries.isNull(4))
            result.last().wireBytes = std::max<qint64>(-1, m_entries.integer(4));
        bytes += result.last().payload.size();
        return bytes < maxBytes;
    });
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
    const RunLimit limit = m_database.limitedTo(effort, &cancelled);
    quint64 next = std::max<quint64>(1, first);
    int count = 0;
    int code = SQLITE_OK;
    while (!cancelled.load(std::memory_order_relaxed) && (code = statement.step()) == SQLITE_ROW) {
        const auto sequence = quint64(statement.integer(0));
        if (sequence < next)
            break;
        next = sequence + 1;
        found->push_back(sequence);
        ++count;
    }
    statement.reset();
    // Where it broke off, the next read begins, behind what cannot be read.
    const bool isAll = code == SQLITE_DONE && (!isIndexed || count < effort);
    return isAll ? end : std::max(first, next - 1);
}

quint64 RecordReader::lastHeartbeat() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_indexedHeartbeats.isValid())
        return lastOfAll();
    const qint64 last = m_database.integer("SELECT seq FROM entry INDEXED BY heartbeat "
                                           "WHERE kind & 14 = 2 ORDER BY seq DESC LIMIT 1");
    // The index may say anything.
    return std::min(quint64(std::max<qint64>(0, last)), lastOfAll());
}

qint64 RecordReader::wireBytes(quint64 sequence) const
{
    const std::lock_guard lock(m_mutex);
    if (!m_wireBytes.isValid())
        return -1;
    m_wireBytes.bind(1, qint64(sequence));
    const bool isKnown = m_wireBytes.step() == SQLITE_ROW && !m_wireBytes.isNull(0);
    const qint64 bytes = isKnown ? std::max<qint64>(-1, m_wireBytes.integer(0)) : -1;
    m_wireBytes.reset();
    return bytes;
}

QList<ClockSetBack> RecordReader::setBacks() const
{
    return readClockSetBacks(meta(QString::fromLatin1(RecordSchema::SetBacksKey)), last());
}

QString RecordReader::copyTo(const QString &fileName, ScanControl *control) const
{
    // Beside its final place, so that it gets there in one step or not at all.
    QTemporaryFile temporary(fileName + u".XXXXXX"_s);
    if (!temporary.open())
        return u"%1 cannot be written: %2."_s.arg(QDir::toNativeSeparators(fileName),
                                                  temporary.errorString());
    temporary.close();
    const RecordError error = copyPages(temporary.fileName(), control);
    if (error)
        return u"The copy could not be written. %1"_s.arg(error.sentence);
    if (::rename(QFile::encodeName(temporary.fileName()).constData(), QFile::encodeName(fileName).constData())
        != 0)
        return u"%1 cannot be replaced."_s.arg(QDir::toNativeSeparators(fileName));
    temporary.setAutoRemove(false);
    return {};
}

// Page by page (sqlite.org/backup.html): nothing that a schema says is carried out. The transaction keeps
// what is written meanwhile out of the copy, which would otherwise begin anew.
RecordError RecordReader::copyPages(const QString &fileName, ScanControl *control) const
{
    SqliteDatabase copy;
    if (const RecordError error = copy.open(fileName, SqliteDatabase::Mode::Write))
        return error;
    const std::lock_guard lock(m_mutex);
    const bool isHeld = !m_database.run("BEGIN");
    lastOfAll();
    sqlite3_backup *backup = sqlite3_backup_init(copy.handle(), "main", m_database.handle(), "main");
    int code = backup ? SQLITE_OK : sqlite3_errcode(copy.handle());
    while (code == SQLITE_OK && !isCancelled(control)) {
        code = sqlite3_backup_step(backup, CopiedPages);
        const int pages = sqlite3_backup_pagecount(backup);
        if (control && pages > 0)
            control->done = (pages - sqlite3_backup_remaining(backup)) * WholeScan / pages;
    }
    RecordError error = recordError(copy.handle(), code);
    sqlite3_backup_finish(backup);
    if (isHeld)
        m_database.run("COMMIT");
    if (isCancelled(control))
        error = ownError(u"It was cancelled."_s);
    // The header says that there is a log, for which a reader needs a folder that can be written.
    if (!error)
        error = copy.run("PRAGMA journal_mode = DELETE");
    return error;
}
