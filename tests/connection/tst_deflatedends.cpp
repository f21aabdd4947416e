// SPDX-License-Identifier: MIT
// Where compressed messages end (RFC 7692 section 7.2.2), and which of them are cut short.
#include "deflaterig.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

class tst_DeflatedEnds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutShort_data();
    void cutShort();
    void whole_data();
    void whole();
    void trailerAtTheEdgeOfTheRoom();
    void nothingBetweenMessages();
};

static QByteArray frameOf(const QByteArray &payload)
{
    return deflatedFrame(payload, Frame::Binary);
}

static void open(ClientRig &rig, bool takeover)
{
    openDeflating(rig, takeover ? ""_ba : "; server_no_context_takeover"_ba);
}

// `ends` are the lengths at which zlib, given the payload cut there and the trailer, says that it is at the
// boundary of a block and has used no byte of the trailer as data; 0 is an empty message.
void tst_DeflatedEnds::cutShort_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QList<int>>("ends");

    QTest::newRow("fixed codes") << "f248cdc9c9d75128cf2fca49d151c880f0c01400"_ba << QList<int>{0, 20};
    QTest::newRow("fixed codes, one letter") << "4a0400"_ba << QList<int>{0, 3};
    QTest::newRow("dynamic codes") << "3c506d4e443108bc4a8fc05781779c6a5e345937bb5935713dbd94527f4187e90cc373"
                                      "5c48b1fd9e2fdfacd6aee3711a"
                                      "54ed9678176a9fefe7797785363eeee375d821eded36be54658d3046d9b06f8efb911c"
                                      "8efa1c170499857a5f4413cfb1"
                                      "a0b5db0fba2e4f97fa8eca89386a59c41a21a04c9b41cb0093d7b3b78316a647a26810"
                                      "ea4c9868ef94895460b1c275be"
                                      "09b034196a3d0e81bdc8b221db11f9084d67cb75a05045482d2389a9ce505c111879df"
                                      "2dba19766b8b737e422f15d2ba"
                                      "b5a5826bdf5bf87473d0bda8ed43f5883c5dfe35ad247bde1bf00f"_ba
                                   << QList<int>{0, 219};
    QTest::newRow("dynamic codes of literals alone")
            << "04c1818dc4200c04c056b6040cc426e5ec4556901204829cf4b9ea7fe6e51555f0f3cf37a9a171ba0543e374db0c3"
               "fff"
               "7cb71cb1aafb281ac07bf0a0ed1967e7a39ab1aafb100d58d57da412c07bf060293bcece27951d2f2f09192fafb86"
               "d58"
               "d57d582e383b9f2c86fe2745d138dd4a06efc183a2098dd38b2856751f92235e5e9a22780f1e94b8e3ec7c048df31f"_ba
            << QList<int>{0, 143};
    QTest::newRow("a short end of block")
            << "04e041922449922441bc1559d43cb2eaff0f201c08"_ba << QList<int>{0, 21};
    QTest::newRow("stored") << "000c00f3ff48656c6c6f2c20776f726c6400"_ba << QList<int>{0, 1, 18};
    QTest::newRow("stored, with trailers in it")
            << "001200edff0000000000000000000000ffff0000ffff0000"_ba << QList<int>{0, 1, 24};
    QTest::newRow("partial flush") << "4a4c4a0608a094d4b4c4a4640000"_ba << QList<int>{0, 14};
    // At 14 and 25 with the trailer, which zlib takes for the beginning of another block.
    QTest::newRow("several blocks") << "cacf4b5548cc4b5100000000ffff2a29cf07d300000000ffff2ac9284a4d0500"_ba
                                    << QList<int>{0, 10, 14, 21, 25, 32};
    // At 8 with the trailer.
    QTest::newRow("an empty final block, stored") << "72cf07000000ffff01"_ba << QList<int>{0, 4, 8, 9};
}

void tst_DeflatedEnds::cutShort()
{
    QFETCH(QByteArray, payload);
    QFETCH(QList<int>, ends);
    const QByteArray bytes = QByteArray::fromHex(payload);
    for (const bool takeover : {true, false}) {
        for (const qsizetype piece : {1000, 1}) {
            for (int length = 0; length <= bytes.size(); ++length) {
                ClientRig rig;
                open(rig, takeover);
                rig.feedInPieces(frameOf(bytes.first(length)), piece);
                const QByteArray where = "cut at " + QByteArray::number(length);
                QVERIFY2(rig.end.has_value() != ends.contains(length), where.constData());
                QCOMPARE(rig.messages.size(), rig.end ? 0 : 1);
                if (rig.end)
                    QCOMPARE(rig.closeInfo().code, CloseCode::InvalidPayload);
            }
        }
    }
}

void tst_DeflatedEnds::whole_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("a short end of block") << "04e041922449922441bc1559d43cb2eaff0f201c08"_ba
                                          << "baaaaa"_ba;
    QTest::newRow("an empty final block, stored") << "72cf07000000ffff01"_ba
                                                  << "Go"_ba;
    QTest::newRow("the trailer is there") << "f248cdc9c907000000ffff"_ba
                                          << "Hello"_ba;
    QTest::newRow("nothing") << ""_ba
                             << ""_ba;
}

void tst_DeflatedEnds::whole()
{
    QFETCH(QByteArray, payload);
    QFETCH(QByteArray, message);
    verifyReadTwice(QByteArray::fromHex(payload), message, {1000, 1}, Frame::Binary);
}

// The room that is inflated into is full just when the message is.
void tst_DeflatedEnds::trailerAtTheEdgeOfTheRoom()
{
    for (const int size : {65535, 65536, 65537, 131072}) {
        for (const QByteArray &trailer : {""_ba, QByteArray("\0\0\xff\xff", 4)}) {
            const QByteArray message(size, 'x');
            ClientRig rig;
            rig.profile.maxMessageBytes = size;
            open(rig, true);
            PeerDeflate peer;
            rig.feed(frameOf(peer.deflated(message) + trailer));
            rig.feed(frameOf(peer.deflated("more")));
            QVERIFY2(!rig.end, qPrintable(rig.sentence()));
            QVERIFY(rig.messages == (QList<QByteArray>{message, "more"}));
        }
    }
}

void tst_DeflatedEnds::nothingBetweenMessages()
{
    for (const bool takeover : {true, false}) {
        PeerDeflate peer(15, takeover);
        ClientRig rig;
        open(rig, takeover);
        rig.feed(frameOf(peer.deflated("sheep")));
        rig.feed(frameOf({}));
        rig.feed(frameOf(peer.deflated("sheep")));
        QVERIFY2(!rig.end, qPrintable(rig.sentence()));
        QCOMPARE(rig.messages, (QList<QByteArray>{"sheep", "", "sheep"}));
    }
}

SOCKETSCOPE_TEST(tst_DeflatedEnds, QCoreApplication)
#include "tst_deflatedends.moc"
