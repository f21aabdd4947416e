// SPDX-License-Identifier: MIT
#include "saved/variablecompletion.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_VariableCompletion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offers_data();
    void offers();
    void saysWhatEachGives();
    void isBounded();
};

static ChosenEnvironment environment()
{
    ChosenEnvironment chosen;
    chosen.values = {{u"host"_s, u"example.com"_s}, {u"Home"_s, u"a\nb"_s}, {u"key"_s, u"hush"_s}};
    chosen.secretNames = QStringList{u"key"_s, u"unknown"_s};
    return chosen;
}

// "|" is the cursor. The offers that are no calls of $time and the like by Postman's names, and what they
// replace.
void tst_VariableCompletion::offers_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("inserts");
    QTest::addColumn<QString>("replaced");
    const auto row = [](const char *name, const QString &line, const QString &inserts,
                        const QString &replaced) { QTest::newRow(name) << line << inserts << replaced; };
    row("nothing typed", u"x {{|"_s, u"Home host key unknown $now"_s, u""_s);
    row("a letter", u"{{h|"_s, u"Home host"_s, u"h"_s);
    row("blanks", u"{{ \tk|"_s, u"key"_s, u"k"_s);
    row("a call", u"{{$now.|"_s, u"$now.s $now.iso"_s, u"$now."_s);
    row("arguments", u"{{$random 1|"_s, u"$random 1 100"_s, u"$random 1"_s);
    row("before closing braces", u"{{ho|}} {{key}}"_s, u"Home host"_s, u"ho}}"_s);
    row("within a name", u"{{h|om}}"_s, u"Home host"_s, u"hom}}"_s);
    row("what stands there", u"{{h|ost}}"_s, u"Home"_s, u"host}}"_s);
    row("the rest of an open one is text", u"{{k|ost"_s, u"key"_s, u"k"_s);
    row("after another", u"{{host}}{{k|"_s, u"key"_s, u"k"_s);
    row("three braces", u"{{{k|"_s, u"key"_s, u"k"_s);
    row("escaped", u"\\{{k|"_s, u""_s, u""_s);
    row("two backslashes", u"\\\\{{k|"_s, u"key"_s, u"k"_s);
    row("one brace", u"{k|"_s, u""_s, u""_s);
    row("closed", u"{{key}}|"_s, u""_s, u""_s);
    row("no name", u"{{\"k|"_s, u""_s, u""_s);
    row("nothing fits", u"{{q|"_s, u""_s, u""_s);
}

void tst_VariableCompletion::offers()
{
    QFETCH(QString, line);
    QFETCH(const QString, inserts);
    const qsizetype cursor = line.indexOf(u'|');
    line.remove(cursor, 1);
    const Completions completions = completeVariable(line, cursor, environment());
    QStringList found;
    for (const Completion &item : completions.items)
        found.append(item.insert);
    QCOMPARE(found.join(u' ').left(inserts.size()), inserts);
    QCOMPARE(found.isEmpty(), inserts.isEmpty());
    if (!found.isEmpty())
        QTEST(line.mid(completions.start, completions.length), "replaced");
}

void tst_VariableCompletion::saysWhatEachGives()
{
    const QString line = u"{{"_s;
    const QList<Completion> items = completeVariable(line, line.size(), environment()).items;
    QCOMPARE(items.value(0), (Completion{u"Home"_s, u"“a b”"_s}));
    QCOMPARE(items.value(1), (Completion{u"host"_s, u"“example.com”"_s}));
    QCOMPARE(items.value(2), (Completion{u"key"_s, u"a secret"_s}));
    QCOMPARE(items.value(3), (Completion{u"unknown"_s, u"a secret"_s}));
    QCOMPARE(items.size(), 4 + GeneratedValues::kinds().size());
    for (const Completion &item : items)
        QVERIFY2(!item.explanation.isEmpty(), qPrintable(item.insert));
}

void tst_VariableCompletion::isBounded()
{
    ChosenEnvironment many;
    for (int i = 0; i < 1000; ++i)
        many.values.insert(u"v%1"_s.arg(i), u"x"_s);
    QCOMPARE(completeVariable(u"{{"_s, 2, many).items.size(), 50);
    // A long line is looked at near the cursor only.
    const QString line = QString(1'000'000, u'{') + u"v99"_s;
    QCOMPARE(completeVariable(line, line.size(), many).items.size(), 11);
}

SOCKETSCOPE_TEST(tst_VariableCompletion, QCoreApplication)
#include "tst_variablecompletion.moc"
