// SPDX-License-Identifier: MIT
#include "composerbench.h"
#include "support/testprogram.h"

#include "ui/composer/composer.h"

#include "ui/kit/elidedlabel.h"

#include <QAction>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Composer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyGoesBackAndForth();
    void historyKeepsDraftAndChanges();
    void historyHasNoConsecutiveDuplicates();
    void historyIsBounded();
    void checks_data();
    void checks();
    void sendsByKey_data();
    void sendsByKey();
    void sendsByButton();
    void sendsUnchanged();
    void sendsEmptyText();
    void sendsBytes();
    void saysWhyNot();
    void showsProblems();
    void selectsWhatWasSent();
    void recalls();
    void laysOut();
    void keepsFormat();
    void reachableByKeyboard();
};

void tst_Composer::historyGoesBackAndForth()
{
    ComposerHistory history;
    QVERIFY(!history.older({u"x"_s, 0}));
    QVERIFY(!history.newer({u"x"_s, 0}));
    history.add({u"one"_s, Bench::Text});
    history.add({u"two"_s, Bench::Hex});
    history.add({u"three"_s, Bench::Text});
    // "three" was sent a moment ago and still stands there.
    auto entry = history.older({u"three"_s, Bench::Text});
    QCOMPARE(entry->text, u"two"_s);
    QCOMPARE(entry->format, Bench::Hex);
    entry = history.older(*entry);
    QCOMPARE(entry->text, u"one"_s);
    QVERIFY(!history.older(*entry));
    entry = history.newer(*entry);
    QCOMPARE(entry->text, u"two"_s);
    entry = history.newer(*entry);
    QCOMPARE(entry->text, u"three"_s);
    entry = history.newer(*entry);
    QCOMPARE(entry->text, QString());
    QVERIFY(!history.newer(*entry));
    QCOMPARE(history.older(*entry)->text, u"three"_s);
}

void tst_Composer::historyKeepsDraftAndChanges()
{
    ComposerHistory history;
    history.add({u"one"_s, Bench::Text});
    history.add({u"two"_s, Bench::Text});
    QCOMPARE(history.older({u"draft"_s, Bench::Json})->text, u"two"_s);
    QCOMPARE(history.older({u"two, changed"_s, Bench::Text})->text, u"one"_s);
    QCOMPARE(history.newer({u"one"_s, Bench::Text})->text, u"two, changed"_s);
    QCOMPARE(*history.newer({u"two, changed"_s, Bench::Text}), (ComposerEntry{u"draft"_s, Bench::Json}));

    // Sending something old does not lose the draft either.
    QCOMPARE(history.older({u"draft"_s, Bench::Json})->text, u"two, changed"_s);
    QCOMPARE(history.older({u"two"_s, Bench::Text})->text, u"one"_s);
    history.add({u"one"_s, Bench::Text});
    QCOMPARE(*history.newer({u"one"_s, Bench::Text}), (ComposerEntry{u"draft"_s, Bench::Json}));
    QCOMPARE(history.older({u"draft"_s, Bench::Json})->text, u"one"_s);
    QCOMPARE(history.older({u"one"_s, Bench::Text})->text, u"two"_s);
}

void tst_Composer::historyHasNoConsecutiveDuplicates()
{
    ComposerHistory history;
    history.add({u"a"_s, Bench::Text});
    history.add({u"a"_s, Bench::Text});
    QCOMPARE(history.size(), 1);
    history.add({u"a"_s, Bench::Json});
    history.add({u"b"_s, Bench::Text});
    history.add({u"a"_s, Bench::Text});
    QCOMPARE(history.size(), 4);
}

