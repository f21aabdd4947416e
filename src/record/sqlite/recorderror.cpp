// SPDX-License-Identifier: MIT
#include "record/sqlite/recorderror.h"

#include <sqlite3.h>

#include <cerrno>

using namespace Qt::StringLiterals;

static bool isFull(int systemError)
{
    return systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG;
}

// sqlite3_system_errno() misses what goes wrong in a COMMIT; the files themselves know.
static bool isFull(sqlite3 *database)
{
    if (!database)
        return false;
    if (isFull(sqlite3_system_errno(database)))
        return true;
    for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
        sqlite3_file *file = nullptr;
        int systemError = 0;
        if (sqlite3_file_control(database, "main", which, &file) == SQLITE_OK && file && file->pMethods
            && file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &systemError) == SQLITE_OK
            && isFull(systemError))
            return true;
    }
    return false;
}

static QString sentenceOf(sqlite3 *database, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return u"The disk is full."_s;
    case SQLITE_IOERR:
        if (isFull(database))
            return u"The disk is full, or the file has reached the size allowed for it."_s;
        return u"The disk reported an error (%1)."_s.arg(QString::fromUtf8(sqlite3_errstr(code)));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        return u"The file or its folder cannot be written to."_s;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return u"Another program holds the file."_s;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return u"The session file is damaged."_s;
    default:
        return u"SQLite: %1."_s.arg(
                QString::fromUtf8(database ? sqlite3_errmsg(database) : sqlite3_errstr(code)));
    }
}

RecordError recordError(sqlite3 *database, int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
        return {};
    return {code, sentenceOf(database, code)};
}

RecordError ownError(const QString &sentence)
{
    return {RecordError::Own, sentence};
}
