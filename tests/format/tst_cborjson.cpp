// SPDX-License-Identifier: MIT
#include "format/binary/cborjson.h"
#include "format/binary/itemsink.h"
#include "format/json/jsonlayout.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_CborJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectors_data();
    void vectors();
    void beyondJson_data();
    void beyondJson();
    void problems_data();
    void problems();
    void depth_data();
    void depth();
    void claimsAllocateNothing_data();
    void claimsAllocateNothing();
    void longByteStrings();
    void bigNumbers();
    void keysWithinKeysStaySmall();
    void isLinear();
    void canBeCancelled();
};

// RFC 8949 appendix A; on the right the JSON that stands for the diagnostic notation there.
void tst_CborJson::vectors_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("json");

    const struct
    {
        const char *hex;
        const char *json;
    } vectors[] = {
            {"00", "0"},
            {"01", "1"},
            {"0a", "10"},
            {"17", "23"},
            {"1818", "24"},
            {"1819", "25"},
            {"1864", "100"},
            {"1903e8", "1000"},
            {"1a000f4240", "1000000"},
            {"1b000000e8d4a51000", "1000000000000"},
            {"1bffffffffffffffff", "18446744073709551615"},
            {"c249010000000000000000", "18446744073709551616"},
            {"3bffffffffffffffff", "-18446744073709551616"},
            {"c349010000000000000000", "-18446744073709551617"},
            {"20", "-1"},
            {"29", "-10"},
            {"3863", "-100"},
            {"3903e7", "-1000"},
            {"f90000", "0.0"},
            {"f98000", "-0.0"},
            {"f93c00", "1.0"},
            {"fb3ff199999999999a", "1.1"},
            {"f93e00", "1.5"},
            {"f97bff", "65504.0"},
            {"fa47c35000", "100000.0"},
            {"fa7f7fffff", "3.4028234663852886e+38"},
            {"fb7e37e43c8800759c", "1e+300"},
            {"f90001", "5.960464477539063e-08"},
            {"f90400", "0.00006103515625"},
            {"f9c400", "-4.0"},
            {"fbc010666666666666", "-4.1"},
            {"f97c00", "\"Infinity\""},
            {"f97e00", "\"NaN\""},
            {"f9fc00", "\"-Infinity\""},
            {"fa7f800000", "\"Infinity\""},
            {"fa7fc00000", "\"NaN\""},
            {"faff800000", "\"-Infinity\""},
            {"fb7ff0000000000000", "\"Infinity\""},
            {"fb7ff8000000000000", "\"NaN\""},
            {"fbfff0000000000000", "\"-Infinity\""},
            {"f4", "false"},
            {"f5", "true"},
            {"f6", "null"},
            {"f7", "\"undefined\""},
            {"f0", "\"simple(16)\""},
            {"f8ff", "\"simple(255)\""},
            {"c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\""},
            {"c11a514b67b0", "\"2013-03-21T20:04:00Z\""},
            {"c1fb41d452d9ec200000", "\"2013-03-21T20:04:00.5Z\""},
            {"d74401020304", "{\"@tag\":23,\"value\":\"h'01020304'\"}"},
            {"d818456449455446", "{\"@tag\":24,\"value\":\"h'6449455446'\"}"},
            {"d82076687474703a2f2f7777772e6578616d706c652e636f6d",
             "{\"@tag\":32,\"value\":\"http://www.example.com\"}"},
            {"40", "\"h''\""},
            {"4401020304", "\"h'01020304'\""},
            {"60", "\"\""},
            {"6161", "\"a\""},
            {"6449455446", "\"IETF\""},
            {"62225c", "\"\\\"\\\\\""},
            {"62c3bc", "\"\xC3\xBC\""},
            {"63e6b0b4", "\"\xE6\xB0\xB4\""},
            {"64f0908591", "\"\xF0\x90\x85\x91\""},
            {"80", "[]"},
            {"83010203", "[1,2,3]"},
            {"8301820203820405", "[1,[2,3],[4,5]]"},
            {"98190102030405060708090a0b0c0d0e0f101112131415161718181819",
             "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]"},
            {"a0", "{}"},
            {"a201020304", "{\"1\":2,\"3\":4}"},
            {"a26161016162820203", "{\"a\":1,\"b\":[2,3]}"},
            {"826161a161626163", "[\"a\",{\"b\":\"c\"}]"},
            {"a56161614161626142616361436164614461656145",
             "{\"a\":\"A\",\"b\":\"B\",\"c\":\"C\",\"d\":\"D\",\"e\":\"E\"}"},
            {"5f42010243030405ff", "\"h'0102030405'\""},
            {"7f657374726561646d696e67ff", "\"streaming\""},
            {"9fff", "[]"},
            {"9f018202039f0405ffff", "[1,[2,3],[4,5]]"},
            {"9f01820203820405ff", "[1,[2,3],[4,5]]"},
            {"83018202039f0405ff", "[1,[2,3],[4,5]]"},
            {"83019f0203ff820405", "[1,[2,3],[4,5]]"},
            {"9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff",
             "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]"},
            {"bf61610161629f0203ffff", "{\"a\":1,\"b\":[2,3]}"},
            {"826161bf61626163ff", "[\"a\",{\"b\":\"c\"}]"},
            {"bf6346756ef563416d7421ff", "{\"Fun\":true,\"Amt\":-2}"},
    };
    for (const auto &vector : vectors)
        QTest::newRow(vector.hex) << QByteArray(vector.hex) << QByteArray(vector.json);
}