void tst_Composer::historyIsBounded()
{
    ComposerHistory history;
    for (int i = 0; i < 150; ++i)
        history.add({QString::number(i), Bench::Text});
    QCOMPARE(history.size(), ComposerHistory::MaxEntries);
    for (int i = 0; i < 10; ++i)
        history.add({QString(300'000, QChar(u'a' + i)), Bench::Text});
    QVERIFY(history.bytes() <= ComposerHistory::MaxBytes);
    QCOMPARE(history.size(), 6);
    history.add({QString(3'000'000, u'x'), Bench::Text});
    QCOMPARE(history.size(), 6);
}

void tst_Composer::checks_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<QString>("start");
    const qsizetype none = -1;
    QTest::newRow("empty text") << Bench::Text << u""_s << true << none << QString();
    QTest::newRow("any text") << Bench::Text << u"{oops"_s << true << none << QString();
    QTest::newRow("JSON") << Bench::Json << u"{\"a\":1}"_s << true << none << QString();
    QTest::newRow("JSON scalar") << Bench::Json << u" 42 "_s << true << none << QString();
    QTest::newRow("no JSON yet") << Bench::Json << u" \n"_s << false << none << u"There is nothing"_s;
    QTest::newRow("JSON, second line")
            << Bench::Json << u"{\"a\": 1\n \"b\": 2}"_s << false << qsizetype(9) << u"Line 2, column 2: "_s;
    QTest::newRow("JSON after umlauts")
            << Bench::Json << u"{\"ä😀\": x}"_s << false << qsizetype(8) << u"Line 1, column 8: "_s;
    QTest::newRow("JSON goes on") << Bench::Json << u"{\"a\": 1"_s << false << qsizetype(7)
                                  << u"Line 1, column 8: "_s;
    QTest::newRow("hex") << Bench::Hex << u"a4 0xff\n01"_s << true << none << QString();
    QTest::newRow("hex, bad digit") << Bench::Hex << u"a4\nzz"_s << false << qsizetype(3)
                                    << u"Line 2, column 1: "_s;
    QTest::newRow("hex, odd") << Bench::Hex << u"a4 f"_s << false << qsizetype(3) << u"Line 1, column "_s;
    QTest::newRow("base64") << Bench::Base64 << u"aGVsbG8="_s << true << none << QString();
    QTest::newRow("base64, bad") << Bench::Base64 << u"aG*s"_s << false << qsizetype(2)
                                 << u"Line 1, column 3: "_s;
}

void tst_Composer::checks()
{
    QFETCH(const int, format);
    QFETCH(const QString, text);
    QFETCH(const QString, start);
    const ComposerCheck check = checkComposerText(text, ComposerFormat(format));
    QTEST(check.isOk(), "ok");
    QVERIFY2(check.problem.startsWith(start), qPrintable(check.problem));
    QTEST(check.position, "position");
}

void tst_Composer::sendsByKey_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<int>("sent");
    QTest::newRow("Ctrl+Return") << Qt::Key_Return << Qt::KeyboardModifiers(Qt::ControlModifier) << 1;
    QTest::newRow("Ctrl+Enter") << Qt::Key_Enter << Qt::KeyboardModifiers(Qt::ControlModifier) << 1;
    QTest::newRow("keypad") << Qt::Key_Enter << (Qt::ControlModifier | Qt::KeypadModifier) << 1;
    QTest::newRow("Return") << Qt::Key_Return << Qt::KeyboardModifiers() << 0;
    QTest::newRow("Shift+Return") << Qt::Key_Return << Qt::KeyboardModifiers(Qt::ShiftModifier) << 0;
}

void tst_Composer::sendsByKey()
{
    QFETCH(const Qt::Key, key);
    QFETCH(const Qt::KeyboardModifiers, modifiers);
    QFETCH(const int, sent);
    Bench bench;
    bench.type(u"hello"_s);
    bench.press(key, modifiers);
    QCOMPARE(bench.texts.size(), sent);
    QCOMPARE(bench.edit->writtenText(), sent ? u"hello"_s : u"hello\n"_s);
}

void tst_Composer::sendsByButton()
{
    Bench bench;
    bench.type(u"hello"_s);
    QTest::mouseClick(bench.send, Qt::LeftButton);
    QCOMPARE(bench.texts.size(), 1);
    QCOMPARE(bench.texts.first().first().toString(), u"hello"_s);
    QVERIFY(bench.binaries.isEmpty());
}

void tst_Composer::sendsUnchanged()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    const QString written = u"{ \"a\" :\t1E+2,\n\"a\": \"x\u00A0\u2028y\" } "_s;
    bench.type(written);
    QVERIFY(bench.send->isEnabled());
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.texts.value(0).value(0).toString(), written);
}

void tst_Composer::sendsEmptyText()
{
    Bench bench;
    QVERIFY(bench.send->isEnabled());
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.texts.size(), 1);
    QCOMPARE(bench.texts.first().first().toString(), QString());
    bench.composer.setFormat(Bench::Json);
    QVERIFY(!bench.send->isEnabled());
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Quiet);
}

void tst_Composer::sendsBytes()
{
    Bench bench;
    bench.composer.setFormat(Bench::Hex);
    bench.type(u"00 ff 0x10"_s);
    QCOMPARE(bench.hint->text(), u"3 B"_s);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.binaries.value(0).value(0).toByteArray(), QByteArray("\x00\xff\x10", 3));
    bench.composer.setFormat(Bench::Base64);
    bench.type(u"aGVsbG8="_s);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.binaries.value(1).value(0).toByteArray(), QByteArray("hello"));
    QVERIFY(bench.texts.isEmpty());
}

void tst_Composer::saysWhyNot()
{
    Bench bench;
    const QString reason = u"Not connected: press Connect first."_s;
    bench.composer.setSendingAllowed(false, reason);
    QVERIFY(!bench.send->isEnabled());
    QVERIFY(bench.edit->isEnabled());
    QCOMPARE(bench.hint->text(), reason);
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Quiet);
    bench.type(u"draft"_s);
    QVERIFY(!bench.hint->isEmphasised());
    bench.press(Qt::Key_Return);
    QVERIFY(bench.texts.isEmpty());
    QVERIFY(bench.hint->isEmphasised());
    QCOMPARE(bench.hint->text(), reason);
    QTRY_VERIFY(!bench.hint->isEmphasised());
    bench.composer.setSendingAllowed(true, {});
    QVERIFY(bench.send->isEnabled());
    QVERIFY(bench.hint->text().isEmpty());
}

