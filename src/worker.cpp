// SPDX-License-Identifier: MIT
#include "worker.h"

#include "taskqueue.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <mutex>
#include <utility>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

/// Does what is asked of it, and has the last result until that is taken.
class Worker::Thread
{
public:
    struct Result
    {
        std::shared_ptr<ScanControl> control;
        Delivery delivery;
    };

    explicit Thread(Worker *worker)
        : m_worker(worker)
    {}

    void add(std::function<void()> task) { m_tasks.add(std::move(task)); }
    /// Called by a task.
    void hand(Result result);
    Result take();

private:
    Worker *const m_worker;
    std::mutex m_mutex;
    // With the mutex held.
    Result m_result;
    // The last member waits for what uses the others.
    TaskQueue m_tasks;
};

void Worker::Thread::hand(Result result)
{
    const std::lock_guard lock(m_mutex);
    std::swap(m_result, result);
    QCoreApplication::postEvent(m_worker, new QEvent(QEvent::User));
}

Worker::Thread::Result Worker::Thread::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_result, Result());
}

Worker::Worker(QObject *parent)
    : QObject(parent)
    , m_thread(std::make_unique<Thread>(this))
{}

Worker::~Worker()
{
    cancel();
}

void Worker::start(Work work, qint64 total)
{
    cancel();
    m_total = total;
    m_control = std::make_shared<ScanControl>();
    m_thread->add([thread = m_thread.get(), control = m_control, work = std::move(work)]() mutable {
        Delivery delivery;
        if (!control->cancelled)
            delivery = std::exchange(work, nullptr)(*control);
        if (!control->cancelled)
            thread->hand({control, std::move(delivery)});
    });
}

void Worker::cancel()
{
    if (m_control)
        m_control->cancelled = true;
    m_control.reset();
}

// There are results: nothing else is posted.
void Worker::customEvent(QEvent *)
{
    Thread::Result result = m_thread->take();
    if (!result.control || result.control != m_control) {
        // What was made in vain may be large.
        m_thread->add([delivery = std::move(result.delivery)]() mutable { delivery = nullptr; });
        return;
    }
    m_control.reset();
    result.delivery();
    Q_EMIT finished();
}

int Worker::percent() const
{
    if (!m_control || m_total <= 0)
        return 0;
    return int(std::clamp<qint64>(m_control->done * 100 / m_total, 0, 100));
}

void Worker::discard(std::shared_ptr<const void> large)
{
    m_thread->add([large = std::move(large)]() mutable { large.reset(); });
}

void runInBackground()
{
#ifdef Q_OS_LINUX
    // Linux keeps a nice value for each thread (setpriority(2), under "Notes").
    constexpr int niceness = 5;
    ::setpriority(PRIO_PROCESS, id_t(::gettid()), niceness);
#endif
}

void releaseFreedMemory()
{
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}
