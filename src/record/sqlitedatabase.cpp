// SPDX-License-Identifier: MIT
#include "record/sqlitedatabase.h"

#include <QUrl>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

// Another program may hold the file for a moment.
static constexpr int BusyTimeoutMs = 3000;

void SqliteStatement::Finalizer::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

SqliteStatement::SqliteStatement(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    m_statement.reset(statement);
}

SqliteStatement &SqliteStatement::bind(int index, qint64 value)
{
    sqlite3_bind_int64(handle(), index, value);
    return *this;
}

SqliteStatement &SqliteStatement::bind(int index, const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    sqlite3_bind_text(handle(), index, utf8.constData(), int(utf8.size()), SQLITE_TRANSIENT);
    return *this;
}

int SqliteStatement::step()
{
    return m_statement ? sqlite3_step(handle()) : SQLITE_MISUSE;
}

int SqliteStatement::run()
{
    if (!m_statement)
        return SQLITE_MISUSE;
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
    return QString::fromUtf8(bytes(column));
}

QByteArray SqliteStatement::bytes(int column) const
{
    // The pointer first: asking for it may convert the value.
    const auto *data = static_cast<const char *>(sqlite3_column_blob(handle(), column));
    return {data, sqlite3_column_bytes(handle(), column)};
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
    if (mode == Mode::Immutable)
        uri += "?immutable=1";
    const int access = mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    sqlite3 *database = nullptr;
    const int code = sqlite3_open_v2(uri.constData(), &database,
                                     access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    m_database.reset(database);
    if (code != SQLITE_OK) {
        const RecordError error = recordError(database, code);
        m_database.reset();
        return error;
    }
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_timeout(database, BusyTimeoutMs);
    return {};
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
