// SPDX-License-Identifier: MIT
#include "support/ownresources.h"

#include <QDir>
#include <QFile>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <unistd.h>

using namespace Qt::StringLiterals;

static int entriesIn(const QString &folder)
{
    return int(QDir(folder)
                       .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System | QDir::Hidden)
                       .size());
}

bool OwnResources::canBeCounted()
{
    return QFile::exists(u"/proc/self/statm"_s) && QFile::exists(u"/proc/self/task"_s);
}

OwnResources OwnResources::now()
{
    OwnResources own;
    own.descriptors = entriesIn(u"/proc/self/fd"_s);
    own.threads = entriesIn(u"/proc/self/task"_s);
#ifdef __GLIBC__
    malloc_trim(0);
#if __GLIBC_PREREQ(2, 33)
    const struct mallinfo2 heap = mallinfo2();
    own.heapBytes = qint64(heap.uordblks + heap.hblkhd);
#endif
#endif
    QFile statm(u"/proc/self/statm"_s);
    if (statm.open(QIODevice::ReadOnly))
        own.residentBytes = statm.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
    return own;
}

QString OwnResources::text() const
{
    return u"%1 descriptors, %2 threads, %3 MiB resident, %4 KiB in use"_s.arg(descriptors)
            .arg(threads)
            .arg(double(residentBytes) / (1024 * 1024), 0, 'f', 1)
            .arg(heapBytes / 1024);
}
