// SPDX-License-Identifier: MIT
#include "support/nothreads.h"
#include "support/testprogram.h"
#include "taskqueue.h"
#include "worker.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <memory>

class tst_Worker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deliversHere();
    void theLastOneWins();
    void cancelledWorkIsDroppedThere();
    void whatComesTooLateIsDroppedThere();
    void aDeliveryStartsTheNext();
    void countsPercent();
    void discardsThere();
    void goesWhileItWorks();
    void worksHereWithoutAThread();
    void tasksAreDoneInOrder_data();
    void tasksAreDoneInOrder();
};

// Tells on which thread it died.
struct ThreadOfDeath
{
    std::atomic<QThread *> *died;
    ~ThreadOfDeath() { *died = QThread::currentThread(); }
};

void tst_Worker::deliversHere()
{
    Worker worker;
    const QSignalSpy finished(&worker, &Worker::finished);
    QVERIFY(!worker.isRunning());
    const QThread *workedOn = nullptr;
    const QThread *deliveredOn = nullptr;
    worker.start([&](ScanControl &) {
        workedOn = QThread::currentThread();
        return [&] {
            deliveredOn = QThread::currentThread();
            // By then it is not running any more.
            QVERIFY(!worker.isRunning());
        };
    });
    QVERIFY(worker.isRunning());
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(workedOn && workedOn != QThread::currentThread());
    QCOMPARE(deliveredOn, QThread::currentThread());
}

void tst_Worker::theLastOneWins()
{
    Worker worker;
    const QSignalSpy finished(&worker, &Worker::finished);
    QSemaphore begun;
    QSemaphore mayEnd;
    QList<int> delivered;
    std::atomic<int> worked = 0;
    worker.start([&](ScanControl &control) -> Worker::Delivery {
        begun.release();
        mayEnd.acquire();
        worked += control.cancelled ? 1 : 100;
        return [&] { delivered.append(0); };
    });
    begun.acquire();
    for (int number = 1; number <= 5; ++number)
        worker.start([&, number](ScanControl &) {
            ++worked;
            return [&, number] { delivered.append(number); };
        });
    mayEnd.release();
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(delivered, QList<int>{5});
    // Those that were never begun have not been worked on.
    QCOMPARE(int(worked), 2);
}

void tst_Worker::cancelledWorkIsDroppedThere()
{
    std::atomic<QThread *> workDied = nullptr;
    std::atomic<QThread *> resultDied = nullptr;
    QSemaphore begun;
    QSemaphore mayEnd;
    bool isDelivered = false;
    Worker worker;
    worker.start([&, held = std::shared_ptr<ThreadOfDeath>(new ThreadOfDeath{&workDied})](ScanControl &) {
        begun.release();
        mayEnd.acquire();
        return [&isDelivered, held = std::shared_ptr<ThreadOfDeath>(new ThreadOfDeath{&resultDied})] {
            isDelivered = true;
        };
    });
    begun.acquire();
    worker.cancel();
    QVERIFY(!worker.isRunning());
    mayEnd.release();
    QTRY_VERIFY(workDied && resultDied);
    QVERIFY(workDied != QThread::currentThread() && resultDied != QThread::currentThread());
    // Nothing comes behind it either.
    const QSignalSpy finished(&worker, &Worker::finished);
    worker.start([](ScanControl &) { return [] {}; });
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(!isDelivered);
}

void tst_Worker::whatComesTooLateIsDroppedThere()
{
    struct Cancelling : QObject
    {
        Worker *worker;
        bool eventFilter(QObject *, QEvent *event) override
        {
            if (event->type() == QEvent::User)
                worker->cancel();
            return false;
        }
    };
    std::atomic<QThread *> died = nullptr;
    bool isDelivered = false;
    Worker worker;
    Cancelling cancelling;
    cancelling.worker = &worker;
    worker.installEventFilter(&cancelling);
    worker.start([&](ScanControl &) {
        return [&isDelivered, held = std::shared_ptr<ThreadOfDeath>(new ThreadOfDeath{&died})] {
            isDelivered = true;
        };
    });
    QTRY_VERIFY(died);
    QVERIFY(died != QThread::currentThread());
    QVERIFY(!isDelivered);
}

