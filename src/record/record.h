// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QObject>

#include <atomic>
#include <optional>

/// How far a record reaches. All counts are since the session began.
struct RecordExtent
{
    /// The oldest entry that can still be read; last + 1 when there is none.
    quint64 first = 1;
    /// The newest entry, 0 before any. Sequence numbers have no gaps.
    quint64 last = 0;
    /// Text and binary messages from the peer, and their payload bytes.
    quint64 received = 0;
    quint64 receivedBytes = 0;

    quint64 fallenOut() const { return first - 1; }
    bool operator==(const RecordExtent &) const = default;
};

/// An entry without the bulk of its payload: what a row of the log shows.
struct EntryHead
{
    /// Enough for a preview; the payloads of local entries are shorter and whole, mostly.
    static constexpr qsizetype HeadBytes = 1024;

    quint64 sequence = 0;
    qint64 timeUs = 0;
    Direction direction = Direction::Local;
    MessageType type = MessageType::Note;
    /// Of the whole payload, in bytes.
    qint64 size = 0;
    QByteArray head;
};

/// Where the entries of a session are kept, and read from. One thread appends, any may read.
class Record : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Numbers the entries and keeps them, in order. May wait until there is room; drops nothing
    /// silently: what can no longer be read shows in the extent.
    virtual void append(const MessageBatch &batch) = 0;

    virtual RecordExtent extent() const = 0;
    /// Up to `count` entries from `first` on, as far as they are there.
    virtual QList<EntryHead> heads(quint64 first, int count) const = 0;
    /// One entry whole; nothing if it is not, or no longer, there.
    virtual std::optional<Message> entry(quint64 sequence) const = 0;

    /// Reads the extent and asks to be told by grown() when it changes again.
    RecordExtent poll();

Q_SIGNALS:
    /// From the appending thread: something came since the last poll(). Once only until the next.
    void grown();

protected:
    /// For append(), when the new extent can be read.
    void announceGrowth();

private:
    std::atomic<bool> m_announced = false;
};
