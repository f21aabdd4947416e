// SPDX-License-Identifier: MIT
#include "format/text/wrapping.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_Wrapping : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
};

void tst_Wrapping::lines_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<Wrapping>("wrapping");

    const auto row = [](const char *name, const QString &line, Wrapping wrapping) {
        QTest::newRow(name) << line << wrapping;
    };
    row("empty", {}, Wrapping::AtWords);
    row("a word", u"word"_s, Wrapping::AtWords);
    row("many words", u"word "_s.repeated(100'000), Wrapping::AtWords);
    row("a word of 8 KiB", QString(8 * 1024, u'x'), Wrapping::AtWords);
    row("a longer word", QString(8 * 1024 + 1, u'x'), Wrapping::Anywhere);
    row("among others", u"a "_s + QString(8 * 1024 + 1, u'x') + u" b"_s, Wrapping::Anywhere);
    row("of two words", QString(8 * 1024, u'x') + u' ' + QString(8 * 1024, u'x'), Wrapping::AtWords);
    row("blanks", u'[' + QString(32 * 1024, u' ') + u']', Wrapping::AtWords);
    row("more blanks", u'[' + QString(32 * 1024 + 1, u' ') + u']', Wrapping::Not);
    row("at the start", QString(70'000, u' ') + u']', Wrapping::Not);
    row("that nothing follows yet", u'[' + QString(70'000, u' '), Wrapping::Not);
    row("of all kinds", u" \t\u2003\u3000"_s.repeated(10'000), Wrapping::Not);
    row("and a long word", QString(10'000, u'x') + QString(70'000, u' ') + u'x', Wrapping::Not);
}

void tst_Wrapping::lines()
{
    QFETCH(QString, line);
    QFETCH(Wrapping, wrapping);

    QCOMPARE(quickWrapping(line), wrapping);
}

SOCKETSCOPE_TEST(tst_Wrapping, TestProgram::NoApplication)
#include "tst_wrapping.moc"
