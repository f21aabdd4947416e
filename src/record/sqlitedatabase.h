// SPDX-License-Identifier: MIT
#pragma once

#include "record/recorderror.h"

#include <QByteArray>
#include <QString>

#include <atomic>
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
    /// The bytes of a TEXT or BLOB, copied.
    QByteArray bytes(int column) const;
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

    /// Never creates a file.
    RecordError open(const QString &fileName, Mode mode);
    /// Ends what runs from now on with SQLITE_INTERRUPT: soon after `cancelled` is set, or when it has taken
    /// about so many steps of SQLite's machine (a row read is some ten). 0 for any number. The flag must stay
    /// until it is another one.
    void limitRuns(qint64 steps, const std::atomic<bool> *cancelled = nullptr);
    /// The same for what reads so many rows of a sound file: many times what that takes, since a damaged tree
    /// may lead to the same rows again and again.
    void limitRows(qint64 rows, const std::atomic<bool> *cancelled = nullptr);
    bool isOpen() const { return m_database != nullptr; }
    sqlite3 *handle() const { return m_database.get(); }

    RecordError run(const char *sql);
    SqliteStatement prepare(const char *sql) const { return {m_database.get(), sql}; }
    /// The first column of the first row; 0 if there is none.
    qint64 integer(const char *sql) const;
    RecordError lastError() const;

private:
    struct Watch
    {
        qint64 stepsLeft = 0;
        const std::atomic<bool> *cancelled = nullptr;
    };

    int confine();
    static int look(void *watch);

    struct Closer
    {
        void operator()(sqlite3 *database) const;
    };

    std::unique_ptr<Watch> m_watch;
    std::unique_ptr<sqlite3, Closer> m_database;
};
