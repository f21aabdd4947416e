// SPDX-License-Identifier: MIT
#include "format/preview.h"
#include "format/text/unseen.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_Unseen : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void named_data();
    void named();
};

void tst_Unseen::named_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, const QString &text, const QString &shown) {
        QTest::newRow(name) << text << shown;
    };
    row("plain", u"a\tb\nc"_s, u"a\tb\nc"_s);
    row("umlauts, emoji", u"ä 😀 👨‍👩‍👧 ❤️‍🔥"_s,
        u"ä 😀 👨‍👩‍👧 ❤️‍🔥"_s);
    row("a joiner in Persian", u"می‌خواهم"_s, u"می‌خواهم"_s);
    row("joiners that hide", u"a\u200Db\u200C \u200B\u200D"_s, u"a‹U+200D›b‹U+200C› ‹U+200B›‹U+200D›"_s);
    row("joiners behind no letter", u"\uFFFD\u200D—\u200C。\u200D"_s, u"\uFFFD‹U+200D›—‹U+200C›。‹U+200D›"_s);
    row("a joiner between skin tone and sign", u"🧑🏽\u200D⚕\uFE0F"_s, u"🧑🏽\u200D⚕\uFE0F"_s);
    row("NUL", u"a"_s + QChar(QChar::Null) + u'b', u"a‹NUL›b"_s);
    row("escape", u"\x1b[1m\x1f"_s, u"‹ESC›[1m‹US›"_s);
    row("delete", u"\x7f"_s, u"‹DEL›"_s);
    row("C1", u"\x80\x85\x9f"_s, u"‹U+0080›‹U+0085›‹U+009F›"_s);
    row("CRLF", u"a\r\nb"_s, u"a\nb"_s);
    row("CR", u"a\rb\r\r\n\r"_s, u"a‹CR›b‹CR›\n‹CR›"_s);
    row("override", u"a\u202Eb\u202Cc"_s, u"a‹U+202E›b‹U+202C›c"_s);
    row("marks", u"\u061C\u200E\u200F"_s, u"‹U+061C›‹U+200E›‹U+200F›"_s);
    row("isolate", u"\u2066a\u2069"_s, u"‹U+2066›a‹U+2069›"_s);
    row("separators", u"a\u2028b\u2029c"_s, u"a‹U+2028›b‹U+2029›c"_s);
    row("object", u"a\uFFFCb"_s, u"a‹U+FFFC›b"_s);
    row("byte order mark", u"\uFEFF{}"_s, u"‹U+FEFF›{}"_s);
    row("zero width", u"a\u200Bb\u2060c\u00ADd"_s, u"a‹U+200B›b‹U+2060›c‹U+00AD›d"_s);
    row("tag", u"\U000E0041"_s, u"‹U+E0041›"_s);
    row("fillers", u"\u3164\u2800"_s, u"‹U+3164›‹U+2800›"_s);
    row("ends of frames", QString(QChar(0xFDD0)) + QChar(0xFDD1), u"‹U+FDD0›‹U+FDD1›"_s);
}

// In the log as well as where a whole text is shown; in the log, a line has no line ends.
void tst_Unseen::named()
{
    QFETCH(const QString, text);
    QFETCH(QString, shown);
    QCOMPARE(withUnseenNamed(text), shown);
    shown.replace(u'\n', u'\u21b5').replace(u'\t', u' ');
    QCOMPARE(previewOf(MessageType::Text, Direction::In, text.toUtf8()), shown);
}

SOCKETSCOPE_TEST(tst_Unseen, TestProgram::NoApplication)
#include "tst_unseen.moc"
