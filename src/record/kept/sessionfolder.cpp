// SPDX-License-Identifier: MIT
#include "record/kept/sessionfolder.h"

#include "ownfolder.h"
#include "record/recordschema.h"
#include "record/sessioncheck.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

using namespace Qt::StringLiterals;

QString SessionFolder::standard()
{
    return OwnFolder::data(u"sessions"_s);
}

QString SessionFolder::fileNameOf(const QString &name)
{
    static const QRegularExpression unusual(u"[\\\\/:*?\"<>|\\p{C}]+"_s);
    QString usual = name.trimmed().replace(unusual, u"-"_s).left(64);
    while (usual.startsWith(u'.') || usual.startsWith(u'-'))
        usual.remove(0, 1);
    return usual.isEmpty() ? u"session"_s : usual;
}

QStringList SessionFolder::sessions(const QString &folder)
{
    QStringList files;
    const QFileInfoList found =
            QDir(folder).entryInfoList({u"*.sqlite"_s}, QDir::Files | QDir::Readable, QDir::Time);
    for (const QFileInfo &info : found)
        files.append(info.absoluteFilePath());
    return files;
}

static QString pinOf(const QString &file)
{
    return file + u".keep"_s;
}

bool SessionFolder::isPinned(const QString &file)
{
    return QFileInfo::exists(pinOf(file));
}

bool SessionFolder::setPinned(const QString &file, bool pinned)
{
    if (pinned == isPinned(file))
        return true;
    QFile pin(pinOf(file));
    return pinned ? pin.open(QIODevice::WriteOnly) : pin.remove();
}

// A link, or a file that has another name elsewhere, would free nothing.
static bool hasOneName(const QString &file)
{
    struct stat status
    {};
    return ::lstat(QFile::encodeName(file).constData(), &status) == 0 && S_ISREG(status.st_mode)
           && status.st_nlink == 1;
}

static bool isSession(const QString &file)
{
    return hasOneName(file) && RecordSchema::probe(file).kind == RecordSchema::Probe::Kind::Session;
}

static qint64 writtenMs(const QString &file)
{
    qint64 latest = 0;
    for (const QString &suffix : SessionCompanions::suffixes()) {
        const QFileInfo info(file + suffix);
        if (info.exists())
            latest = std::max(latest, info.lastModified().toMSecsSinceEpoch());
    }
    return latest;
}

static QList<KeptSession> keptIn(const QString &folder)
{
    QList<KeptSession> kept;
    const QStringList files = SessionFolder::sessions(folder);
    for (const QString &file : files) {
        if (isSession(file))
            kept.append({file, SessionTrash::bytesOf(file), writtenMs(file), false,
                         SessionFolder::isPinned(file)});
    }
    return kept;
}

// Left by a crash: of a private session in the moment before it lost its name, with nothing in it, and of
// pinned sessions that somebody has removed.
static void removeLeftovers(const QString &folder)
{
    const QFileInfoList nameless = QDir(folder).entryInfoList({u".private-*"_s}, QDir::Files | QDir::Hidden);
    for (const QFileInfo &info : nameless) {
        if (info.lastModified().secsTo(QDateTime::currentDateTime()) > 60)
            QFile::remove(info.absoluteFilePath());
    }
    const QFileInfoList pins = QDir(folder).entryInfoList({u"*.sqlite.keep"_s}, QDir::Files);
    for (const QFileInfo &info : pins) {
        const QString file = info.absolutePath() + u'/' + info.completeBaseName();
        if (info.size() == 0 && !QFileInfo::exists(file))
            QFile::remove(info.absoluteFilePath());
    }
}

// Takes it.
static bool isFree(const std::unique_ptr<QLockFile> &lock)
{
    return lock && lock->tryLock();
}

// --- What has to go ---------------------------------------------------------------------------

