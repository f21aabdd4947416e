// SPDX-License-Identifier: MIT
#include "record/openfiles.h"

#include <QDir>
#include <QFile>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

OpenFiles OpenFiles::now()
{
    OpenFiles open;
    const QDir processes(u"/proc"_s);
    const QStringList ids = processes.entryList({u"[1-9]*"_s}, QDir::Dirs);
    for (const QString &id : ids) {
        // Empty for the programs of other users.
        const QDir descriptors(processes.filePath(id + u"/fd"_s));
        const QStringList numbers =
                descriptors.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot, QDir::NoSort);
        for (const QString &number : numbers) {
            struct stat file
            {};
            if (::stat(QFile::encodeName(descriptors.filePath(number)).constData(), &file) == 0
                && S_ISREG(file.st_mode))
                open.m_files.insert({quint64(file.st_dev), quint64(file.st_ino)});
        }
    }
    return open;
}

bool OpenFiles::contains(const QString &fileName) const
{
    struct stat file
    {};
    return ::stat(QFile::encodeName(fileName).constData(), &file) == 0
           && m_files.contains({quint64(file.st_dev), quint64(file.st_ino)});
}
