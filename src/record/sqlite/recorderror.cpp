// SPDX-License-Identifier: MIT
#include "record/sqlite/recorderror.h"

#include <sqlite3.h>

#include <cerrno>

using namespace Qt::StringLiterals;

// Empty for those of which SQLite says enough.
static QString causeOf(int systemError)
{
    switch (systemError) {
    case ENOSPC:
        return u"The disk is full."_s;
    case EDQUOT:
        return u"What the disk allows this user is used up."_s;
    case EFBIG:
        return u"The file has reached the size that the system allows for one (ulimit -f)."_s;
    case EROFS:
        return u"The disk can only be read."_s;
    case EMFILE:
    case ENFILE:
        return u"This program has too many files and sockets open: the system allows no more (ulimit -n)."_s;
    default:
        return {};
    }
}

// sqlite3_system_errno() misses what goes wrong in a COMMIT; the files themselves know.
static QString causeOf(sqlite3 *database)
{
    if (!database)
        return {};
    QString cause = causeOf(sqlite3_system_errno(database));
    for (const int which : {SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER}) {
        sqlite3_file *file = nullptr;
        int systemError = 0;
        if (cause.isEmpty() && sqlite3_file_control(database, "main", which, &file) == SQLITE_OK && file
            && file->pMethods
            && file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &systemError) == SQLITE_OK)
            cause = causeOf(systemError);
    }
    return cause;
}

static QString sentenceOf(sqlite3 *database, int code)
{
    switch (code & 0xff) {
    case SQLITE_FULL:
        return causeOf(ENOSPC);
    case SQLITE_IOERR:
        if (code == SQLITE_IOERR_NOMEM)
            return sentenceOf(database, SQLITE_NOMEM);
        if (const QString cause = causeOf(database); !cause.isEmpty())
            return cause;
        return u"The disk reported an error (%1)."_s.arg(QString::fromUtf8(sqlite3_errstr(code)));
    case SQLITE_NOMEM:
        return u"There is not enough memory."_s;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
        if (const QString cause = database ? causeOf(sqlite3_system_errno(database)) : QString();
            !cause.isEmpty())
            return cause;
        return u"The file or its folder does not allow it."_s;
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
