// SPDX-License-Identifier: MIT
#pragma once

#include <thread>
#include <utility>

/// A thread that is there only while it has something to do. It is std's, so that ThreadSanitizer can judge
/// it. All but join() are called with that mutex held which guards what it does.
class OnDemandThread
{
public:
    OnDemandThread() = default;
    /// Waits until it has ended.
    ~OnDemandThread() { join(); }
    OnDemandThread(const OnDemandThread &) = delete;
    OnDemandThread &operator=(const OnDemandThread &) = delete;

    /// Begins it with `run` unless it is there.
    template <typename Run>
    void need(Run run)
    {
        if (std::exchange(m_isThere, true))
            return;
        // The one before has nothing to do any more but to return.
        join();
        m_thread = std::thread(std::move(run));
    }
    /// The last thing that it does before it lets the mutex go and returns.
    void leave() { m_isThere = false; }
    bool isThere() const { return m_isThere; }

    /// Nobody may need it meanwhile.
    void join()
    {
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    std::thread m_thread;
    bool m_isThere = false;
};
