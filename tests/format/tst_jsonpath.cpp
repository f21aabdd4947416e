// SPDX-License-Identifier: MIT
#include "format/jsonlayout.h"
#include "format/jsonpath.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

class TestJsonPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void parsePrefix_data();
    void parsePrefix();
    void problems_data();
    void problems();
    void find_data();
    void find();
    void findInCutText();
    void agreesWithSqlite();
    void staysWithinBounds();
    void isBounded();
    void isFast();
};

using Step = JsonPath::Step;

static Step member(const QByteArray &name)
{
    return {name, false, 0, false};
}

static Step element(quint64 index)
{
    return {{}, true, index, false};
}

static Step fromBack(quint64 index)
{
    return {{}, true, index, true};
}

Q_DECLARE_METATYPE(Step)

void TestJsonPath::parse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<Step>>("expected");
    QTest::addColumn<QString>("printed");
    const auto row = [](const char *name, const QString &text, const QList<Step> &steps,
                        const QString &printed = {}) {
        QTest::newRow(name) << text << steps << (printed.isNull() ? text : printed);
    };
    row("whole", u"$"_s, {});
    row("member", u"$.p"_s, {member("p")});
    row("members", u"$.a.b-c"_s, {member("a"), member("b-c")});
    row("elements", u"$[0][17]"_s, {element(0), element(17)});
    row("from the back", u"$.a[#-1]"_s, {member("a"), fromBack(1)});
    row("leading zeros", u"$[007]"_s, {element(7)}, u"$[7]"_s);
    row("largest index", u"$[18446744073709551615]"_s, {element(18446744073709551615U)});
    row("needless quotes", u"$.\"a\""_s, {member("a")}, u"$.a"_s);
    row("blank", u"$.\"a b\""_s, {member("a b")});
    row("dot", u"$.\"a.b\".c"_s, {member("a.b"), member("c")});
    row("empty name", u"$.\"\""_s, {member("")});
    row("quote and backslash", uR"($."a\"b\\c\n")"_s, {member("a\"b\\c\\n")}, uR"($."a\"b\\c\\n")"_s);
    row("backslash outside of quotes", uR"($.a\b)"_s, {member("a\\b")});
    row("operators in quotes", u"$.\"a=!<>~|()[]\""_s, {member("a=!<>~|()[]")});
    row("line break in quotes", u"$.\"a\nb\""_s, {member("a\nb")});
    row("no-break space", u"$.\"a\u00a0b\""_s, {member("a\u00a0b")});
    row("other letters", u"$.größe.\U0001F600"_s, {member("größe"), member("\U0001F600")});
    row("byte order mark", u"$.\uFEFFa"_s, {member("\uFEFFa")});
    row("hash and dollar", u"$.#.$"_s, {member("#"), member("$")});
    row("surrogate alone", u"$."_s + QChar(0xD800), {member("\uFFFD")}, u"$.\uFFFD"_s);
}

void TestJsonPath::parse()
{
    QFETCH(QString, text);
    QFETCH(QList<Step>, expected);
    QFETCH(QString, printed);
    const std::optional<JsonPath> path = JsonPath::parse(text);
    QVERIFY(path);
    QCOMPARE(path->steps(), expected);
    QCOMPARE(path->toString(), printed);
    QVERIFY(JsonPath::parse(path->toString()) == path);
    QVERIFY(JsonPath(expected) == *path);
}

void TestJsonPath::parsePrefix_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    for (const QChar c : u" \t\n\u00a0=!<>~|()\"]"_s) {
        const QString rest = c + u"x"_s;
        QTest::addRow("U+%04x", c.unicode()) << u"$.a"_s + rest << u"$.a"_s;
    }
    QTest::newRow("compared") << u"$.n>=10"_s << u"$.n"_s;
    QTest::newRow("after an element") << u"$.n[2]x"_s << u"$.n[2]"_s;
    QTest::newRow("after quotes") << u"$.\"n\"x"_s << u"$.\"n\""_s;
    QTest::newRow("not a path") << u"$x"_s << u"$"_s;
}

void TestJsonPath::parsePrefix()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    qsizetype length = -1;
    QString problem;
    const std::optional<JsonPath> path = JsonPath::parse(text, &length, &problem);
    QVERIFY(path);
    QCOMPARE(text.first(length), expected);
    QCOMPARE(problem, QString());
    QVERIFY(!JsonPath::parse(text));
    QVERIFY(path == JsonPath::parse(expected));
}

