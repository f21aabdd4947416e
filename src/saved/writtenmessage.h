// SPDX-License-Identifier: MIT
#pragma once

#include "profile/jsonreader.h"

#include <QJsonObject>
#include <QString>

struct ChosenEnvironment;
struct Message;

/// How the text of a message is meant. The numbers are kept in the settings.
enum class MessageFormat : quint8 { Text, Json, Hex, Base64, EscapedText };

/// Whether it is sent as a binary message.
constexpr bool isBinary(MessageFormat format)
{
    return format == MessageFormat::Hex || format == MessageFormat::Base64;
}

/// A message as it was written, {{variables}} and all. A plain value.
struct WrittenMessage
{
    QString text;
    MessageFormat format = MessageFormat::Text;

    bool operator==(const WrittenMessage &) const = default;
};

/// Its members "format" and "text".
QJsonObject messageJson(const WrittenMessage &message);
/// What cannot be read keeps its default and is among the reader's problems. `maxText` is in UTF-16 code
/// units.
WrittenMessage readMessage(JsonReader *reader, qsizetype maxText = JsonReader::MaxText);

/// How it begins, in one line as it may be shown.
QString beginning(const WrittenMessage &message);
/// What one may call it.
QString suggestedName(const WrittenMessage &message);

/// A text or binary entry of a session as one would write it: JSON if it is some, else text; bytes in
/// hexadecimal. Of a message that was sent, the record has the names of secrets in place of their values:
/// these are {{variables}} again, and so is what has no value in the environment, since it may have been one.
/// Whatever else looks like a variable was sent so, and is escaped.
WrittenMessage rewrittenMessage(const Message &entry, const ChosenEnvironment &environment);
