// SPDX-License-Identifier: MIT
#pragma once

#include "record/kept/sessionbudget.h"
#include "record/kept/sessiontrash.h"

#include <QString>
#include <QStringList>

/// The folder in which sessions are kept that were given no place of their own.
namespace SessionFolder {

/// "socketscope/sessions" in the user's data folder (XDG_DATA_HOME).
QString standard();

/// Files that are named like sessions, the newest first.
QStringList sessions(const QString &folder);

/// A pinned session stays, however many others come. The mark is an empty file beside it, "NAME.keep", which
/// every program sees and which goes where the folder goes.
bool isPinned(const QString &file);
/// False if the mark cannot be made or removed.
bool setPinned(const QString &file, bool pinned);

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
/// SessionBudget::surplus() says; files that are no sessions neither count nor go. Takes its time.
Trimmed trim(const QString &folder, qint64 budget);

} // namespace SessionFolder
