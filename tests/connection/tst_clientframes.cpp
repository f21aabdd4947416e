// SPDX-License-Identifier: MIT
// Messages with the native engine (RFC 6455 sections 5 and 6) on bytes.
#include "clientrig.h"
#include "support/testprogram.h"
#include "utf8.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

class tst_ClientFrames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void frames_data();
    void frames();
    void wrongFrames_data();
    void wrongFrames();
    void limitsAreAllowed();
    void badUtf8_data();
    void badUtf8();
    void badUtf8BeforeAnEmptyFrame_data();
    void badUtf8BeforeAnEmptyFrame();
    void roomComesWithTheBytes();
    void endsAtEveryByte();
    void randomMessages();
    void sends_data();
    void sends();
};

void tst_ClientFrames::frames_data()
{
    QTest::addColumn<QList<Frame>>("sent");
    QTest::addColumn<QStringList>("log");

    const auto row = [](const char *name, const QList<Frame> &sent, const QStringList &log) {
        QTest::newRow(name) << sent << log;
    };
    const QByteArray smile = "\xf0\x9f\x98\x80";
    row("text", {Frame::text("hello")}, {u"text hello"_s});
    row("empty", {Frame::text({}), Frame::binary({})}, {u"text "_s, u"binary "_s});
    row("fragments",
        {{Frame::Text, "a", false}, {Frame::Continuation, "b", false}, {Frame::Continuation, "c"}},
        {u"text abc"_s});
    row("empty fragments",
        {{Frame::Binary, "", false},
         {Frame::Continuation, "", false},
         {Frame::Continuation, "x", false},
         {Frame::Continuation, "", false},
         {Frame::Continuation, ""}},
        {u"binary x"_s});
    row("nothing but empty fragments",
        {{Frame::Text, "", false}, {Frame::Continuation, "", false}, {Frame::Continuation, ""}},
        {u"text "_s});
    row("a code point in two frames",
        {{Frame::Text, smile.left(2), false}, {Frame::Continuation, smile.mid(2)}},
        {u"text "_s + QString::fromUtf8(smile)});
    row("a code point in four frames",
        {{Frame::Text, smile.left(1), false},
         {Frame::Continuation, smile.mid(1, 1), false},
         {Frame::Continuation, smile.mid(2, 1), false},
         {Frame::Continuation, smile.mid(3)}},
        {u"text "_s + QString::fromUtf8(smile)});
    row("control frames among messages",
        {Frame::text("1"), {Frame::Ping, "p"}, Frame::text("2"), {Frame::Pong, "q"}, Frame::text("3")},
        {u"text 1"_s, u"in ping p"_s, u"out pong p"_s, u"text 2"_s, u"in pong q"_s, u"text 3"_s});
    row("control frames among fragments",
        {{Frame::Text, "a", false}, {Frame::Ping, ""}, {Frame::Continuation, "b"}, {Frame::Pong, ""}},
        {u"in ping"_s, u"out pong"_s, u"text ab"_s, u"in pong"_s});
    row("a long ping", {{Frame::Ping, QByteArray(125, 'p')}},
        {u"in ping "_s + QString(125, u'p'), u"out pong "_s + QString(125, u'p')});
    row("a Close among fragments", {{Frame::Text, "a", false}, Frame::close(1000), Frame::text("late")},
        {u"in close 1000"_s, u"out close 1000"_s});
    for (const int size : {125, 126, 127, 1535, 1536, 1537, 65535, 65536, 200000}) {
        QTest::addRow("binary of %d", size) << QList<Frame>{Frame::binary(QByteArray(size, 'x'))}
                                            << QStringList{u"binary "_s + QString(40, u'x')};
    }
}

void tst_ClientFrames::frames()
{
    QFETCH(QList<Frame>, sent);
    QFETCH(QStringList, log);

    QByteArray bytes;
    for (const Frame &frame : std::as_const(sent))
        bytes += frame.encoded();
    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1000), qsizetype(7), qsizetype(1)}) {
        if (bytes.size() / piece > 70000)
            continue;
        ClientRig rig;
        rig.open();
        rig.feedInPieces(bytes, piece);
        QCOMPARE(rig.log, log);
        if (sent.size() == 1 && !rig.messages.isEmpty()) {
            QVERIFY(rig.messages.first() == sent.first().payload);
            QCOMPARE(rig.wireBytes.value(0), sent.first().payload.size());
        }
    }
}

