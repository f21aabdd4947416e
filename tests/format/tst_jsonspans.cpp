// SPDX-License-Identifier: MIT
#include "format/json/jsonspans.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_JsonSpans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spans_data();
    void spans();
    void positions();
    void isBounded();
};

// One letter a span: k(ey), s(tring), n(umber), l(iteral), p(unctuation), each with its text.
static QStringList described(QStringView line)
{
    QStringList result;
    for (const JsonSpan &span : jsonSpans(line)) {
        const QChar letter = u"ksnlp"_s.at(int(span.kind));
        result << letter + u" "_s + line.sliced(span.start, span.length).toString();
    }
    return result;
}

void tst_JsonSpans::spans_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("empty") << u""_s << QStringList();
    QTest::newRow("member") << uR"(  "price": 64222.13,)"_s
                            << QStringList{uR"(k "price")"_s, u"p :"_s, u"n 64222.13"_s, u"p ,"_s};
    QTest::newRow("string value") << uR"("side": "buy")"_s
                                  << QStringList{uR"(k "side")"_s, u"p :"_s, uR"(s "buy")"_s};
    QTest::newRow("blank before the colon")
            << uR"("a"  : 1)"_s << QStringList{uR"(k "a")"_s, u"p :"_s, u"n 1"_s};
    QTest::newRow("literals") << u"true false null"_s << QStringList{u"l true"_s, u"l false"_s, u"l null"_s};
    QTest::newRow("no literals") << u"truer True nul undefined"_s << QStringList();
    QTest::newRow("numbers") << u"-1.5E+10 0"_s << QStringList{u"n -1.5E+10"_s, u"n 0"_s};
    QTest::newRow("escaped quote") << uR"("a\"b": 1)"_s << QStringList{uR"(k "a\"b")"_s, u"p :"_s, u"n 1"_s};
    QTest::newRow("escaped backslash")
            << uR"("a\\": 1)"_s << QStringList{uR"(k "a\\")"_s, u"p :"_s, u"n 1"_s};
    QTest::newRow("colon in a string") << uR"(["a:b"])"_s << QStringList{u"p ["_s, uR"(s "a:b")"_s, u"p ]"_s};
    QTest::newRow("not closed") << uR"("a": "b, 1)"_s
                                << QStringList{uR"(k "a")"_s, u"p :"_s, uR"(s "b, 1)"_s};
    QTest::newRow("ends with a backslash") << uR"("a\)"_s << QStringList{uR"(s "a\)"_s};
    QTest::newRow("emoji") << u"\"\U0001F600\": {}"_s
                           << QStringList{u"k \"\U0001F600\""_s, u"p :"_s, u"p {"_s, u"p }"_s};
}

void tst_JsonSpans::spans()
{
    QFETCH(QString, line);
    QTEST(described(line), "expected");
}

void tst_JsonSpans::positions()
{
    const QList<JsonSpan> expected = {{JsonSpan::Kind::Key, 2, 4},
                                      {JsonSpan::Kind::Punctuation, 6, 1},
                                      {JsonSpan::Kind::Literal, 8, 4}};
    QCOMPARE(jsonSpans(u"  \"ab\": true"), expected);
}

void tst_JsonSpans::isBounded()
{
    const QString line = u"1,"_s.repeated(1'000'000);
    QCOMPARE(jsonSpans(line).size(), 10000);
    QCOMPARE(jsonSpans(line, 3).size(), 3);
    QCOMPARE(jsonSpans(line, 0).size(), 0);
}

SOCKETSCOPE_TEST(tst_JsonSpans, QCoreApplication)
#include "tst_jsonspans.moc"
