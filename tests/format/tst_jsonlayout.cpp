// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "support/testprogram.h"

#include <QTest>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <random>

using namespace Qt::StringLiterals;

class tst_JsonLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layOut_data();
    void layOut();
    void indentation();
    void valuesStayAsSent_data();
    void valuesStayAsSent();
    void minify();
    void error_data();
    void error();
    void everyCutIsAnError();
    void deep();
    void deepIndentationIsBounded();
    void agreesWithRapidJson();
    void looksLike_data();
    void looksLike();
};

void tst_JsonLayout::layOut_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("object") << QByteArray(R"({"b":1,"a":"x"})")
                            << QByteArray("{\n  \"b\": 1,\n  \"a\": \"x\"\n}");
    QTest::newRow("array") << QByteArray("[1,[2],{\"a\":[]}]")
                           << QByteArray("[\n  1,\n  [\n    2\n  ],\n  {\n    \"a\": []\n  }\n]");
    QTest::newRow("empty object") << QByteArray(" { \n} ") << QByteArray("{}");
    QTest::newRow("empty array") << QByteArray("[\t]") << QByteArray("[]");
    QTest::newRow("empties") << QByteArray("[{},[]]") << QByteArray("[\n  {},\n  []\n]");
    QTest::newRow("duplicate keys") << QByteArray(R"({"a":1,"a":2,"a":1})")
                                    << QByteArray("{\n  \"a\": 1,\n  \"a\": 2,\n  \"a\": 1\n}");
    QTest::newRow("blanks") << QByteArray("\r\n{ \"a\"\t:\n1 , \"b\" :2 }\n")
                            << QByteArray("{\n  \"a\": 1,\n  \"b\": 2\n}");
    QTest::newRow("punctuation in strings")
            << QByteArray(R"({"{,:[":"]}\","})") << QByteArray("{\n  \"{,:[\": \"]}\\\",\"\n}");
}

void tst_JsonLayout::layOut()
{
    QFETCH(QByteArray, json);
    const JsonLayout layout = layOutJson(json);
    QVERIFY2(layout.ok, qPrintable(layout.errorMessage));
    QCOMPARE(layout.errorMessage, QString());
    QTEST(layout.text, "expected");
    QVERIFY(checkJson(json).ok);
    QCOMPARE(layOutJson(layout.text).text, layout.text);
    QCOMPARE(minifyJson(layout.text), minifyJson(json));
}

void tst_JsonLayout::indentation()
{
    QCOMPARE(layOutJson("[[1]]", 4).text, QByteArray("[\n    [\n        1\n    ]\n]"));
    QCOMPARE(layOutJson("[[1]]", 0).text, QByteArray("[\n[\n1\n]\n]"));
    QCOMPARE(layOutJson("[1]", -3).text, QByteArray("[\n1\n]"));
    QCOMPARE(layOutJson("[1]", 1000).text, QByteArray("[\n" + QByteArray(16, ' ') + "1\n]"));
}

void tst_JsonLayout::valuesStayAsSent_data()
{
    QTest::addColumn<QByteArray>("value");
    const QByteArrayList values = {
            "0",
            "-0",
            "-0.0",
            "1E+2",
            "1e400",
            "-1E-400",
            "1.000000000000000000000000000000000001",
            "9007199254740993",
            QByteArray(400, '9'),
            "0." + QByteArray(400, '3'),
            "-" + QByteArray(400, '1') + "." + QByteArray(400, '2') + "e" + QByteArray(400, '3'),
            "true",
            "false",
            "null",
            R"("")",
            R"("\u00e9\/\"\\\b\f\n\r\t")",
            R"("\ud83d\ude00")",
            R"("\ud800")",
            R"("\udc00\ud800x")",
            R"("\u0000")",
            "\"\x7f\"",
            "\"\xf0\x9f\x98\x80\xe2\x80\xae\"",
    };
    for (qsizetype i = 0; i < values.size(); ++i)
        QTest::addRow("%d %s", int(i),
                      values.at(i).first(std::min<qsizetype>(30, values.at(i).size())).constData())
                << values.at(i);
}

