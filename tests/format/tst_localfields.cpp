// SPDX-License-Identifier: MIT
#include "localentry.h"
#include "localfields.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_LocalFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values();
    void text_data();
    void text();
    void notAnObject_data();
    void notAnObject();
    void everyCut();
    void manyMembers();
    void entriesReadAsWritten();
};

void tst_LocalFields::values()
{
    const QByteArray json = R"( { "code" : 1006 , "clean":false,"ok":true,"none":null,"far":1e3,"huge":1e300,
            "exact":9223372036854775807,"nested":{"code":1,"list":[1,"]},{",2]},"text":"code","last":-5 } )";
    const LocalFields fields(json);
    QVERIFY(fields.isObject());
    QCOMPARE(fields.number("code"), 1006);
    QCOMPARE(fields.flag("clean"), false);
    QCOMPARE(fields.flag("ok"), true);
    QCOMPARE(fields.number("far"), 1000);
    QCOMPARE(fields.number("huge"), std::nullopt);
    QCOMPARE(fields.number("exact"), std::numeric_limits<qint64>::max());
    QCOMPARE(fields.number("last"), -5);
    QCOMPARE(fields.text("text"), u"code"_s);
    // Asked for as something else, or not there.
    QCOMPARE(fields.number("none"), std::nullopt);
    QCOMPARE(fields.number("text"), std::nullopt);
    QCOMPARE(fields.number("nested"), std::nullopt);
    QCOMPARE(fields.number("list"), std::nullopt);
    QCOMPARE(fields.flag("code"), std::nullopt);
    QCOMPARE(fields.text("code"), QString());
    QCOMPARE(fields.text("missing"), QString());
}

void tst_LocalFields::text_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << QByteArray(R"({"t":""})") << u""_s;
    QTest::newRow("escapes") << QByteArray(R"({"t":"\"\\\/\b\f\n\r\t"})") << u"\"\\/\b\f\n\r\t"_s;
    QTest::newRow("unicode escape") << QByteArray(R"({"t":"\u00e9\u202E"})") << u"\u00e9\u202e"_s;
    QTest::newRow("surrogate pair") << QByteArray(R"({"t":"\ud83d\ude00"})") << u"\U0001F600"_s;
    QTest::newRow("UTF-8") << QByteArray("{\"t\":\"\xf0\x9f\x98\x80\"}") << u"\U0001F600"_s;
    QTest::newRow("broken UTF-8") << QByteArray("{\"t\":\"a\xff\"}") << u"a\ufffd"_s;
    QTest::newRow("unknown escape") << QByteArray(R"({"t":"\q\uzzzz"})") << u"\ufffd\ufffd"_s;
    QTest::newRow("cut") << QByteArray(R"({"t":"abc)") << u"abc…"_s;
    QTest::newRow("cut in an escape") << QByteArray(R"({"t":"abc\)") << u"abc…"_s;
    QTest::newRow("cut in a unicode escape") << QByteArray(R"({"t":"abc\u00)") << u"abc…"_s;
    QTest::newRow("cut in a character") << QByteArray("{\"t\":\"abc\xf0\x9f") << u"abc…"_s;
    QTest::newRow("cut in the name") << QByteArray(R"({"t)") << QString();
    QTest::newRow("cut at the colon") << QByteArray(R"({"t":)") << QString();
    QTest::newRow("first of two") << QByteArray(R"({"t":"one","t":"two"})") << u"one"_s;
}

void tst_LocalFields::text()
{
    QFETCH(QByteArray, json);
    QTEST(LocalFields(json).text("t"), "expected");
}

void tst_LocalFields::notAnObject_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("isObject");
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("blanks") << QByteArray("  ") << false;
    QTest::newRow("array") << QByteArray(R"(["code"])") << false;
    QTest::newRow("text") << QByteArray("code: 1") << false;
    QTest::newRow("no member") << QByteArray("{code: 1}") << false;
    QTest::newRow("empty object") << QByteArray("{ }") << true;
    QTest::newRow("only the bracket") << QByteArray("{") << true;
}

void tst_LocalFields::notAnObject()
{
    QFETCH(QByteArray, json);
    QTEST(LocalFields(json).isObject(), "isObject");
    QCOMPARE(LocalFields(json).number("code"), std::nullopt);
}

void tst_LocalFields::everyCut()
{
    const QByteArray json = R"({"a":{"x":[1,{"y":"}"}]},"code":1006,"clean":true,"t":"x\u00e9"})";
    for (qsizetype size = 0; size <= json.size(); ++size) {
        // A copy of exact size, so that AddressSanitizer sees a read beyond it.
        const std::vector<char> cut(json.cbegin(), json.cbegin() + size);
        const LocalFields fields(QByteArrayView(cut.data(), qsizetype(cut.size())));
        // A number is told only when it is sure to be whole.
        QCOMPARE(fields.number("code").value_or(1006), 1006);
        QCOMPARE(fields.flag("clean").value_or(true), true);
        QVERIFY(u"x\u00e9…"_s.startsWith(fields.text("t").chopped(fields.text("t").endsWith(u'…') ? 1 : 0)));
    }
}

void tst_LocalFields::manyMembers()
{
    QByteArray json = "{";
    for (int i = 0; i < 100; ++i)
        json += "\"" + QByteArray::number(i) + "\":" + QByteArray::number(i) + ",";
    const LocalFields fields(json);
    QCOMPARE(fields.number("31"), 31);
    QCOMPARE(fields.number("32"), std::nullopt);
}

template <typename Entry>
static bool isReadAsWritten(const Entry &entry)
{
    const QByteArray payload = localPayload(entry.fields(), {{"body"_L1, u"{\"code\":1}"_s}});
    return Entry::read(LocalFields(payload)) == entry && payload.endsWith("}\"}");
}

void tst_LocalFields::entriesReadAsWritten()
{
    QVERIFY(isReadAsWritten(OpenEntry{}));
    QVERIFY(isReadAsWritten(
            OpenEntry{u"ws://h/"_s, 2, 15, u"chat"_s, u"TLS 1.3"_s, u"::1"_s, u"native"_s, 4096}));
    QVERIFY(isReadAsWritten(CloseEntry{}));
    QVERIFY(isReadAsWritten(CloseEntry{1008, u"“no”\n"_s, false, u"peer"_s, u"late"_s}));
    QVERIFY(isReadAsWritten(ErrorEntry{}));
    QVERIFY(isReadAsWritten(
            ErrorEntry{u"tls"_s, u"expired"_s, u"It has \\."_s, u"raw"_s, true, 500, 401, u"00:ff"_s}));
    QVERIFY(isReadAsWritten(RetryEntry{}));
    QVERIFY(isReadAsWritten(RetryEntry{3, 10, 250, u"refused"_s}));
    QVERIFY(isReadAsWritten(NoteEntry{}));
    const NoteEntry gap{u"Nothing was kept."_s, NoteEntry::Gap{{7, 1000}, 1, 2}};
    QCOMPARE(NoteEntry::read(LocalFields(localPayload(gap.fields()))).text, gap.text);
    QCOMPARE(localPayload(gap.fields()),
             R"({"from_us":1,"lost":7,"lost_bytes":1000,"text":"Nothing was kept.","to_us":2})");
}

SOCKETSCOPE_TEST(tst_LocalFields, QCoreApplication)
#include "tst_localfields.moc"