void tst_Composer::showsProblems()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    bench.type(u"{\"a\": 1 \"b\"}"_s);
    QVERIFY(!bench.send->isEnabled());
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Problem);
    QVERIFY2(bench.hint->text().startsWith(u"Line 1, column 9: "_s), qPrintable(bench.hint->text()));
    QCOMPARE(bench.edit->extraSelections().size(), 1);
    QCOMPARE(bench.edit->extraSelections().first().cursor.selectionStart(), 8);
    QCOMPARE(bench.edit->extraSelections().first().cursor.selectedText(), u"\""_s);
    bench.press(Qt::Key_Return);
    QVERIFY(bench.texts.isEmpty());
    QVERIFY(bench.hint->isEmphasised());

    // A problem behind the last character marks that character.
    bench.type(u"[1"_s);
    QCOMPARE(bench.edit->extraSelections().first().cursor.selectedText(), u"1"_s);

    bench.type(u"[1]"_s);
    QVERIFY(bench.send->isEnabled());
    QVERIFY(bench.hint->text().isEmpty());
    QVERIFY(bench.edit->extraSelections().isEmpty());

    // What is wrong with the text matters more than that nothing can be sent yet.
    bench.composer.setSendingAllowed(false, u"Not connected."_s);
    QCOMPARE(bench.hint->text(), u"Not connected."_s);
    bench.type(u"[1"_s);
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Problem);
    bench.composer.setFormat(Bench::Text);
    QCOMPARE(bench.hint->text(), u"Not connected."_s);
}

void tst_Composer::selectsWhatWasSent()
{
    Bench bench;
    bench.type(u"one"_s);
    bench.press(Qt::Key_Return);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.texts.size(), 2);
    QCOMPARE(bench.edit->textCursor().selectedText(), u"one"_s);
    QTest::keyClicks(bench.edit, u"two"_s);
    QCOMPARE(bench.edit->writtenText(), u"two"_s);
}

void tst_Composer::recalls()
{
    Bench bench;
    bench.type(u"one"_s);
    bench.press(Qt::Key_Return);
    bench.composer.setFormat(Bench::Hex);
    bench.type(u"ff"_s);
    bench.press(Qt::Key_Return);
    bench.composer.setFormat(Bench::Text);
    bench.type(u"unfinished"_s);

    bench.press(Qt::Key_Up);
    QCOMPARE(bench.edit->writtenText(), u"ff"_s);
    QCOMPARE(bench.composer.format(), Bench::Hex);
    bench.press(Qt::Key_Up);
    QCOMPARE(bench.edit->writtenText(), u"one"_s);
    QCOMPARE(bench.composer.format(), Bench::Text);
    bench.press(Qt::Key_Up);
    QCOMPARE(bench.edit->writtenText(), u"one"_s);
    bench.press(Qt::Key_Down);
    bench.press(Qt::Key_Down, Qt::ControlModifier | Qt::KeypadModifier);
    QCOMPARE(bench.edit->writtenText(), u"unfinished"_s);
    QCOMPARE(bench.composer.format(), Bench::Text);
    QCOMPARE(bench.texts.size(), 1);
}

void tst_Composer::laysOut()
{
    Bench bench;
    auto *action = bench.composer.findChild<QAction *>(u"composerLayOut"_s);
    QVERIFY(!action->isEnabled());
    bench.composer.setFormat(Bench::Json);
    bench.type(u"{\"a\":1.50}"_s);
    action->trigger();
    QCOMPARE(bench.edit->writtenText(), u"{\n  \"a\": 1.50\n}"_s);
    bench.edit->undo();
    QCOMPARE(bench.edit->writtenText(), u"{\"a\":1.50}"_s);
    bench.type(u"{"_s);
    action->trigger();
    QCOMPARE(bench.edit->writtenText(), u"{"_s);
    QVERIFY(bench.hint->isEmphasised());
}

void tst_Composer::keepsFormat()
{
    Bench bench;
    for (const int format : {Bench::Base64, Bench::Hex, Bench::Json, Bench::Text}) {
        bench.composer.setFormat(format);
        QCOMPARE(bench.composer.format(), format);
    }
    bench.composer.setFormat(99);
    QCOMPARE(bench.composer.format(), Bench::Text);
    bench.composer.setFormat(-1);
    QCOMPARE(bench.composer.format(), Bench::Text);
}

void tst_Composer::reachableByKeyboard()
{
    Bench bench;
    bench.composer.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&bench.composer));
    bench.composer.setFocus();
    QVERIFY(bench.edit->hasFocus());
    QTest::keyClick(bench.edit, Qt::Key_Tab);
    QVERIFY(bench.format->hasFocus());
    QTest::keyClick(bench.format, Qt::Key_Tab);
    QVERIFY(bench.send->hasFocus());
    for (const QWidget *widget : {static_cast<QWidget *>(bench.edit), static_cast<QWidget *>(bench.format),
                                  static_cast<QWidget *>(bench.send)})
        QVERIFY(!widget->accessibleName().isEmpty());
}

SOCKETSCOPE_TEST(tst_Composer, QApplication)
#include "tst_composer.moc"
