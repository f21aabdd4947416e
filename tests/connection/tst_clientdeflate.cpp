// SPDX-License-Identifier: MIT
// permessage-deflate with the native engine (RFC 7692) on bytes.
#include "clientrig.h"
#include "support/peerdeflate.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static constexpr quint8 Compressed = 4; // RSV1

class tst_ClientDeflate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void received_data();
    void received();
    void uncompressedAmongCompressed();
    void controlFramesAmongFragments();
    void randomSizes();
    void sent_data();
    void sent();
    void limits_data();
    void limits();
    void badData_data();
    void badData();
    void badUtf8();
    void reservedBitOfAContinuation();
};

static QByteArray extensions(const QByteArray &parameters)
{
    return "Sec-WebSocket-Extensions: permessage-deflate" + parameters + "\r\n";
}

// Words, so that there is something to compress, and numbers, so that it does not compress to nothing.
static QByteArray prose(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray text;
    while (text.size() < size)
        text += "the price of " + QByteArray::number(random.generate()) + " is up; ";
    return text.left(size);
}

void tst_ClientDeflate::received_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<int>("windowBits");
    QTest::addColumn<bool>("takeover");
    QTest::addColumn<int>("fragment");

    QTest::newRow("take-over") << QByteArray() << 15 << true << 0;
    QTest::newRow("no take-over") << QByteArray("; server_no_context_takeover") << 15 << false << 0;
    QTest::newRow("9 bits") << QByteArray("; server_max_window_bits=9") << 9 << true << 0;
    QTest::newRow("12 bits, no take-over")
            << QByteArray("; server_max_window_bits=12; server_no_context_takeover") << 12 << false << 0;
    QTest::newRow("fragments") << QByteArray() << 15 << true << 100;
    QTest::newRow("fragments of a byte") << QByteArray() << 15 << true << 1;
}

static QByteArray framed(const QByteArray &payload, int fragment)
{
    if (fragment == 0)
        return Frame{Frame::Text, payload, true, false, Compressed}.encoded();
    QByteArray bytes;
    for (qsizetype at = 0; at < payload.size(); at += fragment) {
        bytes += Frame{at ? Frame::Continuation : Frame::Text, payload.mid(at, fragment),
                       at + fragment >= payload.size(), false, at ? quint8(0) : Compressed}
                         .encoded();
    }
    return bytes;
}

void tst_ClientDeflate::received()
{
    QFETCH(QByteArray, parameters);
    QFETCH(int, windowBits);
    QFETCH(bool, takeover);
    QFETCH(int, fragment);

    PeerDeflate peer(windowBits, takeover);
    QByteArray bytes;
    QList<QByteArray> messages;
    QList<qint64> wireBytes;
    for (const int size : {5, 0, 100, 100, 3000, 70000, 1, 500000, 20}) {
        messages.append(prose(size, quint32(size)));
        const QByteArray payload = peer.deflated(messages.last());
        wireBytes.append(payload.size());
        bytes += framed(payload, fragment);
    }
    for (const qsizetype piece : {qsizetype(1) << 24, qsizetype(4096), qsizetype(7), qsizetype(1)}) {
        ClientRig rig;
        rig.open(extensions(parameters));
        QCOMPARE(rig.handshake().extensions, QString::fromLatin1("permessage-deflate" + parameters));
        rig.feedInPieces(bytes, piece);
        QVERIFY2(!rig.end, qPrintable(rig.sentence()));
        QVERIFY(rig.messages == messages);
        QCOMPARE(rig.wireBytes, wireBytes);
    }
}

void tst_ClientDeflate::uncompressedAmongCompressed()
{
    PeerDeflate peer;
    ClientRig rig;
    rig.open(extensions({}));
    for (int i = 0; i < 10; ++i) {
        const QByteArray text = prose(2000, quint32(i));
        rig.feed(framed(peer.deflated(text), 0) + Frame::text(text).encoded()
                 + Frame::binary("raw").encoded());
        QCOMPARE(rig.messages.mid(3 * i), (QList<QByteArray>{text, text, "raw"}));
        QCOMPARE(rig.wireBytes.last(), 3);
    }
}

void tst_ClientDeflate::controlFramesAmongFragments()
{
    PeerDeflate peer;
    ClientRig rig;
    rig.open(extensions({}));
    const QByteArray payload = peer.deflated("hello, hello, hello");
    rig.feed(Frame{Frame::Text, payload.left(4), false, false, Compressed}.encoded()
             + Frame{Frame::Ping, "p"}.encoded() + Frame{Frame::Continuation, payload.mid(4), false}.encoded()
             + Frame{Frame::Continuation, {}}.encoded() + Frame{Frame::Pong, "q"}.encoded());
    QCOMPARE(rig.log,
             (QStringList{u"in ping p"_s, u"out pong p"_s, u"text hello, hello, hello"_s, u"in pong q"_s}));
}

void tst_ClientDeflate::randomSizes()
{
    // Whatever the inflater has left inside at the end of a message must come out with it.
    QRandomGenerator random(99);
    PeerDeflate peer;
    ClientRig rig;
    rig.open(extensions({}));
    for (int i = 0; i < 150; ++i) {
        QByteArray text = i % 2 ? QByteArray(qsizetype(random.bounded(100000)), char('a' + i % 26))
                                : prose(qsizetype(random.bounded(20000)), quint32(i));
        rig.feedInPieces(framed(peer.deflated(text), i % 3 ? 0 : 1 + int(random.bounded(2000))),
                         1 + qsizetype(random.bounded(5000)));
        QVERIFY2(!rig.end, qPrintable(rig.sentence()));
        QCOMPARE(rig.messages.size(), i + 1);
        QVERIFY(rig.messages.last() == text);
    }
}

