// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "format/json/jsonrecords.h"
#include "scancontrol.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void records_data();
    void records();
    void endsOnceCancelled();
    void meant_data();
    void meant();
    void saysWhyNot_data();
    void saysWhyNot();
};

void tst_JsonRecords::records_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<qsizetype>("count");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &json, qsizetype count) {
        QTest::newRow(name) << text << json << count;
    };
    row("one", R"({"a":1})", R"({"a":1})", 1);
    row("byte order mark", "\xEF\xBB\xBF{\"a\":1}", R"({"a":1})", 1);
    row("JSON lines", "{\"a\":1}\n[2]\r\n{}\n", R"([{"a":1},[2],{}])", 3);
    row("nothing between", "{}{}", "[{},{}]", 2);
    row("scalars behind", "[1] 2 \"x\" null", R"([[1],2,"x",null])", 4);
    row("RFC 7464", "\x1E{\"a\":1}\n\x1E{\"a\":2}\n", R"([{"a":1},{"a":2}])", 2);
    row("U+001E behind one", "{\"type\":6}\x1E", R"({"type":6})", 1);
    row("U+001E behind each", "{\"type\":6}\x1E{}\x1E", R"([{"type":6},{}])", 2);
    row("a mark before each", "\xEF\xBB\xBF{}\n\xEF\xBB\xBF{}", "[{},{}]", 2);
    row("the second is not whole", "{}\n{\"a\":", {}, 0);
    row("something else behind", "{}\nok", {}, 0);
    row("a comma between", "{},{}", {}, 0);
    row("scalars alone", "1\n2\n", {}, 0);
    row("a word in brackets", "[INFO] started", {}, 0);
    row("empty", "", {}, 0);
    row("separators alone", "\x1E\x1E", {}, 0);
    row("U+001E within", "{\"a\":\x1E}", {}, 0);
}

void tst_JsonRecords::records()
{
    QFETCH(const QByteArray, text);
    const JsonRecords records = readJsonRecords(text);
    QTEST(records.json, "json");
    if (!records.json.isNull()) {
        QTEST(records.count, "count");
        QVERIFY(checkJson(records.json).ok);
    }
}

void tst_JsonRecords::endsOnceCancelled()
{
    ScanControl control;
    control.cancelled = true;
    QVERIFY(readJsonRecords("{}{}", &control).json.isNull());
}

void tst_JsonRecords::meant_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isMeant");
    QTest::newRow("object") << QByteArray(" {") << true;
    QTest::newRow("array") << QByteArray("[") << true;
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF[") << true;
    QTest::newRow("separator") << QByteArray("\x1E{") << true;
    QTest::newRow("comments") << QByteArray("// one\n/* two\n*/ //three\n {") << true;
    QTest::newRow("comments alone") << QByteArray("// one\n/* two") << false;
    QTest::newRow("text") << QByteArray("hello {") << false;
    QTest::newRow("empty") << QByteArray() << false;
}

void tst_JsonRecords::meant()
{
    QFETCH(const QByteArray, text);
    QTEST(isMeantAsJson(text), "isMeant");
}

void tst_JsonRecords::saysWhyNot_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("start");
    const auto row = [](const QByteArray &text, int column, const QString &start) {
        QTest::newRow(text.constData()) << text << column << start;
    };
    row("{\"a\":NaN}", 6, u"JSON has no NaN"_s);
    row("[1,Infinity]", 4, u"JSON has no Infinity"_s);
    row("[1,-Infinity]", 4, u"JSON has no Infinity"_s);
    row("{\"a\":undefined}", 6, u"JSON has no undefined"_s);
    row("[None]", 2, u"Text needs double quotes"_s);
    row("// a\n{}", 1, u"JSON has no comments"_s);
    row("{} // a", 4, u"JSON has no comments"_s);
    row("{\"a\":1} /* b */", 9, u"JSON has no comments"_s);
    row("[1, /* b */ 2]", 5, u"JSON has no comments"_s);
}

void tst_JsonRecords::saysWhyNot()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, start);
    const JsonCheck check = checkJson(text);
    QVERIFY(!check.ok);
    QTEST(check.errorColumn, "column");
    QVERIFY2(check.errorMessage.startsWith(start), qPrintable(check.errorMessage));
}

SOCKETSCOPE_TEST(tst_JsonRecords, TestProgram::NoApplication)
#include "tst_jsonrecords.moc"