void TestJsonPath::problems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("place");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << u""_s << qsizetype(0) << u"begins with $"_s;
    QTest::newRow("no dollar") << u"a.b"_s << qsizetype(0) << u"begins with $"_s;
    QTest::newRow("dot at the end") << u"$."_s << qsizetype(2) << u"name is missing"_s;
    QTest::newRow("two dots") << u"$.a..b"_s << qsizetype(4) << u"name is missing"_s;
    QTest::newRow("operator after the dot") << u"$.=1"_s << qsizetype(2) << u"name is missing"_s;
    QTest::newRow("dot before brackets") << u"$.[0]"_s << qsizetype(2) << u"name is missing"_s;
    QTest::newRow("quote not closed") << u"$.a.\"b c"_s << qsizetype(4) << u"not closed"_s;
    QTest::newRow("closing quote escaped") << uR"($."b\")"_s << qsizetype(2) << u"not closed"_s;
    QTest::newRow("no number") << u"$[]"_s << qsizetype(2) << u"number of an element"_s;
    QTest::newRow("open bracket") << u"$["_s << qsizetype(2) << u"number of an element"_s;
    QTest::newRow("name in brackets") << u"$[\"a\"]"_s << qsizetype(2) << u"number of an element"_s;
    QTest::newRow("negative") << u"$[-1]"_s << qsizetype(2) << u"number of an element"_s;
    QTest::newRow("no end") << u"$[1"_s << qsizetype(3) << u"] after"_s;
    QTest::newRow("hash alone") << u"$[#]"_s << qsizetype(3) << u"[#-1]"_s;
    QTest::newRow("none from the back") << u"$[#-0]"_s << qsizetype(4) << u"[#-1]"_s;
    QTest::newRow("too large") << u"$[18446744073709551616]"_s << qsizetype(2) << u"so many"_s;
    QTest::newRow("other digits") << u"$[\u0663]"_s << qsizetype(2) << u"number of an element"_s;
}

void TestJsonPath::problems()
{
    QFETCH(QString, text);
    QFETCH(qsizetype, place);
    QFETCH(QString, says);
    qsizetype length = -1;
    QString problem;
    QVERIFY(!JsonPath::parse(text, &length, &problem));
    QCOMPARE(length, place);
    QVERIFY2(problem.contains(says) && problem.endsWith(u'.'), qPrintable(problem));
    QVERIFY(!JsonPath::parse(text));
}