void tst_CborJson::vectors()
{
    QFETCH(QByteArray, hex);
    const BinaryJson result = cborToJson(QByteArray::fromHex(hex));
    QVERIFY2(result.ok, qPrintable(result.problem));
    QTEST(result.json, "json");
    QVERIFY(checkJson(result.json).ok);
    QVERIFY(result.problem.isEmpty());
}

void tst_CborJson::beyondJson_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QByteArray>("json");

    const auto row = [](const char *name, const char *hex, const char *json) {
        QTest::newRow(name) << QByteArray(hex) << QByteArray(json);
    };
    row("order and duplicates of keys", "a3616202616101616203", "{\"b\":2,\"a\":1,\"b\":3}");
    row("array as key",
        "a182016161"
        "f6",
        "{\"[1,\\\"a\\\"]\":null}");
    row("map as key", "a1a1616101f6", "{\"{\\\"a\\\":1}\":null}");
    row("escapes in a key of its own", "a1816122f6", "{\"[\\\"\\\\\\\"\\\"]\":null}");
    row("key within a key", "a1a1810102f6", "{\"{[1]:2}\":null}");
    row("bytes as key", "a1410af6", "{\"h'0a'\":null}");
    row("NaN as key", "a1f97e00f6", "{\"NaN\":null}");
    row("tagged key", "a1c601f6", "{\"{\\\"@tag\\\":6,\\\"value\\\":1}\":null}");
    row("controls", "6600080a0d1f7f", "\"\\u0000\\b\\n\\r\\u001f\x7F\"");
    row("text that is not UTF-8", "62c328", "\"h'c328'\"");
    row("a surrogate in UTF-8", "63eda080", "\"h'eda080'\"");
    row("text in pieces that are no text", "7f61c361bcff", "\"\xC3\xBC\"");
    row("pieces without content", "7f60ff", "\"\"");
    row("self-described", "d9d9f78101", "[1]");
    row("self-described further in", "81d9d9f701", "[{\"@tag\":55799,\"value\":1}]");
    row("tag of a tag", "c6c701", "{\"@tag\":6,\"value\":{\"@tag\":7,\"value\":1}}");
    row("largest tag", "dbffffffffffffffff00", "{\"@tag\":18446744073709551615,\"value\":0}");
    row("tag around an array",
        "82c6820102"
        "03",
        "[{\"@tag\":6,\"value\":[1,2]},3]");
    row("date that is no text", "c001", "{\"@tag\":0,\"value\":1}");
    row("time before 1970", "c13a000f423f", "\"1969-12-20T10:13:20Z\"");
    row("time before 1970 with a fraction", "c1fbbfe0000000000000", "\"1969-12-31T23:59:59.5Z\"");
    row("time beyond all calendars", "c11bffffffffffffffff", "{\"@tag\":1,\"value\":18446744073709551615}");
    row("time that is no number", "c1f97e00", "{\"@tag\":1,\"value\":\"NaN\"}");
    row("big number of nothing", "c240", "0");
    row("smallest negative big number", "c340", "-1");
    row("big number in pieces",
        "c25f410141"
        "00ff",
        "{\"@tag\":2,\"value\":\"h'0100'\"}");
}

