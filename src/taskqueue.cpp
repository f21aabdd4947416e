// SPDX-License-Identifier: MIT
#include "taskqueue.h"

#include <utility>

void TaskQueue::add(std::function<void()> task)
{
    std::unique_lock lock(m_mutex);
    m_tasks.push_back(std::move(task));
    const bool hasThread = m_thread.need([this] { run(); });
    lock.unlock();
    if (!hasThread)
        run();
}

void TaskQueue::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_tasks.empty()) {
        std::function<void()> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
    }
    m_thread.leave();
}
