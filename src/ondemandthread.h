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
    /// there until the caller, who is to do the work, has called leave().
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
    /// The last thing that it, or who does the work for it, does before letting the mutex go.
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
