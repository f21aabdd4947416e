// SPDX-License-Identifier: MIT
#include "demo/demofeeds.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QtEndian>

using Kind = DemoFloodPayload::Kind;

namespace {

QByteArray payloadOf(const QByteArray &frame)
{
    const int size = quint8(frame.at(1));
    return frame.mid(size == 127 ? 10 : size == 126 ? 4 : 2);
}

QByteArray message(Kind kind, qsizetype size, int number)
{
    DemoFloodPayload payload(kind, size);
    QByteArray frames;
    for (int i = 1; i < number; ++i)
        payload.appendNext(frames);
    frames.clear();
    payload.appendNext(frames);
    return payloadOf(frames);
}

} // namespace

class tst_DemoFloodPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers_data();
    void headers();
    void text_data();
    void text();
    void json_data();
    void json();
    void binary();
};

void tst_DemoFloodPayload::headers_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<qsizetype>("size");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("empty") << Kind::Text << qsizetype(0) << QByteArray::fromHex("8100");
    QTest::newRow("longest short") << Kind::Text << qsizetype(125) << QByteArray::fromHex("817d");
    QTest::newRow("shortest medium") << Kind::Json << qsizetype(126) << QByteArray::fromHex("817e007e");
    QTest::newRow("longest medium") << Kind::Binary << qsizetype(65535) << QByteArray::fromHex("827effff");
    QTest::newRow("shortest long") << Kind::Binary << qsizetype(65536)
                                   << QByteArray::fromHex("827f0000000000010000");
}

void tst_DemoFloodPayload::headers()
{
    QFETCH(Kind, kind);
    QFETCH(qsizetype, size);
    QFETCH(QByteArray, header);
    DemoFloodPayload payload(kind, size);
    QByteArray frames;
    payload.appendNext(frames);
    QCOMPARE(frames.left(header.size()), header);
    QCOMPARE(frames.size(), header.size() + size);
    QCOMPARE(payload.frameSize(), frames.size());
}

void tst_DemoFloodPayload::text_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("number");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("nothing") << 0 << 1 << QByteArray();
    QTest::newRow("last digits") << 2 << 123 << QByteArray("23");
    QTest::newRow("digits") << 12 << 1000 << QByteArray("000000001000");
    QTest::newRow("digits and filler") << 15 << 9 << QByteArray("000000000009the");
    QTest::newRow("words") << 21 << 1099 << QByteArray("message 000000001099 ");
    QTest::newRow("words and filler") << 24 << 10 << QByteArray("message 000000000010 the");
}

void tst_DemoFloodPayload::text()
{
    QFETCH(int, size);
    QFETCH(int, number);
    QTEST(message(Kind::Text, size, number), "payload");
}

void tst_DemoFloodPayload::json_data()
{
    QTest::addColumn<int>("size");
    for (int size : {20, 21, 28, 29, 30, 128, 5000})
        QTest::addRow("%d", size) << size;
}

void tst_DemoFloodPayload::json()
{
    QFETCH(int, size);
    for (int number : {1, 9, 10, 1000}) {
        const QByteArray payload = message(Kind::Json, size, number);
        QCOMPARE(payload.size(), size);
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(payload, &error);
        QVERIFY2(error.error == QJsonParseError::NoError, payload.constData());
        QCOMPARE(document.object().value(QLatin1String("seq")).toInt(), number);
    }
}

void tst_DemoFloodPayload::binary()
{
    const QByteArray payload = message(Kind::Binary, 30, 70'000);
    QCOMPARE(payload.size(), 30);
    QCOMPARE(qFromBigEndian<quint64>(payload.constData()), quint64(70'000));
    QCOMPARE(message(Kind::Binary, 2, 258), QByteArray("\x01\x02"));
    QCOMPARE(message(Kind::Binary, 0, 1), QByteArray());
}

SOCKETSCOPE_TEST(tst_DemoFloodPayload, QCoreApplication)
#include "tst_demofloodpayload.moc"
