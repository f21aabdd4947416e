// SPDX-License-Identifier: MIT
#include "record/sqlite/sqlitedatabase.h"

#include "record/sqlite/readonlyvfs.h"

#include <QUrl>

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

// Another program may hold the file for a moment.
static constexpr int BusyTimeoutMs = 3000;
// Steps of SQLite's machine between two looks at whether it is to end: some 10 µs.
static constexpr int StepsPerLook = 1000;

struct ConnectionLimit
{
    int what;
    int most;
};

// A session needs far less of each; what its size is bounded by are the file and a message's own size.
static constexpr std::array connectionLimits{
        ConnectionLimit{SQLITE_LIMIT_SQL_LENGTH, 100'000},
        ConnectionLimit{SQLITE_LIMIT_COLUMN, 64},
        ConnectionLimit{SQLITE_LIMIT_EXPR_DEPTH, 100},
        ConnectionLimit{SQLITE_LIMIT_COMPOUND_SELECT, 20},
        ConnectionLimit{SQLITE_LIMIT_VDBE_OP, 25'000},
        ConnectionLimit{SQLITE_LIMIT_FUNCTION_ARG, 16},
        ConnectionLimit{SQLITE_LIMIT_ATTACHED, 0},
        ConnectionLimit{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100},
        ConnectionLimit{SQLITE_LIMIT_VARIABLE_NUMBER, 16},
        ConnectionLimit{SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        ConnectionLimit{SQLITE_LIMIT_WORKER_THREADS, 0},
};

void SqliteStatement::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

SqliteStatement::SqliteStatement(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    m_code = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    m_statement.reset(statement);
}

int SqliteStatement::problem() const
{
    return m_code != SQLITE_OK ? m_code : SQLITE_MISUSE;
}

SqliteStatement &SqliteStatement::bind(int index, qint64 value)
{
    if (isValid())
        sqlite3_bind_int64(handle(), index, value);
    return *this;
}

SqliteStatement &SqliteStatement::bind(int index, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    if (isValid())
        sqlite3_bind_text(handle(), index, utf8.constData(), int(utf8.size()), SQLITE_TRANSIENT);
    return *this;
}

int SqliteStatement::step()
{
    return isValid() ? sqlite3_step(handle()) : problem();
}

int SqliteStatement::run()
{
    if (!isValid())
        return problem();
    while (sqlite3_step(handle()) == SQLITE_ROW) {
    }
    return sqlite3_reset(handle());
}

void SqliteStatement::reset()
{
    sqlite3_reset(handle());
}

qint64 SqliteStatement::integer(int column) const
{
    return sqlite3_column_int64(handle(), column);
}

QString SqliteStatement::text(int column) const
{
    // The pointer first: asking for it may convert the value.
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(handle(), column));
    return QString::fromUtf8(text, sqlite3_column_bytes(handle(), column));
}

QByteArray SqliteStatement::bytes(int column, qint64 most) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(handle(), column));
    return {data, std::min<qsizetype>(most, sqlite3_column_bytes(handle(), column))};
}

qint64 SqliteStatement::size(int column) const
{
    sqlite3_column_blob(handle(), column);
    return sqlite3_column_bytes(handle(), column);
}

bool SqliteStatement::isNull(int column) const
{
    return sqlite3_column_type(handle(), column) == SQLITE_NULL;
}

void SqliteDatabase::Closer::operator()(sqlite3 *database) const
{
    sqlite3_close_v2(database);
}

RecordError SqliteDatabase::open(const QString &fileName, Mode mode)
{
    QByteArray uri = QUrl::fromLocalFile(fileName).toEncoded(QUrl::FullyEncoded);
    const bool writes = mode == Mode::Write;
    if (mode == Mode::Look)
        uri += "?readonly_shm=1";
    else if (mode == Mode::Header)
        uri += "?immutable=1";
    // Without a name it would be the one that writes.
    const char *vfs = writes ? nullptr : ReadOnlyVfs::name();
    if (!writes && !vfs)
        return recordError(nullptr, SQLITE_NOMEM);
    sqlite3 *database = nullptr;
    int code = sqlite3_open_v2(uri.constData(), &database,
                               (writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_URI
                                       | SQLITE_OPEN_NOMUTEX,
                               vfs);
    m_database.reset(database);
    if (code == SQLITE_OK)
        code = confine();
    if (code == SQLITE_OK && !writes)
        code = sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (code != SQLITE_OK) {
        const RecordError error = recordError(database, code);
        m_database.reset();
        return error;
    }
    if (mode == Mode::Look)
        boundValues();
    return {};
}

// What a row says of its length is taken as memory before it is read.
void SqliteDatabase::boundValues()
{
    const qint64 bytes = integer("PRAGMA page_count") * integer("PRAGMA page_size");
    if (bytes > 0)
        sqlite3_limit(handle(), SQLITE_LIMIT_LENGTH,
                      int(std::clamp<qint64>(bytes, 1'000'000, 1'000'000'000)));
}

qint64 SqliteDatabase::mostValueBytes() const
{
    return sqlite3_limit(handle(), SQLITE_LIMIT_LENGTH, -1);
}

// After what sqlite.org/security.html advises for files of others.
int SqliteDatabase::confine()
{
    sqlite3 *database = handle();
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, BusyTimeoutMs);
    m_watch = std::make_unique<RunLimit::Watch>();
    sqlite3_progress_handler(database, StepsPerLook, &SqliteDatabase::isToEnd, m_watch.get());
    for (const ConnectionLimit &limit : connectionLimits)
        sqlite3_limit(database, limit.what, limit.most);
    int code = SQLITE_OK;
    for (const auto &[what, on] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                   {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                   {SQLITE_DBCONFIG_ENABLE_VIEW, 0}}) {
        if (code == SQLITE_OK)
            code = sqlite3_db_config(database, what, on, nullptr);
    }
    if (code == SQLITE_OK)
        code = sqlite3_exec(database,
                            "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; "
                            "PRAGMA temp_store = MEMORY",
                            nullptr, nullptr, nullptr);
    return code;
}

RunLimit SqliteDatabase::cancelledBy(const std::atomic<bool> *cancelled)
{
    return {m_watch.get(), {std::numeric_limits<qint64>::max(), cancelled}};
}

RunLimit SqliteDatabase::limitedTo(qint64 rows, const std::atomic<bool> *cancelled)
{
    // A row that is read takes some ten.
    constexpr qint64 stepsPerRow = 100;
    constexpr qint64 steps = 10'000;
    const qint64 most = (std::numeric_limits<qint64>::max() - steps) / stepsPerRow;
    return {m_watch.get(), {std::min(rows, most) * stepsPerRow + steps, cancelled}};
}

int SqliteDatabase::isToEnd(void *watch)
{
    auto &[stepsLeft, cancelled] = *static_cast<RunLimit::Watch *>(watch);
    stepsLeft -= StepsPerLook;
    const bool isCancelled = cancelled && cancelled->load(std::memory_order_relaxed);
    return isCancelled || stepsLeft < 0;
}

RecordError SqliteDatabase::run(const char *sql)
{
    return recordError(handle(), sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr));
}

qint64 SqliteDatabase::integer(const char *sql) const
{
    SqliteStatement statement = prepare(sql);
    return statement.step() == SQLITE_ROW ? statement.integer(0) : 0;
}

RecordError SqliteDatabase::lastError() const
{
    return recordError(handle(), sqlite3_extended_errcode(handle()));
}