void tst_CborJson::beyondJson()
{
    vectors();
}

void tst_CborJson::problems_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::addColumn<QString>("part");

    const auto row = [](const char *name, const char *hex, const QString &part) {
        QTest::newRow(name) << QByteArray(hex) << part;
    };
    row("nothing", "", u"no bytes"_s);
    row("one byte more", "0000", u"One byte follows"_s);
    row("bytes more", "80000000", u"3 bytes follow"_s);
    row("cut integer", "19", u"ends within"_s);
    row("cut array", "8201", u"ends within"_s);
    row("cut map", "a101", u"ends within"_s);
    row("cut open array", "9f01", u"ends within"_s);
    row("cut text", "6461", u"ends within"_s);
    row("cut bytes in pieces", "5f4101", u"ends within"_s);
    row("tag of nothing", "c6", u"ends within"_s);
    row("signature alone", "d9d9f7", u"ends within"_s);
    row("break alone", "ff", u"break at byte 0"_s);
    row("break after a string", "8341ff4100ff", u"break at byte"_s);
    row("break in an array", "8201ff", u"break at byte 2"_s);
    row("reserved length", "1c", u"begins as the one at byte 0"_s);
    row("text in bytes", "5f6161ff", u"CBOR"_s);
}

void tst_CborJson::problems()
{
    QFETCH(QByteArray, hex);
    QFETCH(QString, part);
    const BinaryJson result = cborToJson(QByteArray::fromHex(hex));
    QVERIFY(!result.ok);
    QVERIFY(result.json.isEmpty());
    QVERIFY2(result.problem.contains(part), qPrintable(result.problem));
}

void tst_CborJson::depth_data()
{
    QTest::addColumn<char>("opening");
    QTest::newRow("arrays") << '\x81';
    QTest::newRow("open arrays") << '\x9f';
    QTest::newRow("maps as keys") << '\xa1';
    QTest::newRow("tags") << '\xc6';
}

void tst_CborJson::depth()
{
    QFETCH(char, opening);
    QByteArray allowed(MaxItemDepth, opening);
    allowed += '\x01';
    if (opening == '\x9f')
        allowed += QByteArray(MaxItemDepth, '\xff');
    if (opening == '\xa1')
        allowed += QByteArray(MaxItemDepth, '\x01');
    const BinaryJson result = cborToJson(allowed);
    QVERIFY2(result.ok, qPrintable(result.problem));
    QVERIFY(checkJson(result.json).ok);
    for (const int more : {1, 1000000}) {
        const BinaryJson tooDeep = cborToJson(QByteArray(MaxItemDepth + more, opening) + '\x01');
        QVERIFY(!tooDeep.ok);
        QVERIFY2(tooDeep.problem.contains(u"512"_s), qPrintable(tooDeep.problem));
    }
}

void tst_CborJson::claimsAllocateNothing_data()
{
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("array of 2^60") << QByteArray("9b1000000000000000");
    QTest::newRow("map of 2^60") << QByteArray("bb1000000000000000");
    QTest::newRow("array of 2^64 - 1") << QByteArray("9bffffffffffffffff");
    QTest::newRow("array of 2^32 and one in it") << QByteArray("9b000000010000000001");
    QTest::newRow("bytes of 2^60") << QByteArray("5b1000000000000000");
    QTest::newRow("bytes of 2^40") << QByteArray("5b0000010000000000");
    QTest::newRow("text of 2^63") << QByteArray("7b8000000000000000");
    QTest::newRow("big number of 2^60") << QByteArray("c25b1000000000000000");
    QTest::newRow("a piece of 2^60") << QByteArray("5f5b1000000000000000");
}

