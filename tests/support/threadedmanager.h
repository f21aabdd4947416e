// SPDX-License-Identifier: MIT
#pragma once

#include "connection/websocketmanager.h"

#include <QCoreApplication>
#include <QThread>

/// A manager on an I/O thread of its own, as in the program but for that the thread is always there.
class ThreadedManager
{
public:
    ThreadedManager()
    {
        manager->moveToThread(&m_thread);
        // On that thread, behind its event loop. What is deleted later has something deleted later in turn.
        QObject::connect(&m_thread, &QThread::finished, manager, [this] {
            delete manager;
            for (int generation = 0; generation < 4; ++generation)
                QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        });
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
