// SPDX-License-Identifier: MIT
#pragma once

#include "record/recorderror.h"

#include <QByteArray>
#include <QString>

#include <memory>

struct sqlite3;
struct sqlite3_stmt;

/// A prepared statement, finalized with this object, which must not outlive its connection.
class SqliteStatement
{
public:
    SqliteStatement() = default;
    SqliteStatement(sqlite3 *database, const char *sql);

    /// False if the SQL did not compile: no such table, for instance.
    bool isValid() const { return m_statement != nullptr; }
    SqliteStatement &bind(int index, qint64 value);
    SqliteStatement &bind(int index, const QString &text);
    /// SQLITE_ROW, SQLITE_DONE or an error.
    int step();
    /// Steps to the end and resets: SQLITE_OK or an error.
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

    std::unique_ptr<sqlite3_stmt, Finalizer> m_statement;
};

/// A connection to an SQLite database, closed with this object. One thread at a time.
class SqliteDatabase
{
public:
    enum class Mode { ReadWrite, ReadOnly, Immutable };

    SqliteDatabase() = default;

    /// Never creates a file. `Immutable` ignores whatever lies beside the file.
    RecordError open(const QString &fileName, Mode mode);
    bool isOpen() const { return m_database != nullptr; }
    sqlite3 *handle() const { return m_database.get(); }

    RecordError run(const char *sql);
    SqliteStatement prepare(const char *sql) const { return {m_database.get(), sql}; }
    /// The first column of the first row; 0 if there is none.
    qint64 integer(const char *sql) const;
    RecordError lastError() const;

private:
    struct Closer
    {
        void operator()(sqlite3 *database) const;
    };

    std::unique_ptr<sqlite3, Closer> m_database;
};