void TestJsonPath::find_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &json, const QString &path,
                        const QByteArray &expected) { QTest::newRow(name) << json << path << expected; };
    const QByteArray trade =
            R"({"ch":"trades","seq":881210,"s":"BTC-USD","p":64231.07,"q":0.21873,"side":"buy"})";
    row("first", trade, u"$.ch"_s, R"("trades")");
    row("number", trade, u"$.p"_s, "64231.07");
    row("last", trade, u"$.side"_s, R"("buy")");
    row("missing", trade, u"$.sid"_s, {});
    row("no array", trade, u"$[0]"_s, {});
    row("no array from the back", trade, u"$[#-1]"_s, {});
    row("no object", trade, u"$.p.x"_s, {});
    row("whole", trade, u"$"_s, trade);
    row("whole with blanks", " \t\r\n[1] ", u"$"_s, "[1]");
    row("whole number", "12", u"$"_s, "12");
    row("whole with a rest", "12 apples", u"$"_s, {});
    row("whole of a text", "hello", u"$"_s, {});
    row("whole of nothing", "  ", u"$"_s, {});
    row("of nothing", "", u"$.a"_s, {});
    row("blanks", "\n{ \"a\" :\t{ \"b\" : [ 1 , 2 ] } }", u"$.a.b[1]"_s, "2");
    row("object with blanks", R"({ "a" : { "b" : 1 } , "c" : 2 })", u"$.a"_s, R"({ "b" : 1 })");
    row("duplicates", R"({"a":1,"a":2})", u"$.a"_s, "1");
    row("duplicate objects", R"({"a":{"x":1},"a":{"y":2}})", u"$.a.y"_s, {});
    row("name as a value", R"({"x":"a","a":2})", u"$.a"_s, "2");
    row("name deeper", R"({"x":{"a":1},"a":2})", u"$.a"_s, "2");
    row("name in a string", R"({"x":"\"a\":1,","a":2})", u"$.a"_s, "2");
    row("brackets in a string", R"({"x":["]}"],"a":2})", u"$.a"_s, "2");
    row("backslashes before the quote", R"({"x":"\\\\","y":"\\\"","a":2})", u"$.a"_s, "2");
    row("long strings", R"({"x":")" + QByteArray(1000, 'z') + R"(\"","a":2})", u"$.a"_s, "2");
    row("empty name", R"({"":1})", u"$.\"\""_s, "1");
    row("empty object", "{}", u"$.a"_s, {});
    row("empty array", "[ ]", u"$[0]"_s, {});
    row("empty array from the back", "[ ]", u"$[#-1]"_s, {});
    row("element", R"([1,"2",[3],{"a":4}])", u"$[2]"_s, "[3]");
    row("last element", R"([1,"2",[3],{"a":4}])", u"$[#-1].a"_s, "4");
    row("first from the back", "[1,2,3]", u"$[#-3]"_s, "1");
    row("beyond", "[1,2,3]", u"$[3]"_s, {});
    row("beyond from the back", "[1,2,3]", u"$[#-4]"_s, {});
    row("far beyond", "[1,2,3]", u"$[18446744073709551615]"_s, {});
    row("far beyond from the back", "[1,2,3]", u"$[#-18446744073709551615]"_s, {});
    row("escaped name", R"({"\u0070":1})", u"$.p"_s, "1");
    row("escaped name, first", R"({"\u0070":1,"p":2})", u"$.p"_s, "1");
    row("escaped quote in a name", R"({"a\"b":1})", uR"($."a\"b")"_s, "1");
    row("backslash in a name", R"({"a\\b":1})", uR"($.a\b)"_s, "1");
    row("raw name is not the name", R"({"a\\b":1,"a\\\\b":2})", uR"($."a\\\\b")"_s, "2");
    row("surrogates in a name", R"({"\ud83d\ude00":1})", u"$.\U0001F600"_s, "1");
    row("surrogate alone in a name", R"({"\ud800":1})", u"$.\uFFFD"_s, "1");
    row("literals", R"({"a":true,"b":false,"c":null})", u"$.c"_s, "null");
    row("400 digits", R"({"a":)" + QByteArray(400, '7') + "}", u"$.a"_s, QByteArray(400, '7'));
    row("NUL after", QByteArray("{\"a\":1}\0", 8), u"$.a"_s, "1");
    row("invalid further on", R"({"a":1,"b":oops)", u"$.a"_s, "1");
    row("no literal", R"({"a":nope})", u"$.a"_s, {});
    row("no number", R"({"a":01})", u"$.a"_s, {});
    row("no value", R"({"a":,"b":1})", u"$.b"_s, {});
    row("no name", R"({a:1})", u"$.a"_s, {});
    row("no colon", R"({"a" 1})", u"$.a"_s, {});
    row("no comma", R"({"a":1 "b":2})", u"$.b"_s, {});
    row("closes too early", R"(])", u"$"_s, {});
    row("from the back of an open array", "[1,2", u"$[#-1]"_s, {});
    row("byte order mark", "\xEF\xBB\xBF{\"a\":1}", u"$.a"_s, {});
}

void TestJsonPath::find()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, path);
    QFETCH(QByteArray, expected);
    const QByteArrayView found = JsonPath::parse(path).value().find(json);
    QCOMPARE(found.toByteArray(), expected);
    QCOMPARE(found.isNull(), expected.isNull());
    if (!found.isNull())
        QVERIFY(found.begin() >= json.cbegin() && found.end() <= json.cend());
}

