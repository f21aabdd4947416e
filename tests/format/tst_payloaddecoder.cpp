// SPDX-License-Identifier: MIT
#include "format/binary/jsontextsink.h"
#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "support/testprogram.h"

#include <QCborMap>
#include <QCborValue>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <array>
#include <vector>

using namespace Qt::StringLiterals;

using Decoder = const PayloadDecoder *;

class tst_PayloadDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cbor_data();
    void cbor();
    void cborBeyondJson_data();
    void cborBeyondJson() { cbor(); }
    void messagePack_data();
    void messagePack();
    void problems_data();
    void problems();
    void depth_data();
    void depth();
    void claimsAllocateNothing_data();
    void claimsAllocateNothing();
    void longByteStrings();
    void bigNumbers();
    void keysWithinKeysStaySmall();
    void isLinear_data();
    void isLinear();
    void canBeCancelled_data();
    void canBeCancelled();
    void recognise_data();
    void recognise();
    void randomBytesAreRarelyTaken_data();
    void randomBytesAreRarelyTaken();
    void headsAreNotTaken();
    void largePayloadsAreNotTaken();
};

static QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

static void isDecodedTo(const PayloadDecoder &decoder)
{
    QFETCH(QByteArray, payload);
    const QByteArray json = decoder.toJson(payload);
    QTEST(json, "json");
    QVERIFY(checkJson(json).ok);
}

// RFC 8949, appendix A.
void tst_PayloadDecoder::cbor_data()
{
    QTest::addColumn<QByteArray>("payload");
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
        QTest::newRow(vector.hex) << hex(vector.hex) << QByteArray(vector.json);
}

void tst_PayloadDecoder::cbor()
{
    isDecodedTo(CborDecoder);
}

