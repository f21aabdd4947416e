// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

struct Message;

/// How the text of a message is meant. The numbers are kept in the settings.
enum class MessageFormat : quint8 { Text, Json, Hex, Base64 };

/// A message as it was written, {{variables}} and all. A plain value.
struct SavedMessage
{
    QString text;
    MessageFormat format = MessageFormat::Text;

    bool operator==(const SavedMessage &) const = default;
};

/// What one may call it: how it begins, in one line.
QString suggestedName(const SavedMessage &message);

/// A text or binary entry of a session as one would write it: JSON if it is some, else text; bytes in
/// hexadecimal. Of a message that was sent, the names in `secretNames` stand for their values, and are
/// {{variables}} again; whatever else looks like one was sent so, and is escaped.
SavedMessage writtenMessage(const Message &entry, const QStringList &secretNames);
