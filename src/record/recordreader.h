// SPDX-License-Identifier: MIT
#pragma once

#include "record/blockreader.h"
#include "record/record.h"
#include "record/recordschema.h"
#include "record/sqlite/sqlitedatabase.h"

#include <memory>
#include <mutex>

/// Reads a session file through a connection of its own: pages of heads, whole entries, copies. Any
/// thread; one read at a time, so that whoever reads much at once has a reader of their own.
class RecordReader
{
public:
    /// Takes the connection over. Null, with the reason, if it cannot be read with.
    static std::unique_ptr<RecordReader> over(SqliteDatabase database, RecordError *error);

    quint64 last() const;
    /// Nothing once `cancelled` is set.
    MessageCount totals(const std::atomic<bool> *cancelled = nullptr) const;
    /// A value of the table `meta`.
    QString meta(const QString &key) const;
    RecordOrigin origin() const;
    qint64 fileBytes() const;

    // As in Record. A number between others that the file does not have is an entry that says so.
    QList<EntryHead> heads(quint64 first, int count) const;
    QList<Message> entries(quint64 first, int count, qint64 maxBytes) const;
    void readBlock(quint64 first, int count, BlockLimit limit, EntryBlock *block,
                   const std::atomic<bool> &cancelled) const;
    /// As in Record.
    quint64 heartbeats(quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                       const std::atomic<bool> &cancelled) const;
    /// The last ping or pong; without an index of them, the last entry.
    quint64 lastHeartbeat() const;
    qint64 wireBytes(quint64 sequence) const;
    QList<ClockSetBack> setBacks() const;
    QString copyTo(const QString &fileName, ScanControl *control = nullptr) const;
    /// As in Record. Null within another, and if the file cannot be read.
    std::shared_ptr<void> heldStill() const;

private:
    explicit RecordReader(SqliteDatabase database);

    void readHead(EntryHead *entry) const;
    quint64 lastOfAll() const;
    /// Calls `take` with the number of each row from `first` to before `end`, in order, until it returns
    /// false. It appends what the row is to `entries`, which get one that says so for each that is missing or
    /// unreadable.
    template <typename Entry, typename Take>
    void readRows(SqliteStatement &rows, quint64 first, quint64 end, QList<Entry> *entries,
                  const Take &take) const;
    template <typename Entry>
    static void addMissing(quint64 first, quint64 end, QList<Entry> *entries);
    RecordError copyPages(const QString &fileName, ScanControl *control) const;

    mutable std::mutex m_mutex;
    mutable SqliteDatabase m_database;
    mutable SqliteStatement m_heads;
    mutable SqliteStatement m_entries;
    mutable BlockReader m_blocks;
    mutable SqliteStatement m_last;
    /// Not valid in a file without an index of them.
    mutable SqliteStatement m_indexedHeartbeats;
    mutable SqliteStatement m_heartbeats;
    /// Not valid in a file of version 1.
    mutable SqliteStatement m_wireBytes;
    /// A payload of at most so many bytes, by what the file says, is read with its row; of larger ones only
    /// the head is fetched. None once the file has lied.
    mutable qint64 m_inlineBytes = EntryHead::HeadBytes;
};
