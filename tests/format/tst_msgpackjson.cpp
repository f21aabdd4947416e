// SPDX-License-Identifier: MIT
#include "format/binary/itemsink.h"
#include "format/binary/msgpackjson.h"
#include "format/json/jsonlayout.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_MsgPackJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectors_data();
    void vectors();
    void problems_data();
    void problems();
    void depth_data();
    void depth();
    void claimsAllocateNothing_data();
    void claimsAllocateNothing();
    void isLinear();
    void canBeCancelled();
};

// Every format of the specification, at the edges of its range.
void tst_MsgPackJson::vectors_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("json");

    const auto row = [](const char *name, const char *hex, const char *json) {
        QTest::newRow(name) << QByteArray(hex) << QByteArray(json);
    };
    row("nil", "c0", "null");
    row("false", "c2", "false");
    row("true", "c3", "true");
    row("positive fixint", "7f", "127");
    row("zero", "00", "0");
    row("negative fixint", "e0", "-32");
    row("minus one", "ff", "-1");
    row("uint 8", "ccff", "255");
    row("uint 16", "cdffff", "65535");
    row("uint 32", "ceffffffff", "4294967295");
    row("uint 64", "cfffffffffffffffff", "18446744073709551615");
    row("int 8", "d080", "-128");
    row("int 8, positive", "d07f", "127");
    row("int 16", "d18000", "-32768");
    row("int 32", "d280000000", "-2147483648");
    row("int 64", "d38000000000000000", "-9223372036854775808");
    row("float 32", "ca3fc00000", "1.5");
    row("float 32 NaN", "ca7fc00000", "\"NaN\"");
    row("float 64", "cb3ff199999999999a", "1.1");
    row("float 64 integer", "cb3ff0000000000000", "1.0");
    row("float 64 minus infinity", "cbfff0000000000000", "\"-Infinity\"");
    row("fixstr empty", "a0", "\"\"");
    row("fixstr", "a161", "\"a\"");
    row("str 8", "d90161", "\"a\"");
    row("str 8 empty", "d900", "\"\"");
    row("str 16", "da000161", "\"a\"");
    row("str 32", "db0000000161", "\"a\"");
    row("str that is not UTF-8", "a2c328", "\"h'c328'\"");
    row("bin 8", "c4020aff", "\"h'0aff'\"");
    row("bin 8 empty", "c400", "\"h''\"");
    row("bin 16", "c50001ff", "\"h'ff'\"");
    row("bin 32", "c600000001ff", "\"h'ff'\"");
    row("fixarray", "93010203", "[1,2,3]");
    row("fixarray empty", "90", "[]");
    row("array 16", "dc00020102", "[1,2]");
    row("array 32", "dd000000020102", "[1,2]");
    row("array 16 empty", "dc0000", "[]");
    row("fixmap", "82a16101a16202", "{\"a\":1,\"b\":2}");
    row("fixmap empty", "80", "{}");
    row("map 16", "de0001a16101", "{\"a\":1}");
    row("map 32", "df00000001a16101", "{\"a\":1}");
    row("map 32 empty", "df00000000", "{}");
    row("order and duplicates of keys", "83a16202a16101a16203", "{\"b\":2,\"a\":1,\"b\":3}");
    row("keys that are no text", "840102c0039101050af6", "{\"1\":2,\"null\":3,\"[1]\":5,\"10\":-10}");
    row("within each other", "9281a1619090", "[{\"a\":[]},[]]");
    row("fixext 1", "d405aa", "{\"@ext\":5,\"data\":\"h'aa'\"}");
    row("fixext 2", "d505aabb", "{\"@ext\":5,\"data\":\"h'aabb'\"}");
    row("fixext 4", "d605aabbccdd", "{\"@ext\":5,\"data\":\"h'aabbccdd'\"}");
    row("fixext 8", "d7800102030405060708", "{\"@ext\":-128,\"data\":\"h'0102030405060708'\"}");
    row("fixext 16", "d8000102030405060708090a0b0c0d0e0f10",
        "{\"@ext\":0,\"data\":\"h'0102030405060708090a0b0c0d0e0f10'\"}");
    row("ext 8", "c7037faabbcc", "{\"@ext\":127,\"data\":\"h'aabbcc'\"}");
    row("ext 8 empty", "c70005", "{\"@ext\":5,\"data\":\"h''\"}");
    row("ext 16", "c8000105aa", "{\"@ext\":5,\"data\":\"h'aa'\"}");
    row("ext 32", "c90000000105aa", "{\"@ext\":5,\"data\":\"h'aa'\"}");
    row("ext as key", "81d405aa01", "{\"{\\\"@ext\\\":5,\\\"data\\\":\\\"h'aa'\\\"}\":1}");
    row("timestamp 32", "d6ff514b67b0", "\"2013-03-21T20:04:00Z\"");
    row("timestamp 64", "d7ff77359400514b67b0", "\"2013-03-21T20:04:00.5Z\"");
    row("timestamp 96", "c70cff00000001ffffffffffffffff", "\"1969-12-31T23:59:59.000000001Z\"");
    row("timestamp with too many nanoseconds", "c70cff3b9aca000000000000000000",
        "{\"@ext\":-1,\"data\":\"h'3b9aca000000000000000000'\"}");
    row("timestamp beyond all calendars", "c70cff000000007fffffffffffffff",
        "{\"@ext\":-1,\"data\":\"h'000000007fffffffffffffff'\"}");
    row("timestamp of another size", "d4ff01", "{\"@ext\":-1,\"data\":\"h'01'\"}");
}

