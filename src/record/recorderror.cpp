// SPDX-License-Identifier: MIT
#include "record/recorderror.h"

#include <sqlite3.h>

#include <cerrno>

using namespace Qt::StringLiterals;

static QString sentenceOf(sqlite3 *database, int code)
{
    const int systemError = database ? sqlite3_system_errno(database) : 0;
    switch (code & 0xff) {
    case SQLITE_FULL:
        return u"The disk is full."_s;
    case SQLITE_IOERR:
        if (systemError == ENOSPC || systemError == EDQUOT || systemError == EFBIG)
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
        return u"SQLite: %1."_s.arg(QString::fromUtf8(database ? sqlite3_errmsg(database)
                                                               : sqlite3_errstr(code)));
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
