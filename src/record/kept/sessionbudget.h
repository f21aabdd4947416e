// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

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

/// What kept sessions may come to. Pure.
namespace SessionBudget {

/// The sessions that have to go for the rest to come to at most `budget` bytes, the oldest first; none if the
/// budget is 0, which is no limit.
///
/// The newest one that is not open never goes, nor does any that is open or pinned; pinned ones do not count.
/// If all that may go would not be enough, nothing goes. The oldest go first, but none whose going is not
/// needed.
QList<KeptSession> surplus(QList<KeptSession> sessions, qint64 budget);

} // namespace SessionBudget
