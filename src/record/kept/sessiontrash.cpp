// SPDX-License-Identifier: MIT
#include "record/kept/sessiontrash.h"

#include "record/sessioncheck.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTemporaryFile>

#include <algorithm>

using namespace Qt::StringLiterals;

qint64 SessionTrash::bytesOf(const QString &file)
{
    qint64 bytes = 0;
    for (const QString &suffix : SessionCompanions::suffixes())
        bytes += QFileInfo(file + suffix).size();
    return bytes;
}

// Or the desktop's trash would offer what is not there any more.
static void forgetInTrash(const TrashedSession::Part &part)
{
    const QFileInfo info(part.inTrash);
    QFile::remove(QDir(info.path() + u"/../info"_s).filePath(info.fileName() + u".trashinfo"_s));
}

static bool putBackPart(const TrashedSession::Part &part)
{
    return QFile::rename(part.inTrash, part.file);
}

// Where it does not find one, Qt 6.4 says so and takes the current folder instead.
static bool hasTrash()
{
    const QFileInfo data(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation));
    const QString trash = data.filePath() + u"/Trash"_s;
    const auto isMissing = [](const QString &path) {
        const QFileInfo info(path);
        return !info.exists() && !info.isSymLink();
    };
    if (isMissing(trash))
        return data.isWritable();
    // And where nothing can be written into one of its folders, that tries for ever.
    const QStringList folders{trash, trash + u"/files"_s, trash + u"/info"_s};
    return std::all_of(folders.begin(), folders.end(), [&](const QString &folder) {
        if (folder != trash && isMissing(folder))
            return true;
        QTemporaryFile probe(folder + u"/.socketscope-XXXXXX"_s);
        return probe.open() && probe.write("x") == 1 && probe.flush();
    });
}

TrashedSession SessionTrash::take(const QString &file)
{
    if (!hasTrash())
        return {file, 0, {}};
    TrashedSession taken{file, bytesOf(file), {}};
    for (const QString &suffix : SessionCompanions::suffixes()) {
        const QString part = file + suffix;
        if (!QFileInfo::exists(part))
            continue;
        QString inTrash;
        if (QFile::moveToTrash(part, &inTrash)) {
            taken.parts.append({part, inTrash});
            continue;
        }
        // What cannot come back either is told of as gone.
        return putBack(taken) ? TrashedSession{file, 0, {}} : taken;
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
    for (auto part = session.parts.crbegin(); part != session.parts.crend(); ++part) {
        if (putBackPart(*part))
            continue;
        std::for_each(session.parts.crbegin(), part,
                      [](const auto &moved) { QFile::rename(moved.file, moved.inTrash); });
        return false;
    }
    std::for_each(session.parts.begin(), session.parts.end(), forgetInTrash);
    return true;
}
