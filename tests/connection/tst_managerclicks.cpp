// SPDX-License-Identifier: MIT
// Wild clicking: whatever is asked of a manager, from wherever, it keeps its promises.
#include "managerrig.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <memory>
#include <vector>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static bool isLegal(Status from, Status to)
{
    switch (from) {
    case Status::Closed:
        return to == Status::Connecting;
    case Status::Connecting:
        return to == Status::Open || to == Status::WaitingToRetry || to == Status::Closed;
    case Status::Open:
        return to == Status::Closing || to == Status::WaitingToRetry || to == Status::Closed;
    case Status::Closing:
        return to == Status::Closed;
    case Status::WaitingToRetry:
        return to == Status::Connecting || to == Status::Closed;
    }
    return false;
}

// The first illegal step as text; empty if all are legal.
static QString illegalStep(const QList<Status> &statuses)
{
    Status from = Status::Closed;
    for (qsizetype i = 0; i < statuses.size(); ++i) {
        if (!isLegal(from, statuses.at(i)))
            return u"%1: %2 to %3"_s.arg(i).arg(statusKey(from), statusKey(statuses.at(i)));
        from = statuses.at(i);
    }
    return {};
}

// A user who does anything at any time.
static void clickAnything(WebSocketManager &manager, QRandomGenerator &random)
{
    switch (random.bounded(9)) {
    case 0:
    case 1:
    case 2:
        manager.open(ManagerRig::profile());
        return;
    case 3:
        manager.close();
        return;
    case 4:
        manager.close(quint16(random.bounded(5000)), QString(random.bounded(140), u'x'));
        return;
    case 5:
        manager.retryNow();
        return;
    case 6:
        manager.sendText(u"text"_s);
        return;
    case 7:
        manager.sendBinary(QByteArray(random.bounded(200000), 'b'));
        return;
    default:
        manager.ping(QByteArray(random.bounded(130), 'p'));
    }
}

// A network that does anything at any time.
static void happenAnything(FakeTransport *transport, QRandomGenerator &random)
{
    if (!transport || !transport->isAlive())
        return;
    ConnectionError permanent;
    permanent.stage = ErrorStage::Tls;
    permanent.permanent = true;
    const bool opened = transport->property("opened").toBool();
    switch (random.bounded(8)) {
    case 0:
    case 1:
    case 2:
        if (!opened) {
            transport->setProperty("opened", true);
            transport->succeed();
        } else {
            transport->receiveText("in");
        }
        return;
    case 3:
        opened ? transport->drop() : transport->failTcp();
        return;
    case 4:
        opened ? transport->closeByPeer(quint16(1000 + random.bounded(15))) : transport->fail(permanent);
        return;
    case 5:
        if (transport->closeCode)
            transport->answerClose();
        return;
    case 6:
        if (!transport->pings.isEmpty())
            transport->receivePong(transport->lastPing());
        return;
    default:
        if (opened)
            transport->receiveBinary(QByteArray(random.bounded(400000), 'b'));
    }
}

class tst_ManagerClicks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromOutsideAndFromSlots_data();
    void fromOutsideAndFromSlots();
    void fromManyThreads();
};

