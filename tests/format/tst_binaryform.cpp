// SPDX-License-Identifier: MIT
#include "format/binary/binaryform.h"
#include "format/binary/cborjson.h"
#include "format/binary/msgpackjson.h"
#include "format/json/jsonlayout.h"
#include "support/testprogram.h"

#include <QCborMap>
#include <QCborValue>
#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_BinaryForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recognise_data();
    void recognise();
    void randomBytesAreRarelyTaken_data();
    void randomBytesAreRarelyTaken();
    void cutPayloadsAreNotTaken();
};

void tst_BinaryForm::recognise_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<BinaryForm>("form");

    const auto hex = [](const char *digits) { return QByteArray::fromHex(digits); };
    QTest::newRow("nothing") << QByteArray() << BinaryForm::None;
    QTest::newRow("CBOR map") << hex("a2616101616202") << BinaryForm::Cbor;
    QTest::newRow("CBOR array") << hex("83010203") << BinaryForm::Cbor;
    QTest::newRow("CBOR map of integers") << hex("a10102") << BinaryForm::Cbor;
    QTest::newRow("CBOR open map") << hex("bf616101ff") << BinaryForm::Cbor;
    QTest::newRow("CBOR self-described") << hex("d9d9f701") << BinaryForm::Cbor;
    QTest::newRow("CBOR self-described map") << hex("d9d9f7a0") << BinaryForm::Cbor;
    QTest::newRow("CBOR empty map") << hex("a0") << BinaryForm::None;
    QTest::newRow("CBOR empty array") << hex("80") << BinaryForm::None;
    QTest::newRow("CBOR integer") << hex("1903e8") << BinaryForm::None;
    QTest::newRow("CBOR and a byte more") << hex("a161610101") << BinaryForm::None;
    QTest::newRow("CBOR names of two kinds") << hex("a20102616102") << BinaryForm::None;
    QTest::newRow("CBOR unassigned simple value") << hex("81e0") << BinaryForm::None;
    QTest::newRow("CBOR name with NUL") << hex("a1626100626161") << BinaryForm::None;
    QTest::newRow("CBOR value with NUL") << hex("a1616162001b") << BinaryForm::Cbor;
    QTest::newRow("MessagePack map") << hex("82a16101a16202") << BinaryForm::MessagePack;
    QTest::newRow("MessagePack map 16") << hex("de0001a16101") << BinaryForm::MessagePack;
    QTest::newRow("MessagePack array") << hex("93010203") << BinaryForm::MessagePack;
    QTest::newRow("MessagePack array 32") << hex("dd0000000101") << BinaryForm::MessagePack;
    QTest::newRow("MessagePack empty map") << hex("80") << BinaryForm::None;
    QTest::newRow("MessagePack and a byte more") << hex("81a1610101") << BinaryForm::None;
    QTest::newRow("MessagePack never used") << hex("91c1") << BinaryForm::None;
    // {97: 97} in MessagePack.
    QTest::newRow("CBOR rather than names that are no text") << hex("816161") << BinaryForm::Cbor;
    QTest::newRow("text") << QByteArray("{\"a\": [1, 2]}") << BinaryForm::None;
    QTest::newRow("text that starts like an array") << u"\u0710\u0712\u0713"_s.toUtf8() << BinaryForm::None;
    QTest::newRow("PNG") << hex("89504e470d0a1a0a0000000d494844520000000100000001080200000090")
                         << BinaryForm::None;
    QTest::newRow("gzip") << hex("1f8b08000000000000034b4c4a06002e") << BinaryForm::None;
    QTest::newRow("protobuf") << hex("089601120774657374696e671a0408011002") << BinaryForm::None;
    QTest::newRow("zlib") << hex("789c4b4c4a0600024d0127") << BinaryForm::None;
}

void tst_BinaryForm::recognise()
{
    QFETCH(QByteArray, payload);
    QTEST(recogniseBinary(payload), "form");
}

void tst_BinaryForm::randomBytesAreRarelyTaken_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {8, 9, 12, 16, 24, 32, 64, 256})
        QTest::addRow("%d bytes", size) << size;
}

void tst_BinaryForm::randomBytesAreRarelyTaken()
{
    QFETCH(int, size);
    QRandomGenerator random(uint(size) * 7 + 1);
    constexpr int rounds = 100000;
    int cbor = 0;
    int pack = 0;
    QByteArray payload(size, Qt::Uninitialized);
    for (int i = 0; i < rounds; ++i) {
        for (char &c : payload)
            c = char(random.bounded(256));
        const BinaryForm form = recogniseBinary(payload);
        cbor += form == BinaryForm::Cbor;
        pack += form == BinaryForm::MessagePack;
    }
    qInfo("of %d payloads taken for CBOR: %.3f %%, for MessagePack: %.3f %%", rounds, cbor * 100.0 / rounds,
          pack * 100.0 / rounds);
    QVERIFY(cbor + pack < rounds / 100);
}

void tst_BinaryForm::cutPayloadsAreNotTaken()
{
    const QByteArray whole =
            QCborMap{{u"name"_s, u"value"_s}, {u"list"_s, QCborArray{1, 2.5, u"x"_s}}}.toCborValue().toCbor();
    QCOMPARE(recogniseBinary(whole), BinaryForm::Cbor);
    for (qsizetype size = 0; size < whole.size(); ++size)
        QCOMPARE(recogniseBinary(whole.first(size)), BinaryForm::None);
}

SOCKETSCOPE_TEST(tst_BinaryForm, QCoreApplication)
#include "tst_binaryform.moc"
