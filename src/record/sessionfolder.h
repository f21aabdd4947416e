// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

/// The folder in which sessions are kept that were given no place of their own.
namespace SessionFolder {

/// "socketscope/sessions" in the user's data folder (XDG_DATA_HOME).
QString standard();

/// Session files, the newest first.
QStringList sessions(const QString &folder);

/// What trim() removed.
struct Trimmed
{
    int sessions = 0;
    qint64 bytes = 0;

    /// In words; empty if nothing was removed.
    QString sentence(qint64 budget) const;
};

/// Removes the oldest sessions until the rest comes to at most `budget` bytes. One that is being
/// recorded is never touched, nor is a file that is no session. At start-up.
Trimmed trim(const QString &folder, qint64 budget);

} // namespace SessionFolder