void tst_PayloadDecoder::cborBeyondJson_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("json");

    const auto row = [](const char *name, const char *digits, const char *json) {
        QTest::newRow(name) << hex(digits) << QByteArray(json);
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

// Every format of the specification, at the edges of its range.
void tst_PayloadDecoder::messagePack_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<QByteArray>("json");

    const auto row = [](const char *name, const char *digits, const char *json) {
        QTest::newRow(name) << hex(digits) << QByteArray(json);
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

void tst_PayloadDecoder::messagePack()
{
    isDecodedTo(MessagePackDecoder);
}

void tst_PayloadDecoder::problems_data()
{
    QTest::addColumn<Decoder>("decoder");
    QTest::addColumn<QByteArray>("payload");

    Decoder decoder = &CborDecoder;
    const auto row = [&decoder](const char *name, const char *digits) {
        QTest::addRow("%s: %s", decoder->name, name) << decoder << hex(digits);
    };
    row("nothing", "");
    row("one byte more", "0000");
    row("bytes more", "80000000");
    row("cut integer", "19");
    row("cut array", "8201");
    row("cut map", "a101");
    row("cut open array", "9f01");
    row("cut text", "6461");
    row("cut bytes in pieces", "5f4101");
    row("tag of nothing", "c6");
    row("signature alone", "d9d9f7");
    row("break alone", "ff");
    row("break after a string", "8341ff4100ff");
    row("break in an array", "8201ff");
    row("reserved length", "1c");
    row("text in bytes", "5f6161ff");
    decoder = &MessagePackDecoder;
    row("nothing", "");
    row("one byte more", "0000");
    row("bytes more", "90000000");
    row("never used", "c1");
    row("never used in an array", "9201c1");
    row("cut integer", "cd00");
    row("cut array", "9201");
    row("cut map", "8101");
    row("cut str", "a361");
    row("cut ext", "c705");
}

void tst_PayloadDecoder::problems()
{
    QFETCH(Decoder, decoder);
    QFETCH(QByteArray, payload);
    QVERIFY(decoder->toJson(payload).isNull());
}

void tst_PayloadDecoder::depth_data()
{
    QTest::addColumn<Decoder>("decoder");
    QTest::addColumn<QByteArray>("opening");
    QTest::addColumn<QByteArray>("closing");
    const Decoder cbor = &CborDecoder;
    QTest::newRow("CBOR arrays") << cbor << hex("81") << QByteArray();
    QTest::newRow("CBOR open arrays") << cbor << hex("9f") << hex("ff");
    QTest::newRow("CBOR maps as keys") << cbor << hex("a1") << hex("01");
    QTest::newRow("CBOR tags") << cbor << hex("c6") << QByteArray();
    const Decoder pack = &MessagePackDecoder;
    QTest::newRow("MessagePack arrays") << pack << hex("91") << QByteArray();
    QTest::newRow("MessagePack maps") << pack << hex("8101") << QByteArray();
    QTest::newRow("MessagePack arrays of 32 bits") << pack << hex("dd00000001") << QByteArray();
}

void tst_PayloadDecoder::depth()
{
    QFETCH(Decoder, decoder);
    QFETCH(QByteArray, opening);
    QFETCH(QByteArray, closing);
    const auto nested = [&](qsizetype levels) {
        return decoder->toJson(opening.repeated(levels) + '\x01' + closing.repeated(levels));
    };
    QVERIFY(checkJson(nested(MaxItemDepth)).ok);
    for (const int more : {1, 1000000})
        QVERIFY(nested(MaxItemDepth + more).isNull());
}

void tst_PayloadDecoder::claimsAllocateNothing_data()
{
    QTest::addColumn<Decoder>("decoder");
    QTest::addColumn<QByteArray>("payload");
    const auto row = [](const char *name, Decoder decoder, const char *digits) {
        QTest::newRow(name) << decoder << hex(digits);
    };
    row("CBOR array of 2^60", &CborDecoder, "9b1000000000000000");
    row("CBOR map of 2^60", &CborDecoder, "bb1000000000000000");
    row("CBOR array of 2^64 - 1", &CborDecoder, "9bffffffffffffffff");
    row("CBOR array of 2^32 and one in it", &CborDecoder, "9b000000010000000001");
    row("CBOR bytes of 2^60", &CborDecoder, "5b1000000000000000");
    row("CBOR bytes of 2^40", &CborDecoder, "5b0000010000000000");
    row("CBOR text of 2^63", &CborDecoder, "7b8000000000000000");
    row("CBOR big number of 2^60", &CborDecoder, "c25b1000000000000000");
    row("CBOR a piece of 2^60", &CborDecoder, "5f5b1000000000000000");
    row("MessagePack array", &MessagePackDecoder, "ddffffffff");
    row("MessagePack map", &MessagePackDecoder, "dfffffffff01");
    row("MessagePack str", &MessagePackDecoder, "dbffffffff61");
    row("MessagePack bin", &MessagePackDecoder, "c6ffffffff61");
    row("MessagePack ext", &MessagePackDecoder, "c9ffffffff0161");
}

void tst_PayloadDecoder::claimsAllocateNothing()
{
    QFETCH(Decoder, decoder);
    QFETCH(QByteArray, payload);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(decoder->toJson(payload).isNull());
    QVERIFY(timer.elapsed() < 1000);
}

void tst_PayloadDecoder::longByteStrings()
{
    const QByteArray shown = "\"h'" + QByteArray("ab").repeated(MaxShownBytes);
    QCOMPARE(CborDecoder.toJson(hex("591000") + QByteArray(4096, '\xab')), shown + "'\"");
    QCOMPARE(CborDecoder.toJson(hex("591388") + QByteArray(5000, '\xab')),
             shown + "\xE2\x80\xA6' (5,000 bytes)\"");
}

void tst_PayloadDecoder::bigNumbers()
{
    // 2^(8n) is 1 with zeros in base 256; checked by doubling in groups of nine decimal digits.
    std::vector<quint32> groups{1};
    for (int bits = 1; bits <= 8 * 511; ++bits) {
        quint32 carry = 0;
        for (quint32 &group : groups) {
            const quint32 doubled = group * 2 + carry;
            carry = doubled / 1'000'000'000;
            group = doubled % 1'000'000'000;
        }
        if (carry > 0)
            groups.push_back(carry);
        if (bits % 8 != 0)
            continue;
        QByteArray expected = QByteArray::number(groups.back());
        for (auto group = groups.rbegin() + 1; group != groups.rend(); ++group)
            expected += QByteArray::number(*group).rightJustified(9, '0');
        const qsizetype size = bits / 8 + 1;
        const QByteArray payload =
                hex("c259") + char(size >> 8) + char(size & 0xFF) + '\x01' + QByteArray(size - 1, '\0');
        QCOMPARE(CborDecoder.toJson(payload), expected);
    }
    const QByteArray tooLong = hex("c2590201") + QByteArray(513, '\x01');
    QVERIFY(CborDecoder.toJson(tooLong).startsWith("{\"@tag\":2,\"value\":\"h'0101"));
}

void tst_PayloadDecoder::keysWithinKeysStaySmall()
{
    // Each level is a key of the level around it, and has a text that needs escapes.
    constexpr qsizetype levels = 500;
    const QByteArray payload = hex("a1").repeated(levels) + hex("6122").repeated(levels + 1);
    const QByteArray json = CborDecoder.toJson(payload);
    QVERIFY(checkJson(json).ok);
    QVERIFY(json.size() <= 32 * payload.size() + 64);
}

// An array's beginning, of which four bytes with the number of its values follow, and {"a": 1, "b": [2, 3]}.
static void addDecoders()
{
    QTest::addColumn<Decoder>("decoder");
    QTest::addColumn<QByteArray>("array");
    QTest::addColumn<QByteArray>("map");
    QTest::newRow("CBOR") << &CborDecoder << hex("9a") << hex("a26161016162820203");
    QTest::newRow("MessagePack") << &MessagePackDecoder << hex("dd") << hex("82a16101a162920203");
}

void tst_PayloadDecoder::isLinear_data()
{
    addDecoders();
}

void tst_PayloadDecoder::isLinear()
{
    QFETCH(Decoder, decoder);
    QFETCH(const QByteArray, array);
    QFETCH(const QByteArray, map);
    const QByteArray payload = array + hex("0001e848") + map.repeated(125000);
    QElapsedTimer timer;
    timer.start();
    const QByteArray json = decoder->toJson(payload);
    qInfo("1.1 MB of small maps: %lld ms", timer.elapsed());
    QVERIFY(checkJson(json).ok);
    QVERIFY(timer.elapsed() < 2500);
}

void tst_PayloadDecoder::canBeCancelled_data()
{
    addDecoders();
}

void tst_PayloadDecoder::canBeCancelled()
{
    QFETCH(Decoder, decoder);
    QFETCH(const QByteArray, array);
    const QByteArray payload = array + hex("000186a0") + QByteArray(100000, '\x01');
    QVERIFY(!decoder->toJson(payload).isNull());
    int asked = 0;
    QVERIFY(decoder->toJson(payload, [&asked] { return ++asked == 3; }).isNull());
    QCOMPARE(asked, 3);
    QCOMPARE(PayloadJson(payload).decoder(), decoder);
    QVERIFY(!PayloadJson(payload, [] { return true; }).decoder());
    // Of what is not whole, all would be read to find that out.
    asked = 0;
    QVERIFY(!PayloadJson(payload.chopped(1), [&asked] { return ++asked == 3; }).decoder());
    QCOMPARE(asked, 3);
}

void tst_PayloadDecoder::recognise_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<Decoder>("decoder");

    const Decoder none = nullptr;
    const Decoder cbor = &CborDecoder;
    const Decoder messagePack = &MessagePackDecoder;
    const auto row = [](const char *name, const QByteArray &payload, Decoder decoder) {
        QTest::newRow(name) << payload << decoder;
    };
    row("nothing", QByteArray(), none);
    row("CBOR map", hex("a2616101616202"), cbor);
    row("CBOR array", hex("83010203"), cbor);
    row("CBOR map of integers", hex("a10102"), cbor);
    row("CBOR open map", hex("bf616101ff"), cbor);
    row("CBOR self-described", hex("d9d9f701"), cbor);
    row("CBOR self-described map", hex("d9d9f7a0"), cbor);
    row("CBOR empty map", hex("a0"), none);
    row("CBOR empty array", hex("80"), none);
    row("CBOR integer", hex("1903e8"), none);
    row("CBOR and a byte more", hex("a161610101"), none);
    row("CBOR names of two kinds", hex("a20102616102"), none);
    row("CBOR unassigned simple value", hex("81e0"), none);
    row("CBOR name with NUL", hex("a1626100626161"), none);
    row("CBOR value with NUL", hex("a1616162001b"), cbor);
    row("MessagePack map", hex("82a16101a16202"), messagePack);
    row("MessagePack map 16", hex("de0001a16101"), messagePack);
    row("MessagePack array", hex("93010203"), messagePack);
    row("MessagePack array 32", hex("dd0000000101"), messagePack);
    row("MessagePack empty map", hex("80"), none);
    row("MessagePack and a byte more", hex("81a1610101"), none);
    row("MessagePack never used", hex("91c1"), none);
    // {97: 97} in MessagePack.
    row("CBOR rather than names that are no text", hex("816161"), cbor);
    row("text", QByteArray("{\"a\": [1, 2]}"), none);
    row("text that starts like an array", u"\u0710\u0712\u0713"_s.toUtf8(), none);
    row("PNG", hex("89504e470d0a1a0a0000000d494844520000000100000001080200000090"), none);
    row("gzip", hex("1f8b08000000000000034b4c4a06002e"), none);
    row("protobuf", hex("089601120774657374696e671a0408011002"), none);
    row("zlib", hex("789c4b4c4a0600024d0127"), none);
    row("text that looks like JSON and is not UTF-8", "{\xff", none);
}

void tst_PayloadDecoder::recognise()
{
    QFETCH(QByteArray, payload);
    QFETCH(Decoder, decoder);
    const PayloadJson json(payload);
    QCOMPARE(json.decoder(), decoder);
    QCOMPARE(json.text(), decoder ? QByteArrayView(decoder->toJson(payload)) : QByteArrayView(payload));
}

void tst_PayloadDecoder::randomBytesAreRarelyTaken_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {8, 9, 12, 16, 24, 32, 64, 256})
        QTest::addRow("%d bytes", size) << size;
}

