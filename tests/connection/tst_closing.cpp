// SPDX-License-Identifier: MIT
// The closing handshake (RFC 6455 section 7) on real sockets, in both directions.
#include "socketrig.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

class tst_Closing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void byUs_data();
    void byUs();
    void lateDataAfterOurClose();
    void peerAnswersWithAnotherCode();
    void peerNeverAnswers();
    void peerNeverAnswersButTalks();
    void peerDropsInsteadOfAnswering_data();
    void peerDropsInsteadOfAnswering();
    void bothAtOnce();
    void byThePeer_data();
    void byThePeer();
    void hiddenCodes_data();
    void hiddenCodes();
    void emptyClose();
    void peerClosesAndStays();
    void closeBehindMuchThatIsUnsent();
    void destroyedWhileOpen();
    void answerWithoutAReason();
    void droppedByUs_data();
    void droppedByUs();
    void dropLosesWhatIsUnsent();
    void dropWhilePeerCloses();
};

void tst_Closing::byUs_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");

    QTest::newRow("1000") << 1000 << QString();
    QTest::newRow("1001 with a reason") << 1001 << u"leaving"_s;
    QTest::newRow("4999 beyond ASCII") << 4999 << u"tschüß"_s;
    QTest::newRow("the longest reason") << 3000 << QString(123, u'x');
    // Qt takes these for illegal; here they go out as they are.
    QTest::newRow("1012") << 1012 << QString();
}

void tst_Closing::byUs()
{
    QFETCH(int, code);
    QFETCH(QString, reason);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.manager.close(quint16(code), reason);
    QCOMPARE(rig.manager.status(), Status::Closing);
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.statuses,
             (QList<Status>{Status::Connecting, Status::Open, Status::Closing, Status::Closed}));
    QVERIFY(rig.probe.errors.isEmpty());
    const Frame frame = rig.peer().framesOf(Frame::Close).value(0);
    QCOMPARE(int(frame.closeCode()), code);
    QCOMPARE(QString::fromUtf8(frame.closeReason()), reason);
    QVERIFY(rig.peer().allMasked());
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(rig.closeInfo().clean);
    const bool hidden = code == 1012 && testEngine() == Engine::Qt;
    QCOMPARE(int(rig.closeInfo().code), hidden ? 0 : code);
    QTRY_COMPARE(rig.server.openConnections(), 0);
}

void tst_Closing::lateDataAfterOurClose()
{
    SocketRig rig;
    rig.server.onFrame([](ScriptedPeer &peer, const Frame &frame) {
        if (frame.opcode != Frame::Close || peer.framesOf(Frame::Close).size() > 1)
            return;
        peer.sendText("late 1");
        peer.send(Frame::binary("late 2"));
        peer.send({Frame::Close, frame.payload});
    });
    QVERIFY(rig.openAndWait());
    rig.manager.close();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.probe.received(), (QList<QByteArray>{"late 1", "late 2"}));
    QVERIFY(rig.closeInfo().clean);
}

void tst_Closing::peerAnswersWithAnotherCode()
{
    SocketRig rig;
    rig.server.onFrame([](ScriptedPeer &peer, const Frame &) { peer.send(Frame::close(4003, "no, you")); });
    QVERIFY(rig.openAndWait());
    rig.manager.close(1000);
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.closeInfo().code, quint16(4003));
    QCOMPARE(rig.closeInfo().reason, u"no, you"_s);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(rig.closeInfo().detail.contains(u"1000"_s));
    QVERIFY(!rig.isRetried());
}

void tst_Closing::peerNeverAnswers()
{
    SocketRig rig;
    rig.profile.closeTimeout = 200ms;
    rig.server.onFrame([](ScriptedPeer &, const Frame &) {});
    QVERIFY(rig.openAndWait());
    QElapsedTimer timer;
    timer.start();
    rig.manager.close(4000);
    QVERIFY(rig.waitForEnd());
    QVERIFY2(timer.elapsed() >= 190 && timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(!rig.closeInfo().clean);
    QVERIFY(rig.closeInfo().detail.contains(u"4000"_s));
    QVERIFY(rig.probe.errors.isEmpty());
    QTRY_COMPARE(rig.server.openConnections(), 0);
    QCOMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
}

void tst_Closing::peerNeverAnswersButTalks()
{
    SocketRig rig;
    rig.profile.closeTimeout = 200ms;
    rig.server.onFrame([](ScriptedPeer &, const Frame &) {});
    QVERIFY(rig.openAndWait());
    QTimer talk;
    connect(&talk, &QTimer::timeout, &talk, [&] { rig.peer().sendText("and"); });
    talk.start(5);
    rig.manager.close();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.manager.status(), Status::Closed);
    QVERIFY(!rig.closeInfo().clean);
    QVERIFY(rig.probe.received().size() > 3);
}

void tst_Closing::peerDropsInsteadOfAnswering_data()
{
    QTest::addColumn<bool>("reset");

    QTest::newRow("FIN") << false;
    QTest::newRow("RST") << true;
}