QList<KeptSession> SessionFolder::surplus(QList<KeptSession> sessions, qint64 budget)
{
    if (budget <= 0 || sessions.isEmpty())
        return {};
    // Names begin with the time.
    std::sort(sessions.begin(), sessions.end(), [](const KeptSession &one, const KeptSession &other) {
        return std::tie(one.writtenMs, one.file) < std::tie(other.writtenMs, other.file);
    });
    // What is being recorded now is not what was recorded last.
    const auto newest = std::find_if(sessions.crbegin(), sessions.crend(),
                                     [](const KeptSession &session) { return !session.isOpen; });
    const QString newestFile = newest != sessions.crend() ? newest->file : QString();

    qint64 excess = -budget;
    for (const KeptSession &session : std::as_const(sessions))
        excess += session.isPinned ? 0 : session.bytes;
    QList<KeptSession> gone;
    for (const KeptSession &session : std::as_const(sessions)) {
        if (excess > 0 && !session.isOpen && !session.isPinned && session.file != newestFile) {
            excess -= session.bytes;
            gone.append(session);
        }
    }
    if (excess > 0)
        return {};
    // A large one may make room for smaller ones that would have gone before it.
    for (qsizetype i = gone.size() - 1; i >= 0; --i) {
        if (excess + gone.at(i).bytes <= 0) {
            excess += gone.at(i).bytes;
            gone.removeAt(i);
        }
    }
    return gone;
}

namespace {

/// Device and inode of a file, under whatever name it is known.
using FileIdentity = std::pair<quint64, quint64>;

QList<QByteArray> namesIn(const QByteArray &folder)
{
    QList<QByteArray> names;
    const std::unique_ptr<DIR, int (*)(DIR *)> entries(::opendir(folder.constData()), ::closedir);
    while (const dirent *entry = entries ? ::readdir(entries.get()) : nullptr) {
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9')
            names.append(entry->d_name);
    }
    return names;
}

// Asks no server, which need not answer: a file that is open has been looked at already.
std::optional<FileIdentity> identityOf(const QByteArray &name)
{
    struct statx file
    {};
    if (::statx(AT_FDCWD, name.constData(), AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &file) != 0
        || !S_ISREG(file.stx_mode))
        return {};
    return FileIdentity{makedev(file.stx_dev_major, file.stx_dev_minor), file.stx_ino};
}

// Those of all programs of the user, this one included; that takes some tens of milliseconds on a busy
// desktop. Where there is no /proc, no file seems open.
QSet<FileIdentity> openFiles()
{
    QSet<FileIdentity> open;
    const QList<QByteArray> processes = namesIn("/proc");
    for (const QByteArray &process : processes) {
        // Empty for the programs of other users.
        const QByteArray folder = "/proc/" + process + "/fd/";
        const QList<QByteArray> descriptors = namesIn(folder);
        for (const QByteArray &descriptor : descriptors) {
            if (const auto file = identityOf(folder + descriptor))
                open.insert(*file);
        }
    }
    return open;
}

} // namespace

SessionFolder::Trimmed SessionFolder::trim(const QString &folder, qint64 budget)
{
    removeLeftovers(folder);
    QList<KeptSession> kept = keptIn(folder);
    if (surplus(kept, budget).isEmpty())
        return {};
    const QSet<FileIdentity> open = openFiles();
    // Whoever records holds the lock.
    for (KeptSession &session : kept) {
        const auto file = identityOf(QFile::encodeName(session.file));
        session.isOpen = (file && open.contains(*file)) || !isFree(SessionCompanions::lockOf(session.file));
    }

    Trimmed trimmed;
    const QList<KeptSession> leaving = surplus(kept, budget);
    for (const KeptSession &session : leaving) {
        const auto lock = SessionCompanions::lockOf(session.file);
        const bool isTaken = isFree(lock);
        const TrashedSession gone = isTaken ? SessionTrash::take(session.file) : TrashedSession();
        if (gone.parts.isEmpty()) {
            // The others alone do not help. What cannot come back is told of as gone.
            trimmed.gone.removeIf(SessionTrash::putBack);
            if (isTaken)
                trimmed.stuck = leaving;
            break;
        }
        trimmed.gone.append(gone);
    }
    return trimmed;
}
