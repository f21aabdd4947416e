// SPDX-License-Identifier: MIT
#include "format/text/textlines.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_TextLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void names_data();
    void names();
    void otherEnds();
};

void tst_TextLines::lines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("linesAndEnds");

    const auto row = [](const char *name, const QString &text, const QStringList &linesAndEnds) {
        QTest::newRow(name) << text << linesAndEnds;
    };
    row("empty", {}, {u""_s, u""_s});
    row("one", u"abc"_s, {u"abc"_s, u""_s});
    row("LF", u"a\nb"_s, {u"a"_s, u"\n"_s, u"b"_s, u""_s});
    row("at the end", u"a\n"_s, {u"a"_s, u"\n"_s, u""_s, u""_s});
    row("mixed", u"a\r\nb\rc\n\rd"_s,
        {u"a"_s, u"\r\n"_s, u"b"_s, u"\r"_s, u"c"_s, u"\n"_s, u""_s, u"\r"_s, u"d"_s, u""_s});
    row("Unicode's", u"a\u2028b\u2029"_s, {u"a"_s, u"\u2028"_s, u"b"_s, u"\u2029"_s, u""_s, u""_s});
    row("Qt's", QString(u'a') + QChar(0xFDD0) + QChar(0xFDD1),
        {u"a"_s, QString(QChar(0xFDD0)), u""_s, QString(QChar(0xFDD1)), u""_s, u""_s});
    row("no line end", u"a\x85\vb\f"_s + QChar(0), {u"a\x85\vb"_s, u""_s, u"\f"_s + QChar(0), u""_s});
    row("as long as may be", u"abcd\n"_s, {u"abcd"_s, u"\n"_s, u""_s, u""_s});
    row("longer", u"abcdefghi\r\n"_s, {u"abcd"_s, u""_s, u"efgh"_s, u""_s, u"i"_s, u"\r\n"_s, u""_s, u""_s});
    row("CRLF at the edge", u"abc\r\n"_s, {u"abc"_s, u"\r\n"_s, u""_s, u""_s});
    row("a pair at the edge", u"abc\U0001F642d"_s, {u"abc"_s, u""_s, u"\U0001F642d"_s, u""_s});
    row("half a pair", u"abcd"_s + QChar(0xDC00), {u"abcd"_s, u""_s, QString(QChar(0xDC00)), u""_s});
}

void tst_TextLines::lines()
{
    QFETCH(const QString, text);
    QStringList parts;
    for (const TextLine &line : textLines(text, 4))
        parts << line.text.toString() << line.end.toString();
    QTEST(parts, "linesAndEnds");
    QCOMPARE(parts.join(QString()), text);
}

void tst_TextLines::names_data()
{
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << QString() << QString();
    QTest::newRow("LF") << u"\n"_s << u"LF"_s;
    QTest::newRow("CR") << u"\r"_s << u"CR"_s;
    QTest::newRow("CRLF") << u"\r\n"_s << u"CRLF"_s;
    QTest::newRow("other") << u"\u2029"_s << u"U+2029"_s;
}

void tst_TextLines::names()
{
    QFETCH(const QString, end);
    QTEST(lineEndName(end), "name");
}

void tst_TextLines::otherEnds()
{
    QCOMPARE(withLineEnds(u"a\r\nb\rc\u2029"_s, u"\n"), u"a\nb\nc\n"_s);
    QCOMPARE(withLineEnds(u"a\n\nb"_s, u"\r\n"), u"a\r\n\r\nb"_s);
    QCOMPARE(withLineEnds(u"a"_s, u"\r"), u"a"_s);
}

SOCKETSCOPE_TEST(tst_TextLines, TestProgram::NoApplication)
#include "tst_textlines.moc"