void tst_ClientFrames::wrongFrames_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("hint");

    const auto row = [](const char *name, const QByteArray &bytes, int code, const QString &hint) {
        QTest::newRow(name) << bytes << code << hint;
    };
    for (int bit = 0; bit < 3; ++bit) {
        QTest::addRow("RSV%d", bit + 1) << Frame{Frame::Text, "x", true, false, quint8(4 >> bit)}.encoded()
                                        << 1002 << u"(RSV%1)"_s.arg(bit + 1);
        QTest::addRow("RSV%d of a ping", bit + 1)
                << Frame{Frame::Ping, "x", true, false, quint8(4 >> bit)}.encoded() << 1002
                << u"(RSV%1)"_s.arg(bit + 1);
    }
    for (const int opcode : {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
        QTest::addRow("opcode %d", opcode)
                << Frame{quint8(opcode), "x"}.encoded() << 1002 << u"reserved opcode"_s;
    }
    row("masked", Frame{Frame::Text, "x", true, true}.encoded(), 1002, u"masked"_s);
    row("masked ping", Frame{Frame::Ping, "x", true, true}.encoded(), 1002, u"masked"_s);
    row("ping in fragments", Frame{Frame::Ping, "x", false}.encoded(), 1002, u"in fragments"_s);
    row("long ping", Frame{Frame::Ping, QByteArray(126, 'x')}.encoded(), 1002, u"125 bytes"_s);
    row("long Close", Frame{Frame::Close, QByteArray(126, 'x')}.encoded(), 1002, u"125 bytes"_s);
    row("half a code", Frame{Frame::Close, "x"}.encoded(), 1002, u"one byte"_s);
    row("continuation of nothing", Frame{Frame::Continuation, "x"}.encoded(), 1002, u"not begun"_s);
    row("text within fragments", Frame{Frame::Text, "x", false}.encoded() + Frame::text("y").encoded(), 1002,
        u"before it had ended"_s);
    row("5 in 16 bits", QByteArray("\x81\x7e\x00\x05hello", 9), 1002, u"more bytes than needed"_s);
    row("5 in 64 bits", QByteArray("\x81\x7f\0\0\0\0\0\0\0\5hello", 15), 1002, u"more bytes than needed"_s);
    row("65535 in 64 bits", QByteArray("\x82\x7f\0\0\0\0\0\0\xff\xff", 10), 1002,
        u"more bytes than needed"_s);
    row("2^63", QByteArray("\x82\x7f\x80\0\0\0\0\0\0\0", 10), 1002, u"2^63"_s);
    row("2^63 - 1", QByteArray("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10), 1009,
        u"larger than the limit"_s);
    row("above the limit of a frame", QByteArray("\x82\x7f\0\0\0\0\0\1\0\0", 10), 1009,
        u"a frame of 65536 bytes, which is larger than the limit of 60000 bytes"_s);
    row("above the limit of a message",
        Frame{Frame::Binary, QByteArray(50000, 'x'), false}.encoded() + QByteArray("\x80\x7e\xc3\x51", 4),
        1009, u"a message of at least 100001 bytes, which is larger than the limit of 100000 bytes"_s);
    row("bad UTF-8 in a reason", Frame::close(1000, "ab\xff").encoded(), 1007, u"at byte 2"_s);
}

void tst_ClientFrames::wrongFrames()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    QFETCH(QString, hint);

    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1)}) {
        ClientRig rig;
        rig.profile.maxFrameBytes = 60000;
        rig.profile.maxMessageBytes = 100000;
        rig.open();
        rig.feedInPieces(Frame::text("before").encoded() + bytes + Frame::text("after").encoded(), piece);
        QCOMPARE(rig.messages, QList<QByteArray>{"before"});
        QCOMPARE(rig.ends, 1);
        QVERIFY2(rig.sentence().contains(hint), qPrintable(rig.sentence()));
        QCOMPARE(int(rig.error().closeCode), code);
        QCOMPARE(int(rig.closeInfo().code), code);
        QCOMPARE(rig.closeInfo().by, CloseInfo::By::Engine);
        QVERIFY(!rig.closeInfo().clean && rig.mayLinger);
        QVERIFY(!rig.error().raw.isEmpty());
        QCOMPARE(rig.frames().size(), 1);
        QCOMPARE(int(rig.frames().value(0).closeCode()), code);
        QVERIFY(rig.frames().value(0).masked);
        QVERIFY2(rig.log.endsWith(u"out close %1"_s.arg(code)), qPrintable(rig.log.join(u'\n')));
    }
}

