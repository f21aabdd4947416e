// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"

#include <QThread>

#include <atomic>
#include <mutex>

/// A manager on an I/O thread of its own, which ends by itself once the connection is closed and no command
/// waits. It does not begin again: an object that outlives its thread's end is of no use in another run of it
/// (Qt 6.4).
///
/// Belongs to the thread that made it, which alone gives commands.
class ConnectionThread : public QThread
{
    Q_OBJECT

public:
    explicit ConnectionThread(ManagerParts parts, QObject *parent = nullptr);
    /// Aborts what is open, and waits for that.
    ~ConnectionThread() override;

    /// To connect to its signals before start().
    const WebSocketManager *manager() const { return m_manager; }
    /// Gives the manager a command. False if the thread has ended, or is about to.
    template <typename Command>
    bool tell(Command &&command)
    {
        const std::lock_guard lock(m_mutex);
        if (m_manager)
            command(m_manager);
        return m_manager;
    }
    /// Aborts what is open, without waiting for that. No command may follow.
    void end();

protected:
    void run() override;

private:
    bool leave();

    std::mutex m_mutex;
    /// With the mutex held, but for its signals.
    WebSocketManager *m_manager;
    std::atomic<bool> m_isEnding = false;
};
