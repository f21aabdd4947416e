// SPDX-License-Identifier: MIT
#include "format/text/bytevalues.h"
#include "support/testprogram.h"

#include <QSet>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_ByteValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void asManyAsThereAre_data();
    void asManyAsThereAre();
    void noneOutside();
};

static QString valueOf(const QList<ByteValue> &values, const QString &name, int size)
{
    for (const ByteValue &value : values) {
        if (value.name() == name && (size == 0 || value.size == size))
            return value.value;
    }
    return {};
}

void tst_ByteValues::values_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("value");

    const auto row = [](const char *hex, const QString &name, const QString &value, int size = 0) {
        QTest::addRow("%s as %s of %d", hex, qPrintable(name), size)
                << QByteArray(hex) << name << size << value;
    };
    row("ff", u"u8"_s, u"255"_s);
    row("ff", u"i8"_s, u"-1"_s);
    row("0180", u"u16 LE"_s, u"32769"_s);
    row("0180", u"i16 LE"_s, u"-32767"_s);
    row("0180", u"u16 BE"_s, u"384"_s);
    row("8001", u"i16 BE"_s, u"-32767"_s);
    row("01020304", u"u32 LE"_s, u"67305985"_s);
    row("01020304", u"u32 BE"_s, u"16909060"_s);
    row("ffffffff", u"i32 LE"_s, u"-1"_s);
    row("80000000", u"i32 BE"_s, u"-2147483648"_s);
    row("ffffffffffffffff", u"u64 LE"_s, u"18446744073709551615"_s);
    row("8000000000000000", u"i64 BE"_s, u"-9223372036854775808"_s);
    row("0100000000000000", u"u64 LE"_s, u"1"_s);
    row("3dcccccd", u"f32 BE"_s, u"0.1"_s);
    row("cdcccc3d", u"f32 LE"_s, u"0.1"_s);
    row("80000000", u"f32 BE"_s, u"-0"_s);
    row("7f7fffff", u"f32 BE"_s, u"3.4028235e+38"_s);
    row("00000001", u"f32 BE"_s, u"1e-45"_s);
    row("7fc00000", u"f32 BE"_s, u"NaN"_s);
    row("ff800000", u"f32 BE"_s, u"-Infinity"_s);
    row("3fb999999999999a", u"f64 BE"_s, u"0.1"_s);
    row("9a9999999999b93f", u"f64 LE"_s, u"0.1"_s);
    row("0000000000000080", u"f64 LE"_s, u"-0"_s);
    row("7ff0000000000000", u"f64 BE"_s, u"Infinity"_s);
    row("514b67b0", u"Unix time BE"_s, u"2013-03-21T20:04:00Z"_s);
    row("b0674b51", u"Unix time LE"_s, u"2013-03-21T20:04:00Z"_s);
    row("00000001", u"Unix time BE"_s, {});
    row("259e9d80", u"Unix time BE"_s, u"1990-01-01T00:00:00Z"_s);
    row("259e9d7f", u"Unix time BE"_s, {});
    row("00000000514b67b0", u"Unix time BE"_s, u"2013-03-21T20:04:00Z"_s, 8);
    row("0000013d8e70ab01", u"Unix time BE"_s, u"2013-03-21T19:33:01.313Z"_s, 8);
    row("0004d8749d6e1000", u"Unix time BE"_s, u"2013-03-21T19:47:55.884544Z"_s, 8);
    row("00000000f4865700", u"Unix time BE"_s, {}, 8);
    row("00000000f48656ff", u"Unix time BE"_s, u"2099-12-31T23:59:59Z"_s, 8);
}

void tst_ByteValues::values()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, name);
    QFETCH(int, size);
    // Somewhere within, where nothing is aligned.
    const QByteArray data = "xyz" + QByteArray::fromHex(hex);
    QTEST(valueOf(byteValues(data, 3), name, size), "value");
}

void tst_ByteValues::asManyAsThereAre_data()
{
    QTest::addColumn<int>("left");
    QTest::addColumn<int>("largest");
    QTest::newRow("one") << 1 << 1;
    QTest::newRow("two") << 2 << 2;
    QTest::newRow("three") << 3 << 2;
    QTest::newRow("four") << 4 << 4;
    QTest::newRow("seven") << 7 << 4;
    QTest::newRow("eight") << 8 << 8;
    QTest::newRow("nine") << 9 << 8;
}

void tst_ByteValues::asManyAsThereAre()
{
    QFETCH(int, left);
    QFETCH(int, largest);
    int seen = 0;
    QSet<QString> names;
    for (const ByteValue &value : byteValues(QByteArray(20 + left, '\0'), 20)) {
        QVERIFY(value.size <= left);
        QVERIFY(!names.contains(value.name()));
        names.insert(value.name());
        seen = std::max(seen, value.size);
    }
    QCOMPARE(seen, largest);
    QCOMPARE(names.size(), largest == 1 ? 2 : largest == 2 ? 6 : largest == 4 ? 12 : 18);
}

void tst_ByteValues::noneOutside()
{
    for (const qint64 offset :
         {qint64(-1), qint64(3), std::numeric_limits<qint64>::max(), std::numeric_limits<qint64>::min()})
        QVERIFY(byteValues("abc", offset).isEmpty());
    QVERIFY(byteValues({}, 0).isEmpty());
}

SOCKETSCOPE_TEST(tst_ByteValues, QCoreApplication)
#include "tst_bytevalues.moc"