void tst_MsgPackJson::vectors()
{
    QFETCH(QByteArray, hex);
    const BinaryJson result = messagePackToJson(QByteArray::fromHex(hex));
    QVERIFY2(result.ok, qPrintable(result.problem));
    QTEST(result.json, "json");
    QVERIFY(checkJson(result.json).ok);
}

void tst_MsgPackJson::problems_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("part");

    const auto row = [](const char *name, const char *hex, const QString &part) {
        QTest::newRow(name) << QByteArray(hex) << part;
    };
    row("nothing", "", u"no bytes"_s);
    row("one byte more", "0000", u"One byte follows"_s);
    row("bytes more", "90000000", u"3 bytes follow"_s);
    row("never used", "c1", u"byte 0"_s);
    row("never used in an array", "9201c1", u"byte 2"_s);
    row("cut integer", "cd00", u"ends within"_s);
    row("cut array", "9201", u"ends within"_s);
    row("cut map", "8101", u"ends within"_s);
    row("cut str", "a361", u"ends within"_s);
    row("cut ext", "c705", u"ends within"_s);
}

void tst_MsgPackJson::problems()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, part);
    const BinaryJson result = messagePackToJson(QByteArray::fromHex(hex));
    QVERIFY(!result.ok);
    QVERIFY(result.json.isEmpty());
    QVERIFY2(result.problem.contains(part), qPrintable(result.problem));
}

void tst_MsgPackJson::depth_data()
{
    QTest::addColumn<QByteArray>("opening");
    QTest::newRow("arrays") << QByteArray("\x91");
    QTest::newRow("maps") << QByteArray("\x81\x01");
    QTest::newRow("arrays of 32 bits") << QByteArray("\xdd\0\0\0\1", 5);
}

void tst_MsgPackJson::depth()
{
    QFETCH(QByteArray, opening);
    const BinaryJson result = messagePackToJson(opening.repeated(MaxItemDepth) + '\x01');
    QVERIFY2(result.ok, qPrintable(result.problem));
    QVERIFY(checkJson(result.json).ok);
    for (const int more : {1, 1000000}) {
        const BinaryJson tooDeep = messagePackToJson(opening.repeated(MaxItemDepth + more) + '\x01');
        QVERIFY(!tooDeep.ok);
        QVERIFY2(tooDeep.problem.contains(u"512"_s), qPrintable(tooDeep.problem));
    }
}

void tst_MsgPackJson::claimsAllocateNothing_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("array") << QByteArray("ddffffffff");
    QTest::newRow("map") << QByteArray("dfffffffff01");
    QTest::newRow("str") << QByteArray("dbffffffff61");
    QTest::newRow("bin") << QByteArray("c6ffffffff61");
    QTest::newRow("ext") << QByteArray("c9ffffffff0161");
}

void tst_MsgPackJson::claimsAllocateNothing()
{
    QFETCH(QByteArray, hex);
    QElapsedTimer timer;
    timer.start();
    const BinaryJson result = messagePackToJson(QByteArray::fromHex(hex));
    QVERIFY(!result.ok);
    QVERIFY(result.problem.contains(u"ends within"_s));
    QVERIFY(timer.elapsed() < 1000);
}

void tst_MsgPackJson::isLinear()
{
    constexpr quint32 count = 1000000;
    QByteArray payload = QByteArray::fromHex("dd000f4240");
    for (quint32 i = 0; i < count; ++i)
        payload += QByteArray::fromHex("82a16101a162920203");
    QElapsedTimer timer;
    timer.start();
    const BinaryJson result = messagePackToJson(payload);
    qInfo("9 MB of small maps: %lld ms", timer.elapsed());
    QVERIFY(result.ok);
    QVERIFY(checkJson(result.json).ok);
    QVERIFY(timer.elapsed() < 20000);
}

void tst_MsgPackJson::canBeCancelled()
{
    const QByteArray payload = QByteArray::fromHex("dd000186a0") + QByteArray(100000, '\x01');
    QVERIFY(messagePackToJson(payload).ok);
    int asked = 0;
    const BinaryJson result = messagePackToJson(payload, [&asked] { return ++asked == 3; });
    QCOMPARE(asked, 3);
    QVERIFY(!result.ok);
    QVERIFY(result.problem.contains(u"stopped"_s));
}

SOCKETSCOPE_TEST(tst_MsgPackJson, QCoreApplication)
#include "tst_msgpackjson.moc"
