// SPDX-License-Identifier: MIT
#include "record/checkpointer.h"

#include "worker.h"

#include <sqlite3.h>

Checkpointer::Checkpointer(SqliteDatabase database)
    : m_database(std::move(database))
{}

void Checkpointer::request()
{
    std::unique_lock lock(m_mutex);
    const bool hasThread = m_thread.need([this] {
        runInBackground();
        work();
    });
    lock.unlock();
    if (!hasThread)
        work();
}

bool Checkpointer::isBusy() const
{
    const std::lock_guard lock(m_mutex);
    return m_thread.isThere();
}

int Checkpointer::donePages() const
{
    const std::lock_guard lock(m_mutex);
    return m_donePages;
}

void Checkpointer::forget()
{
    const std::lock_guard lock(m_mutex);
    m_donePages = 0;
}

void Checkpointer::work()
{
    int done = 0;
    // An error, such as a full disk, is met again by the writer, which knows what to do.
    const int code = sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                               nullptr, &done);
    const std::lock_guard lock(m_mutex);
    m_donePages = code == SQLITE_OK ? done : 0;
    m_thread.leave();
}
