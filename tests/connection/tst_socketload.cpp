// SPDX-License-Identifier: MIT
// Much, fast, and often: floods, large messages, slow listeners, and what is left over afterwards.
#include "socketrig.h"
#include "support/bounds.h"
#include "support/testprogram.h"
#include "support/threadedmanager.h"

#include <QDir>
#include <QElapsedTimer>
#include <QPointer>
#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

// Writes numbered text messages as fast as the client takes them.
class Flood : public QObject
{
public:
    Flood(ScriptedPeer &peer, int count, int size)
        : m_peer(peer)
        , m_count(count)
        , m_size(size)
    {
        connect(&peer, &ScriptedPeer::bytesWritten, this, &Flood::fill, Qt::QueuedConnection);
    }

    static QByteArray message(int number, int size)
    {
        return QByteArray::number(number).leftJustified(size, '.');
    }

    // In turns: a reader that is faster would keep the event loop from ever going on.
    void fill()
    {
        for (int turn = 0; turn < 8 && m_next < m_count && m_peer.isConnected(); ++turn) {
            if (m_peer.bytesToWrite() >= MiB)
                return;
            QByteArray bytes;
            for (int i = 0; i < 1000 && m_next < m_count; ++i)
                bytes += Frame::text(message(m_next++, m_size)).encoded();
            m_peer.write(bytes);
        }
    }
    int written() const { return m_next; }

private:
    ScriptedPeer &m_peer;
    const int m_count;
    const int m_size;
    int m_next = 0;
};

class tst_SocketLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void largeMessage_data();
    void largeMessage();
    void largeMessageOutlastsThePings();
    void closeDuringAFlood();
    void slowListenerLosesNothing();
    void slowListenerDoesNotMakeThePeerDead();
    void nothingIsLeftOver();
};

void tst_SocketLoad::largeMessage_data()
{
    QTest::addColumn<bool>("text");
    QTest::addColumn<int>("fragments");

    QTest::newRow("text") << true << 1;
    QTest::newRow("binary") << false << 1;
    QTest::newRow("binary in 64 frames") << false << 64;
}

void tst_SocketLoad::largeMessage()
{
    QFETCH(bool, text);
    QFETCH(int, fragments);

    constexpr qsizetype size = (SanitizedBuild ? 16 : 64) * 1024 * 1024;
    const QByteArray part(size / fragments, 'L');
    SocketRig rig;
    QVERIFY(rig.openAndWait());
    for (int i = 0; i < fragments; ++i) {
        const auto opcode = i > 0 ? Frame::Continuation : text ? Frame::Text : Frame::Binary;
        rig.peer().send({opcode, part, i == fragments - 1});
    }
    QTRY_COMPARE_WITH_TIMEOUT(rig.probe.received().size(), 1, 20000);
    const QByteArray received = rig.probe.received().value(0);
    QCOMPARE(received.size(), size);
    QCOMPARE(received.count('L'), size);
    QCOMPARE(rig.manager.status(), Status::Open);
}

void tst_SocketLoad::largeMessageOutlastsThePings()
{
    // A pong cannot overtake the message that is under way.
    SocketRig rig;
    rig.profile.keepAliveInterval = 50ms;
    rig.server.onFrame([](ScriptedPeer &, const Frame &) {});
    QVERIFY(rig.openAndWait());
    const QByteArray bytes = Frame::binary(QByteArray(4 * 1024 * 1024, 'L')).encoded();
    qsizetype written = 0;
    QTimer drip;
    connect(&drip, &QTimer::timeout, &drip, [&] {
        rig.peer().write(bytes.mid(written, 64 * 1024));
        written += 64 * 1024;
        if (written >= bytes.size())
            drip.stop();
    });
    drip.start(8); // 400 KiB an interval, half a second in all
    QTRY_COMPARE(rig.probe.received().size(), 1);
    QVERIFY(rig.probe.errors.isEmpty());
    QCOMPARE(rig.peer().framesOf(Frame::Ping).size(), 1);
    // Then nothing comes any more, not even the pong.
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::KeepAlive);
}

void tst_SocketLoad::closeDuringAFlood()
{
    ScriptedServer server;
    ThreadedManager io;
    ManagerProbe probe(*io.manager);
    ConnectionProfile profile = testProfile(server.url());
    profile.closeTimeout = 300ms;
    std::unique_ptr<Flood> flood;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.accept();
        flood = std::make_unique<Flood>(peer, 50'000'000, 128);
        flood->fill();
    });
    // It never looks at our Close frame.
    server.onFrame([](ScriptedPeer &, const Frame &) {});
    std::atomic<qint64> received = 0;
    connect(io.manager, &WebSocketManager::entries, io.manager,
            [&](const MessageBatch &batch) { received += batch.size(); });
    disconnect(io.manager, &WebSocketManager::entries, &probe, nullptr);
    io.manager->open(profile);
    // It takes ten times as long under sanitizers.
    QTRY_VERIFY(received > (SanitizedBuild ? 10'000 : 100'000));

    QElapsedTimer timer;
    timer.start();
    io.manager->close();
    QTRY_COMPARE(io.manager->status(), Status::Closed);
    QVERIFY2(timer.elapsed() < 1300, qPrintable(QString::number(timer.elapsed())));
    QTRY_COMPARE(probe.statuses,
                 (QList<Status>{Status::Connecting, Status::Open, Status::Closing, Status::Closed}));
}