void tst_Closing::peerDropsInsteadOfAnswering()
{
    QFETCH(bool, reset);

    SocketRig rig;
    rig.server.onFrame([&](ScriptedPeer &peer, const Frame &) { reset ? peer.reset() : peer.finish(); });
    QVERIFY(rig.openAndWait());
    rig.manager.close();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.manager.status(), Status::Closed);
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(!rig.closeInfo().clean);
    QVERIFY(rig.closeInfo().detail.contains(u"without answering"_s));
    QVERIFY(rig.probe.errors.isEmpty());
}

void tst_Closing::bothAtOnce()
{
    SocketRig rig;
    rig.server.onFrame([](ScriptedPeer &, const Frame &) {});
    QVERIFY(rig.openAndWait());
    // Under way when ours is written.
    rig.peer().send(Frame::close(1001, "me first"));
    rig.manager.close(4000);
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.manager.status(), Status::Closed);
    QCOMPARE(rig.closeInfo().code, quint16(1001));
    QVERIFY(rig.closeInfo().clean);
    QVERIFY(rig.probe.errors.isEmpty());
}

void tst_Closing::byThePeer_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<bool>("error");
    QTest::addColumn<bool>("retried");

    QTest::newRow("1000") << 1000 << QByteArray() << false << false;
    QTest::newRow("1000 with a reason") << 1000 << QByteArray("done") << false << false;
    QTest::newRow("1001") << 1001 << QByteArray("restart") << true << true;
    QTest::newRow("1003") << 1003 << QByteArray("no binary") << true << false;
    QTest::newRow("1008") << 1008 << QByteArray("policy") << true << false;
    QTest::newRow("1011") << 1011 << QByteArray("oops") << true << true;
    QTest::newRow("4000 with a reason") << 4000
                                        << QByteArray("gr\xc3\xbc\xc3\x9f"
                                                      "e")
                                        << false << false;
    QTest::newRow("4999") << 4999 << QByteArray(123, 'r') << false << false;
    // What only looks like a fault that Qt found.
    QTest::newRow("a misleading reason") << 4000 << QByteArray("Rsv field is non-zero") << false << false;
}

void tst_Closing::byThePeer()
{
    QFETCH(int, code);
    QFETCH(QByteArray, reason);
    QFETCH(bool, error);
    QFETCH(bool, retried);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().write(Frame::text("last").encoded() + Frame::close(quint16(code), reason).encoded());
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.isRetried(), retried);
    QCOMPARE(rig.probe.errors.size(), error ? 1 : 0);
    QCOMPARE(rig.probe.received(), QList<QByteArray>{"last"});
    QCOMPARE(int(rig.closeInfo().code), code);
    QCOMPARE(rig.closeInfo().reason, QString::fromUtf8(reason));
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Peer);
    QVERIFY(rig.closeInfo().clean);
    QTRY_COMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
    QCOMPARE(int(rig.peer().framesOf(Frame::Close).value(0).closeCode()), code);
    QTRY_VERIFY(!rig.peer().isConnected());
}

void tst_Closing::hiddenCodes_data()
{
    QTest::addColumn<int>("code");

    for (const int code : {1012, 1013, 1014, 1005, 1006, 1015, 999, 2999, 5000})
        QTest::addRow("%d", code) << code;
}

void tst_Closing::hiddenCodes()
{
    QFETCH(int, code);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().send(Frame::close(quint16(code), "why"));
    QVERIFY(rig.waitForEnd());
    const CloseInfo close = rig.closeInfo();
    const bool legal = CloseCode::maySend(quint16(code));
    if (testEngine() == Engine::Qt) {
        // 1014 is not among those that it hides.
        QVERIFY2(close.code == CloseCode::Unknown || close.code == code,
                 qPrintable(QString::number(close.code)));
        QCOMPARE(close.detail.isEmpty(), close.code != CloseCode::Unknown);
        QVERIFY(rig.isRetried());
    } else {
        QCOMPARE(int(close.code), code);
        QCOMPARE(close.detail.isEmpty(), legal);
        QCOMPARE(rig.isRetried(), legal);
        QTRY_COMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
        QCOMPARE(int(rig.peer().framesOf(Frame::Close).value(0).closeCode()), legal ? code : 1002);
    }
    QCOMPARE(close.by, CloseInfo::By::Peer);
    QVERIFY(close.clean);
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Protocol);
}

void tst_Closing::emptyClose()
{
    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().send({Frame::Close, {}});
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.manager.status(), Status::Closed);
    QVERIFY(rig.probe.errors.isEmpty());
    QVERIFY(rig.closeInfo().clean);
    QCOMPARE(rig.closeInfo().code, testEngine() == Engine::Qt ? CloseCode::Normal : CloseCode::NoStatus);
}

void tst_Closing::peerClosesAndStays()
{
    SocketRig rig;
    QVERIFY(rig.openAndWait());
    // RFC 6455 section 7.1.1: the server should end TCP; one that does not must not hold us.
    rig.peer().send(Frame::close(1000));
    QVERIFY(rig.waitForEnd());
    QTRY_VERIFY(!rig.peer().isConnected());
}

