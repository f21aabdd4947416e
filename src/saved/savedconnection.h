// SPDX-License-Identifier: MIT
#pragma once

#include "profile/connectionprofile.h"
#include "saved/writtenmessage.h"

#include <QList>
#include <QString>
#include <QStringList>

/// A profile that was kept, with a name. A plain value.
struct SavedConnection
{
    /// Never changes and is never shown; secrets are kept under it.
    QString id;
    QString name;
    /// Plain text.
    QString notes;
    /// URL, headers and messages may have {{variables}}: url is then not usable as it is, and `urlText` holds
    /// what was typed.
    ConnectionProfile profile;
    QString urlText;
    /// Which secrets belong to it that are kept elsewhere and are not in the profile or the URL now, named as
    /// Secrets::take() names them.
    QStringList secrets;
    /// It came in a file from elsewhere and has not been connected to since: what it would do without a word
    /// is asked about first (ConnectionsJson::warnings()).
    bool isImported = false;

    bool operator==(const SavedConnection &) const = default;
};

/// A saved connection, a folder or a message, and where it is. A plain value.
struct ConnectionEntry
{
    enum class Kind : quint8 { Folder, Connection, Message };

    /// Of a folder or a message: its id, name and notes alone.
    SavedConnection saved;
    /// The id of the folder it is in; empty at the top. A message may belong to a connection, too.
    QString parent;
    Kind kind = Kind::Connection;
    /// Of a message.
    WrittenMessage message = {};

    bool isFolder() const { return kind == Kind::Folder; }
    bool isConnection() const { return kind == Kind::Connection; }
    bool isMessage() const { return kind == Kind::Message; }

    bool operator==(const ConnectionEntry &) const = default;
};

/// Those of one folder are in their order, its messages behind all else; a folder or a connection need not
/// stand right before what is in it.
using ConnectionEntries = QList<ConnectionEntry>;
