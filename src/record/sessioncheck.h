// SPDX-License-Identifier: MIT
#pragma once

#include "record/sqlite/recorderror.h"

#include <QString>
#include <QStringList>

#include <memory>

class QLockFile;
class SqliteDatabase;

/// What lies beside a session file: SQLite's own files (sqlite.org/fileformat.html, sections 3 and 4) and the
/// lock of whoever records into it. Any thread.
namespace SessionCompanions {

/// What SQLite appends to the name of a file, for the file itself first: nothing.
const QStringList &suffixes();
/// The name that SQLite uses, without links, so that what lies beside it is looked for where it is. The name
/// itself, made absolute, if there is no such file.
QString realName(const QString &fileName);
/// The lock beside the file, not yet taken. It is never stale: whoever takes it holds it until they end. Null
/// if what has its place is no ordinary file, such as a pipe, for which one would wait.
std::unique_ptr<QLockFile> lockOf(const QString &fileName);

} // namespace SessionCompanions

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

/// A name with bytes that are not UTF-8 is not what it seems, and would lead to another file. To be asked
/// first. A sentence; empty if all is well.
QString problemOfName(const QString &fileName);

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

/// What has the place of the file's write-ahead log, or of the index of that, is not the file's own: somebody
/// else has made it (unless that was asked for, `shared`, or others may write the session, too), or an
/// earlier file of that name has left it. Of one that has the same pages, the latter cannot be told. A
/// sentence, with what to do; empty if all is well.
QString problemOfLog(const QString &fileName, bool shared);

} // namespace SessionCheck
