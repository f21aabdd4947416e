// SPDX-License-Identifier: MIT
#pragma once

#include "ondemandthread.h"

#include <deque>
#include <functional>
#include <mutex>

/// Tasks that are done one after the other, on a thread that is there only while there are any. Where the
/// system has no thread to give, add() does them at once. Destroying it waits for all of them.
///
/// Belongs to the thread that made it; the tasks may add others.
class TaskQueue
{
public:
    void add(std::function<void()> task);
    /// Waits until all are done. None may be added meanwhile.
    void finish() { m_thread.join(); }

private:
    void run();

    std::mutex m_mutex;
    // With the mutex held; the last member waits for what uses the others.
    std::deque<std::function<void()>> m_tasks;
    OnDemandThread m_thread;
};
