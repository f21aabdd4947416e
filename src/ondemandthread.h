// SPDX-License-Identifier: MIT
#pragma once

#include <system_error>
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

    /// Begins it with `run` unless it is there. False if the system has no thread to give: then it counts as
    /// there, and the caller is to do the work itself once the mutex is let go.
    template <typename Run>
    [[nodiscard]] bool need(Run run)
    {
        if (std::exchange(m_isThere, true))
            return true;
        // The one before has nothing to do any more but to return.
        join();
        try {
            m_thread = std::thread(std::move(run));
        } catch (const std::system_error &) {
            return false;
        }
        return true;
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
