// SPDX-License-Identifier: MIT
#include "format/json/jsonpath.h"
#include "jsonpathsteps.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_data();
    void parse();
    void parsePrefix_data();
    void parsePrefix();
    void problems_data();
    void problems();
};

Q_DECLARE_METATYPE(Step)

void tst_JsonPath::parse_data()
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

void tst_JsonPath::parse()
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

void tst_JsonPath::parsePrefix_data()
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

void tst_JsonPath::parsePrefix()
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

void tst_JsonPath::problems_data()
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

void tst_JsonPath::problems()
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

SOCKETSCOPE_TEST(tst_JsonPath, QCoreApplication)
#include "tst_jsonpath.moc"
