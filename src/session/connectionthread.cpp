// SPDX-License-Identifier: MIT
#include "session/connectionthread.h"

#include "worker.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

// What is deleted later may have something deleted later in turn: a transport its stream, that its socket.
static constexpr int Generations = 4;

ConnectionThread::ConnectionThread(ManagerParts parts, QObject *parent)
    : QThread(parent)
    , m_manager(new WebSocketManager(std::move(parts)))
{
    setObjectName(u"socket"_s);
    m_manager->moveToThread(this);
}

ConnectionThread::~ConnectionThread()
{
    end();
    wait();
    delete m_manager;
}

void ConnectionThread::end()
{
    m_isEnding = true;
    quit();
}

void ConnectionThread::run()
{
    runInBackground();
    connect(
            eventDispatcher(), &QAbstractEventDispatcher::aboutToBlock, m_manager,
            [this, manager = m_manager] {
                if (manager->isIdle())
                    quit();
            },
            Qt::DirectConnection);
    do {
        exec();
    } while (!leave());
    for (int i = 0; i < Generations; ++i)
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

// The manager takes the socket with it, which belongs to this thread. False if a command has come meanwhile.
bool ConnectionThread::leave()
{
    std::unique_lock lock(m_mutex);
    if (!m_isEnding && !m_manager->isIdle())
        return false;
    const WebSocketManager *manager = std::exchange(m_manager, nullptr);
    lock.unlock();
    delete manager;
    return true;
}
