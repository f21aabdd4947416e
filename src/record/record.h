// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"
#include "record/entryblock.h"
#include "record/entrytimes.h"
#include "record/keepingreport.h"
#include "record/recordorigin.h"
#include "scancontrol.h"

#include <QObject>

#include <atomic>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

/// How far a record reaches. Of a session file that was appended to, all of it counts.
struct RecordExtent
{
    /// The newest entry that can be read, 0 before any. Sequence numbers begin at 1 and have no gaps.
    quint64 last = 0;
    /// Text and binary messages from the peer among these entries, and their payload bytes.
    quint64 received = 0;
    quint64 receivedBytes = 0;
    /// Of `received`, those that are in the file, or in whatever the record is kept in for good.
    quint64 stored = 0;
    /// Messages from the peer that could not be kept, in this run; they are not in `received`.
    quint64 lost = 0;
    /// Changes when entries that were shown have got other numbers or contents: after an outage.
    quint32 generation = 0;
    /// No ping or pong is behind this one.
    quint64 lastHeartbeat = 0;

    bool operator==(const RecordExtent &) const = default;
};

/// An entry without the bulk of its payload: what a row of the log shows.
struct EntryHead : EntryInfo
{
    /// More than a preview takes, so that most messages are whole, and can be searched as they are.
    static constexpr qsizetype HeadBytes = 4096;

    /// Of the whole payload, in bytes.
    qint64 size = 0;
    QByteArray head;
};

/// What a block takes in.
struct BlockLimit
{
    /// False for rows alone, which costs less where payloads are large.
    bool withPayloads = true;
    /// Of payloads; ignored without them.
    qint64 maxBytes = 4 * 1024 * 1024;
    /// False for payloads alone: of rows, the sequence and the size; the rest has no meaning. Only with
    /// payloads.
    bool withDetails = true;
    /// True to have the sizes on the wire, too: only with payloads and details.
    bool withWireBytes = false;
};

/// Where the entries of a session are kept, and read from. Any thread may read; a read may wait for a
/// disk.
class Record : public QObject
{
    Q_OBJECT

public:
    /// See readBlock(): two for who looks at everything on all cores, and one for who looks at some.
    static constexpr int ScanLanes = 3;
    /// For the window's own thread, which must not wait for any of these.
    static constexpr int WindowLane = -1;

    using QObject::QObject;
    virtual RecordExtent extent() const = 0;
    /// Up to `count` entries from `first` on, as far as they are there.
    virtual QList<EntryHead> heads(quint64 first, int count) const = 0;
    /// The same with whole payloads, ending once they come to `maxBytes`; the first is always given.
    virtual QList<Message> entries(quint64 first, int count, qint64 maxBytes) const = 0;
    /// For who reads much: adds up to `count` entries from `first` on to `block`, until their payloads come
    /// to `maxBytes`; the first is always given. `lane` is below ScanLanes: readers in different lanes do not
    /// wait for each other, nor does the window for them. Ends early, with what there is, once `cancelled`.
    virtual void readBlock(int lane, quint64 first, int count, BlockLimit limit, EntryBlock *block,
                           const std::atomic<bool> &cancelled) const = 0;
    /// Adds the numbers of the pings and pongs from `first` to `last` to `found`, in order, and returns up to
    /// where it has looked. Of a file that has an index of them it takes `effort` of them, which is 0.1 µs
    /// each; of any other one it looks at `effort` entries. `lane` as in readBlock(), or WindowLane.
    virtual quint64 heartbeats(int lane, quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                               const std::atomic<bool> &cancelled) const = 0;
    /// The payload's bytes on the wire as in Message: -1 if they are not known to be others than its size.
    virtual qint64 wireBytes(quint64 sequence) const = 0;
    /// In order.
    virtual QList<ClockSetBack> setBacks() const { return {}; }

    /// While what it returns lives, what the window's thread has read of the file is taken to hold; reading
    /// much in small pieces then costs a part of what it does. Keep it no longer than that takes.
    virtual std::shared_ptr<void> heldStill() const { return {}; }

    virtual KeepingReport keeping() const = 0;
    /// Of the first connection, as far as it is known. May wait for a disk.
    virtual RecordOrigin origin() const = 0;
    /// The size of the file in bytes, without what SQLite keeps beside it for a while.
    virtual qint64 fileBytes() const = 0;
    /// Writes a consistent copy, replacing `fileName`; takes its time, so call it from a worker.
    /// Returns a sentence if that failed or was cancelled, and leaves an existing file as it was. `done` of
    /// the control goes up to WholeScan.
    virtual QString copyTo(const QString &fileName, ScanControl *control = nullptr) const = 0;

    /// One entry whole; nothing if it is not there.
    std::optional<Message> entry(quint64 sequence) const
    {
        const QList<Message> found = entries(sequence, 1, std::numeric_limits<qint64>::max());
        return found.isEmpty() ? std::nullopt : std::optional(found.first());
    }

    /// Reads the extent and asks to be told by grown() when it changes again.
    RecordExtent poll()
    {
        // Before the extent is read: what comes in between is announced once too often rather than never.
        m_announced.store(false);
        return extent();
    }

Q_SIGNALS:
    /// From any thread: something came since the last poll(). Once only until the next.
    void grown();
    /// From any thread: keeping() has changed.
    void keepingChanged();

protected:
    /// When the new extent can be read.
    void announceGrowth()
    {
        if (!m_announced.exchange(true))
            Q_EMIT grown();
    }

private:
    std::atomic<bool> m_announced = false;
};