void tst_Closing::closeBehindMuchThatIsUnsent()
{
    SocketRig rig;
    rig.profile.keepAliveInterval = 0ms;
    rig.profile.closeTimeout = 200ms;
    QVERIFY(rig.openAndWait());
    rig.peer().stopReading();
    rig.manager.sendBinary(QByteArray(32 * 1024 * 1024, 'x'));
    rig.manager.close();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.manager.status(), Status::Closed);
    QVERIFY(!rig.closeInfo().clean);
}

void tst_Closing::destroyedWhileOpen()
{
    ScriptedServer server;
    auto manager = std::make_unique<WebSocketManager>();
    ManagerProbe probe(*manager);
    ConnectionProfile profile = testProfile(server.url());
    manager->open(profile);
    QTRY_COMPARE(manager->status(), Status::Open);
    probe.clear();
    manager.reset();
    ScriptedPeer *peer = server.peer();
    QVERIFY(peer);
    QTRY_VERIFY(!peer->isConnected());
    QCOMPARE(peer->framesOf(Frame::Close).size(), 1);
    QCOMPARE(peer->framesOf(Frame::Close).value(0).closeCode(), CloseCode::GoingAway);
    QVERIFY(probe.log.isEmpty());
}

void tst_Closing::answerWithoutAReason()
{
    SocketRig rig;
    rig.server.onFrame([](ScriptedPeer &peer, const Frame &) { peer.send(Frame::close(1012)); });
    QVERIFY(rig.openAndWait());
    rig.manager.close(1012, u"update"_s);
    QVERIFY(rig.waitForEnd());
    const bool hidden = testEngine() == Engine::Qt;
    QCOMPARE(int(rig.closeInfo().code), hidden ? 0 : 1012);
    QVERIFY2(rig.closeInfo().detail.endsWith(u"Our reason was “update”."_s),
             qPrintable(rig.closeInfo().detail));
    // Where the answer's code cannot be told, ours is.
    QCOMPARE(rig.closeInfo().detail.contains(u"We sent 1012."_s), hidden);
}

void tst_Closing::droppedByUs_data()
{
    QTest::addColumn<bool>("tls");

    QTest::newRow("TCP") << false;
    QTest::newRow("TLS") << true;
}

void tst_Closing::droppedByUs()
{
    QFETCH(bool, tls);

    SocketRig rig(tls ? ScriptedServer::Security::Tls : ScriptedServer::Security::Plain);
    rig.profile.tls.verify = false;
    QVERIFY(rig.openAndWait());
    rig.manager.sendText(u"before"_s);
    QTRY_COMPARE(rig.peer().framesOf(Frame::Text).size(), 1);
    rig.manager.drop();
    QCOMPARE(rig.manager.status(), Status::Closed);
    QTRY_VERIFY(!rig.peer().isConnected());
    QVERIFY(rig.peer().framesOf(Frame::Close).isEmpty());
    QVERIFY(rig.probe.errors.isEmpty());
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(!rig.closeInfo().clean);
    QCOMPARE(rig.closeInfo().detail, u"The connection was dropped as asked: no Close frame was sent."_s);
    QCOMPARE(rig.server.connections(), 1);
}

void tst_Closing::dropLosesWhatIsUnsent()
{
    SocketRig rig;
    rig.profile.keepAliveInterval = 0ms;
    QVERIFY(rig.openAndWait());
    rig.peer().stopReading();
    constexpr qsizetype Size = 32 * 1024 * 1024;
    rig.manager.sendBinary(QByteArray(Size, 'x'));
    rig.manager.drop();
    QCOMPARE(rig.manager.status(), Status::Closed);
    const QString told =
            testEngine() == Engine::Qt
                    ? u" bytes of what is recorded as sent had not been written."_s
                    : u" 1 message (%1 bytes) that is recorded as sent had not been written."_s.arg(Size);
    QVERIFY2(rig.closeInfo().detail.startsWith(u"The connection was dropped as asked: "_s)
                     && rig.closeInfo().detail.endsWith(told),
             qPrintable(rig.closeInfo().detail));
}

// It ends as the peer has said, and is not tried again, though 1001 would be.
void tst_Closing::dropWhilePeerCloses()
{
    SocketRig rig;
    // Its Close frame is answered, and TCP is still to end.
    rig.server.onFrame([&](ScriptedPeer &, const Frame &) { rig.manager.drop(); });
    QVERIFY(rig.openAndWait());
    rig.peer().send(Frame::close(1001, "restart"));
    QVERIFY(rig.waitForEnd());
    // With the other engine it has ended already.
    if (testEngine() == Engine::Native) {
        QCOMPARE(rig.manager.status(), Status::Closed);
        QVERIFY(rig.probe.errors.isEmpty());
    }
    QCOMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
    QCOMPARE(rig.closeInfo().code, CloseCode::GoingAway);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Peer);
}

SOCKETSCOPE_TEST(tst_Closing, QCoreApplication)
#include "tst_closing.moc"
