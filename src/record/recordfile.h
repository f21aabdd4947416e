// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"
#include "record/batchtable.h"
#include "record/checkpointer.h"
#include "record/recordorigin.h"
#include "record/recordreader.h"
#include "record/sqlite/sqlitedatabase.h"

#include <chrono>
#include <vector>

class QLockFile;

/// A session file that is written: owner-only, in WAL mode, and locked against other programs that
/// would write it (by a lock file beside it). One thread at a time; the readers it gives away have
/// connections of their own.
///
/// `synchronous` is NORMAL: a crash of the program loses what is not yet committed, one of the system
/// what is not yet synchronized, and neither damages the file.
class RecordFile
{
public:
    struct Opened
    {
        std::unique_ptr<RecordFile> file;
        RecordError error;
    };

    /// A new file, or an existing session to append to; anything else is refused and left as it is, also what
    /// others could change or have changed (see SessionCheck) unless that is asked for: `shared`. After a
    /// crash all that is not counted yet is, which reads the file: not for the GUI thread.
    static Opened open(const QString &fileName, bool shared = false);
    /// A file that has no name any more: it is gone with the process, however that ends.
    static Opened openPrivate(const QString &folder);
    /// A new file that is of use to nobody before it is whole: it has no log and no readers, and the disk is
    /// not waited for before settle(). If that is not reached, whoever made it removes it.
    static Opened create(const QString &fileName);
    /// All that was written to such a file is on the disk.
    RecordError settle();
    /// What an earlier file of that name has left beside it.
    static RecordError removeCompanions(const QString &fileName);
    ~RecordFile();

    /// Empty if it is private.
    const QString &fileName() const { return m_fileName; }
    quint64 last() const { return m_last; }
    const MessageCount &totals() const { return m_totals; }
    /// No ping or pong is behind this one.
    quint64 lastHeartbeat() const { return m_lastHeartbeat; }

    /// Another connection, to read with.
    std::unique_ptr<RecordReader> takeReader();

    /// Of a file that is appended to, the first one stays.
    RecordError writeOrigin(const RecordOrigin &origin);
    /// All of it in one transaction, or nothing.
    RecordError write(const std::vector<const MessageBatch *> &batches);
    /// Nothing came for a while: what is to be done sometime is done now. True once it is.
    bool idle();
    /// Bytes of the log that the file itself may still have to take up.
    qint64 unmovedBytes() const;
    /// Moves the log into the file and gives its room back, as far as nobody reads it. Waits for the disk.
    void moveLog();
    /// False once it was deleted, moved away or replaced; what is written then would be lost.
    bool isInPlace() const;

private:
    RecordFile() = default;
    static QString problemOfExisting(const QString &fileName, bool shared);
    RecordError openDatabase(const QString &fileName, const char *journal);
    RecordError prepareStatements();
    RecordError openReaders(const QString &fileName);
    RecordError writeTotals();
    RecordError writeSetBacks(const QList<ClockSetBack> &setBacks);
    RecordError insert(const std::vector<const MessageBatch *> &batches);
    void checkpointIfDue();

    QString m_fileName;
    std::unique_ptr<QLockFile> m_lock;
    BatchTable m_table;
    SqliteDatabase m_database;
    std::vector<std::unique_ptr<RecordReader>> m_readers;
    std::unique_ptr<Checkpointer> m_checkpointer;
    SqliteStatement m_begin;
    SqliteStatement m_insert;
    SqliteStatement m_total;
    SqliteStatement m_commit;
    SqliteStatement m_rollback;
    quint64 m_last = 0;
    EntryTimes m_times;
    quint64 m_lastHeartbeat = 0;
    MessageCount m_totals;
    std::chrono::steady_clock::time_point m_totalsWritten;
    int m_walPages = 0;
};