void tst_JsonLayout::valuesStayAsSent()
{
    QFETCH(QByteArray, value);
    QCOMPARE(layOutJson(value).text, value);
    QCOMPARE(layOutJson("[" + value + "]").text, QByteArray("[\n  " + value + "\n]"));
    QCOMPARE(minifyJson(" { \"k\" : " + value + " } "), QByteArray("{\"k\":" + value + "}"));
}

void tst_JsonLayout::minify()
{
    QCOMPARE(minifyJson("{ \"a\" : [ 1 , 2 ] ,\n\"a\" : { } }"), QByteArray(R"({"a":[1,2],"a":{}})"));
    QVERIFY(minifyJson("{").isNull());
    QVERIFY(minifyJson("").isNull());
}

void tst_JsonLayout::error_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("message");
    const auto add = [](const char *name, const QByteArray &json, qint64 offset, int line, int column,
                        const QString &message) {
        QTest::newRow(name) << json << offset << line << column << message;
    };
    const QString nothing = u"There is no JSON here, only blanks or nothing."_s;
    const QString unclosed = u"The string that begins here is not closed: a double quote is missing."_s;
    const QString afterMember = u"Expected a comma or } after a member of the object."_s;
    const QString hex = u"\\u needs four hexadecimal digits."_s;
    const QString word =
            u"Text needs double quotes; without them only true, false, null and numbers are values."_s;
    const QString utf8 = u"The text is not valid UTF-8 here."_s;
    const QString value =
            u"Expected a value: an object, an array, a string in double quotes, a number, true, false or null."_s;
    const QString follows = u"Nothing may follow after the end of the JSON value."_s;
    const QString start = u"A number must begin with a digit or a minus sign."_s;
    const QString exponent = u"Expected a digit in the exponent."_s;
    const QString escape =
            u"This escape does not exist: after a backslash JSON knows only \" \\ / b f n r t and u."_s;

    add("empty", "", 0, 1, 1, nothing);
    add("blanks", " \n ", 3, 2, 2, nothing);
    add("open object", "{", 1, 1, 2, u"The text ends inside an object: a } is missing."_s);
    add("open array", "[[1]\n", 5, 2, 1, u"The text ends inside an array: a ] is missing."_s);
    add("open after the colon", "{\"a\":", 5, 1, 6, u"The text ends inside an object: a } is missing."_s);
    add("no comma in an object", "{\"a\":1 \"b\":2}", 7, 1, 8, afterMember);
    add("bracket for brace", "{\"a\":1]", 6, 1, 7, afterMember);
    add("no comma in an array", "[1 2]", 3, 1, 4, u"Expected a comma or ] after an element of the array."_s);
    add("no colon", "{\"a\" 1}", 5, 1, 6, u"Expected a colon after the member's name."_s);
    add("no value", "{\"a\":}", 5, 1, 6, u"Expected a value before }."_s);
    add("no value before a comma", "[,1]", 1, 1, 2, u"Expected a value before the comma."_s);
    add("trailing comma in an array", "[1,]", 3, 1, 4, u"The comma before ] has no element after it."_s);
    add("trailing comma in an object", "{\"a\":1,}", 7, 1, 8,
        u"The comma before } has no member after it."_s);
    add("no name", "{1:2}", 1, 1, 2, u"Expected a member's name in double quotes or }."_s);
    add("no second name", "{\"a\":1,b:2}", 7, 1, 8, u"Expected a member's name in double quotes."_s);
    add("array closed at the top", "]", 0, 1, 1, u"Expected a value before ]."_s);
    add("two values", "{} {}", 3, 1, 4, follows);
    add("garbage at the end", "[1]x", 3, 1, 4, follows);
    add("NUL at the end", QByteArray("[1]\0", 4), 3, 1, 4, follows);
    add("NUL", QByteArray("[\0]", 3), 1, 1, 2, u"There is a NUL byte here, which JSON does not allow."_s);
    add("NUL in a string", QByteArray("\"a\0\"", 4), 2, 1, 3,
        u"The control character U+0000 must be written as \\u0000 in a string."_s);
    add("control in a string", "\"\x1f\"", 1, 1, 2,
        u"The control character U+001f must be written as \\u001f in a string."_s);
    add("tab in a string", "\"\t\"", 1, 1, 2, u"A tab in a string must be written as \\t."_s);
    add("line break in a string", "[\"a\n\"]", 3, 1, 4,
        u"A string must end in its line; a line break in it is written as \\n."_s);
    add("string not closed", "[1,\n \"ab", 5, 2, 2, unclosed);
    add("string ends with an escape", "\"a\\\"", 0, 1, 1, unclosed);
    add("bad escape", "\"ab\\x\"", 3, 1, 4, escape);
    add("cut escape", "\"\\", 1, 1, 2, u"The text ends in the middle of an escape."_s);
    add("short unicode escape", "\"\\u12\"", 1, 1, 2, hex);
    add("three digits", "\"\\u123\"", 1, 1, 2, hex);
    add("bad unicode escape", "\"\\u12g4\"", 1, 1, 2, hex);
    add("cut unicode escape", "\"\\u1", 1, 1, 2, hex);
    add("single quotes", "{\"a\":'b'}", 5, 1, 6, u"Strings need double quotes, not single quotes."_s);
    add("bare word", "[hello]", 1, 1, 2, word);
    add("wrong case", "[True]", 1, 1, 2, word);
    add("longer than a literal", "[nulls]", 1, 1, 2, word);
    add("cut literal", "[tru", 1, 1, 2, word);
    add("NaN", "[NaN]", 1, 1, 2, u"JSON has no NaN; null is what often stands for it."_s);
    add("division", "{\"a\":1/3}", 6, 1, 7, u"Expected a comma or } after a member of the object."_s);
    add("comment", "// a\n1", 0, 1, 1, u"JSON has no comments."_s);
    add("plus", "+1", 0, 1, 1, start);
    add("no integer part", ".5", 0, 1, 1, start);
    add("leading zero", "[-012]", 2, 1, 3, u"A number must not begin with zeros."_s);
    add("minus alone", "-", 1, 1, 2, u"Expected a digit after the minus sign."_s);
    add("no fraction", "[1.]", 3, 1, 4, u"Expected a digit after the decimal point."_s);
    add("no exponent", "1e", 2, 1, 3, exponent);
    add("no exponent after a sign", "1e+]", 3, 1, 4, exponent);
    add("long number without exponent", QByteArray(400, '9') + "e", 401, 1, 402, exponent);
    add("byte order mark", "\xef\xbb\xbf{}", 0, 1, 1,
        u"There is a byte order mark (U+FEFF) here, which JSON does not allow."_s);
    add("other character", "[\xc3\xa9]", 1, 1, 2, value);
    add("lone continuation byte", "[\"\x80\"]", 2, 1, 3, utf8);
    add("overlong", "\"\xc0\x80\"", 1, 1, 2, utf8);
    add("surrogate in UTF-8", "\"\xed\xa0\x80\"", 1, 1, 2, utf8);
    add("cut UTF-8", "\"a\xf0\x9f", 2, 1, 3, utf8);
    add("column counts characters", "[\"\xf0\x9f\x98\x80\xc3\xa9\" x]", 10, 1, 7,
        u"Expected a comma or ] after an element of the array."_s);
    add("lines", "[\r\n1,\r2,\n\n  x]", 12, 5, 3, word);
}

