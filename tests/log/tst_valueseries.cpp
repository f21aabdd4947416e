// SPDX-License-Identifier: MIT
#include "log/valuescan.h"
#include "support/testprogram.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

class tst_ValueSeries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void growsAtBothEnds();
    void keepsTheNewest();
    void takesEachEntryOnce();
    void hasRoomForOneAtLeast();
};

static JsonPath price()
{
    return JsonPath::parse(u"$.p").value();
}

static QList<quint64> sequences(const ValueSeries &series)
{
    QList<quint64> result;
    for (const ValuePoint &point : series.points())
        result.append(point.sequence);
    return result;
}

void tst_ValueSeries::values_data()
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("hasValue");
    QTest::addColumn<double>("expected");
    QTest::newRow("number") << QByteArray(R"({"p":64231.07})") << true << 64231.07;
    QTest::newRow("exponent") << QByteArray(R"({"p":-1e-3})") << true << -0.001;
    QTest::newRow("string") << QByteArray(R"({"p":"64231.07"})") << true << 64231.07;
    QTest::newRow("beyond the range")
            << QByteArray(R"({"p":1e400})") << true << std::numeric_limits<double>::infinity();
    QTest::newRow("text") << QByteArray(R"({"p":"none"})") << true << nan;
    QTest::newRow("blank before") << QByteArray(R"({"p":" 1"})") << true << nan;
    QTest::newRow("hexadecimal") << QByteArray(R"({"p":"0x10"})") << true << nan;
    QTest::newRow("empty string") << QByteArray(R"({"p":""})") << true << nan;
    QTest::newRow("null") << QByteArray(R"({"p":null})") << true << nan;
    QTest::newRow("object") << QByteArray(R"({"p":{"p":1}})") << true << nan;
    QTest::newRow("missing") << QByteArray(R"({"q":1})") << false << 0.0;
    QTest::newRow("cut") << QByteArray(R"({"p":642)") << false << 0.0;
    QTest::newRow("no JSON") << QByteArray("ping") << false << 0.0;
    QTest::newRow("CBOR") << QByteArray("\xa1\x61p\xf9\x3e\x00", 6) << true << 1.5;
    QTest::newRow("MessagePack") << QByteArray("\x81\xa1p\xcd\x01\x00", 6) << true << 256.0;
    QTest::newRow("no MessagePack") << QByteArray("\x81\xa1p\xcd\x01") << false << 0.0;
    QTest::newRow("empty") << QByteArray() << false << 0.0;
}

void tst_ValueSeries::values()
{
    QFETCH(QByteArray, payload);
    QFETCH(bool, hasValue);
    QFETCH(double, expected);
    const std::optional<double> value = ValueSeries::valueIn(payload, price());
    QCOMPARE(value.has_value(), hasValue);
    if (hasValue)
        QVERIFY(*value == expected || (std::isnan(*value) && std::isnan(expected)));
}

void tst_ValueSeries::growsAtBothEnds()
{
    ValueSeries series(price());
    QVERIFY(series.append({1000, 5, 10}));
    QVERIFY(series.append({1200, 6, 12}));
    QVERIFY(series.prepend({800, 4, 8}));
    QVERIFY(series.prepend({300, 3, 3}));
    const QList<ValuePoint> points = series.points();
    QCOMPARE(sequences(series), (QList<quint64>{3, 8, 10, 12}));
    QCOMPARE(points.first().timeUs, 300);
    QCOMPARE(points.first().value, 3.0);
    QCOMPARE(points.last().timeUs, 1200);
    QCOMPARE(points.last().value, 6.0);
    series.clear();
    QCOMPARE(series.size(), 0);
    QVERIFY(series.append({1, 1, 1}));
}

void tst_ValueSeries::keepsTheNewest()
{
    ValueSeries series(price(), 3);
    for (quint64 sequence = 5; sequence <= 6; ++sequence)
        QVERIFY(series.append({0, 1, sequence}));
    QVERIFY(!series.isFull());
    QVERIFY(series.prepend({0, 1, 4}));
    QVERIFY(series.isFull());
    QVERIFY(!series.prepend({0, 1, 3}));
    QCOMPARE(sequences(series), (QList<quint64>{4, 5, 6}));
    QVERIFY(series.append({0, 1, 9}));
    QCOMPARE(sequences(series), (QList<quint64>{5, 6, 9}));
}

void tst_ValueSeries::takesEachEntryOnce()
{
    ValueSeries series(price());
    QVERIFY(series.append({0, 1, 5}));
    QVERIFY(!series.append({0, 1, 5}));
    QVERIFY(!series.append({0, 1, 4}));
    QVERIFY(!series.prepend({0, 1, 5}));
    QVERIFY(!series.prepend({0, 1, 6}));
    QCOMPARE(sequences(series), QList<quint64>{5});
}

void tst_ValueSeries::hasRoomForOneAtLeast()
{
    ValueSeries series(price(), 0);
    QVERIFY(series.append({0, 1, 1}));
    QVERIFY(series.append({0, 2, 2}));
    QCOMPARE(sequences(series), QList<quint64>{2});
}

SOCKETSCOPE_TEST(tst_ValueSeries, QCoreApplication)
#include "tst_valueseries.moc"
