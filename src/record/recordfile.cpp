// SPDX-License-Identifier: MIT
#include "record/recordfile.h"

#include "record/recordschema.h"
#include "record/sessioncheck.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QUuid>

#include <sqlite3.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using std::chrono::steady_clock;

static constexpr int PageBytes = 16 * 1024;
// From here on the log is moved into the database. Late, since that waits for the disk to synchronize, which
// a flood may outrun: measured, 0.7 M messages a second when it is done every 16 MiB, against 1.35 M when it
// is not. The writer does the rest if it is that small …
static constexpr int CheckpointPages = 512 * 1024 * 1024 / PageBytes;
static constexpr int SmallRestPages = 4 * 1024 * 1024 / PageBytes;
// … or if the log has grown this large, because the disk is slower than what comes.
static constexpr int LargeLogPages = int(2048LL * 1024 * 1024 / PageBytes);
// While nothing comes there is time for it.
static constexpr int IdleCheckpointPages = 4 * 1024 * 1024 / PageBytes;
// How much a reader may have to count after a crash.
static constexpr std::chrono::milliseconds TotalsInterval{250};
// One to show with, one to read much with, and those that scan.
static constexpr int Readers = 2 + Record::ScanLanes;

static const char *const setUp = "PRAGMA page_size = 16384;"
                                 "PRAGMA wal_autocheckpoint = 0;";
static const char *const withLog = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
static const char *const withoutLog = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF";
static const char *const smallCache = "PRAGMA cache_size = -512";
static const char *const usualCache = "PRAGMA cache_size = -8000";
static constexpr qint64 LargeBatchBytes = 16LL * 1024 * 1024;