void tst_JsonLayout::error()
{
    QFETCH(QByteArray, json);
    const JsonCheck check = checkJson(json);
    QVERIFY(!check.ok);
    QTEST(check.errorMessage, "message");
    QTEST(check.errorOffset, "offset");
    QTEST(check.errorLine, "line");
    QTEST(check.errorColumn, "column");
    const JsonLayout layout = layOutJson(json);
    QVERIFY(!layout.ok && layout.text.isEmpty());
    QCOMPARE(layout.errorOffset, check.errorOffset);
    QCOMPARE(layout.errorMessage, check.errorMessage);
}

void tst_JsonLayout::everyCutIsAnError()
{
    const QByteArray json = "{\"a\":[1.5e+3,true,\"\\u00e9\xc3\xa9\"],\"b\":{\"c\":null}}";
    QVERIFY(checkJson(json).ok);
    for (qsizetype size = 0; size < json.size(); ++size) {
        const JsonCheck check = checkJson(json.first(size));
        QVERIFY(!check.ok);
        QVERIFY(check.errorOffset <= size);
        QVERIFY(check.errorMessage.endsWith(u'.'));
    }
}

void tst_JsonLayout::deep()
{
    for (const int depth : {64, 65, 10'000, 1'000'000}) {
        const QByteArray arrays = QByteArray(depth, '[') + QByteArray(depth, ']');
        const JsonLayout layout = layOutJson(arrays);
        QVERIFY(layout.ok);
        QCOMPARE(minifyJson(layout.text), arrays);
        const QByteArray objects = QByteArray("{\"a\":").repeated(depth) + "1" + QByteArray(depth, '}');
        QCOMPARE(minifyJson(layOutJson(objects).text), objects);
        QVERIFY(!checkJson(QByteArray(depth, '[')).ok);
    }
    const QByteArray text = layOutJson(QByteArray(70, '[') + "1" + QByteArray(70, ']')).text;
    QVERIFY(text.contains("\n" + QByteArray(2 * 64, ' ') + "1\n"));
    QVERIFY(text.contains("\n" + QByteArray(2 * 63, ' ') + "[\n"));
}

void tst_JsonLayout::deepIndentationIsBounded()
{
    const QByteArray json =
            QByteArray(64, '[') + QByteArray("1,").repeated(1'000'000) + "1" + QByteArray(64, ']');
    const JsonLayout layout = layOutJson(json, 16);
    QVERIFY(layout.ok);
    // Without a bound it would be a gigabyte.
    QVERIFY2(layout.text.size() < 20 * json.size(), qPrintable(QString::number(layout.text.size())));
    QVERIFY(layout.text.startsWith("[\n" + QByteArray(16, ' ') + "[\n"));
    QCOMPARE(minifyJson(layout.text), json);
}

// What RapidJSON, an implementation that shares nothing with ours, thinks of a text without NUL bytes.
static rapidjson::ParseErrorCode rapidJsonError(const QByteArray &json)
{
    rapidjson::MemoryStream stream(json.constData(), size_t(json.size()));
    rapidjson::BaseReaderHandler<> handler;
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag
                               | rapidjson::kParseNumbersAsStringsFlag;
    return reader.Parse<flags>(stream, handler).Code();
}

void tst_JsonLayout::agreesWithRapidJson()
{
    static const QByteArrayList pieces = {"{",  "}",        "[",     "]",  ",",     ":",    "\"a\"",
                                          "\"", "\\",       "u00e9", "1",  "-",     "0",    ".5",
                                          "e",  "E+1",      " ",     "\n", "true",  "null", "false",
                                          "x",  "\xc3\xa9", "\xff",  "\t", "\"\":", "[]",   "{}"};
    std::mt19937 random(7);
    int accepted = 0;
    for (int i = 0; i < 300'000; ++i) {
        QByteArray json;
        const int count = int(random() % 9) + 1;
        for (int piece = 0; piece < count; ++piece)
            json += pieces.at(qsizetype(random() % size_t(pieces.size())));
        const bool ok = checkJson(json).ok;
        accepted += ok;
        QVERIFY2(ok == (rapidJsonError(json) == rapidjson::kParseErrorNone), json.constData());
    }
    QVERIFY(accepted > 1000);
    // Why the scanner is our own: what a lossless view must accept and RapidJSON does not.
    QCOMPARE(int(rapidJsonError(QByteArray(400, '9'))), int(rapidjson::kParseErrorNumberTooBig));
    QCOMPARE(int(rapidJsonError("1e400")), int(rapidjson::kParseErrorNumberTooBig));
    QCOMPARE(int(rapidJsonError("\"\\ud800\"")), int(rapidjson::kParseErrorStringUnicodeSurrogateInvalid));
    QCOMPARE(int(rapidJsonError(QByteArray("[1]\0garbage", 11))), int(rapidjson::kParseErrorNone));
}

void tst_JsonLayout::looksLike_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("expected");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("object") << QByteArray("{") << true;
    QTest::newRow("array") << QByteArray("\r\n\t [") << true;
    QTest::newRow("string") << QByteArray("\"a\"") << false;
    QTest::newRow("text") << QByteArray("a{") << false;
    QTest::newRow("blanks") << QByteArray("   ") << false;
    QTest::newRow("late") << QByteArray(10'000, ' ') + "{" << false;
}

void tst_JsonLayout::looksLike()
{
    QFETCH(QByteArray, text);
    QTEST(looksLikeJson(text), "expected");
}

SOCKETSCOPE_TEST(tst_JsonLayout, QCoreApplication)
#include "tst_jsonlayout.moc"
