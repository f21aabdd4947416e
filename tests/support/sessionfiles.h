// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QString>
#include <QStringList>

#include <sys/resource.h>
#include <sys/types.h>

/// What the tests of session files share: entries to write, and a look at a file by plain SQL.

Message textEntry(qint64 timeUs, const QByteArray &payload = "x");
/// Messages from the peer whose payloads are the numbers from `first` on; their times as well.
QList<Message> numberedEntries(int count, qint64 first = 1);

/// Everything in a folder, hidden files included, by name.
QStringList namesIn(const QString &folder);
QByteArray contentsOf(const QString &fileName);
/// A file made by plain SQL, for its owner alone.
bool makeSqliteFile(const QString &fileName, const char *sql);
/// Runs plain SQL on a file, as any SQLite tool would: a sentence if that failed.
QString runSql(const QString &fileName, const char *sql);
/// A query's first column, or what went wrong, one string a row. As any SQLite tool would: nothing is left
/// beside the file.
QStringList query(const QString &fileName, const char *sql);
/// Empty if a session file is sound: SQLite finds nothing wrong with it, and its entries are numbered from
/// 1 without gaps.
QString faultOf(const QString &fileName);

/// While it lives, nothing may be created in a folder; what is in it can still be used. Root may do
/// anything, so that it becomes somebody else for as long.
class ReadOnlyFolder
{
public:
    explicit ReadOnlyFolder(const QString &folder);
    ~ReadOnlyFolder();
    Q_DISABLE_COPY_MOVE(ReadOnlyFolder)

private:
    const QByteArray m_folder;
    const bool m_isRoot;
};

/// While it lives, no file of this process gets larger than so many bytes: like a full disk. Do not
/// redirect a test's output to a file meanwhile.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes);
    ~FullDisk();
    Q_DISABLE_COPY_MOVE(FullDisk)

private:
    rlimit m_before{};
};