void tst_ClientFrames::limitsAreAllowed()
{
    const QByteArray half(500, 'x');
    for (const QList<Frame> &frames :
         {QList<Frame>{Frame::binary(half + half)},
          QList<Frame>{{Frame::Binary, half, false}, {Frame::Continuation, half}}}) {
        ClientRig rig;
        rig.profile.maxFrameBytes = frames.value(0).payload.size();
        rig.profile.maxMessageBytes = 1000;
        rig.open();
        for (const Frame &frame : frames)
            rig.feed(frame);
        QVERIFY2(!rig.end, qPrintable(rig.sentence()));
        QCOMPARE(rig.messages, QList<QByteArray>{half + half});
    }
}

void tst_ClientFrames::badUtf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("at");

    QTest::newRow("no lead") << QByteArray("abc\x80z") << 3;
    QTest::newRow("bad lead") << QByteArray("\xff") << 0;
    QTest::newRow("overlong") << QByteArray("a\xc0\xaf") << 1;
    QTest::newRow("overlong of three") << QByteArray("a\xe0\x80\xaf") << 1;
    QTest::newRow("surrogate") << QByteArray("ab\xed\xa0\x80") << 2;
    QTest::newRow("above U+10FFFF") << QByteArray("\xf4\x90\x80\x80") << 0;
    QTest::newRow("cut short by ASCII") << QByteArray("\xe2\x82z") << 0;
    QTest::newRow("cut short by the end") << QByteArray("z\xe2\x82") << 1;
    QTest::newRow("far") << QByteArray(100000, 'x') + "\xf8" << 100000;
}

void tst_ClientFrames::badUtf8()
{
    QFETCH(QByteArray, text);
    QFETCH(int, at);

    QCOMPARE(invalidUtf8At(text), at);
    const qsizetype half = text.size() / 2;
    const QByteArray inTwo = Frame{Frame::Text, text.left(half), false}.encoded()
                             + Frame{Frame::Continuation, text.mid(half)}.encoded();
    for (const QByteArray &bytes : {Frame::text(text).encoded(), inTwo}) {
        for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1)}) {
            ClientRig rig;
            rig.open();
            rig.feedInPieces(bytes, piece);
            QCOMPARE(rig.ends, 1);
            QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
            QVERIFY2(rig.sentence().contains(u"at byte %1 of"_s.arg(at)), qPrintable(rig.sentence()));
            QVERIFY(rig.messages.isEmpty());
        }
    }
}

void tst_ClientFrames::badUtf8BeforeAnEmptyFrame_data()
{
    QTest::addColumn<QByteArray>("after");

    QTest::newRow("alone") << QByteArray();
    QTest::newRow("before a good message") << Frame::text("\xc3\xa4").encoded();
}

void tst_ClientFrames::badUtf8BeforeAnEmptyFrame()
{
    QFETCH(QByteArray, after);
    const QByteArray bytes = Frame{Frame::Text, "a\xe2\x82", false}.encoded()
                             + Frame{Frame::Continuation, {}}.encoded() + after;
    for (const qsizetype piece : {qsizetype(1) << 20, qsizetype(1)}) {
        ClientRig rig;
        rig.open();
        rig.feedInPieces(bytes, piece);
        QVERIFY(rig.messages.isEmpty());
        QCOMPARE(rig.ends, 1);
        QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
        QVERIFY2(rig.sentence().contains(u"at byte 1 of"_s), qPrintable(rig.sentence()));
        QVERIFY(!rig.error().raw.isEmpty());
    }
}

// 20 connections whose peers announce 256 MiB each.
void tst_ClientFrames::roomComesWithTheBytes()
{
    const QByteArray header("\x82\x7f\0\0\0\0\x10\0\0\0", 10);
    const auto used = [] {
        QFile file(u"/proc/self/statm"_s);
        return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').first().toLongLong() * 4096 : 0;
    };
    const qint64 before = used();
    std::vector<std::unique_ptr<ClientRig>> rigs;
    for (int i = 0; i < 20; ++i) {
        rigs.push_back(std::make_unique<ClientRig>());
        rigs.back()->open();
        rigs.back()->feed(header + "x");
    }
    QVERIFY2(used() - before < 256LL * 1024 * 1024, qPrintable(QString::number(used() - before)));
}

