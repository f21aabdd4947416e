// SPDX-License-Identifier: MIT
#pragma once

#include "saved/savedconnection.h"

#include <QByteArray>
#include <QStringList>

/// A file of saved connections, folders and messages; docs/connections.md has the schema. Pure functions.
namespace ConnectionsJson {

constexpr qsizetype MaxBytes = 32 * 1024 * 1024;
/// Of connections, folders and messages together.
constexpr qsizetype MaxConnections = 10000;
/// Of folders in folders.
constexpr int MaxDepth = 16;
/// In UTF-16 code units.
constexpr qsizetype MaxName = 1000;

/// With whatever secrets are in the entries: Secrets::take() takes them out.
QByteArray write(const ConnectionEntries &entries);

struct Document
{
    /// Each with an id of its own; one that was missing, or came twice, is new.
    ConnectionEntries entries;
    /// What was ignored and why, each a sentence with its place.
    QStringList problems;
    /// Why nothing can be read at all, as a sentence; empty if it can.
    QString failure;
};

Document read(const QByteArray &bytes);

/// Sentences on what somebody should know of connections from elsewhere before using them: that they do not
/// verify certificates, say. One for each kind, with the names of some that it is about; the worst first.
QStringList warnings(const ConnectionEntries &entries);

/// The same of one that was imported, and whether to connect: plain text, empty if there is nothing to ask.
QString question(const SavedConnection &imported);

QString newId();

/// The same entries, each in a folder that is there, or of a connection that is, and none in itself.
ConnectionEntries repaired(const ConnectionEntries &entries);

} // namespace ConnectionsJson
