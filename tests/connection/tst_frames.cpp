// SPDX-License-Identifier: MIT
// Messages, control frames and their faults (RFC 6455 section 5) on real sockets.
#include "socketrig.h"
#include "support/nonces.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

class tst_Frames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void received_data();
    void received();
    void sent_data();
    void sent();
    void masks();
    void pingOfThePeerIsAnswered();
    void pingByHand_data();
    void pingByHand();
    void keepAlive();
    void pingWithoutPong();
    void wrongFrames_data();
    void wrongFrames();
    void maskedFrame();
    void tooLarge_data();
    void tooLarge();
    void resetInMidFrame();
    void dropWithoutCloseFrame_data();
    void dropWithoutCloseFrame();
    void peerThatDoesNotRead_data();
    void peerThatDoesNotRead();
};

void tst_Frames::received_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QList<QByteArray>>("payloads");
    QTest::addColumn<MessageType>("type");

    using Payloads = QList<QByteArray>;
    const auto bytes = [](const QList<Frame> &frames) {
        QByteArray all;
        for (const Frame &frame : frames)
            all += frame.encoded();
        return all;
    };
    const QByteArray euro = "\xe2\x82\xac and \xf0\x9f\x98\x80";
    QTest::newRow("text") << bytes({Frame::text("hello")}) << Payloads{"hello"} << MessageType::Text;
    QTest::newRow("empty text") << bytes({Frame::text({})}) << Payloads{QByteArray("")} << MessageType::Text;
    QTest::newRow("beyond ASCII") << bytes({Frame::text(euro)}) << Payloads{euro} << MessageType::Text;
    QTest::newRow("a zero inside") << bytes({Frame::text(QByteArray("a\0b", 3))})
                                   << Payloads{QByteArray("a\0b", 3)} << MessageType::Text;
    for (const int size : {125, 126, 65535, 65536}) {
        QTest::addRow("text of %d", size) << bytes({Frame::text(QByteArray(size, 'x'))})
                                          << Payloads{QByteArray(size, 'x')} << MessageType::Text;
    }
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += char(i);
    QTest::newRow("binary") << bytes({Frame::binary(all)}) << Payloads{all} << MessageType::Binary;
    QTest::newRow("empty binary") << bytes({Frame::binary({})}) << Payloads{QByteArray("")}
                                  << MessageType::Binary;
    QTest::newRow("fragments") << bytes(
            {{Frame::Text, "a", false}, {Frame::Continuation, "b", false}, {Frame::Continuation, "c", true}})
                               << Payloads{"abc"} << MessageType::Text;
    QTest::newRow("a ping between fragments")
            << bytes({{Frame::Binary, "a", false}, {Frame::Ping, "?"}, {Frame::Continuation, "b"}})
            << Payloads{"ab"} << MessageType::Binary;
    QTest::newRow("several") << bytes({Frame::text("1"), Frame::text("2"), Frame::text("3")})
                             << Payloads{"1", "2", "3"} << MessageType::Text;
}

void tst_Frames::received()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QList<QByteArray>, payloads);
    QFETCH(MessageType, type);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().write(bytes);
    QTRY_COMPARE(rig.probe.received(), payloads);
    QCOMPARE(rig.probe.entriesOf(type).size(), payloads.size());
    QCOMPARE(rig.manager.status(), Status::Open);
    QVERIFY(rig.probe.errors.isEmpty());
}

void tst_Frames::sent_data()
{
    QTest::addColumn<bool>("text");
    QTest::addColumn<QByteArray>("payload");

    for (const int size : {0, 1, 125, 126, 65535, 65536, 3'000'000}) {
        QTest::addRow("text of %d", size) << true << QByteArray(size, 't');
        QTest::addRow("binary of %d", size) << false << QByteArray(size, '\xfe');
    }
    QTest::newRow("beyond ASCII") << true << QByteArray("\xe2\x82\xac\xf0\x9f\x98\x80");
}