RecordFile::~RecordFile()
{
    const bool isNamed = m_database.isOpen() && !m_fileName.isEmpty() && isInPlace();
    if (isNamed)
        writeTotals();
    m_checkpointer.reset();
    // Another program may have it open for long: the file has all that was written by itself.
    if (isNamed)
        sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

// Only its owner may read it, from its first byte on; what SQLite puts beside it follows.
static RecordError createOwnerOnly(const QString &fileName)
{
    const int file =
            ::open(QFile::encodeName(fileName).constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0)
        return ownError(u"%1 cannot be created: %2."_s.arg(QDir::toNativeSeparators(fileName),
                                                           qt_error_string(errno)));
    ::close(file);
    return {};
}

// SQLite would take it for the new one's.
RecordError RecordFile::removeCompanions(const QString &fileName)
{
    for (const QString &suffix : SessionCompanions::suffixes().mid(1)) {
        const QString file = fileName + suffix;
        if (::unlink(QFile::encodeName(file).constData()) != 0 && errno != ENOENT)
            return ownError(u"%1 lies beside the new session and cannot be removed: %2."_s.arg(
                    QDir::toNativeSeparators(file), qt_error_string(errno)));
    }
    return {};
}

// Seen before anything is written.
QString RecordFile::problemOfExisting(const QString &fileName, bool shared)
{
    QString problem = SessionCheck::problemOfKinds(fileName);
    if (problem.isEmpty())
        problem = RecordSchema::problemOf(RecordSchema::probe(fileName), fileName);
    if (problem.isEmpty())
        problem = SessionCheck::problemOfPlace(fileName, shared);
    // To append would carry it out, whatever the file is then.
    if (problem.isEmpty())
        problem = SessionCheck::problemOfJournal(fileName);
    if (problem.isEmpty())
        problem = SessionCheck::problemOfLog(fileName, shared);
    if (!problem.isEmpty())
        return problem;
    SqliteDatabase database;
    RecordError error = database.open(fileName, SqliteDatabase::Mode::Look);
    if (!error)
        error = SessionCheck::check(database, fileName, SessionCheck::Purpose::Append);
    return error.sentence;
}

RecordFile::Opened RecordFile::open(const QString &fileName, bool shared)
{
    std::unique_ptr<RecordFile> file(new RecordFile);
    file->m_fileName = SessionCompanions::realName(fileName);
    // A link may lead from a name that is not what it seems to one that is.
    for (const QString &name : {fileName, file->m_fileName}) {
        if (const QString problem = SessionCheck::problemOfName(name); !problem.isEmpty())
            return {nullptr, ownError(problem)};
    }
    const bool isNew = RecordSchema::probe(file->m_fileName).kind == RecordSchema::Probe::Kind::Missing;
    if (const QString problem = isNew ? QString() : problemOfExisting(file->m_fileName, shared);
        !problem.isEmpty())
        return {nullptr, ownError(problem)};
    file->m_lock = SessionCompanions::lockOf(file->m_fileName);
    const QString name = QDir::toNativeSeparators(fileName);
    if (!file->m_lock)
        return {nullptr, ownError(u"%1.lock is not an ordinary file."_s.arg(name))};
    errno = 0;
    if (!file->m_lock->tryLock()) {
        const int systemError = errno;
        if (file->m_lock->error() == QLockFile::LockFailedError)
            return {nullptr, ownError(u"%1 is being recorded by another Socketscope. "
                                      "Choose another file, or end that session first."_s.arg(name))};
        const bool isSaid = file->m_lock->error() == QLockFile::UnknownError && systemError != 0;
        const QString why = isSaid ? qt_error_string(systemError) : u"its folder does not allow it"_s;
        return {nullptr, ownError(u"%1 cannot be written: %2."_s.arg(name, why))};
    }
    if (isNew) {
        if (const RecordError error = createOwnerOnly(file->m_fileName))
            return {nullptr, error};
    }
    RecordError error = isNew ? removeCompanions(file->m_fileName) : RecordError();
    if (!error)
        error = file->openDatabase(file->m_fileName, withLog);
    if (!error)
        error = file->openReaders(file->m_fileName);
    SqliteDatabase connection;
    if (!error)
        error = connection.open(file->m_fileName, SqliteDatabase::Mode::Write);
    if (error) {
        file->m_database = {};
        if (isNew)
            QFile::remove(file->m_fileName);
        return {nullptr, error};
    }
    connection.run("PRAGMA synchronous = NORMAL");
    file->m_checkpointer = std::make_unique<Checkpointer>(std::move(connection));
    return {std::move(file), {}};
}

RecordFile::Opened RecordFile::openPrivate(const QString &folder)
{
    std::unique_ptr<RecordFile> file(new RecordFile);
    const QString name =
            QDir(folder).filePath(u".private-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces));
    RecordError error = createOwnerOnly(name);
    if (!error)
        error = file->openDatabase(name, withLog);
    if (!error)
        error = file->openReaders(name);
    // Before anything of the session is in it. All connections are open by now.
    for (const QString &suffix : SessionCompanions::suffixes())
        QFile::remove(name + suffix);
    if (!error) {
        // Nothing of it is to survive anything, so that the disk need not be waited for.
        error = file->m_database.run("PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 1000");
    }
    if (error)
        return {nullptr, error};
    return {std::move(file), {}};
}

RecordFile::Opened RecordFile::create(const QString &fileName)
{
    std::unique_ptr<RecordFile> file(new RecordFile);
    file->m_fileName = fileName;
    RecordError error = createOwnerOnly(fileName);
    if (!error)
        error = file->openDatabase(fileName, withoutLog);
    if (error)
        return {nullptr, error};
    return {std::move(file), {}};
}

RecordError RecordFile::settle()
{
    const RecordError error = m_database.run("PRAGMA synchronous = FULL");
    return error ? error : writeTotals();
}

RecordError RecordFile::openDatabase(const QString &fileName, const char *journal)
{
    RecordError error = m_database.open(fileName, SqliteDatabase::Mode::Write);
    // The header gets into the file itself, not into the log: probe() reads nothing else.
    if (!error)
        error = m_database.run(setUp);
    if (!error)
        error = m_database.run(usualCache);
    if (!error)
        error = RecordSchema::migrate(m_database);
    // Once more, now that nobody else can change it unseen.
    if (!error)
        error = SessionCheck::check(m_database, fileName, SessionCheck::Purpose::Append);
    if (!error)
        error = m_database.run(journal);
    if (!error)
        error = prepareStatements();
    if (error)
        return error;
    m_last = quint64(m_database.integer("SELECT MAX(seq) FROM entry"));
    return readTotals(m_database, &m_totals);
}

RecordError RecordFile::prepareStatements()
{
    if (const int code = m_table.attach(m_database.handle()))
        return recordError(m_database.handle(), code);
    const auto prepare = [this](SqliteStatement *statement, const char *sql) {
        *statement = m_database.prepare(sql);
        return statement->isValid() ? RecordError() : m_database.lastError();
    };
    RecordError error = prepare(&m_begin, "BEGIN IMMEDIATE");
    if (!error)
        error = prepare(&m_commit, "COMMIT");
    if (!error)
        error = prepare(&m_rollback, "ROLLBACK");
    // Without a rowid: SQLite then appends without looking for the place.
    if (!error)
        error = prepare(&m_insert, "INSERT INTO entry(time_us, kind, size, wire_size, payload) "
                                   "SELECT time_us, kind, size, wire_size, payload FROM batch");
    if (!error)
        error = prepare(&m_total, "UPDATE meta SET value = CASE key WHEN 'received' THEN ?1 "
                                  "WHEN 'received_bytes' THEN ?2 ELSE ?3 END "
                                  "WHERE key IN ('received', 'received_bytes', 'counted_to')");
    sqlite3_wal_hook(
            m_database.handle(),
            [](void *pages, sqlite3 *, const char *, int count) {
                *static_cast<int *>(pages) = count;
                return SQLITE_OK;
            },
            &m_walPages);
    return error;
}

RecordError RecordFile::openReaders(const QString &fileName)
{
    for (int i = 0; i < Readers; ++i) {
        SqliteDatabase connection;
        // One that only looks, if it is the last, leaves what lies beside the file.
        RecordError error = connection.open(fileName, SqliteDatabase::Mode::Write);
        std::unique_ptr<RecordReader> reader;
        if (!error)
            reader = RecordReader::over(std::move(connection), &error);
        if (error)
            return error;
        m_readers.push_back(std::move(reader));
        // Opens the file now, while it has a name.
        m_readers.back()->last();
    }
    const RecordReader &reader = *m_readers.back();
    m_lastHeartbeat = reader.lastHeartbeat();
    const QList<EntryHead> last = reader.heads(m_last, 1);
    m_times = {reader.setBacks(), last.isEmpty() ? 0 : last.first().timeUs};
    return {};
}

RecordError RecordFile::writeOrigin(const RecordOrigin &origin)
{
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    QList<std::pair<QString, QString>> rows{{u"url"_s, origin.url},
                                            {u"version"_s, origin.programVersion},
                                            {u"started"_s, origin.started.isEmpty() ? now : origin.started}};
    for (const auto &row : {std::pair{u"source"_s, origin.source}, std::pair{u"filter"_s, origin.filter}}) {
        if (!row.second.isEmpty())
            rows.append(row);
    }
    SqliteStatement meta = m_database.prepare("INSERT OR IGNORE INTO meta VALUES(?1, ?2)");
    for (const auto &[key, value] : std::as_const(rows)) {
        if (const int code = meta.bind(1, key).bind(2, value).run())
            return recordError(m_database.handle(), code);
    }
    return {};
}

std::unique_ptr<RecordReader> RecordFile::takeReader()
{
    std::unique_ptr<RecordReader> reader = std::move(m_readers.back());
    m_readers.pop_back();
    return reader;
}

bool RecordFile::isInPlace() const
{
    if (m_fileName.isEmpty())
        return true;
    int moved = 0;
    return sqlite3_file_control(m_database.handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK
           || !moved;
}

RecordError RecordFile::writeTotals()
{
    m_total.bind(1, qint64(m_totals.messages)).bind(2, qint64(m_totals.bytes)).bind(3, qint64(m_last));
    return recordError(m_database.handle(), m_total.run());
}

RecordError RecordFile::writeSetBacks(const QList<ClockSetBack> &setBacks)
{
    SqliteStatement meta = m_database.prepare("INSERT OR REPLACE INTO meta VALUES(?1, ?2)");
    meta.bind(1, QString::fromLatin1(RecordSchema::SetBacksKey));
    meta.bind(2, QString::fromLatin1(clockSetBacksText(setBacks)));
    return recordError(m_database.handle(), meta.run());
}

RecordError RecordFile::insert(const std::vector<const MessageBatch *> &batches)
{
    m_table.setBatches(batches);
    const bool isLarge = std::any_of(batches.begin(), batches.end(), [](const MessageBatch *batch) {
        return batch->payloadBytes() >= LargeBatchBytes;
    });
    // SQLite copies a row before it parts it into pages: its cache of these is to be little beside that.
    if (isLarge)
        m_database.run(smallCache);
    const int code = m_insert.run();
    if (isLarge)
        m_database.run(usualCache);
    m_table.setBatches({});
    return recordError(m_database.handle(), code);
}

RecordError RecordFile::write(const std::vector<const MessageBatch *> &batches)
{
    if (!isInPlace())
        return ownError(u"The session file was deleted or moved."_s);
    if (const int code = m_begin.run())
        return recordError(m_database.handle(), code);
    const quint64 lastBefore = m_last;
    const MessageCount totalsBefore = m_totals;
    EntryTimes times = m_times;
    quint64 lastHeartbeat = m_lastHeartbeat;
    for (const MessageBatch *batch : batches) {
        if (batch->lastHeartbeat() > 0)
            lastHeartbeat = m_last + quint64(batch->lastHeartbeat());
        for (const Message &message : *batch)
            times.add(++m_last, message.timeUs);
        m_totals += batch->received();
    }

    RecordError error = insert(batches);
    if (!error && m_last > lastBefore && quint64(sqlite3_last_insert_rowid(m_database.handle())) != m_last)
        error = ownError(u"Another program has changed the session file."_s);
    const auto now = steady_clock::now();
    const bool totalsDue = now - m_totalsWritten >= TotalsInterval;
    if (!error && totalsDue)
        error = writeTotals();
    if (!error && times.setBacks != m_times.setBacks)
        error = writeSetBacks(times.setBacks);
    if (!error)
        error = recordError(m_database.handle(), m_commit.run());
    if (error) {
        m_rollback.run();
        m_last = lastBefore;
        m_totals = totalsBefore;
        return error;
    }
    m_lastHeartbeat = lastHeartbeat;
    m_times = times;
    if (totalsDue)
        m_totalsWritten = now;
    checkpointIfDue();
    return {};
}

bool RecordFile::idle()
{
    const bool isDue =
            m_checkpointer && m_walPages >= IdleCheckpointPages && m_checkpointer->donePages() < m_walPages;
    if (isDue)
        m_checkpointer->request();
    return !isDue;
}

qint64 RecordFile::unmovedBytes() const
{
    return m_checkpointer ? qint64(m_walPages - std::min(m_walPages, m_checkpointer->donePages())) * PageBytes
                          : 0;
}

void RecordFile::moveLog()
{
    if (m_checkpointer
        && sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr,
                                     nullptr)
                   == SQLITE_OK) {
        m_checkpointer->forget();
        m_walPages = 0;
    }
}

void RecordFile::checkpointIfDue()
{
    if (!m_checkpointer)
        return;
    int done = m_checkpointer->donePages();
    if (m_walPages < done) {
        // The log has begun anew.
        m_checkpointer->forget();
        done = 0;
    }
    if ((m_walPages < CheckpointPages && done == 0) || m_checkpointer->isBusy())
        return;
    if ((done > 0 && m_walPages >= done && m_walPages - done < SmallRestPages)
        || m_walPages > LargeLogPages) {
        sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        m_checkpointer->forget();
    } else {
        m_checkpointer->request();
    }
}
