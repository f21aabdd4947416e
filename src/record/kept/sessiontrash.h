// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

/// A session that was moved to the desktop's trash with what lay beside it. A plain value.
struct TrashedSession
{
    struct Part
    {
        QString file;
        QString inTrash;
    };

    QString file;
    qint64 bytes = 0;
    QList<Part> parts;
};

/// The desktop's trash, as the freedesktop.org specification has it. What is moved never leaves its file
/// system, and may be in use. Any thread; a move takes as long as the disk does.
namespace SessionTrash {

/// The size of a session with its companions, in bytes.
qint64 bytesOf(const QString &file);

/// All of it, or nothing: then there are no parts. There may be no trash for the folder's file system.
TrashedSession take(const QString &file);
/// Back to where it was. False, with nothing changed, if some of it is not in the trash any more or another
/// file has its place.
bool putBack(const TrashedSession &session);

} // namespace SessionTrash