void tst_ManagerClicks::fromOutsideAndFromSlots_data()
{
    QTest::addColumn<quint32>("seed");

    for (quint32 seed = 1; seed <= (SanitizedBuild ? 10 : 20); ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void tst_ManagerClicks::fromOutsideAndFromSlots()
{
    QFETCH(quint32, seed);

    QRandomGenerator random(seed);
    ManagerRig rig;
    int depth = 0;
    // Slots that click, too, on both sides of the probe's order.
    const auto clickBack = [&] {
        QCOMPARE(depth, 0); // no signal from within another
        ++depth;
        if (random.bounded(3) == 0)
            clickAnything(*rig.manager, random);
        --depth;
    };
    connect(rig.manager.get(), &WebSocketManager::statusChanged, this, clickBack);
    connect(rig.manager.get(), &WebSocketManager::errorOccurred, this, clickBack);
    connect(rig.manager.get(), &WebSocketManager::entries, this, clickBack);
    connect(rig.manager.get(), &WebSocketManager::roundTripMeasured, this, clickBack);

    for (int step = 0; step < 3000; ++step) {
        switch (random.bounded(4)) {
        case 0:
            clickAnything(*rig.manager, random);
            break;
        case 1:
            happenAnything(rig.network.current(), random);
            break;
        case 2:
            rig.clock->advance(std::chrono::milliseconds(random.bounded(4000)));
            break;
        default:
            QCoreApplication::processEvents();
        }
        QVERIFY(rig.network.alive() <= 1);
        const Status shown = rig.probe.statuses.isEmpty() ? Status::Closed : rig.probe.statuses.last();
        QCOMPARE(rig.manager->status(), shown);
        QCOMPARE(rig.network.alive() == 1, shown != Status::Closed && shown != Status::WaitingToRetry);
    }
    QCOMPARE(rig.network.aliveWhenMade(), 0);
    QCOMPARE(illegalStep(rig.probe.statuses), QString());
    QVERIFY(rig.probe.statuses.size() > 100);
    for (const Status status :
         {Status::Closed, Status::Connecting, Status::Open, Status::Closing, Status::WaitingToRetry})
        QVERIFY2(rig.probe.statuses.contains(status), qPrintable(statusKey(status)));
}

void tst_ManagerClicks::fromManyThreads()
{
    constexpr int clickers = 4;
    constexpr int clicks = SanitizedBuild ? 500 : 2000;

    FakeNetwork network;
    ManagerParts parts = ManagerParts::standard();
    parts.transport = network.factory();
    QThread io;
    auto *manager = new WebSocketManager(std::move(parts));
    ManagerProbe probe(*manager);
    manager->moveToThread(&io);
    connect(&io, &QThread::finished, manager, &QObject::deleteLater);
    // The network, on the manager's thread as the real one.
    QTimer weather;
    int mostAlive = 0;
    QStringList sent;
    weather.moveToThread(&io);
    connect(&weather, &QTimer::timeout, manager, [&, random = QRandomGenerator(7)]() mutable {
        FakeTransport *transport = network.current();
        mostAlive = std::max(mostAlive, network.alive());
        happenAnything(transport, random);
    });
    connect(&io, &QThread::started, &weather, [&] { weather.start(0); });
    connect(&io, &QThread::finished, &weather, &QTimer::stop, Qt::DirectConnection);
    connect(manager, &WebSocketManager::entries, manager, [&](const MessageBatch &batch) {
        for (const Message &message : batch) {
            if (message.direction == Direction::Out && message.type == MessageType::Text
                && message.payload.contains(':'))
                sent.append(QString::fromLatin1(message.payload));
        }
    });
    io.start();

    std::vector<std::unique_ptr<QThread>> threads;
    for (int number = 0; number < clickers; ++number) {
        threads.emplace_back(QThread::create([manager, number] {
            QRandomGenerator random(quint32(100 + number));
            for (int i = 0; i < clicks; ++i) {
                clickAnything(*manager, random);
                manager->sendText(u"%1:%2"_s.arg(number).arg(i));
                (void)manager->status();
                if (i % 10 == 0) // not so fast that the network never has its turn
                    QMetaObject::invokeMethod(
                            manager, [] {}, Qt::BlockingQueuedConnection);
            }
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        QVERIFY(thread->wait(20000));
    manager->close();
    QTRY_VERIFY_WITH_TIMEOUT(!probe.statuses.isEmpty() && manager->status() == Status::Closed
                                     && probe.statuses.last() == Status::Closed,
                             10000);
    io.quit();
    QVERIFY(io.wait(5000));
    QCoreApplication::processEvents();

    QCOMPARE(illegalStep(probe.statuses), QString());
    QVERIFY(mostAlive <= 1);
    QCOMPARE(network.aliveWhenMade(), 0);
    QCOMPARE(network.existing(), 0);
    // What one thread sends stays in its order.
    QList<int> last(clickers, -1);
    for (const QString &text : std::as_const(sent)) {
        const int number = text.section(u':', 0, 0).toInt();
        const int i = text.section(u':', 1, 1).toInt();
        QVERIFY(i > last[number]);
        last[number] = i;
    }
    QVERIFY(!sent.isEmpty());
}

SOCKETSCOPE_TEST(tst_ManagerClicks, QCoreApplication)
#include "tst_managerclicks.moc"
