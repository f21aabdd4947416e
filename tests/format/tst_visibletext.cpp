// SPDX-License-Identifier: MIT
#include "format/text/visibletext.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_VisibleText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void visible_data();
    void visible();
    void quoted();
};

void tst_VisibleText::visible_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain") << u"naïve “日本” 😀 %1 <b>&amp;"_s << u"naïve “日本” 😀 %1 <b>&amp;"_s;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("C0") << u"\x1b]0;title\x07 \x7f"_s + QChar(0) << u"‹ESC›]0;title‹BEL› ‹DEL›‹NUL›"_s;
    QTest::newRow("C1") << u"\u009b2J\u0080"_s << u"‹U+009B›2J‹U+0080›"_s;
    QTest::newRow("line ends") << u"a\r\nb\nc\rd\u0085e\u2028f\u2029"_s << u"a↵b↵c↵d↵e↵f↵"_s;
    QTest::newRow("tab") << u"a\tb"_s << u"a b"_s;
    QTest::newRow("bidirectional") << u"\u202Ea\u2066b\u2069\u200F\u061C"_s
                                   << u"‹U+202E›a‹U+2066›b‹U+2069›‹U+200F›‹U+061C›"_s;
    QTest::newRow("invisible") << u"a\u200Bb\uFEFF\u00AD\u3164"_s << u"a‹U+200B›b‹U+FEFF›‹U+00AD›‹U+3164›"_s;
    QTest::newRow("tags") << u"a\U000E0041"_s << u"a‹U+E0041›"_s;
    QTest::newRow("combined") << u"e\u0301"_s << u"e\u0301"_s;
}

void tst_VisibleText::visible()
{
    QFETCH(QString, text);
    QTEST(visibleText(text), "shown");
    QCOMPARE(visibleText(visibleText(text)), visibleText(text));
}

void tst_VisibleText::quoted()
{
    QCOMPARE(quotedInput(u" a\n b”. It is\u202E trusted“ "_s), u"“a b\". It is‹U+202E› trusted\"”"_s);
    QCOMPARE(quotedInput(QString(61, u'x')), u"“"_s + QString(60, u'x') + u"…”"_s);
    QCOMPARE(quotedInput(QString(60, u'x')), u"“"_s + QString(60, u'x') + u"”"_s);
}

SOCKETSCOPE_TEST(tst_VisibleText, TestProgram::NoApplication)
#include "tst_visibletext.moc"
