// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QtGlobal>

#include <functional>
#include <optional>

/// Where a session is to be kept. A plain value.
struct RecordTarget
{
    /// An exact file: new, or a session to append to. Otherwise a new one in `folder`.
    QString file;
    /// Made if need be. The file there is named by the time and the host.
    QString folder;
    /// Nothing is left of it on disk once it ends: `file` is not used.
    bool isPrivate = false;
    /// `file` may be somebody else's, or open to others: that was asked for.
    bool isShared = false;
};

/// Of a file system, in bytes, for who may use it: the administrator may have some more.
struct DiskSpace
{
    qint64 free = 0;
    qint64 total = 0;
};

/// Tells the space where a folder is, or nothing if that cannot be told.
using SpaceProbe = std::function<std::optional<DiskSpace>(const QString &folder)>;
/// The system's own answer, within a microsecond unless the disk is on the network.
std::optional<DiskSpace> diskSpace(const QString &folder);

/// How much of the disk a session leaves free, and how large it may get. A plain value.
struct KeepingLimits
{
    /// Bytes of the disk that stay free; nothing for what is usual on a disk of its size.
    std::optional<qint64> reserve;
    /// What one session may come to in bytes; 0 for whatever it likes.
    qint64 sessionBytes = 0;

    /// All of the disk may be used.
    static KeepingLimits none() { return {0, 0}; }
    /// 5 % of the disk, 1 GiB at most.
    static qint64 usualReserve(qint64 total);
    /// What stays free of a disk of that size.
    qint64 reserveOf(qint64 total) const { return reserve.value_or(usualReserve(total)); }
    /// Once keeping has stopped, it goes on when so much is free: a little more, or it would stop again at
    /// once.
    qint64 resumeAt(qint64 total) const;
    /// What stands against keeping more, and what helps.
    QString reserveSentence(qint64 total, const QString &folder) const;
    QString boundSentence() const;

    bool operator==(const KeepingLimits &) const = default;
};

/// What stands against keeping more.
enum class KeepingObstacle {
    None,
    Reserve, ///< Less would be free than is to stay free.
    Bound,   ///< The session would be larger than it may get.
};

/// Whether `added` more bytes may be kept of a session that has `sessionBytes`. `before` is what stood
/// against it the last time. Pure.
KeepingObstacle keepingObstacle(const KeepingLimits &limits, const std::optional<DiskSpace> &space,
                                qint64 sessionBytes, qint64 added, KeepingObstacle before);