void tst_Frames::sent()
{
    QFETCH(bool, text);
    QFETCH(QByteArray, payload);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    if (text)
        rig.manager.sendText(QString::fromUtf8(payload));
    else
        rig.manager.sendBinary(payload);
    const ScriptedPeer &peer = rig.peer();
    QTRY_VERIFY(!peer.frames().isEmpty() && peer.frames().last().final);
    QByteArray whole;
    for (const Frame &frame : peer.frames())
        whole += frame.payload;
    QVERIFY(whole == payload);
    QCOMPARE(peer.frames().first().opcode, quint8(text ? Frame::Text : Frame::Binary));
    QVERIFY(peer.allMasked());
    QVERIFY(rig.probe.errors.isEmpty());
}

// RFC 6455 section 5.3: a key for each frame, that nobody can foresee. The payloads are as sent once the keys
// are taken off them, which are not zero: so they were not in the clear.
void tst_Frames::masks()
{
    QList<QByteArray> keys;
    for (int connection = 0; connection < 2; ++connection) {
        SocketRig rig;
        QVERIFY(rig.openAndWait());
        for (int i = 0; i < 4; ++i)
            rig.manager.sendText(u"the same words"_s);
        rig.manager.sendBinary("the same words");
        rig.manager.ping("the same words");
        rig.peer().send({Frame::Ping, "the same words"});
        QTRY_COMPARE(rig.peer().frames().size(), 7);
        rig.manager.close(4000, u"the same words"_s);
        QTRY_COMPARE(rig.peer().frames().size(), 8);
        for (const Frame &frame : rig.peer().frames()) {
            keys.append(frame.mask);
            QCOMPARE(frame.payload.right(14), "the same words"_ba);
        }
    }
    QCOMPARE(nonceProblem(keys), QString());
}

void tst_Frames::pingOfThePeerIsAnswered()
{
    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().send({Frame::Ping, "are you there?"});
    QTRY_COMPARE(rig.peer().framesOf(Frame::Pong).size(), 1);
    QCOMPARE(rig.peer().framesOf(Frame::Pong).value(0).payload, QByteArray("are you there?"));
    // One that nobody asked for does no harm.
    rig.peer().send({Frame::Pong, "unasked"});
    rig.peer().sendText("after");
    QTRY_COMPARE(rig.probe.received(), QList<QByteArray>{"after"});
    QVERIFY(rig.probe.roundTrips.isEmpty());
}

void tst_Frames::pingByHand_data()
{
    QTest::addColumn<QByteArray>("payload");

    QTest::newRow("none") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("bytes") << QByteArray("\0\xff\r\n", 4);
    QTest::newRow("as long as may be") << QByteArray(125, '\x80');
}

void tst_Frames::pingByHand()
{
    QFETCH(QByteArray, payload);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.manager.ping(payload);
    QTRY_COMPARE(rig.probe.roundTrips.size(), 1);
    QVERIFY(rig.probe.roundTrips.value(0) > 0ns);
    QCOMPARE(rig.peer().framesOf(Frame::Ping).size(), 1);
    QCOMPARE(rig.peer().framesOf(Frame::Ping).value(0).payload, payload);
    QTRY_COMPARE(rig.probe.entriesOf(MessageType::Pong).size(), 1);
    QCOMPARE(rig.probe.entriesOf(MessageType::Ping).value(0).payload, payload);
    QCOMPARE(rig.probe.entriesOf(MessageType::Pong).value(0).payload, payload);
}

void tst_Frames::keepAlive()
{
    SocketRig rig;
    rig.profile.keepAliveInterval = 50ms;
    QVERIFY(rig.openAndWait());
    QTRY_VERIFY(rig.probe.roundTrips.size() >= 3);
    QCOMPARE(rig.manager.status(), Status::Open);
    // What the engine does by itself is told by the one that knows the wire.
    QCOMPARE(rig.probe.entriesOf(MessageType::Ping).isEmpty(), testEngine() == Engine::Qt);
}

