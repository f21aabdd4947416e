// SPDX-License-Identifier: MIT
#pragma once

#include "ondemandthread.h"
#include "record/sqlite/sqlitedatabase.h"

#include <mutex>

/// Moves what a write-ahead log holds into its database on a thread of its own (sqlite.org/wal.html), so
/// that the writer need not wait for the disk to synchronize: measured, that halves what a flood can
/// store. Where the system has no thread to give, it is done in request(). Writers go on meanwhile, so a log
/// is never quite done: they do the small rest themselves.
class Checkpointer
{
public:
    explicit Checkpointer(SqliteDatabase database);

    /// Nothing if one is under way.
    void request();
    bool isBusy() const;
    /// Pages of the log that had been moved when the last request was done; 0 before.
    int donePages() const;
    /// The log begins anew.
    void forget();

private:
    void work();

    SqliteDatabase m_database;
    mutable std::mutex m_mutex;
    // Both: with the mutex held.
    int m_donePages = 0;
    OnDemandThread m_thread;
};