void tst_ClientDeflate::sent_data()
{
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<int>("windowBits");
    QTest::addColumn<bool>("takeover");

    QTest::newRow("take-over") << QByteArray() << 15 << true;
    QTest::newRow("no take-over") << QByteArray("; client_no_context_takeover") << 15 << false;
    QTest::newRow("9 bits") << QByteArray("; client_max_window_bits=9") << 9 << true;
    QTest::newRow("8 bits") << QByteArray("; client_max_window_bits=8") << 8 << true;
}

void tst_ClientDeflate::sent()
{
    QFETCH(QByteArray, parameters);
    QFETCH(int, windowBits);
    QFETCH(bool, takeover);

    PeerDeflate peer(windowBits, takeover);
    ClientRig rig;
    rig.open(extensions(parameters));
    for (const int size : {0, 5, 1000, 1000, 100000, 600000}) {
        const QByteArray text = prose(size, quint32(size));
        rig.sent.clear();
        rig.client->send(true, text);
        rig.writeAll();
        const QList<Frame> frames = rig.frames();
        QVERIFY(!frames.isEmpty());
        QByteArray payload;
        for (const Frame &frame : frames) {
            QCOMPARE(frame.reserved, &frame == &frames.first() ? Compressed : quint8(0));
            QVERIFY(frame.masked);
            payload += frame.payload;
        }
        QVERIFY(frames.last().final);
        QVERIFY(size < 1000 || payload.size() < size * 3 / 4);
        QVERIFY(peer.inflated(payload) == text);
    }
}

void tst_ClientDeflate::limits_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("fragment");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("at the limit") << 100000 << 0 << true;
    QTest::newRow("one more") << 100001 << 0 << false;
    QTest::newRow("at the limit, in fragments") << 100000 << 10 << true;
    QTest::newRow("one more, in fragments") << 100001 << 10 << false;
    QTest::newRow("bomb") << 200 * 1024 * 1024 << 0 << false;
    QTest::newRow("bomb in fragments") << 200 * 1024 * 1024 << 1000 << false;
}

void tst_ClientDeflate::limits()
{
    QFETCH(int, size);
    QFETCH(int, fragment);
    QFETCH(bool, accepted);

    PeerDeflate peer;
    ClientRig rig;
    rig.profile.maxMessageBytes = 100000;
    rig.open(extensions({}));
    const QByteArray text(size, 'b');
    rig.feedInPieces(framed(peer.deflated(text), fragment), 1024);
    if (accepted) {
        QVERIFY2(!rig.end, qPrintable(rig.sentence()));
        QVERIFY(rig.messages == QList<QByteArray>{text});
        return;
    }
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.closeInfo().code, CloseCode::MessageTooBig);
    QCOMPARE(rig.closeInfo().by, CloseInfo::By::Engine);
    QVERIFY2(rig.sentence().contains(u"inflated, is larger than the limit of 100000 bytes"_s),
             qPrintable(rig.sentence()));
    QVERIFY(rig.messages.isEmpty());
    QCOMPARE(rig.frames().size(), 1);
    QCOMPARE(rig.frames().value(0).closeCode(), CloseCode::MessageTooBig);
}

void tst_ClientDeflate::badData_data()
{
    QTest::addColumn<QByteArray>("payload");

    QTest::newRow("block type 3") << QByteArray("\x06\x00\x00", 3);
    QTest::newRow("noise") << QByteArray("\xff\xfe\xfd\xfc\xfb\xfa");
    QTest::newRow("stored length does not match") << QByteArray("\x00\x05\x00\x00\x00hello", 10);
    QTest::newRow("distance beyond the window") << QByteArray("\x4b\x04\x72\x00\x00", 5);
}

void tst_ClientDeflate::badData()
{
    QFETCH(QByteArray, payload);

    for (const qsizetype piece : {qsizetype(100), qsizetype(1)}) {
        ClientRig rig;
        rig.open(extensions({}));
        rig.feedInPieces(framed(payload, 0), piece);
        rig.feed(Frame::text("after"));
        QCOMPARE(rig.ends, 1);
        QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
        QVERIFY2(rig.sentence().contains(u"cannot be inflated"_s), qPrintable(rig.sentence()));
        QVERIFY(rig.messages.isEmpty());
        QCOMPARE(rig.frames().size(), 1);
    }
}

void tst_ClientDeflate::badUtf8()
{
    PeerDeflate peer;
    ClientRig rig;
    rig.open(extensions({}));
    rig.feed(framed(peer.deflated("fine"), 0));
    rig.feed(framed(peer.deflated(QByteArray(3000, 'x') + "\xff tail"), 0));
    QCOMPARE(rig.messages, QList<QByteArray>{"fine"});
    QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
    QVERIFY2(rig.sentence().contains(u"at byte 3000 of"_s), qPrintable(rig.sentence()));
}

void tst_ClientDeflate::reservedBitOfAContinuation()
{
    ClientRig rig;
    rig.open(extensions({}));
    rig.feed(Frame{Frame::Text, "a", false});
    rig.feed(Frame{Frame::Continuation, "b", true, false, Compressed});
    QCOMPARE(rig.closeInfo().code, CloseCode::ProtocolError);
    QVERIFY2(rig.sentence().contains(u"RSV1"_s), qPrintable(rig.sentence()));
}

SOCKETSCOPE_TEST(tst_ClientDeflate, QCoreApplication)
#include "tst_clientdeflate.moc"
