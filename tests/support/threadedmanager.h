// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"
#include "worker.h"

#include <QThread>

/// A manager on an I/O thread of its own, as in the program.
class ThreadedManager
{
public:
    ThreadedManager()
    {
        giveToThread(manager, &m_thread);
        m_thread.start();
    }
    ~ThreadedManager()
    {
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(ThreadedManager)

    WebSocketManager *const manager = new WebSocketManager;

private:
    QThread m_thread;
};
