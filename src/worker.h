// SPDX-License-Identifier: MIT
#pragma once

#include "scancontrol.h"

#include <QObject>

#include <functional>
#include <memory>

/// One job at a time on a thread of its own. Only the job that was started last is of interest: what was
/// started before is cancelled, and its result is dropped, on that thread, without ever being delivered.
///
/// Belongs to the thread that made it, which needs an event loop. Its own thread ends when there is nothing
/// to do. Where the system has no thread to give, the job is done at once in start(), and delivered as ever.
class Worker : public QObject
{
    Q_OBJECT

public:
    /// To look at a payload of up to this many bytes takes no longer than to hand it over.
    static constexpr qint64 AtOnceBytes = 64 * 1024;

    /// Called on this object's thread; may start the next job.
    using Delivery = std::function<void()>;
    /// Called on the worker's thread; must return soon once it is cancelled, and what it returns is then
    /// dropped.
    using Work = std::function<Delivery(ScanControl &)>;

    explicit Worker(QObject *parent = nullptr);
    /// Cancels, and waits for that.
    ~Worker() override;

    /// `total` is what `done` of the control comes to.
    void start(Work work, qint64 total = 0);
    void cancel();
    /// A job was started, and has neither been delivered nor cancelled.
    bool isRunning() const { return bool(m_control); }
    /// 0 to 100.
    int percent() const;
    /// Frees what is large where nobody waits for it.
    void discard(std::shared_ptr<const void> large);

Q_SIGNALS:
    /// What was started last has been delivered.
    void finished();

protected:
    void customEvent(QEvent *event) override;

private:
    class Thread;

    std::shared_ptr<ScanControl> m_control;
    qint64 m_total = 0;
    const std::unique_ptr<Thread> m_thread;
};

/// Makes way for the window: on a machine whose cores are all busy, the calling thread gets less of them
/// than those that were not told to. Where the system cannot do that for a thread, nothing happens.
void runInBackground();

/// Gives memory that was freed back to the system, where the allocator would keep it: worth its
/// milliseconds after something very large.
void releaseFreedMemory();
