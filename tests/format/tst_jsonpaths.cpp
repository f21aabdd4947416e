// SPDX-License-Identifier: MIT
#include "format/json/jsonpath.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void paths_data();
    void paths();
    void stopsAtTheLimit();
    void findsWhatItOffers();
    void isBounded();
};

void tst_JsonPaths::paths_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QByteArray &json, const QString &paths) {
        QTest::newRow(name) << json << paths.split(u' ', Qt::SkipEmptyParts);
    };
    row("nothing", "", u""_s);
    row("blanks", "  ", u""_s);
    row("no JSON", "hello", u""_s);
    row("number", "12", u""_s);
    row("empty", "{ }", u""_s);
    row("members", R"({"ch":"trades","p":64231.07})", u"$.ch $.p"_s);
    row("blanks between", " { \"a\" : 1 ,\n\"b\" : { \"c\" : 2 } } ", u"$.a $.b $.b.c"_s);
    row("nested", R"({"a":{"b":{"c":1},"d":2},"e":3})", u"$.a $.a.b $.a.b.c $.a.d $.e"_s);
    row("arrays", R"({"bids":[["1","2"],["3","4"]],"e":3})", u"$.bids $.bids[0] $.bids[0][0] $.e"_s);
    row("array at the top", R"([{"a":1},{"b":2}])", u"$[0] $[0].a"_s);
    row("empty arrays", R"({"a":[ ],"b":{}})", u"$.a $.b"_s);
    row("names in quotes", R"({"a.b":1,"c":2,"":3})", u"$.\"a.b\" $.c $.\"\""_s);
    row("escapes", R"({"\u0070\"":1})", uR"($."p\"")"_s);
    row("duplicates", R"({"a":{"x":1},"b":0,"a":{"y":2}})", u"$.a $.a.x $.b"_s);
    row("duplicate by an escape", R"({"a":1,"\u0061":{"y":2}})", u"$.a"_s);
    row("depth", R"({"1":{"2":{"3":{"4":{"5":{"6":{"7":1}}}}}},"x":0})",
        u"$.1 $.1.2 $.1.2.3 $.1.2.3.4 $.1.2.3.4.5 $.1.2.3.4.5.6 $.x"_s);
    row("long name", R"({")" + QByteArray(200, 'n') + R"(":{"a":1},"x":0})", u"$.x"_s);
    row("cut in a value", R"({"a":1,"b":"cu)", u"$.a $.b"_s);
    row("cut in a name", R"({"a":1,"b)", u"$.a"_s);
    row("cut before the colon", R"({"a":1,"b")", u"$.a"_s);
    row("cut in an array", R"({"a":[)", u"$.a"_s);
    row("no literal", R"({"a":oops,"b":1})", u"$.a $.b"_s);
    row("wrong bracket", R"({"a":{"b":1],"c":2})", u"$.a $.a.b"_s);
    row("no name", R"({"a":1,b:2,"c":3})", u"$.a"_s);
}

void tst_JsonPaths::paths()
{
    QFETCH(QByteArray, json);
    QTEST(jsonPathsOf(json, 100), "expected");
}

void tst_JsonPaths::stopsAtTheLimit()
{
    const QByteArray json = R"({"a":{"b":1},"c":[2],"d":3})";
    QCOMPARE(jsonPathsOf(json, 0), QStringList());
    QCOMPARE(jsonPathsOf(json, -1), QStringList());
    QCOMPARE(jsonPathsOf(json, 1), QStringList{u"$.a"_s});
    QCOMPARE(jsonPathsOf(json, 4), (QStringList{u"$.a"_s, u"$.a.b"_s, u"$.c"_s, u"$.c[0]"_s}));
    QCOMPARE(jsonPathsOf(json, 5), jsonPathsOf(json, 100));
}

void tst_JsonPaths::findsWhatItOffers()
{
    const QByteArray json = R"({"a.b":[{"\u0070":{"two words":[[1]]}}],"\ud800":2,"":{"\\":3},"c":null})";
    const QStringList paths = jsonPathsOf(json, 100);
    QCOMPARE(paths.size(), 10);
    for (const QString &path : paths)
        QVERIFY2(!JsonPath::parse(path).value().find(json).isNull(), qPrintable(path));
}

void tst_JsonPaths::isBounded()
{
    QCOMPARE(jsonPathsOf(QByteArray("[").repeated(1'000'000), 100).size(), 6);
    QCOMPARE(jsonPathsOf(QByteArray("{\"a\":").repeated(1'000'000), 100).size(), 6);
    QByteArray many = "{";
    for (int i = 0; i < 100'000; ++i)
        many += "\"" + QByteArray::number(i) + "\":0,";
    QCOMPARE(jsonPathsOf(many, 200).size(), 200);
    QCOMPARE(jsonPathsOf("[" + QByteArray("[1,2],").repeated(1'000'000), 100).size(), 2);
}

SOCKETSCOPE_TEST(tst_JsonPaths, QCoreApplication)
#include "tst_jsonpaths.moc"