void tst_Worker::aDeliveryStartsTheNext()
{
    Worker worker;
    const QSignalSpy finished(&worker, &Worker::finished);
    int left = 50;
    std::function<void()> next = [&] {
        if (left-- > 0)
            worker.start([&next](ScanControl &) { return next; });
    };
    next();
    QTRY_COMPARE(finished.count(), 50);
    QVERIFY(!worker.isRunning());
}

void tst_Worker::countsPercent()
{
    Worker worker;
    QCOMPARE(worker.percent(), 0);
    QSemaphore counted;
    QSemaphore mayEnd;
    worker.start(
            [&](ScanControl &control) {
                for (const int done : {50, 300}) {
                    control.done = done;
                    counted.release();
                    mayEnd.acquire();
                }
                return [] {};
            },
            200);
    counted.acquire();
    QCOMPARE(worker.percent(), 25);
    mayEnd.release();
    counted.acquire();
    QCOMPARE(worker.percent(), 100);
    mayEnd.release();
    QTRY_VERIFY(!worker.isRunning());
    QCOMPARE(worker.percent(), 0);
}

void tst_Worker::discardsThere()
{
    std::atomic<QThread *> died = nullptr;
    Worker worker;
    std::shared_ptr<const void> large(new int(0), [&](const int *number) {
        delete number;
        died = QThread::currentThread();
    });
    worker.discard(std::move(large));
    QTRY_VERIFY(died);
    QVERIFY(died != QThread::currentThread());
}

void tst_Worker::goesWhileItWorks()
{
    bool isDelivered = false;
    std::atomic<bool> hasEnded = false;
    QSemaphore begun;
    {
        Worker worker;
        worker.start([&](ScanControl &control) {
            begun.release();
            while (!control.cancelled)
                QThread::yieldCurrentThread();
            hasEnded = true;
            return [&] { isDelivered = true; };
        });
        begun.acquire();
        worker.discard(std::make_shared<int>(1));
    }
    QVERIFY(hasEnded);
    QCoreApplication::processEvents();
    QVERIFY(!isDelivered);
}

void tst_Worker::worksHereWithoutAThread()
{
    const NoThreads none;
    Worker worker;
    const QSignalSpy finished(&worker, &Worker::finished);
    const QThread *workedOn = nullptr;
    bool isDelivered = false;
    worker.start([&](ScanControl &) {
        workedOn = QThread::currentThread();
        return [&] { isDelivered = true; };
    });
    QCOMPARE(workedOn, QThread::currentThread());
    QVERIFY(worker.isRunning() && !isDelivered);
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(isDelivered);
}

void tst_Worker::tasksAreDoneInOrder_data()
{
    QTest::addColumn<bool>("hasThread");
    QTest::newRow("on a thread") << true;
    QTest::newRow("where there is none") << false;
}

void tst_Worker::tasksAreDoneInOrder()
{
    QFETCH(const bool, hasThread);
    const auto none = hasThread ? nullptr : std::make_unique<NoThreads>();
    QList<int> done;
    bool wasElsewhere = false;
    {
        TaskQueue tasks;
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 50; ++i)
                tasks.add([&done, i] { done.append(i); });
            tasks.add([&] { wasElsewhere = QThread::currentThread() != thread(); });
            tasks.finish();
            QCOMPARE(done.size(), 50 * (round + 1));
        }
        // One adds the next.
        tasks.add([&] { tasks.add([&done] { done.append(50); }); });
    }
    QVERIFY(std::is_sorted(done.begin(), done.begin() + 50));
    QCOMPARE(done.last(), 50);
    QCOMPARE(wasElsewhere, hasThread);
}

SOCKETSCOPE_TEST(tst_Worker, QCoreApplication)
#include "tst_worker.moc"