// A value is found once its last byte is there, and one byte later if only that shows its end.
void TestJsonPath::findInCutText()
{
    const QByteArray json = R"({"n":-12.5,"s":"a\"]","l":true,"a":[{"x":1},[2]]})";
    const auto shortestFor = [&json](const QString &path) {
        const JsonPath parsed = JsonPath::parse(path).value();
        const QByteArray whole = parsed.find(json).toByteArray();
        qsizetype shortest = json.size();
        for (qsizetype size = json.size(); size >= 0; --size) {
            const QByteArrayView found = parsed.find(QByteArrayView(json).first(size));
            if (found.isNull())
                break;
            shortest = found == whole ? size : -1;
        }
        return json.first(shortest);
    };
    QCOMPARE(shortestFor(u"$.n"_s), R"({"n":-12.5,)");
    QCOMPARE(shortestFor(u"$.s"_s), R"({"n":-12.5,"s":"a\"]")");
    QCOMPARE(shortestFor(u"$.l"_s), R"({"n":-12.5,"s":"a\"]","l":true,)");
    QCOMPARE(shortestFor(u"$.a"_s), R"({"n":-12.5,"s":"a\"]","l":true,"a":[{"x":1},[2]])");
    QCOMPARE(shortestFor(u"$.a[0].x"_s), R"({"n":-12.5,"s":"a\"]","l":true,"a":[{"x":1})");
    QCOMPARE(shortestFor(u"$.a[#-2]"_s), R"({"n":-12.5,"s":"a\"]","l":true,"a":[{"x":1},[2]])");
    QCOMPARE(shortestFor(u"$"_s), json);
}

namespace {

/// What SQLite finds: the value's JSON text; null if there is none.
class SqliteFinder
{
public:
    SqliteFinder()
    {
        sqlite3_open(":memory:", &m_database);
        sqlite3_prepare_v2(m_database, "SELECT ?1 -> ?2", -1, &m_statement, nullptr);
    }
    ~SqliteFinder()
    {
        sqlite3_finalize(m_statement);
        sqlite3_close(m_database);
    }
    Q_DISABLE_COPY_MOVE(SqliteFinder)

    bool isOpen() const { return m_statement; }

    QByteArray find(const QByteArray &json, const QByteArray &path)
    {
        sqlite3_reset(m_statement);
        sqlite3_bind_text(m_statement, 1, json.constData(), int(json.size()), SQLITE_STATIC);
        sqlite3_bind_text(m_statement, 2, path.constData(), int(path.size()), SQLITE_STATIC);
        if (sqlite3_step(m_statement) != SQLITE_ROW)
            return QByteArray("error: ") + sqlite3_errmsg(m_database);
        const unsigned char *const text = sqlite3_column_text(m_statement, 0);
        return text ? QByteArray(reinterpret_cast<const char *>(text)) : QByteArray();
    }

private:
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_statement = nullptr;
};

/// Valid JSON of few names, so that paths at random often lead somewhere.
class RandomJson
{
public:
    explicit RandomJson(quint32 seed)
        : m_random(seed)
    {}

    QByteArray value(int depth)
    {
        switch (m_random.bounded(depth > 0 ? 9 : 5)) {
        case 0:
            return QByteArray::number(m_random.bounded(-1000, 1000)) + oneOf({"", ".50", "e3", "E-10"});
        case 1:
            return oneOf({"true", "false", "null"});
        case 2:
            return oneOf(
                    {R"("")", R"("]}")", R"("\"a\":1")", R"("\\")", R"("\u00e9\\\"{[")", "\"\xC3\xA9\""});
        case 3:
            return oneOf({"{}", "[]", "{ }", "[ ]"});
        case 4:
            return '"' + QByteArray(m_random.bounded(40), 'x') + '"';
        case 5:
        case 6:
            return collection(depth, '[', ']');
        default:
            return collection(depth, '{', '}');
        }
    }

    QByteArray path()
    {
        QByteArray text = "$";
        for (int i = m_random.bounded(5); i > 0; --i) {
            const int kind = m_random.bounded(4);
            if (kind == 0)
                text += '[' + QByteArray::number(m_random.bounded(4)) + ']';
            else if (kind == 1)
                text += "[#-" + QByteArray::number(m_random.bounded(1, 4)) + ']';
            else
                text += '.' + name();
        }
        return text;
    }

private:
    QByteArray name() { return oneOf({"a", "b", "ab", "\"\"", "\"c d\"", "\xC3\xA9"}); }
    QByteArray blank() { return oneOf({"", "", "", " ", "\t", "\r\n"}); }

    QByteArray collection(int depth, char open, char close)
    {
        QByteArray text = open + blank();
        for (int i = m_random.bounded(5); i > 0; --i) {
            if (open == '{') {
                const QByteArray bare = name();
                text += (bare.startsWith('"') ? bare : '"' + bare + '"') + blank() + ':' + blank();
            }
            text += value(depth - 1) + blank() + (i > 1 ? "," + blank() : QByteArray());
        }
        return text + close;
    }

    QByteArray oneOf(std::initializer_list<const char *> choices)
    {
        return *(choices.begin() + m_random.bounded(int(choices.size())));
    }

    QRandomGenerator m_random;
};

} // namespace

