// SPDX-License-Identifier: MIT
// What a path finds in a text: as SQLite does, within bounds, and fast.
#include "format/json/jsonlayout.h"
#include "format/json/jsonpath.h"
#include "jsonpathsteps.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

class tst_JsonPathFinding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void find_data();
    void find();
    void findInCutText();
    void agreesWithSqlite();
    void staysWithinBounds();
    void isBounded();
    void isFast();
};

void tst_JsonPathFinding::find_data()
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

void tst_JsonPathFinding::find()
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
void tst_JsonPathFinding::findInCutText()
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

void tst_JsonPathFinding::agreesWithSqlite()
{
    SqliteFinder sqlite;
    if (!sqlite.isOpen())
        QSKIP("This SQLite is older than the operator ->.");
    RandomJson random(20260101);
    constexpr int rounds = SanitizedBuild ? 7'000 : 20'000;
    int hits = 0;
    for (int i = 0; i < rounds; ++i) {
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
    QVERIFY2(hits > rounds / 5, QByteArray::number(hits).constData());
}

// Under AddressSanitizer this fails at the first read beyond the end.
void tst_JsonPathFinding::staysWithinBounds()
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

void tst_JsonPathFinding::isBounded()
{
    QElapsedTimer timer;
    timer.start();
    constexpr qsizetype depth = 10'000;
    const QByteArray deep = QByteArray("[").repeated(depth) + "7" + QByteArray("]").repeated(depth);
    QCOMPARE(JsonPath(QList<Step>(depth, element(0))).find(deep), "7");
    QCOMPARE(JsonPath(QList<Step>(depth, fromBack(1))).find(deep), "7");
    QCOMPARE(JsonPath({member("b")}).find("{\"a\":" + deep + ",\"b\":1}"), "1");

    QByteArray large = "{\"x\":\"";
    large += QByteArray("\\\\\\\"").repeated(1'000'000) + "\",\"y\":[";
    large += QByteArray("{\"k\":[1,2,3]},").repeated(1'000'000) + "0],\"z\":2}";
    QVERIFY(large.size() > 18'000'000);
    QCOMPARE(JsonPath({member("z")}).find(large), "2");
    QCOMPARE(JsonPath({member("y"), fromBack(2)}).find(large), "{\"k\":[1,2,3]}");
    QVERIFY(JsonPath({member("z")}).find(large.chopped(1)).isNull());
    // A string that never ends, and a name that is nothing but escapes.
    QVERIFY(JsonPath({member("z")}).find("{\"z\":\"" + QByteArray("\\\"").repeated(2'000'000)).isNull());
    QVERIFY(JsonPath({member("z")}).find("{\"" + QByteArray("\\\"").repeated(2'000'000) + "\":1}").isNull());
    QVERIFY2(timer.elapsed() < 15'000, QByteArray::number(timer.elapsed()).constData());
}

// The limit leaves room for sanitizers and busy machines.
void tst_JsonPathFinding::isFast()
{
    const QByteArray trade =
            R"({"ch":"trades","seq":881210,"s":"BTC-USD","p":64231.07,"q":0.21873,"side":"buy"})";
    const JsonPath path = JsonPath::parse(u"$.p").value();
    constexpr int count = 200'000;
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

SOCKETSCOPE_TEST(tst_JsonPathFinding, QCoreApplication)
#include "tst_jsonpathfinding.moc"