void tst_CborJson::claimsAllocateNothing()
{
    QFETCH(QByteArray, hex);
    QElapsedTimer timer;
    timer.start();
    const BinaryJson result = cborToJson(QByteArray::fromHex(hex));
    QVERIFY(!result.ok);
    QVERIFY(!result.problem.isEmpty());
    QVERIFY(timer.elapsed() < 1000);
}

void tst_CborJson::longByteStrings()
{
    const QByteArray exact = QByteArray::fromHex("591000") + QByteArray(4096, '\xab');
    QCOMPARE(cborToJson(exact).json, "\"h'" + QByteArray(8192, 'x').replace("xx", "ab") + "'\"");
    const QByteArray longer = QByteArray::fromHex("591388") + QByteArray(5000, '\xab');
    QCOMPARE(cborToJson(longer).json,
             "\"h'" + QByteArray(8192, 'x').replace("xx", "ab") + "\xE2\x80\xA6' (5,000 bytes)\"");
}

void tst_CborJson::bigNumbers()
{
    // 2^(8n) is 1 with zeros in base 256; checked by doubling in decimal.
    QByteArray expected = "1";
    for (int bits = 0; bits < 8 * 511; ++bits) {
        int carry = 0;
        for (qsizetype i = expected.size() - 1; i >= 0; --i) {
            const int digit = (expected[i] - '0') * 2 + carry;
            expected[i] = char('0' + digit % 10);
            carry = digit / 10;
        }
        if (carry > 0)
            expected.prepend('1');
        if ((bits + 1) % 8 != 0)
            continue;
        const qsizetype size = (bits + 1) / 8 + 1;
        QByteArray payload = QByteArray::fromHex("c259") + char(size >> 8) + char(size & 0xFF) + '\x01'
                             + QByteArray(size - 1, '\0');
        QCOMPARE(cborToJson(payload).json, expected);
    }
    const QByteArray tooLong = QByteArray::fromHex("c2590201") + QByteArray(513, '\x01');
    QVERIFY(cborToJson(tooLong).json.startsWith("{\"@tag\":2,\"value\":\"h'0101"));
}

void tst_CborJson::keysWithinKeysStaySmall()
{
    // Each level is a key of the level around it, and has a text that needs escapes.
    const int levels = 500;
    QByteArray payload;
    for (int i = 0; i < levels; ++i)
        payload += '\xa1';
    payload += QByteArray::fromHex("6122");
    for (int i = 0; i < levels; ++i)
        payload += QByteArray::fromHex("6122");
    const BinaryJson result = cborToJson(payload);
    QVERIFY2(result.ok, qPrintable(result.problem));
    QVERIFY(checkJson(result.json).ok);
    QVERIFY(result.json.size() <= 32 * payload.size() + 64);
}

void tst_CborJson::isLinear()
{
    QByteArray payload = "\x9f";
    while (payload.size() < 8 * 1024 * 1024)
        payload += QByteArray::fromHex("a26161016162820203");
    payload += '\xff';
    QElapsedTimer timer;
    timer.start();
    const BinaryJson result = cborToJson(payload);
    qInfo("8 MiB of small maps: %lld ms", timer.elapsed());
    QVERIFY(result.ok);
    QVERIFY(checkJson(result.json).ok);
    QVERIFY(timer.elapsed() < 20000);
}

void tst_CborJson::canBeCancelled()
{
    const QByteArray payload = QByteArray("\x9f") + QByteArray(100000, '\x01') + '\xff';
    QVERIFY(cborToJson(payload).ok);
    int asked = 0;
    const BinaryJson result = cborToJson(payload, [&asked] { return ++asked == 3; });
    QCOMPARE(asked, 3);
    QVERIFY(!result.ok);
    QVERIFY(result.problem.contains(u"stopped"_s));
}

SOCKETSCOPE_TEST(tst_CborJson, QCoreApplication)
#include "tst_cborjson.moc"
