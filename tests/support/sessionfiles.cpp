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

QList<Message> numberedEntries(int count, qint64 first)
{
    QList<Message> batch;
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

namespace {

/// Not SqliteDatabase, which refuses much of what other tools allow.
class PlainDatabase
{
public:
    explicit PlainDatabase(const QString &fileName)
    {
        sqlite3_open_v2(QFile::encodeName(fileName).constData(), &m_database, SQLITE_OPEN_READWRITE, nullptr);
    }
    ~PlainDatabase() { sqlite3_close_v2(m_database); }
    Q_DISABLE_COPY_MOVE(PlainDatabase)

    sqlite3 *handle() const { return m_database; }
    QString problem() const { return QString::fromUtf8(sqlite3_errmsg(m_database)); }

private:
    sqlite3 *m_database = nullptr;
};

} // namespace

bool makeSqliteFile(const QString &fileName, const char *sql)
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return false;
    file.close();
    return runSql(fileName, sql).isEmpty();
}

QString runSql(const QString &fileName, const char *sql)
{
    const PlainDatabase database(fileName);
    const int code = sqlite3_exec(database.handle(), sql, nullptr, nullptr, nullptr);
    return code == SQLITE_OK ? QString() : database.problem();
}

QStringList query(const QString &fileName, const char *sql)
{
    const PlainDatabase database(fileName);
    QStringList result;
    const auto add = [](void *list, int, char **values, char **) {
        static_cast<QStringList *>(list)->append(QString::fromUtf8(values[0]));
        return 0;
    };
    if (sqlite3_exec(database.handle(), sql, add, &result, nullptr) != SQLITE_OK)
        result.append(u"error: "_s + database.problem());
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
