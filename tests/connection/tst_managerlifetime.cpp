// SPDX-License-Identifier: MIT
#include "managerrig.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_ManagerLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void destroyedInEveryStatus_data();
    void destroyedInEveryStatus();
    void destroyedWithCommandsUnderWay();
    void everyListenerHearsEverything();
    void commandsFromSlotsWaitTheirTurn();
    void commandsFromSlotsKeepTheirOrder();
    void transportsDoNotPileUp();
    void transportThatTalksOnIsNotHeard();
    void onAThreadOfItsOwn();
};

void tst_ManagerLifetime::destroyedInEveryStatus_data()
{
    QTest::addColumn<Status>("status");

    for (const Status status :
         {Status::Closed, Status::Connecting, Status::Open, Status::Closing, Status::WaitingToRetry})
        QTest::newRow(qPrintable(statusKey(status))) << status;
}

void tst_ManagerLifetime::destroyedInEveryStatus()
{
    QFETCH(Status, status);

    ManagerRig rig;
    rig.bring(status);
    // Something that would still be said.
    if (status == Status::Open)
        rig.transport()->receiveText("unsaid");
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const QPointer<FakeTransport> transport = rig.network.current();
    rig.probe.clear();
    rig.manager.reset();

    QVERIFY(!transport);
    QCOMPARE(rig.network.existing(), 0);
    QCOMPARE(rig.clock->activeTimers(), 0);
    rig.clock->advance(1h);
    QCoreApplication::processEvents();
    QVERIFY2(rig.probe.log.isEmpty(), qPrintable(rig.probe.log.join(u", "_s)));
}

void tst_ManagerLifetime::destroyedWithCommandsUnderWay()
{
    ManagerRig rig;
    connect(rig.manager.get(), &WebSocketManager::statusChanged, this, [&](Status status) {
        if (status == Status::Connecting) {
            rig.manager->sendText(u"never"_s);
            rig.manager->close();
            rig.manager->open(rig.profile());
        }
    });
    rig.manager->open(rig.profile());
    QCOMPARE(rig.manager->status(), Status::Connecting);
    rig.probe.clear();
    rig.manager.reset();
    QCoreApplication::processEvents();
    QVERIFY(rig.probe.log.isEmpty());
    QCOMPARE(rig.network.created(), 1);
}

void tst_ManagerLifetime::everyListenerHearsEverything()
{
    ManagerRig rig;
    ManagerProbe second(*rig.manager);
    auto third = std::make_unique<ManagerProbe>(*rig.manager);
    rig.bring(Status::WaitingToRetry);
    QCOMPARE(second.log, rig.probe.log);
    QCOMPARE(third->log, rig.probe.log);
    third.reset();
    rig.manager->close();
    QCOMPARE(second.log, rig.probe.log);
    QCOMPARE(rig.probe.lastReport().status, Status::Closed);
}

void tst_ManagerLifetime::commandsFromSlotsWaitTheirTurn()
{
    ManagerRig rig;
    // This listener is the first one; the second must not hear of "closed" before "waiting".
    connect(rig.manager.get(), &WebSocketManager::statusChanged, this, [&](Status status) {
        if (status == Status::WaitingToRetry) {
            rig.manager->close();
            QCOMPARE(rig.manager->status(), Status::WaitingToRetry);
        }
    });
    ManagerProbe second(*rig.manager);
    rig.bring(Status::WaitingToRetry);
    QTRY_COMPARE(rig.manager->status(), Status::Closed);
    QCOMPARE(second.statuses, (QList<Status>{Status::Connecting, Status::WaitingToRetry, Status::Closed}));
    QCOMPARE(rig.probe.statuses, second.statuses);
    QCOMPARE(rig.clock->activeTimers(), 0);
}

void tst_ManagerLifetime::commandsFromSlotsKeepTheirOrder()
{
    ManagerRig rig;
    rig.bring(Status::Open);
    bool first = true;
    connect(rig.manager.get(), &WebSocketManager::entries, this, [&] {
        if (std::exchange(first, false)) {
            rig.manager->sendText(u"1"_s);
            rig.manager->sendText(u"2"_s);
        }
    });
    rig.transport()->receiveBinary(QByteArray(1024 * 1024, 'x'));
    QVERIFY(!first);
    // Not from a slot, but the earlier ones are still waiting.
    rig.manager->sendText(u"3"_s);
    QVERIFY(rig.transport()->sent.isEmpty());
    QCoreApplication::processEvents();
    QCOMPARE(rig.transport()->sent, (QList<FakeTransport::Sent>{{true, "1"}, {true, "2"}, {true, "3"}}));
    rig.manager->sendText(u"4"_s);
    QCOMPARE(rig.transport()->sent.size(), 4);
}

void tst_ManagerLifetime::transportsDoNotPileUp()
{
    ManagerRig rig;
    for (int i = 0; i < 300; ++i) {
        rig.manager->open(rig.profile());
        if (i % 3)
            rig.transport()->succeed();
        rig.manager->close();
        if (i % 3 == 1)
            rig.transport()->answerClose();
        rig.clock->advance(2s);
        QCOMPARE(rig.manager->status(), Status::Closed);
        QCOMPARE(rig.network.alive(), 0);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCOMPARE(rig.network.existing(), 0);
    }
    QCOMPARE(rig.network.created(), 300);
    QCOMPARE(rig.network.aliveWhenMade(), 0);
}

void tst_ManagerLifetime::transportThatTalksOnIsNotHeard()
{
    ManagerRig rig;
    rig.manager->open(rig.profile());
    FakeTransport *old = rig.transport(); // deleted by the event loop, later
    rig.manager->close();
    rig.manager->open(rig.profile());
    rig.probe.clear();
    Q_EMIT old->opened({});
    Q_EMIT old->textReceived("ghost", -1);
    Q_EMIT old->pongReceived({});
    Q_EMIT old->finished({});
    QCoreApplication::processEvents();
    QVERIFY(rig.probe.log.isEmpty());
    QCOMPARE(rig.manager->status(), Status::Connecting);
}

void tst_ManagerLifetime::onAThreadOfItsOwn()
{
    ManagerRig rig;
    QThread thread;
    auto *manager = rig.manager.release();
    manager->moveToThread(&thread);
    connect(&thread, &QThread::finished, manager, &QObject::deleteLater);
    QThread *signalThread = nullptr;
    connect(manager, &WebSocketManager::statusChanged, manager,
            [&] { signalThread = QThread::currentThread(); });
    QSignalSpy destroyed(manager, &QObject::destroyed);
    thread.start();

    manager->open(rig.profile());
    QTRY_COMPARE(manager->status(), Status::Connecting);
    QTRY_COMPARE(rig.probe.statuses, QList<Status>{Status::Connecting});
    QCOMPARE(signalThread, &thread);
    QCOMPARE(rig.transport()->thread(), &thread);
    manager->close();
    manager->open(rig.profile());
    manager->close();
    QTRY_COMPARE(rig.probe.statuses.size(), 4);
    QCOMPARE(manager->status(), Status::Closed);

    manager->open(rig.profile());
    thread.quit();
    QVERIFY(thread.wait(5000));
    QCOMPARE(destroyed.size(), 1);
    QCOMPARE(rig.network.existing(), 0);
}

SOCKETSCOPE_TEST(tst_ManagerLifetime, QCoreApplication)
#include "tst_managerlifetime.moc"
