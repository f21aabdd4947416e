// SPDX-License-Identifier: MIT
#include "session/threadowner.h"

#include <QCoreApplication>
#include <QThread>

// What is deleted later may have something deleted later in turn: a transport its stream, that its socket.
static constexpr int Generations = 4;

void giveToThread(QObject *object, QThread *thread)
{
    object->moveToThread(thread);
    // The signal comes from the thread itself, after its event loop.
    QObject::connect(thread, &QThread::finished, object, [object] {
        delete object;
        for (int i = 0; i < Generations; ++i)
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
}