void tst_Frames::pingWithoutPong()
{
    SocketRig rig;
    rig.profile.keepAliveInterval = 100ms;
    rig.server.onFrame([](ScriptedPeer &, const Frame &) {});
    QVERIFY(rig.openAndWait());
    // It speaks, but does not answer.
    rig.peer().sendText("tick");
    QVERIFY(rig.waitForEnd());
    QVERIFY(rig.isRetried());
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::KeepAlive);
    QCOMPARE(rig.closeInfo().code, CloseCode::GoingAway);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Us);
    QVERIFY(!rig.closeInfo().clean);
    QTRY_COMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
    QCOMPARE(rig.peer().framesOf(Frame::Close).value(0).closeCode(), CloseCode::GoingAway);
    QCOMPARE(rig.peer().framesOf(Frame::Ping).size(), 1);
    QTRY_VERIFY(!rig.peer().isConnected());
}

void tst_Frames::wrongFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");

    const auto row = [](const char *name, const QByteArray &bytes, quint16 code) {
        QTest::newRow(name) << bytes << int(code);
    };
    row("reserved data opcode", Frame{0x3, "x"}.encoded(), 1002);
    row("reserved control opcode", Frame{0xB, "x"}.encoded(), 1002);
    row("reserved bit", Frame{Frame::Text, "x", true, false, 4}.encoded(), 1002);
    row("oversized ping", Frame{Frame::Ping, QByteArray(126, 'x')}.encoded(), 1002);
    row("fragmented ping", Frame{Frame::Ping, "x", false}.encoded(), 1002);
    row("continuation of nothing", Frame{Frame::Continuation, "x"}.encoded(), 1002);
    row("text within fragments", Frame{Frame::Text, "x", false}.encoded() + Frame::text("y").encoded(), 1002);
    row("length not minimal", QByteArray("\x81\x7e\x00\x05hello", 9), 1002);
    row("length not minimal, 64 bits", QByteArray("\x81\x7f\0\0\0\0\0\0\0\5hello", 15), 1002);
    row("length above 2^63", QByteArray("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10), 1002);
    row("Close of one byte", Frame{Frame::Close, "x"}.encoded(), 1002);
    row("bad UTF-8", Frame::text("\xff\xfe").encoded(), 1007);
    row("a surrogate in UTF-8", Frame::text("\xed\xa0\x80").encoded(), 1007);
    row("UTF-8 cut short", Frame::text("\xe2\x82").encoded(), 1007);
    row("bad UTF-8 in a reason", Frame::close(1000, "\xff").encoded(), 1007);
}

void tst_Frames::wrongFrames()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().write(Frame::text("before").encoded() + bytes);
    QVERIFY(rig.waitForEnd());
    QVERIFY(!rig.isRetried());
    QCOMPARE(rig.probe.received(), QList<QByteArray>{"before"});
    const ConnectionError error = rig.probe.lastError();
    QCOMPARE(error.stage, ErrorStage::Protocol);
    QCOMPARE(int(error.closeCode), code);
    QVERIFY(!error.raw.isEmpty());
    QCOMPARE(int(rig.closeInfo().code), code);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Engine);
    QVERIFY(!rig.closeInfo().clean);
    QTRY_COMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
    QCOMPARE(int(rig.peer().framesOf(Frame::Close).value(0).closeCode()), code);
    QTRY_VERIFY(!rig.peer().isConnected());
}

void tst_Frames::maskedFrame()
{
    // RFC 6455 section 5.1 wants it refused; QWebSocket does not look (6.4.2).
    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().send({Frame::Text, "masked", true, true});
    if (testEngine() == Engine::Qt) {
        QTRY_COMPARE(rig.probe.received(), QList<QByteArray>{"masked"});
        return;
    }
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.closeInfo().code, CloseCode::ProtocolError);
    QVERIFY(rig.probe.received().isEmpty());
}

void tst_Frames::tooLarge_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const QByteArray half(600, 'x');
    QTest::newRow("one frame") << Frame::text(half + half).encoded();
    QTest::newRow("fragments") << Frame{Frame::Binary, half, false}.encoded()
                                          + Frame{Frame::Continuation, half}.encoded();
    QTest::newRow("announced alone") << Frame::binary(QByteArray(70000, 'x')).encoded().left(10);
}

