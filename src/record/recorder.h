// SPDX-License-Identifier: MIT
#pragma once

#include "ondemandthread.h"
#include "record/entrytail.h"
#include "record/keepinglimits.h"
#include "record/outage.h"
#include "record/record.h"
#include "record/recordfile.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>

/// Keeps a session in a file as it arrives: a queue bounded in bytes and age, and a thread that writes it,
/// which ends when nothing has come for a second. Where the system has no thread to give, who appends writes,
/// and what could not be written is tried again with what comes next.
///
/// One thread appends, and waits while the queue is full: nothing is dropped, since a socket that is not
/// read makes TCP hold its sender. Only while nothing can be written - the disk is full, the file gone -
/// nobody waits: entries then stay in memory as far as they fit, and can be read there; the writing is
/// tried again every second, and the record itself tells of the gap. It is the same while the limits
/// let nothing more be written.
///
/// A transaction takes what has come, is at most 4 MiB large and begun at most 10 ms after its first
/// entry came.
class Recorder final : public Record
{
    Q_OBJECT

public:
    /// Unwritten entries, in bytes of memory.
    static constexpr qint64 QueueBytes = 32LL * 1024 * 1024;
    /// Nor may the oldest of them wait longer while more is taken: a crash loses what waits.
    static constexpr std::chrono::milliseconds QueueAge{100};
    /// In bytes, while nothing can be written.
    static constexpr qint64 OutageBytes = 64LL * 1024 * 1024;

    explicit Recorder(RecordTarget target, QObject *parent = nullptr);
    /// `space` is asked by who writes, once a transaction.
    Recorder(RecordTarget target, SpaceProbe space, QObject *parent = nullptr);
    /// Ends in order, as finish() does, and waits for it.
    ~Recorder() override;

    /// A name in the folder that nothing has yet, by the time and the name of what is recorded.
    static QString newFileName(const QString &folder, const QString &name);
    /// What the file says of where the session comes from, unless it says so already. `name` becomes a part
    /// of the name of a file that is made later.
    void setOrigin(const QString &url, const QString &name);
    /// From now on; without, the usual reserve stays free. What has stopped is tried again at once.
    void setLimits(const KeepingLimits &limits);
    /// Opens the target's file now, rather than with the first entry. For an exact file: says why not.
    QString start();
    /// Numbers the entries and keeps them, in order. May wait until there is room.
    void append(const MessageBatch &batch);
    /// Writes everything, waits for that and closes the file: nothing may be appended, and nothing can be
    /// read, afterwards. What the limits have held back is written too, as far as it is in memory and the
    /// disk has room; of a session that has reached its bound, little more than that it has. False if
    /// something could not be kept.
    bool finish();
    /// The same without waiting: finished() follows. Nothing may be appended. Where the system has no thread
    /// to give, all is done here, and finished() comes before this returns.
    void beginFinish();

    RecordExtent extent() const override;
    QList<EntryHead> heads(quint64 first, int count) const override;
    QList<Message> entries(quint64 first, int count, qint64 maxBytes) const override;
    void readBlock(int lane, quint64 first, int count, BlockLimit limit, EntryBlock *block,
                   const std::atomic<bool> &cancelled) const override;
    quint64 heartbeats(int lane, quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                       const std::atomic<bool> &cancelled) const override;
    qint64 wireBytes(quint64 sequence) const override;
    QList<ClockSetBack> setBacks() const override;
    KeepingReport keeping() const override;
    RecordOrigin origin() const override;
    qint64 fileBytes() const override;
    QString copyTo(const QString &fileName, ScanControl *control = nullptr) const override;

Q_SIGNALS:
    /// From the writer: all is written that could be, and the file is closed.
    void finished();

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    /// Connections to read with, by what they are for; scans have the rest.
    enum Reader { ShowReader, MuchReader, ScanReader };
    using Readers = std::array<std::shared_ptr<RecordReader>, size_t(ScanReader) + ScanLanes>;

    void work();
    /// With the mutex held. False if the system has no thread to give: then the caller does the work.
    bool needThread();
    /// With the mutex held, which it lets go while it writes.
    void writeHere(std::unique_lock<std::mutex> &lock);
    /// False at the end, or if nothing has come for a while.
    bool waitForWork(std::unique_lock<std::mutex> &lock);
    void writeSome(std::unique_lock<std::mutex> &lock);
    RecordError writeBatches(const std::vector<const MessageBatch *> &batches, const KeepingLimits &limits,
                             qint64 cost);
    RecordError obstacle(const KeepingLimits &limits, qint64 cost);
    RecordError openIfNeeded();
    RecordError writeOrigin();
    RecordError rescue();
    void closeFile();
    QString fileToMake() const;
    void adopt(std::unique_ptr<RecordFile> file);
    bool liftLimits();
    std::vector<MessageBatch> dropTo(qint64 cost);
    void beginOutage(const RecordError &error);
    /// The newest entry that can be read: only what is written, but in an outage all.
    quint64 lastReadable() const;
    std::shared_ptr<RecordReader> reader(int use) const;
    QList<Message> fromTail(quint64 first, int count) const;

    const RecordTarget m_target;
    const SpaceProbe m_space;
    /// Of who writes alone, but in start().
    std::unique_ptr<RecordFile> m_file;
    KeepingObstacle m_obstacle = KeepingObstacle::None;

    mutable std::mutex m_mutex;
    std::condition_variable m_work;
    std::condition_variable m_room;
    // All below: with the mutex held.
    EntryTail m_tail;
    /// Written, and left to the appending thread to free: memory that one thread takes and another gives
    /// back makes the two wait for each other (glibc's arenas).
    std::vector<MessageBatch> m_spent;
    RecordOrigin m_origin;
    KeepingLimits m_limits;
    QString m_name;
    Readers m_readers;
    KeepingReport m_keeping;
    quint64 m_written = 0;
    quint64 m_lastHeartbeat = 0;
    MessageCount m_totals;
    /// Received messages in the tail, and their bytes.
    MessageCount m_waiting;
    quint64 m_lost = 0;
    quint32 m_generation = 0;
    TimePoint m_retryAt;
    /// The one that lasts, or else the last one.
    Outage m_outage;
    bool m_originPending = true;
    bool m_attempting = false;
    bool m_finishing = false;
    bool m_kept = true;
    OnDemandThread m_thread;
};
