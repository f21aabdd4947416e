// SPDX-License-Identifier: MIT
#include "record/sqlite/sessioncompanions.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

const QStringList &SessionCompanions::suffixes()
{
    static const QStringList suffixes{u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s};
    return suffixes;
}

QString SessionCompanions::realName(const QString &fileName)
{
    const QFileInfo info(fileName);
    const QString real = info.canonicalFilePath();
    return real.isEmpty() ? info.absoluteFilePath() : real;
}

std::unique_ptr<QLockFile> SessionCompanions::lockOf(const QString &fileName)
{
    const QString name = fileName + u".lock"_s;
    struct stat status
    {};
    if (::lstat(QFile::encodeName(name).constData(), &status) == 0 && !S_ISREG(status.st_mode))
        return nullptr;
    auto lock = std::make_unique<QLockFile>(name);
    lock->setStaleLockTime(0);
    return lock;
}