void tst_Frames::tooLarge()
{
    QFETCH(QByteArray, bytes);

    SocketRig rig;
    rig.profile.maxMessageBytes = 1000;
    QVERIFY(rig.openAndWait());
    rig.peer().sendText(QByteArray(1000, 'y'));
    QTRY_COMPARE(rig.probe.received().size(), 1);
    rig.peer().write(bytes);
    QVERIFY(rig.waitForEnd());
    QVERIFY(!rig.isRetried());
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Protocol);
    QCOMPARE(rig.closeInfo().code, CloseCode::MessageTooBig);
    QVERIFY2(rig.probe.lastError().sentence.contains(u"larger than the limit"_s),
             qPrintable(rig.probe.lastError().sentence));
    QTRY_COMPARE(rig.peer().framesOf(Frame::Close).size(), 1);
    QCOMPARE(rig.peer().framesOf(Frame::Close).value(0).closeCode(), CloseCode::MessageTooBig);
}

void tst_Frames::resetInMidFrame()
{
    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().sendText("whole");
    QTRY_COMPARE(rig.probe.received().size(), 1);
    rig.peer().write(Frame::text(QByteArray(1000, 'x')).encoded().left(500));
    rig.peer().reset();
    QVERIFY(rig.waitForEnd());
    QVERIFY(rig.isRetried());
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Network);
    QVERIFY(!rig.closeInfo().clean);
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Tcp);
    QCOMPARE(rig.probe.lastError().closeCode, CloseCode::Abnormal);
    QCOMPARE(rig.probe.received(), QList<QByteArray>{"whole"});
}

void tst_Frames::dropWithoutCloseFrame_data()
{
    QTest::addColumn<QByteArray>("last");

    QTest::newRow("idle") << QByteArray();
    QTest::newRow("after a message") << Frame::text("last").encoded();
    QTest::newRow("in a header") << QByteArray("\x81", 1);
    QTest::newRow("in a frame") << QByteArray("\x81\x05he", 4);
}

void tst_Frames::dropWithoutCloseFrame()
{
    QFETCH(QByteArray, last);

    SocketRig rig;
    QVERIFY(rig.openAndWait());
    rig.peer().write(last);
    rig.peer().finish();
    QVERIFY(rig.waitForEnd());
    QVERIFY(rig.isRetried());
    QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Network);
    QVERIFY(!rig.closeInfo().clean);
    const QJsonObject entry = rig.probe.lastLocal(MessageType::Close);
    QCOMPARE(entry["code"_L1].toInt(), 1006);
    QCOMPARE(entry["clean"_L1].toBool(true), false);
    QCOMPARE(rig.probe.received().size(), last.size() == 6 ? 1 : 0);
    QCOMPARE(rig.probe.statuses, (QList<Status>{Status::Connecting, Status::Open, Status::WaitingToRetry}));
}

void tst_Frames::peerThatDoesNotRead_data()
{
    QTest::addColumn<bool>("tls");

    QTest::newRow("ws") << false;
    QTest::newRow("wss") << true;
}

void tst_Frames::peerThatDoesNotRead()
{
    QFETCH(bool, tls);

    const TrustTestCertificate trust;
    SocketRig rig(tls ? ScriptedServer::Security::Tls : ScriptedServer::Security::Plain);
    rig.profile.keepAliveInterval = 0ms;
    rig.profile.closeTimeout = 200ms;
    QVERIFY(rig.openAndWait());
    rig.peer().stopReading();
    const QByteArray much(16 * 1024 * 1024, 'x');
    for (int i = 0; i < 8 && rig.probe.errors.isEmpty(); ++i) {
        rig.manager.sendBinary(much);
        QCoreApplication::processEvents(); // TLS is done later; what it has made waits elsewhere
    }
    QCOMPARE(rig.probe.errors.size(), 1);
    QCOMPARE(rig.probe.lastError().stage, ErrorStage::Send);
    QCOMPARE(rig.manager.status(), Status::Open);
    // The peer's Close frame ends it, though our answer waits behind all that.
    rig.peer().send(Frame::close(1000));
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.closeInfo().code, CloseCode::Normal);
}

SOCKETSCOPE_TEST(tst_Frames, QCoreApplication)
#include "tst_frames.moc"
