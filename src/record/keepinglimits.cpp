// SPDX-License-Identifier: MIT
#include "record/keepinglimits.h"

#include "format/text/numbers.h"

#include <QDir>
#include <QFile>

#include <algorithm>

#include <sys/statvfs.h>

using namespace Qt::StringLiterals;

static constexpr qint64 GiB = 1024LL * 1024 * 1024;

std::optional<DiskSpace> diskSpace(const QString &folder)
{
    struct statvfs disk
    {};
    // Some that are not disks tell no size.
    if (::statvfs(QFile::encodeName(folder).constData(), &disk) != 0 || disk.f_blocks == 0)
        return {};
    const auto bytes = [&disk](fsblkcnt_t blocks) { return qint64(blocks) * qint64(disk.f_frsize); };
    return DiskSpace{bytes(disk.f_bavail), bytes(disk.f_blocks)};
}

qint64 KeepingLimits::usualReserve(qint64 total)
{
    return std::min(total / 20, GiB);
}

qint64 KeepingLimits::resumeAt(qint64 total) const
{
    const qint64 least = reserveOf(total);
    // No more than the disk has, unless that is asked for.
    return least + std::clamp<qint64>(total - least, 0, least) / 10;
}

QString KeepingLimits::reserveSentence(qint64 total, const QString &folder) const
{
    return u"Less than %1 would stay free on the disk of %2: make room there until %3 are free, "
           "or let less stay free, in the preferences."_s.arg(formatBinarySize(reserveOf(total)),
                                                              QDir::toNativeSeparators(folder),
                                                              formatBinarySize(resumeAt(total)));
}

QString KeepingLimits::boundSentence() const
{
    return u"The session would be larger than %1: let sessions become larger, in the preferences, "
           "or go on in a new tab."_s.arg(formatBinarySize(sessionBytes));
}

KeepingObstacle keepingObstacle(const KeepingLimits &limits, const std::optional<DiskSpace> &space,
                                qint64 sessionBytes, qint64 added, KeepingObstacle before)
{
    if (limits.sessionBytes > 0 && sessionBytes + added > limits.sessionBytes)
        return KeepingObstacle::Bound;
    if (!space)
        return KeepingObstacle::None;
    const bool hasStopped = before == KeepingObstacle::Reserve;
    const qint64 least = hasStopped ? limits.resumeAt(space->total) : limits.reserveOf(space->total);
    // Without a reserve the disk itself tells when it is full.
    return least > 0 && space->free - added < least ? KeepingObstacle::Reserve : KeepingObstacle::None;
}
