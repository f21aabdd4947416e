// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTimer>

#include <chrono>

/// As QTest::qWaitFor(), which sleeps 10 ms between its turns: this one goes on with the next event, which
/// for a handshake of many steps is ten times as fast.
template <typename Predicate>
bool runUntil(Predicate isDone, std::chrono::milliseconds limit = std::chrono::seconds(5))
{
    QDeadlineTimer deadline(limit);
    // What the predicate looks at may change without an event.
    QTimer turns;
    turns.start(std::chrono::milliseconds(20));
    while (!isDone() && !deadline.hasExpired()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return isDone();
}
