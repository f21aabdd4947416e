// SPDX-License-Identifier: MIT
#include "record/checkpointer.h"

#include "worker.h"

#include <sqlite3.h>

Checkpointer::Checkpointer(SqliteDatabase database)
    : m_database(std::move(database))
    , m_thread([this] { work(); })
{}

Checkpointer::~Checkpointer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void Checkpointer::request()
{
    {
        const std::lock_guard lock(m_mutex);
        m_requested = true;
    }
    m_wake.notify_one();
}

bool Checkpointer::isBusy() const
{
    const std::lock_guard lock(m_mutex);
    return m_requested;
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
    runInBackground();
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_requested || m_stopping; });
        if (m_stopping)
            return;
        lock.unlock();
        int done = 0;
        // An error, such as a full disk, is met again by the writer, which knows what to do.
        const int code = sqlite3_wal_checkpoint_v2(m_database.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                                   nullptr, &done);
        lock.lock();
        m_requested = false;
        m_donePages = code == SQLITE_OK ? done : 0;
    }
}
