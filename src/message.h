// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QLatin1StringView>
#include <QList>
#include <QMetaType>

#include <array>
#include <initializer_list>
#include <iterator>
#include <utility>

/// Which way an entry went: received, sent, or a thing that happened here and was never on the wire.
enum class Direction : quint8 { In, Out, Local };

/// What an entry is. Text to Pong are on the wire (RFC 6455 section 5.6 and 5.5);
/// Open to Note say what happened to the connection.
enum class MessageType : quint8 { Text, Binary, Ping, Pong, Open, Close, Error, Retry, Note };

/// As filters and the files of other programs have them, each at its number; the session file's view
/// `message` has the same.
inline constexpr std::array<QLatin1StringView, 3> DirectionNames{
        QLatin1StringView("in"), QLatin1StringView("out"), QLatin1StringView("local")};
inline constexpr std::array<QLatin1StringView, 9> TypeNames{
        QLatin1StringView("text"),  QLatin1StringView("binary"), QLatin1StringView("ping"),
        QLatin1StringView("pong"),  QLatin1StringView("open"),   QLatin1StringView("close"),
        QLatin1StringView("error"), QLatin1StringView("retry"),  QLatin1StringView("note")};

constexpr bool isHeartbeat(MessageType type)
{
    return type == MessageType::Ping || type == MessageType::Pong;
}

/// An entry of a session, but for its payload. A plain value.
struct EntryInfo
{
    /// From 1 without gaps, given by the record; 0 until then.
    quint64 sequence = 0;
    /// UTC microseconds since the Unix epoch.
    qint64 timeUs = 0;
    Direction direction = Direction::Local;
    MessageType type = MessageType::Note;

    /// True for the messages that "received = stored = shown" counts: text and binary from the peer.
    bool isReceivedMessage() const
    {
        return direction == Direction::In && (type == MessageType::Text || type == MessageType::Binary);
    }
    /// A ping or a pong, whoever sent it: of the wire, not of the conversation.
    bool isHeartbeat() const { return ::isHeartbeat(type); }

    bool operator==(const EntryInfo &) const = default;
};

/// The one value that every stage speaks: an entry of a session. A plain value, cheap to copy
/// (the payload is implicitly shared) and safe to hand to another thread.
struct Message : EntryInfo
{
    Message() = default;
    Message(const EntryInfo &info, QByteArray bytes, qint64 bytesOnWire = -1)
        : EntryInfo(info)
        , payload(std::move(bytes))
        , wireBytes(bytesOnWire)
    {}
    Message(quint64 number, qint64 us, Direction way, MessageType kind, QByteArray bytes,
            qint64 bytesOnWire = -1)
        : Message({number, us, way, kind}, std::move(bytes), bytesOnWire)
    {}

    /// UTF-8 for text, raw bytes for binary, ping and pong, a JSON object in UTF-8 for local entries.
    QByteArray payload;
    /// The payload's bytes on the wire, where they are others than payload.size(): it was compressed, or has
    /// the names of secret variables in place of the values that were sent. -1 if they are the same, or
    /// nobody knows.
    qint64 wireBytes = -1;

    bool operator==(const Message &) const = default;
};

/// Messages from the peer (EntryInfo::isReceivedMessage()), and their payloads' bytes.
struct MessageCount
{
    quint64 messages = 0;
    quint64 bytes = 0;

    MessageCount &operator+=(const MessageCount &other)
    {
        messages += other.messages;
        bytes += other.bytes;
        return *this;
    }
    MessageCount &operator-=(const MessageCount &other)
    {
        messages -= other.messages;
        bytes -= other.bytes;
        return *this;
    }
    bool operator==(const MessageCount &) const = default;
};

/// Entries on their way to the record, in order, counted as they are added. Cheap to copy.
class MessageBatch
{
public:
    MessageBatch() = default;
    MessageBatch(const QList<Message> &messages) { append(messages.begin(), messages.end()); }
    MessageBatch(std::initializer_list<Message> messages) { append(messages.begin(), messages.end()); }

    void append(const Message &message)
    {
        m_messages.append(message);
        m_payloadBytes += message.payload.size();
        if (message.isReceivedMessage())
            m_received += {1, quint64(message.payload.size())};
        else if (message.isHeartbeat())
            m_lastHeartbeat = m_messages.size();
    }

    const QList<Message> &messages() const { return m_messages; }
    qsizetype size() const { return m_messages.size(); }
    bool isEmpty() const { return m_messages.isEmpty(); }
    const Message &at(qsizetype i) const { return m_messages.at(i); }
    QList<Message>::const_iterator begin() const { return m_messages.begin(); }
    QList<Message>::const_iterator end() const { return m_messages.end(); }

    const MessageCount &received() const { return m_received; }
    /// Of all entries.
    qint64 payloadBytes() const { return m_payloadBytes; }
    /// Counted from 1; 0 if there is no ping or pong among them.
    qsizetype lastHeartbeat() const { return m_lastHeartbeat; }

private:
    template <typename Iterator>
    void append(Iterator begin, Iterator end)
    {
        m_messages.reserve(std::distance(begin, end));
        for (; begin != end; ++begin)
            append(*begin);
    }

    QList<Message> m_messages;
    MessageCount m_received;
    qint64 m_payloadBytes = 0;
    qsizetype m_lastHeartbeat = 0;
};

Q_DECLARE_TYPEINFO(Message, Q_RELOCATABLE_TYPE);
Q_DECLARE_METATYPE(Message)
Q_DECLARE_METATYPE(MessageBatch)
