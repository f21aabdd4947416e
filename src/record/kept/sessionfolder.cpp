// SPDX-License-Identifier: MIT
#include "record/kept/sessionfolder.h"

#include "record/kept/openfiles.h"
#include "record/recordschema.h"
#include "record/sqlite/sessioncompanions.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QStandardPaths>

#include <algorithm>
#include <memory>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

QString SessionFolder::standard()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/socketscope/sessions"_s;
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

SessionFolder::Trimmed SessionFolder::trim(const QString &folder, qint64 budget)
{
    removeLeftovers(folder);
    QList<KeptSession> kept = keptIn(folder);
    if (SessionBudget::surplus(kept, budget).isEmpty())
        return {};
    const OpenFiles open = OpenFiles::now();
    // Whoever records holds the lock.
    for (KeptSession &session : kept)
        session.isOpen = open.contains(session.file) || !isFree(SessionCompanions::lockOf(session.file));

    Trimmed trimmed;
    const QList<KeptSession> surplus = SessionBudget::surplus(kept, budget);
    for (const KeptSession &session : surplus) {
        const auto lock = SessionCompanions::lockOf(session.file);
        const bool isTaken = isFree(lock);
        const TrashedSession gone = isTaken ? SessionTrash::take(session.file) : TrashedSession();
        if (gone.parts.isEmpty()) {
            // The others alone do not help. What cannot come back is told of as gone.
            trimmed.gone.removeIf(SessionTrash::putBack);
            if (isTaken)
                trimmed.stuck = surplus;
            break;
        }
        trimmed.gone.append(gone);
    }
    return trimmed;
}
