// SPDX-License-Identifier: MIT
#include "record/sessioncompanions.h"

#include <QFileInfo>
#include <QLockFile>

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
    auto lock = std::make_unique<QLockFile>(fileName + u".lock"_s);
    lock->setStaleLockTime(0);
    return lock;
}
