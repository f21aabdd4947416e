// SPDX-License-Identifier: MIT
#pragma once

#include "record/filerecord.h"

#include <QString>
#include <QStringList>

#include <memory>

struct ScanControl;

/// What comes of opening a file.
struct OpenedSession
{
    /// Null if it could not be opened, or that was cancelled.
    std::unique_ptr<FileRecord> record = nullptr;
    /// Why not, as a sentence in plain text; or, of a session that was opened, what is wrong with it.
    QString problem = {};
    /// What there is to choose from, a line each, if that is the problem.
    QStringList choice = {};
    /// The session was made of the file, and is nobody else's yet.
    bool isMade = false;

    /// Nobody shows it: closes the record, on the thread that it is for, and removes a session that was made.
    void discard();
};

/// Opens a session; or makes one of a file in another format that is read, among the sessions that are kept,
/// and opens that. Of several connections, the one of that number; see EntryReader::choose(). Takes as long
/// as a disk does, so call it from a worker and move the record to the thread that it is for. `done` of the
/// control goes up to WholeScan while a session is made.
OpenedSession openAnySession(const QString &fileName, int connection, ScanControl *control);
