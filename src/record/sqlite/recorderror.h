// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

struct sqlite3;

/// Why a session file could not be used: SQLite's primary result code, 0 if all is well, or any other number
/// for what is not SQLite's, and a sentence for the user.
struct RecordError
{
    static constexpr int Own = -1;

    int code = 0;
    QString sentence;

    explicit operator bool() const { return code != 0; }
};

/// What went wrong last on a connection, in words. `code` is a result code of SQLite.
RecordError recordError(sqlite3 *database, int code);
RecordError ownError(const QString &sentence);
