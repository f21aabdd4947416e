// SPDX-License-Identifier: MIT
#pragma once

#include "record/sqlite/recorderror.h"

#include <QString>

class SqliteDatabase;

/// What a session file must be for what it says to be believed, whoever made it. Nothing is written; what has
/// to be read is little, however large the file. Any thread. Names are to be those that SQLite uses; see
/// SessionCompanions::realName().
namespace SessionCheck {

enum class Purpose { Look, Append };

/// `entry` and `meta` are ordinary tables with the columns that RecordSchema has, nothing of them is
/// computed, and nothing runs when they change; the numbers of the entries are possible. To be appended to,
/// they are what this program makes, to the letter, and so is the view. Otherwise a sentence says that the
/// file is damaged.
RecordError check(const SqliteDatabase &database, const QString &fileName, Purpose purpose);

/// A session and what lies beside it are ordinary files: to open a pipe, for instance, waits for somebody
/// else. To be asked before anything is opened. A sentence; empty if all is well.
QString problemOfKinds(const QString &fileName);

/// What others could do to a file of ours, or have done beside it: it is owned by somebody else, others may
/// read or write it, or it has a rollback journal that names yet another file, which SQLite would delete
/// (sqlite.org/fileformat.html, section 3). A sentence, with what to do; empty if all is well.
/// `shared`: the first two were asked for.
QString problemOfPlace(const QString &fileName, bool shared);

/// A program that was changing the file has not finished: what is in it may be half of it. A sentence; empty
/// if not.
QString problemOfJournal(const QString &fileName);

} // namespace SessionCheck
