// SPDX-License-Identifier: MIT
#pragma once

#include "record/sqlite/recorderror.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <limits>
#include <memory>

struct sqlite3;
struct sqlite3_stmt;

/// A prepared statement, finalized with this object, which must not outlive its connection. One that did not
/// compile does nothing but say so.
class SqliteStatement
{
public:
    SqliteStatement() = default;
    SqliteStatement(sqlite3 *database, const char *sql);

    /// False if the SQL did not compile: no such table, for instance.
    bool isValid() const { return m_statement != nullptr; }
    SqliteStatement &bind(int index, qint64 value);
    SqliteStatement &bind(int index, const QString &text);
    /// SQLITE_ROW, SQLITE_DONE or an error: that of the compiler if it is not valid.
    int step();
    /// Steps to the end and resets: SQLITE_OK or an error, likewise.
    int run();
    void reset();

    qint64 integer(int column) const;
    QString text(int column) const;
    /// The bytes of a TEXT or BLOB, copied; of many the first `most` only.
    QByteArray bytes(int column, qint64 most = std::numeric_limits<int>::max()) const;
    /// How many there are.
    qint64 size(int column) const;
    bool isNull(int column) const;
    sqlite3_stmt *handle() const { return m_statement.get(); }

private:
    struct Finalizer
    {
        void operator()(sqlite3_stmt *statement) const;
    };

    int problem() const;

    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
    /// The compiler's result code.
    int m_code = 0;
};

/// A bound for what runs on one connection, which must outlive it.
class RunLimit
{
public:
    ~RunLimit() { *m_watch = {}; }
    RunLimit(const RunLimit &) = delete;
    RunLimit &operator=(const RunLimit &) = delete;

private:
    friend class SqliteDatabase;

    struct Watch
    {
        /// Of SQLite's machine.
        qint64 stepsLeft = std::numeric_limits<qint64>::max();
        const std::atomic<bool> *cancelled = nullptr;
    };

    RunLimit(Watch *watch, Watch bound)
        : m_watch(watch)
    {
        *m_watch = bound;
    }

    Watch *m_watch;
};

/// A connection to an SQLite database, closed with this object. One thread at a time.
///
/// The file may come from anyone: nothing in its schema runs (no view, no trigger, no function of ours; see
/// sqlite.org/security.html), and what its parts may take up is limited.
class SqliteDatabase
{
public:
    enum class Mode {
        Write,
        Look,   ///< Nothing is written, neither to the file nor beside it; see ReadOnlyVfs.
        Header, ///< The same, and whatever lies beside the file is ignored.
    };

    SqliteDatabase() = default;
    SqliteDatabase(SqliteDatabase &&) = default;
    // The old connection goes before what it looks at.
    SqliteDatabase &operator=(SqliteDatabase &&other) noexcept
    {
        m_database = std::move(other.m_database);
        m_watch = std::move(other.m_watch);
        return *this;
    }

    /// Never creates a file.
    RecordError open(const QString &fileName, Mode mode);
    /// While what it returns lives, what runs ends with SQLITE_INTERRUPT soon after `cancelled` is set.
    [[nodiscard]] RunLimit cancelledBy(const std::atomic<bool> *cancelled);
    /// The same for what reads so many rows of a sound file, which may take many times the steps that it
    /// needs: a damaged tree may lead to the same rows again and again. One limit at a time.
    [[nodiscard]] RunLimit limitedTo(qint64 rows, const std::atomic<bool> *cancelled = nullptr);
    /// In bytes; no value of this file can be larger, whatever the file says.
    qint64 mostValueBytes() const;
    bool isOpen() const { return m_database != nullptr; }
    sqlite3 *handle() const { return m_database.get(); }

    RecordError run(const char *sql);
    SqliteStatement prepare(const QByteArray &sql) const { return {m_database.get(), sql.constData()}; }
    /// The first column of the first row; 0 if there is none.
    qint64 integer(const char *sql) const;
    RecordError lastError() const;

private:
    int confine();
    void boundValues();
    static int isToEnd(void *watch);

    struct Closer
    {
        void operator()(sqlite3 *database) const;
    };

    /// What the connection looks at: closed before it goes.
    std::unique_ptr<RunLimit::Watch> m_watch;
    std::unique_ptr<sqlite3, Closer> m_database;
};
