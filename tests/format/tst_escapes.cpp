// SPDX-License-Identifier: MIT
#include "format/text/escapes.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_Escapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void replaces_data();
    void replaces();
    void problems_data();
    void problems();
};

void tst_Escapes::replaces_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("result");
    const auto row = [](const char *name, const QString &text, const QString &result) {
        QTest::newRow(name) << text << result;
    };
    row("none", u"a/b \"ä\" \n"_s, u"a/b \"ä\" \n"_s);
    row("empty", u""_s, u""_s);
    row("each", u"a\\nb\\rc\\td\\\\e"_s, u"a\nb\rc\td\\e"_s);
    row("NUL", u"CONNECT\\n\\n\\0"_s, u"CONNECT\n\n"_s + QChar(0));
    row("NUL before digits", u"\\012"_s, QChar(0) + u"12"_s);
    row("SignalR", u"{\"type\":6}\\u001e"_s, u"{\"type\":6}\x1e"_s);
    row("hexadecimal", u"\\x1E\\xe4z"_s, u"\x1eäz"_s);
    row("Unicode", u"\\u20ac\\u20AC"_s, u"€€"_s);
    row("a pair", u"\\ud83d\\ude00!"_s, u"😀!"_s);
    row("a backslash before a letter", u"\\\\n"_s, u"\\n"_s);
}

void tst_Escapes::replaces()
{
    QFETCH(const QString, text);
    const UnescapedText result = unescaped(text);
    QVERIFY2(result.ok(), qPrintable(result.errorMessage));
    QTEST(result.text, "result");
}

void tst_Escapes::problems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char *name, const QString &text, qsizetype position, const QString &begin) {
        QTest::newRow(name) << text << position << begin;
    };
    row("unknown", u"\\n\\q"_s, 2, u"This escape does not exist"_s);
    row("at the end", u"ab\\"_s, 2, u"A backslash alone"_s);
    row("short hexadecimal", u"\\x1"_s, 0, u"\\x needs two"_s);
    row("no digits", u"\\xg0"_s, 0, u"\\x needs two"_s);
    row("a sign is no digit", u"\\x+1"_s, 0, u"\\x needs two"_s);
    row("short Unicode", u"a\\u00e"_s, 1, u"\\u needs four"_s);
    row("braces", u"\\u{1f600}"_s, 0, u"\\u needs four"_s);
    row("half a pair", u"\\ud83d"_s, 0, u"This is half of a pair"_s);
    row("half a pair and text", u"\\ud83dxxxxxx"_s, 0, u"This is half of a pair"_s);
    row("two first halves", u"\\ud83d\\ud83d"_s, 0, u"This is half of a pair"_s);
    row("the second half alone", u"x\\ude00\\ude00"_s, 1, u"This is half of a pair"_s);
}

void tst_Escapes::problems()
{
    QFETCH(const QString, text);
    QFETCH(const QString, begin);
    const UnescapedText result = unescaped(text);
    QTEST(result.errorPosition, "position");
    QVERIFY2(result.errorMessage.startsWith(begin) && result.errorMessage.endsWith(u'.'),
             qPrintable(result.errorMessage));
}

SOCKETSCOPE_TEST(tst_Escapes, QCoreApplication)
#include "tst_escapes.moc"
