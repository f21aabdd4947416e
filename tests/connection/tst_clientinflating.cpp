// SPDX-License-Identifier: MIT
// Compressed messages with blocks that end a DEFLATE stream (RFC 7692 section 7.2.3.4), and their ends.
#include "deflaterig.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

class tst_ClientInflating : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finalBlocks_data();
    void finalBlocks();
    void finalBlocksAmongOthers_data();
    void finalBlocksAmongOthers();
    void limitAcrossFinalBlocks();
    void incomplete_data();
    void incomplete();
    void codePointsInPieces();
    void badCodePointIsNotWaitedFor();
};

// The payloads are zlib's.
void tst_ClientInflating::finalBlocks_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("message");

    const QByteArray hello = "f348cdc9c90700";
    QTest::newRow("as in the RFC") << hello + "00"
                                   << "Hello"_ba;
    QTest::newRow("nothing behind it") << hello << "Hello"_ba;
    QTest::newRow("stored") << "010500faff48656c6c6f00"_ba
                            << "Hello"_ba;
    QTest::newRow("stored, nothing behind it") << "010500faff48656c6c6f"_ba
                                               << "Hello"_ba;
    QTest::newRow("two") << "f348cdc9c9d75100002bcf2fca49010000"_ba
                         << "Hello, world"_ba;
    QTest::newRow("another before and behind it") << "f2cf4bd55100000000ffff2b29cfd75100002ac9284a4d0500"_ba
                                                  << "One, two, three"_ba;
    QTest::newRow("the last of several") << "4acc29c8485400000000ffff4b4a2d49040000"_ba
                                         << "alpha beta"_ba;
    QTest::newRow("repeats") << "4b4c1c05c4020000"_ba << QByteArray(300, 'a');
    QTest::newRow("empty") << "030000"_ba
                           << ""_ba;
    QTest::newRow("empty, nothing behind it") << "0300"_ba
                                              << ""_ba;
    QTest::newRow("no block at all") << ""_ba
                                     << ""_ba;
    QTest::newRow("not final") << "00"_ba
                               << ""_ba;
}

void tst_ClientInflating::finalBlocks()
{
    QFETCH(QByteArray, payload);
    QFETCH(QByteArray, message);
    verifyReadTwice(QByteArray::fromHex(payload), message, {1000, 3, 2, 1});
}

void tst_ClientInflating::finalBlocksAmongOthers_data()
{
    QTest::addColumn<bool>("takeover");
    QTest::addColumn<int>("windowBits");
    QTest::newRow("take-over") << true << 15;
    QTest::newRow("take-over, 9 bits") << true << 9;
    QTest::newRow("no take-over") << false << 15;
}

void tst_ClientInflating::finalBlocksAmongOthers()
{
    QFETCH(bool, takeover);
    QFETCH(int, windowBits);
    QRandomGenerator random(7);
    PeerDeflate peer(windowBits, takeover);
    QByteArray bytes;
    QList<QByteArray> messages;
    for (int i = 0; i < 200; ++i) {
        QByteArray message;
        const int size = random.bounded(i % 20 ? 300 : 20000);
        while (message.size() < size)
            message += QByteArray::number(random.bounded(1 << random.bounded(1, 20))) + " sheep; ";
        bytes += deflatedFrame(random.bounded(2) ? peer.deflatedToTheEnd(message) : peer.deflated(message));
        messages.append(message);
    }
    for (const qsizetype piece : {100000, 1000, 5, 1}) {
        ClientRig rig;
        openDeflating(rig, (takeover ? ""_ba : "; server_no_context_takeover"_ba)
                                   + "; server_max_window_bits=" + QByteArray::number(windowBits));
        rig.feedInPieces(bytes, piece);
        QVERIFY2(!rig.end, qPrintable(rig.sentence()));
        QVERIFY(rig.messages == messages);
    }
}

void tst_ClientInflating::limitAcrossFinalBlocks()
{
    const QByteArray block = PeerDeflate().deflatedToTheEnd(QByteArray(1000, 'x')).chopped(1);
    for (const bool fits : {true, false}) {
        ClientRig rig;
        rig.profile.maxMessageBytes = fits ? 3000 : 2999;
        openDeflating(rig);
        rig.feed(deflatedFrame(block + block + block));
        QCOMPARE(rig.messages.size(), fits ? 1 : 0);
        QCOMPARE(rig.end.has_value(), !fits);
        if (!fits)
            QCOMPARE(rig.closeInfo().code, CloseCode::MessageTooBig);
    }
}

void tst_ClientInflating::incomplete_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("in a stored block") << "000a00f5ff48"_ba;
    QTest::newRow("in a final block") << "f348cdc9"_ba;
    QTest::newRow("in a second stream") << "f348cdc9c907002bcf2fca"_ba;
}

void tst_ClientInflating::incomplete()
{
    QFETCH(QByteArray, payload);
    for (const qsizetype piece : {1000, 1}) {
        ClientRig rig;
        openDeflating(rig);
        rig.feedInPieces(deflatedFrame(QByteArray::fromHex(payload)), piece);
        QVERIFY(rig.messages.isEmpty());
        QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
        QVERIFY2(rig.sentence().contains(u"the last block is incomplete"_s), qPrintable(rig.sentence()));
    }
}

void tst_ClientInflating::codePointsInPieces()
{
    const QByteArray text = u"κόσμε €uro \U0001F600"_s.toUtf8() + " and ASCII after it"_ba;
    PeerDeflate peer;
    const QByteArray payload = peer.deflated(text);
    ClientRig rig;
    openDeflating(rig);
    for (qsizetype i = 0; i < payload.size(); ++i) {
        const bool final = i + 1 == payload.size();
        rig.feed(Frame{i ? Frame::Continuation : Frame::Text, payload.mid(i, 1), final, false,
                       i ? quint8(0) : quint8(4)});
    }
    QCOMPARE(rig.messages, QList<QByteArray>{text});
    // The end of the text is inside a code point.
    rig.feed(deflatedFrame(peer.deflated(text + "\xe2\x82")));
    QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
    QVERIFY2(rig.sentence().contains(u"at byte %1 of"_s.arg(text.size())), qPrintable(rig.sentence()));
}

// Fail fast (RFC 6455 section 8.1): the rest of the message is not waited for.
void tst_ClientInflating::badCodePointIsNotWaitedFor()
{
    PeerDeflate peer;
    ClientRig rig;
    openDeflating(rig);
    const QByteArray payload = peer.deflated("abc\xf4\x90") + QByteArray("\0\0\xff\xff", 4);
    rig.feed(Frame{Frame::Text, payload, false, false, 4});
    QVERIFY(rig.end.has_value());
    QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
    QVERIFY2(rig.sentence().contains(u"at byte 3 of"_s), qPrintable(rig.sentence()));
}

SOCKETSCOPE_TEST(tst_ClientInflating, QCoreApplication)
#include "tst_clientinflating.moc"
