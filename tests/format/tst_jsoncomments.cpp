// SPDX-License-Identifier: MIT
#include "format/json/jsoncomments.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonComments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesThemOut_data();
    void takesThemOut();
};

void tst_JsonComments::takesThemOut_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qsizetype>("comment");
    QTest::addColumn<qsizetype>("comma");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &json, qsizetype comment,
                        qsizetype comma) { QTest::newRow(name) << text << json << comment << comma; };
    row("none", R"({"a": [1, 2], "b": {}})", R"({"a": [1, 2], "b": {}})", -1, -1);
    row("empty", "", "", -1, -1);
    row("a line", "[1, // one\r\n2]", "[1,       \r\n2]", 4, -1);
    row("at the end", "[1]//x", "[1]   ", 3, -1);
    row("a block", "[1, /* a\n b */ 2]", "[1,     \n      2]", 4, -1);
    row("in strings", R"(["//", "\"/*", "a*/"])", R"(["//", "\"/*", "a*/"])", -1, -1);
    row("trailing commas", "[1,{\"a\":2,},]", "[1,{\"a\":2 } ]", -1, 9);
    row("behind a string", R"(["a,]" , ])", R"(["a,]"   ])", -1, 7);
    row("before a comment", "[1, // x\n]", "[1      \n]", 4, 2);
    row("commas alone", "[,] [1,,] {\"a\":,}", "[,] [1,,] {\"a\":,}", -1, -1);
    row("a comment that does not end", "[1, /* x ]", "[1, /* x ]", -1, -1);
    row("a slash", "[1 / 2]", "[1 / 2]", -1, -1);
    row("a block that is too short", "/*/ 1", "/*/ 1", -1, -1);
    row("a string that does not end", "[\"a//\\", "[\"a//\\", -1, -1);
    row("characters of several bytes", "[/*ä*/1]", "[      1]", 1, -1);
}

void tst_JsonComments::takesThemOut()
{
    QFETCH(const QByteArray, text);
    const CommentedJson result = withoutComments(text);
    QTEST(result.json, "json");
    QTEST(result.comment, "comment");
    QTEST(result.comma, "comma");
    QCOMPARE(result.json.size(), text.size());
}

SOCKETSCOPE_TEST(tst_JsonComments, QCoreApplication)
#include "tst_jsoncomments.moc"
