// SPDX-License-Identifier: MIT
#include "record/sessiontrash.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

const QStringList &SessionTrash::companions()
{
    static const QStringList suffixes{u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s};
    return suffixes;
}

qint64 SessionTrash::bytesOf(const QString &file)
{
    qint64 bytes = 0;
    for (const QString &suffix : companions())
        bytes += QFileInfo(file + suffix).size();
    return bytes;
}

// Or the desktop's trash would offer what is not there any more.
static void forgetInTrash(const QString &inTrash)
{
    const QFileInfo info(inTrash);
    QFile::remove(QDir(info.path() + u"/../info"_s).filePath(info.fileName() + u".trashinfo"_s));
}

static bool putBackPart(const TrashedSession::Part &part)
{
    if (!QFile::rename(part.inTrash, part.file))
        return false;
    forgetInTrash(part.inTrash);
    return true;
}

// Where it does not find one, Qt 6.4 says so and takes the current folder instead.
static bool hasTrash()
{
    const QFileInfo data(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    const QFileInfo trash(data.filePath() + u"/Trash"_s);
    return trash.isDir() ? trash.isWritable() : !trash.exists() && data.isWritable();
}

TrashedSession SessionTrash::take(const QString &file)
{
    if (!hasTrash())
        return {file, 0, {}};
    TrashedSession taken{file, bytesOf(file), {}};
    for (const QString &suffix : companions()) {
        const QString part = file + suffix;
        if (!QFileInfo::exists(part))
            continue;
        QString inTrash;
        if (QFile::moveToTrash(part, &inTrash)) {
            taken.parts.append({part, inTrash});
            continue;
        }
        std::for_each(taken.parts.crbegin(), taken.parts.crend(), putBackPart);
        return {file, 0, {}};
    }
    return taken;
}

bool SessionTrash::putBack(const TrashedSession &session)
{
    const bool canBe = std::all_of(session.parts.begin(), session.parts.end(), [](const auto &part) {
        return QFileInfo::exists(part.inTrash) && !QFileInfo::exists(part.file);
    });
    if (!canBe || !QDir().mkpath(QFileInfo(session.file).path()))
        return false;
    // The session itself last: where it is, it is whole.
    return std::all_of(session.parts.crbegin(), session.parts.crend(), putBackPart);
}
