// SPDX-License-Identifier: MIT
#include "saved/collections/structuredtext.h"
#include "support/testprogram.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_StructuredText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void manyMembers();
    void takesAsMuchAsItMay();
};

void tst_StructuredText::reads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("json") << QByteArray(R"({"a":[1,true,null,"x"]})")
                          << QByteArray(R"({"a":[1,true,null,"x"]})");
    QTest::newRow("yaml") << QByteArray("a: [1, true, ~, 'true']\nb:\n  - c: |-\n      two\n      lines\n")
                          << QByteArray(R"({"a":["1",true,null,"true"],"b":[{"c":"two\nlines"}]})");
    QTest::newRow("flow that begins as JSON") << QByteArray("{a: b}") << QByteArray(R"({"a":"b"})");
    QTest::newRow("aliases") << QByteArray("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n")
                             << QByteArray(R"({"a":{"b":"1"},"c":{"b":"1"},"d":[{"b":"1"},{"b":"1"}]})");
    QTest::newRow("a key twice") << QByteArray("a: 1\na: 2\n") << QByteArray(R"({"a":"2"})");
    QTest::newRow("numbers and truth as keys")
            << QByteArray("1: x\ntrue: y\n~: z\n") << QByteArray(R"({"":"z","1":"x","true":"y"})");
    QTest::newRow("the first document") << QByteArray("a: 1\n---\nb: 2\n") << QByteArray(R"({"a":"1"})");
    QTest::newRow("64 deep") << QByteArray(64, '[') + QByteArray(64, ']')
                             << QByteArray(64, '[') + QByteArray(64, ']');
}

void tst_StructuredText::reads()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    const StructuredText::Tree tree = StructuredText::read(text);
    QCOMPARE(tree.failure, QString());
    const QJsonDocument document =
            tree.root.isArray() ? QJsonDocument(tree.root.toArray()) : QJsonDocument(tree.root.toObject());
    QCOMPARE(document.toJson(QJsonDocument::Compact), json);
}

// Each level stands for ten of the one before.
static QByteArray laughs(int levels)
{
    QByteArray yaml("l0: &l0 ha\n");
    for (int i = 1; i <= levels; ++i) {
        const QByteArray before = "*l" + QByteArray::number(i - 1);
        yaml += 'l' + QByteArray::number(i) + ": &l" + QByteArray::number(i) + " [" + before;
        for (int j = 1; j < 10; ++j)
            yaml += ", " + before;
        yaml += "]\n";
    }
    return yaml;
}

void tst_StructuredText::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("failure");
    QTest::newRow("a billion laughs")
            << laughs(9) << u"With all that its aliases stand for, it is too large in line 7."_s;
    QTest::newRow("an alias within itself")
            << QByteArray("a: &x [*x]\n") << u"An alias is within what it names in line 1."_s;
    QTest::newRow("an alias of nothing")
            << QByteArray("a: *x\n") << u"It is no YAML: line 1 cannot be read."_s;
    QTest::newRow("lists, deep, which may be a key")
            << QByteArray(1000000, '[') << u"A key is no text in line 1."_s;
    QTest::newRow("65 deep") << QByteArray(65, '[') + QByteArray(65, ']')
                             << u"There are more than 64 lists and maps in each other in line 1."_s;
    QTest::newRow("blocks, deep") << QByteArray("- ").repeated(100000)
                                  << u"There are more than 64 lists and maps in each other in line 1."_s;
    QTest::newRow("maps, deep") << QByteArray("? ").repeated(100000) << u"A key is no text in line 1."_s;
    QTest::newRow("a map as a key") << QByteArray("- ? {a: b}\n  : c\n") << u"A key is no text in line 1."_s;
    QTest::newRow("a list as a key") << QByteArray("a: 1\n? [b]\n: c\n") << u"A key is no text in line 2."_s;
    QTest::newRow("a tab") << QByteArray("a:\n\tb: 1\n") << u"It is no YAML: line 2 cannot be read."_s;
    QTest::newRow("too large") << QByteArray(StructuredText::MaxBytes + 1, 'a')
                               << u"It has more than 32 MiB."_s;
    QTest::newRow("binary") << QByteArray("\x89PNG\r\n\x1a\n\0\0", 10) << u"It is no text."_s;
    QTest::newRow("nothing") << QByteArray() << u"There is nothing in it."_s;
    QTest::newRow("broken JSON") << QByteArray(R"({"a": "b)")
                                 << u"It is no JSON: unterminated string at byte 9."_s;
}

void tst_StructuredText::refuses()
{
    QFETCH(QByteArray, text);
    QElapsedTimer time;
    time.start();
    const StructuredText::Tree tree = StructuredText::read(text);
    QTEST(tree.failure, "failure");
    QVERIFY(tree.root.isNull());
    // However slow the machine is, it is not the work of hours.
    QVERIFY(time.elapsed() < 20000);
}

// In the order that costs most where each is inserted before the others.
void tst_StructuredText::manyMembers()
{
    QByteArray yaml;
    for (int i = 400000; i > 100000; --i)
        yaml += 'k' + QByteArray::number(i) + ": 1\n";
    QElapsedTimer time;
    time.start();
    const StructuredText::Tree tree = StructuredText::read(yaml);
    QCOMPARE(tree.failure, QString());
    QCOMPARE(tree.root.toObject().size(), 300000);
    QVERIFY(time.elapsed() < 20000);
}

void tst_StructuredText::takesAsMuchAsItMay()
{
    const StructuredText::Tree tree = StructuredText::read("a: |\n  " + QByteArray(20000000, 'x') + '\n');
    QCOMPARE(tree.failure, QString());
    QCOMPARE(tree.root.toObject().value("a"_L1).toString().size(), 20000001);
}

SOCKETSCOPE_TEST(tst_StructuredText, QCoreApplication)
#include "tst_structuredtext.moc"
