// SPDX-License-Identifier: MIT
#include "support/sessionfiles.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

// nobody
static constexpr uid_t OtherUser = 65534;

Message textEntry(qint64 timeUs, const QByteArray &payload)
{
    return {0, timeUs, Direction::In, MessageType::Text, payload};
}

MessageBatch numberedEntries(int count, qint64 first)
{
    MessageBatch batch;
    batch.reserve(count);
    for (qint64 number = first; number < first + count; ++number)
        batch.append(textEntry(number, QByteArray::number(number)));
    return batch;
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                                  QDir::Name);
}

QByteArray contentsOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

bool makeSqliteFile(const QString &fileName, const char *sql)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.close();
    SqliteDatabase database;
    return !database.open(fileName, SqliteDatabase::Mode::ReadWrite) && !database.run(sql);
}

QStringList query(const QString &fileName, const char *sql)
{
    SqliteDatabase database;
    // So that it leaves nothing beside the file.
    if (const RecordError error = database.open(fileName, SqliteDatabase::Mode::ReadWrite))
        return {error.sentence};
    SqliteStatement statement = database.prepare(sql);
    QStringList result;
    int code = statement.step();
    for (; code == SQLITE_ROW; code = statement.step())
        result.append(statement.text(0));
    if (code != SQLITE_DONE)
        result.append(u"error: "_s + database.lastError().sentence);
    return result;
}

QString faultOf(const QString &fileName)
{
    const QStringList integrity = query(fileName, "PRAGMA integrity_check");
    if (integrity != QStringList{u"ok"_s})
        return integrity.join(u'\n');
    const QStringList gaps =
            query(fileName, "SELECT MIN(seq) || '-' || MAX(seq) || ': ' || COUNT(*) FROM message "
                            "HAVING COUNT(*) > 0 AND (MIN(seq) <> 1 OR MAX(seq) <> COUNT(*))");
    return gaps.join(u'\n');
}

ReadOnlyFolder::ReadOnlyFolder(const QString &folder)
    : m_folder(QFile::encodeName(folder))
    , m_isRoot(::geteuid() == 0)
{
    ::chmod(m_folder.constData(), 0555);
    if (!m_isRoot)
        return;
    const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files | QDir::Hidden);
    for (const QFileInfo &file : files)
        [[maybe_unused]] const int ignored =
                ::chown(QFile::encodeName(file.filePath()).constData(), OtherUser, gid_t(-1));
    // Of all threads.
    [[maybe_unused]] const int ignored = ::seteuid(OtherUser);
}

ReadOnlyFolder::~ReadOnlyFolder()
{
    if (m_isRoot) [[maybe_unused]]
        const int ignored = ::seteuid(0);
    ::chmod(m_folder.constData(), 0700);
}

FullDisk::FullDisk(rlim_t bytes)
{
    // Otherwise the process ends.
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    rlimit limit = m_before;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

FullDisk::~FullDisk()
{
    ::setrlimit(RLIMIT_FSIZE, &m_before);
}
