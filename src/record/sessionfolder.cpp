// SPDX-License-Identifier: MIT
#include "record/sessionfolder.h"

#include "record/recordschema.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

static const QStringList companions{u""_s, u"-wal"_s, u"-shm"_s};

QString SessionFolder::standard()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/socketscope/sessions"_s;
}

static bool isSession(const QString &file)
{
    return RecordSchema::probe(file).kind == RecordSchema::Probe::Kind::Session;
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

static qint64 sizeOf(const QString &file)
{
    qint64 bytes = 0;
    for (const QString &suffix : companions)
        bytes += QFileInfo(file + suffix).size();
    return bytes;
}

static bool removeSession(const QString &file)
{
    QLockFile lock(file + u".lock"_s);
    lock.setStaleLockTime(0);
    if (!isSession(file) || !lock.tryLock())
        return false;
    bool removed = true;
    for (const QString &suffix : companions)
        removed &= !QFileInfo::exists(file + suffix) || QFile::remove(file + suffix);
    return removed;
}

SessionFolder::Trimmed SessionFolder::trim(const QString &folder, qint64 budget)
{
    // Left by a crash in the moment before it lost its name; there is nothing in it.
    const QFileInfoList nameless = QDir(folder).entryInfoList({u".private-*"_s}, QDir::Files | QDir::Hidden);
    for (const QFileInfo &info : nameless) {
        if (info.lastModified().secsTo(QDateTime::currentDateTime()) > 60)
            QFile::remove(info.absoluteFilePath());
    }

    QStringList files = sessions(folder);
    qint64 total = 0;
    for (const QString &file : std::as_const(files))
        total += sizeOf(file);
    Trimmed trimmed;
    while (total > budget && !files.isEmpty()) {
        const QString oldest = files.takeLast();
        const qint64 bytes = sizeOf(oldest);
        if (!removeSession(oldest))
            continue;
        total -= bytes;
        trimmed.bytes += bytes;
        ++trimmed.sessions;
    }
    return trimmed;
}

QString SessionFolder::Trimmed::sentence(qint64 budget) const
{
    if (sessions == 0)
        return {};
    const auto megabytes = [](qint64 amount) { return u"%1 MB"_s.arg(double(amount) / 1e6, 0, 'f', 0); };
    return u"%1 of the oldest sessions (%2) went, to keep within %3."_s.arg(sessions).arg(megabytes(bytes),
                                                                                          megabytes(budget));
}