void tst_SocketLoad::slowListenerLosesNothing()
{
    constexpr int count = 200'000;
    ScriptedServer server;
    ThreadedManager io;
    ConnectionProfile profile = testProfile(server.url());
    std::unique_ptr<Flood> flood;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.accept();
        flood = std::make_unique<Flood>(peer, count, 256);
        flood->fill();
    });
    std::atomic<int> received = 0;
    std::atomic<bool> inOrder = true;
    // The gate opens late: until then nothing may be read on, and nothing be lost.
    QSemaphore gate;
    connect(io.manager, &WebSocketManager::entries, io.manager, [&](const MessageBatch &batch) {
        for (const Message &message : batch) {
            if (!message.isReceivedMessage())
                continue;
            inOrder = inOrder && message.payload == Flood::message(received, 256);
            ++received;
        }
        if (received > 0) {
            gate.acquire();
            gate.release();
        }
    });
    io.manager->open(profile);
    QTRY_VERIFY(received > 0);
    // What fits into the buffers is written; then the server has to wait.
    int before = -1;
    while (std::exchange(before, flood->written()) != flood->written() || before == 0)
        QTest::qWait(100);
    QVERIFY(received < 10'000);
    QVERIFY2(flood->written() < count, "The test needs more messages than fit into all buffers.");
    gate.release();
    QTRY_COMPARE_WITH_TIMEOUT(received.load(), count, 20000);
    QVERIFY(inOrder);
    QCOMPARE(io.manager->status(), Status::Open);
    io.manager->close();
    QTRY_COMPARE(io.manager->status(), Status::Closed);
}

void tst_SocketLoad::slowListenerDoesNotMakeThePeerDead()
{
    ScriptedServer server;
    ThreadedManager io;
    ManagerProbe probe(*io.manager);
    ConnectionProfile profile = testProfile(server.url());
    profile.keepAliveInterval = 50ms;
    // Held for several intervals right after each ping was sent: the pong waits in the socket.
    connect(io.manager, &WebSocketManager::entries, io.manager, [](const MessageBatch &batch) {
        if (batch.messages().last().type == MessageType::Text)
            QThread::msleep(170);
    });
    server.onFrame([](ScriptedPeer &peer, const Frame &frame) {
        if (frame.opcode == Frame::Ping) {
            peer.sendText("hold");
            peer.send({Frame::Pong, frame.payload});
        }
    });
    io.manager->open(profile);
    QTRY_VERIFY(probe.roundTrips.size() >= 4);
    QVERIFY2(probe.errors.isEmpty(), qPrintable(probe.lastError().sentence));
    QCOMPARE(io.manager->status(), Status::Open);
}

static qsizetype openDescriptors()
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size();
}

void tst_SocketLoad::nothingIsLeftOver()
{
    if (!QFile::exists(u"/proc/self/fd"_s))
        QSKIP("Descriptors are counted in /proc.");
    auto transports = std::make_shared<QList<QPointer<Transport>>>();
    ManagerParts parts = ManagerParts::standard();
    parts.transport = [make = parts.transport, transports](Engine engine) {
        auto made = make(engine);
        transports->append(made.get());
        return made;
    };
    ScriptedServer server;
    auto manager = std::make_unique<WebSocketManager>(parts);
    ConnectionProfile profile = testProfile(server.url());
    profile.retry.maxAttempts = 1;

    qsizetype before = 0;
    for (int i = 0; i < 300; ++i) {
        if (i == 20)
            before = openDescriptors();
        manager->open(profile);
        if (i % 3) {
            while (manager->status() == Status::Connecting)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCOMPARE(manager->status(), Status::Open);
            if (i % 3 == 2) {
                server.peer()->reset();
            } else {
                manager->sendText(u"x"_s);
                manager->close();
            }
        } else {
            manager->close(); // in mid-attempt
        }
        while (manager->status() != Status::Closed)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    QTRY_COMPARE(server.openConnections(), 0);
    QTRY_VERIFY2(openDescriptors() <= before, qPrintable(QString::number(openDescriptors() - before)));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCOMPARE(transports->size(), 300);
    manager.reset();
    for (const auto &transport : std::as_const(*transports))
        QVERIFY(!transport);
}

SOCKETSCOPE_TEST(tst_SocketLoad, QCoreApplication)
#include "tst_socketload.moc"