void tst_ClientFrames::endsAtEveryByte()
{
    const QByteArray bytes = Frame{Frame::Text, "abc", false}.encoded() + Frame{Frame::Ping, "pp"}.encoded()
                             + Frame{Frame::Continuation, QByteArray(130, 'd')}.encoded();
    for (qsizetype i = 0; i <= bytes.size(); ++i) {
        ClientRig rig;
        rig.open();
        rig.feedInPieces(bytes.left(i), 1);
        rig.client->end({});
        QCOMPARE(rig.ends, 1);
        QCOMPARE(rig.closeInfo().code, CloseCode::Abnormal);
        QCOMPARE(rig.closeInfo().by, CloseInfo::By::Network);
        QCOMPARE(rig.error().stage, ErrorStage::Tcp);
        QCOMPARE(rig.messages.size(), i == bytes.size() ? 1 : 0);
        QVERIFY(!rig.mayLinger);
    }
}

void tst_ClientFrames::randomMessages()
{
    QRandomGenerator random(4711);
    for (int round = 0; round < 30; ++round) {
        QByteArray bytes;
        QList<QByteArray> expected;
        for (int i = 0; i < 40; ++i) {
            QByteArray whole;
            const int fragments = 1 + int(random.bounded(4));
            for (int k = 0; k < fragments; ++k) {
                const QByteArray part(random.bounded(3) ? int(random.bounded(200))
                                                        : int(random.bounded(5000)),
                                      char('a' + random.bounded(26)));
                bytes += Frame{k ? Frame::Continuation : Frame::Text, part, k == fragments - 1}.encoded();
                if (random.bounded(3) == 0)
                    bytes += Frame{Frame::Pong, "x"}.encoded();
                whole += part;
            }
            expected.append(whole);
        }
        ClientRig rig;
        rig.open();
        for (qsizetype at = 0; at < bytes.size();) {
            const qsizetype piece = 1 + random.bounded(round < 10 ? 3 : 3000);
            rig.feed(bytes.mid(at, piece));
            at += piece;
        }
        QVERIFY(rig.messages == expected);
        QVERIFY(!rig.end);
    }
}

void tst_ClientFrames::sends_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("frameBytes"); // as the profile has it
    QTest::addColumn<int>("frames");

    QTest::newRow("empty") << 0 << 0 << 1;
    QTest::newRow("125") << 125 << 0 << 1;
    QTest::newRow("126") << 126 << 0 << 1;
    QTest::newRow("65536") << 65536 << 0 << 1;
    QTest::newRow("1 MiB") << 1024 * 1024 << 0 << 1;
    QTest::newRow("3 MiB") << 3 * 1024 * 1024 << 0 << 3;
    QTest::newRow("frames of 4 bytes") << 10 << 4 << 3;
    QTest::newRow("frames of 125 bytes") << 300 << 125 << 3;
    QTest::newRow("frames of a message") << 300 << 300 << 1;
    QTest::newRow("3 MiB in one frame") << 3 * 1024 * 1024 << 900 * 1024 * 1024 << 1;
    QTest::newRow("empty, in frames") << 0 << 125 << 1;
}

void tst_ClientFrames::sends()
{
    QFETCH(int, size);
    QFETCH(int, frameBytes);
    QFETCH(int, frames);

    QByteArray payload(size, Qt::Uninitialized);
    for (int i = 0; i < size; ++i)
        payload[i] = char(i * 7);
    ClientRig rig;
    rig.profile.sentFrameBytes = frameBytes;
    rig.open();
    QCOMPARE(rig.info->sentFrameBytes, frameBytes > 0 ? frameBytes : 1024 * 1024);
    QVERIFY(rig.client->send(false, payload));
    QVERIFY(rig.client->send(true, "next"));
    QCOMPARE(rig.client->waitingBytes(), size + 4);
    rig.writeAll();
    QCOMPARE(rig.client->waitingBytes(), 0);
    const QList<Frame> sent = rig.frames();
    QCOMPARE(sent.size(), frames + 1);
    QByteArray whole;
    for (int i = 0; i < frames; ++i) {
        whole += sent[i].payload;
        QCOMPARE(sent[i].opcode, quint8(i ? Frame::Continuation : Frame::Binary));
        QCOMPARE(sent[i].final, i == frames - 1);
        QVERIFY(sent[i].masked);
    }
    QVERIFY(whole == payload);
    QCOMPARE(sent.last().opcode, quint8(Frame::Text));
    QCOMPARE(sent.last().payload, QByteArray("next"));
}

SOCKETSCOPE_TEST(tst_ClientFrames, QCoreApplication)
#include "tst_clientframes.moc"
