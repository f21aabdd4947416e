// SPDX-License-Identifier: MIT
#include "record/kept/openfiles.h"

#include <QByteArray>
#include <QFile>
#include <QList>

#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

static QList<QByteArray> namesIn(const QByteArray &folder)
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
static bool isFile(const QByteArray &name, struct statx *file)
{
    return ::statx(AT_FDCWD, name.constData(), AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, file) == 0
           && S_ISREG(file->stx_mode);
}

static std::pair<quint64, quint64> identityOf(const struct statx &file)
{
    return {quint64(makedev(file.stx_dev_major, file.stx_dev_minor)), file.stx_ino};
}

OpenFiles OpenFiles::now()
{
    OpenFiles open;
    struct statx file
    {};
    const QList<QByteArray> processes = namesIn("/proc");
    for (const QByteArray &process : processes) {
        // Empty for the programs of other users.
        const QByteArray folder = "/proc/" + process + "/fd/";
        const QList<QByteArray> descriptors = namesIn(folder);
        for (const QByteArray &descriptor : descriptors) {
            if (isFile(folder + descriptor, &file))
                open.m_files.insert(identityOf(file));
        }
    }
    return open;
}

bool OpenFiles::contains(const QString &fileName) const
{
    struct statx file
    {};
    return isFile(QFile::encodeName(fileName), &file) && m_files.contains(identityOf(file));
}
