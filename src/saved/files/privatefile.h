// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

/// Small files of the user's that are written whole and can be read by their owner alone.
namespace PrivateFile {

struct Contents
{
    QByteArray bytes;
    /// False for a file that is not there, which is no problem.
    bool exists = false;
    /// Why it cannot be read, as a sentence; empty if it can.
    QString problem;
};

/// At most `maxBytes`; a larger file is a problem.
Contents read(const QString &file, qint64 maxBytes);

/// Puts the bytes in place of what was there, whole or not at all; makes the folder if need be. Returns why
/// that failed, as a sentence, or an empty string.
QString write(const QString &file, const QByteArray &bytes);

enum class Aside { Move, Copy };

/// Keeps the file under a name that is still free, "connections.kept-1.json", and returns it without its
/// folder; empty if that failed. What is kept already is not copied again.
QString keepAside(const QString &file, Aside how);

} // namespace PrivateFile
