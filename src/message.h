// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QMetaType>

/// Which way an entry went: received, sent, or a thing that happened here and was never on the wire.
enum class Direction : quint8 { In, Out, Local };

/// What an entry is. Text to Pong are on the wire (RFC 6455 section 5.6 and 5.5);
/// Open to Note say what happened to the connection.
enum class MessageType : quint8 { Text, Binary, Ping, Pong, Open, Close, Error, Retry, Note };

constexpr bool isHeartbeat(MessageType type)
{
    return type == MessageType::Ping || type == MessageType::Pong;
}

/// The one value that every stage speaks: an entry of a session. A plain value, cheap to copy
/// (the payload is implicitly shared) and safe to hand to another thread.
struct Message
{
    /// From 1 without gaps, given by the record; 0 until then.
    quint64 sequence = 0;
    /// UTC microseconds since the Unix epoch.
    qint64 timeUs = 0;
    Direction direction = Direction::Local;
    MessageType type = MessageType::Note;
    /// UTF-8 for text, raw bytes for binary, ping and pong, a JSON object in UTF-8 for local entries.
    QByteArray payload;
    /// The payload's bytes on the wire, where they are others than payload.size(): it was compressed, or has
    /// the names of secret variables in place of the values that were sent. -1 if they are the same, or
    /// nobody knows.
    qint64 wireBytes = -1;

    /// True for the messages that "received = stored = shown" counts: text and binary from the peer.
    bool isReceivedMessage() const
    {
        return direction == Direction::In && (type == MessageType::Text || type == MessageType::Binary);
    }
    /// A ping or a pong, whoever sent it: of the wire, not of the conversation.
    bool isHeartbeat() const { return ::isHeartbeat(type); }

    bool operator==(const Message &) const = default;
};

using MessageBatch = QList<Message>;

Q_DECLARE_TYPEINFO(Message, Q_RELOCATABLE_TYPE);
Q_DECLARE_METATYPE(Message)