void tst_PayloadDecoder::randomBytesAreRarelyTaken()
{
    QFETCH(int, size);
    QRandomGenerator random(uint(size) * 7 + 1);
    constexpr int rounds = 100000;
    int cbor = 0;
    int pack = 0;
    int taken = 0;
    std::array<quint32, 64> words{};
    const QByteArrayView payload(reinterpret_cast<const char *>(words.data()), size);
    for (int i = 0; i < rounds; ++i) {
        random.fillRange(words.data(), (size + 3) / 4);
        const Decoder decoder = PayloadJson(payload).decoder();
        cbor += decoder == &CborDecoder;
        pack += decoder == &MessagePackDecoder;
        taken += decoder != nullptr;
    }
    qInfo("of %d payloads taken for CBOR: %.3f %%, for MessagePack: %.3f %%", rounds, cbor * 100.0 / rounds,
          pack * 100.0 / rounds);
    QVERIFY(taken < rounds / 100);
}

void tst_PayloadDecoder::headsAreNotTaken()
{
    const QByteArray whole =
            QCborMap{{u"name"_s, u"value"_s}, {u"list"_s, QCborArray{1, 2.5, u"x"_s}}}.toCborValue().toCbor();
    QCOMPARE(PayloadJson(whole).decoder(), &CborDecoder);
    for (qsizetype size = 0; size < whole.size(); ++size)
        QVERIFY(!PayloadJson(whole.first(size)).decoder());
    QCOMPARE(PayloadJson::ofHead(whole, whole.size()).decoder(), &CborDecoder);
    QVERIFY(!PayloadJson::ofHead(whole, whole.size() + 1).decoder());
}

void tst_PayloadDecoder::largePayloadsAreNotTaken()
{
    const QByteArray largest = hex("815a00fffffa") + QByteArray(PayloadJson::MostBytes - 6, '\xff');
    QCOMPARE(PayloadJson(largest).decoder(), &CborDecoder);
    const QByteArray larger = hex("815a00fffffb") + QByteArray(PayloadJson::MostBytes - 5, '\xff');
    QVERIFY(!PayloadJson(larger).decoder());
    QCOMPARE(PayloadJson(
                     larger, [] { return false; }, larger.size())
                     .decoder(),
             &CborDecoder);
}

SOCKETSCOPE_TEST(tst_PayloadDecoder, QCoreApplication)
#include "tst_payloaddecoder.moc"