void TestJsonPath::agreesWithSqlite()
{
    SqliteFinder sqlite;
    if (!sqlite.isOpen())
        QSKIP("This SQLite is older than the operator ->.");
    RandomJson random(20260101);
    int hits = 0;
    for (int i = 0; i < 20'000; ++i) {
        const QByteArray json = random.value(5);
        const QByteArray text = random.path();
        const std::optional<JsonPath> path = JsonPath::parse(QString::fromUtf8(text));
        QVERIFY2(path, text.constData());
        QVERIFY2(checkJson(json).ok, json.constData());
        const QByteArrayView found = path->find(json);
        QVERIFY2(minifyJson(found.toByteArray()) == sqlite.find(json, text),
                 QByteArray(json + "  " + text).constData());
        hits += found.isNull() ? 0 : 1;
    }
    QVERIFY2(hits > 4000, QByteArray::number(hits).constData());
}

// Under AddressSanitizer this fails at the first read beyond the end.
void TestJsonPath::staysWithinBounds()
{
    RandomJson random(7);
    QRandomGenerator bytes(7);
    for (int i = 0; i < 5'000; ++i) {
        QByteArray json = random.value(4);
        const JsonPath path = JsonPath::parse(QString::fromUtf8(random.path())).value();
        for (int change = bytes.bounded(3); change > 0; --change)
            json[bytes.bounded(int(json.size()))] = "\"\\{}[],: \0x1"[bytes.bounded(12)];
        const QByteArray cut(json.constData(), bytes.bounded(int(json.size()) + 1));
        const QByteArrayView found = path.find(cut);
        QVERIFY2(found.isNull() || (found.begin() >= cut.cbegin() && found.end() <= cut.cend()),
                 cut.constData());
    }
}

void TestJsonPath::isBounded()
{
    QElapsedTimer timer;
    timer.start();
    constexpr qsizetype depth = 10'000;
    const QByteArray deep = QByteArray("[").repeated(depth) + "7" + QByteArray("]").repeated(depth);
    QCOMPARE(JsonPath(QList<Step>(depth, element(0))).find(deep), "7");
    QCOMPARE(JsonPath(QList<Step>(depth, fromBack(1))).find(deep), "7");
    QCOMPARE(JsonPath({member("b")}).find("{\"a\":" + deep + ",\"b\":1}"), "1");

    QByteArray large = "{\"x\":\"";
    large += QByteArray("\\\\\\\"").repeated(5'000'000) + "\",\"y\":[";
    large += QByteArray("{\"k\":[1,2,3]},").repeated(5'000'000) + "0],\"z\":2}";
    QVERIFY(large.size() > 90'000'000);
    QCOMPARE(JsonPath({member("z")}).find(large), "2");
    QCOMPARE(JsonPath({member("y"), fromBack(2)}).find(large), "{\"k\":[1,2,3]}");
    QVERIFY(JsonPath({member("z")}).find(large.chopped(1)).isNull());
    // A string that never ends, and a name that is nothing but escapes.
    QVERIFY(JsonPath({member("z")}).find("{\"z\":\"" + QByteArray("\\\"").repeated(10'000'000)).isNull());
    QVERIFY(JsonPath({member("z")}).find("{\"" + QByteArray("\\\"").repeated(10'000'000) + "\":1}").isNull());
    QVERIFY2(timer.elapsed() < 15'000, QByteArray::number(timer.elapsed()).constData());
}

// The limit leaves room for sanitizers and busy machines.
void TestJsonPath::isFast()
{
    const QByteArray trade =
            R"({"ch":"trades","seq":881210,"s":"BTC-USD","p":64231.07,"q":0.21873,"side":"buy"})";
    const JsonPath path = JsonPath::parse(u"$.p").value();
    constexpr int count = 1'000'000;
    qsizetype bytes = 0;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < count; ++i)
        bytes += path.find(trade).size();
    const double ns = double(timer.nsecsElapsed()) / count;
    QCOMPARE(bytes, qsizetype(count) * 8);
    qInfo("%.0f ns a message", ns);
    QVERIFY2(ns < 4000, QByteArray::number(ns).constData());
}

QTEST_GUILESS_MAIN(TestJsonPath)
#include "tst_jsonpath.moc"
