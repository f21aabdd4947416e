// SPDX-License-Identifier: MIT
#pragma once

#include "record/kept/sessiontrash.h"

#include <QList>
#include <QString>
#include <QStringList>

/// A session in the folder of kept sessions, as far as the budget is concerned. A plain value.
struct KeptSession
{
    QString file;
    /// With what SQLite has put beside it.
    qint64 bytes = 0;
    /// When it was last written, in milliseconds since the Unix epoch.
    qint64 writtenMs = 0;
    /// Some program records into it or looks at it.
    bool isOpen = false;
    /// The user asked for it to stay.
    bool isPinned = false;

    bool operator==(const KeptSession &) const = default;
};

/// The folder in which sessions are kept that were given no place of their own.
namespace SessionFolder {

/// "socketscope/sessions" in the user's data folder (XDG_DATA_HOME).
QString standard();

/// What a file can be called on every system that is to be of `name`: "localhost-9001" for "localhost:9001".
QString fileNameOf(const QString &name);

/// Files that are named like sessions, the newest first.
QStringList sessions(const QString &folder);

/// A pinned session stays, however many others come. The mark is an empty file beside it, "NAME.keep", which
/// every program sees and which goes where the folder goes.
bool isPinned(const QString &file);
/// False if the mark cannot be made or removed.
bool setPinned(const QString &file, bool pinned);

/// The sessions that have to go for the rest to come to at most `budget` bytes, the oldest first; none if the
/// budget is 0, which is no limit.
///
/// The newest one that is not open never goes, nor does any that is open or pinned; pinned ones do not count.
/// If all that may go would not be enough, nothing goes. The oldest go first, but none whose going is not
/// needed.
QList<KeptSession> surplus(QList<KeptSession> sessions, qint64 budget);

/// What trim() did.
struct Trimmed
{
    /// The oldest first.
    QList<TrashedSession> gone;
    /// Sessions that should have gone, but cannot be moved to a trash: then those that went are put back, as
    /// far as that is possible.
    QList<KeptSession> stuck;
};

/// Moves sessions to the desktop's trash so that the rest comes to at most `budget` bytes, as
/// surplus() says; files that are no sessions neither count nor go. Takes its time.
Trimmed trim(const QString &folder, qint64 budget);

} // namespace SessionFolder
