// SPDX-License-Identifier: MIT
#include "composerbench.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_Composer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void historyGoesBackAndForth();
    void historyKeepsDraftAndChanges();
    void historyHasNoConsecutiveDuplicates();
    void historyIsBounded();
    void historyTakesWhatWasKept();
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
    void checksVariables_data();
    void checksVariables();
    void composerJudgesWhatIsSent();
    void missingInTextIsNamedBeforeSending();
    void layOutSaysWhyNot();
    void checksLargeTextLater();
    void refusesHugePaste();
    void sendsAsPasted_data();
    void sendsAsPasted();
    void longLinesAreEditedInPieces();
    void lineEndsAreKeptThroughEdits_data();
    void lineEndsAreKeptThroughEdits();
    void lineEndsAreChosen();
    void hugeTextsAreHeld();
    void typingStaysCheap();
};

void tst_Composer::historyGoesBackAndForth()
{
    ComposerHistory history;
    QVERIFY(!history.older({u"x"_s}));
    QVERIFY(!history.newer({u"x"_s}));
    history.add({u"one"_s, MessageFormat::Text});
    history.add({u"two"_s, MessageFormat::Hex});
    history.add({u"three"_s, MessageFormat::Text});
    // "three" was sent a moment ago and still stands there.
    auto entry = history.older({u"three"_s, MessageFormat::Text});
    QCOMPARE(entry->text, u"two"_s);
    QCOMPARE(entry->format, MessageFormat::Hex);
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
    history.add({u"one"_s, MessageFormat::Text});
    history.add({u"two"_s, MessageFormat::Text});
    QCOMPARE(history.older({u"draft"_s, MessageFormat::Json})->text, u"two"_s);
    QCOMPARE(history.older({u"two, changed"_s, MessageFormat::Text})->text, u"one"_s);
    QCOMPARE(history.newer({u"one"_s, MessageFormat::Text})->text, u"two, changed"_s);
    QCOMPARE(*history.newer({u"two, changed"_s, MessageFormat::Text}),
             (WrittenMessage{u"draft"_s, MessageFormat::Json}));

    // Sending something old does not lose the draft either.
    QCOMPARE(history.older({u"draft"_s, MessageFormat::Json})->text, u"two, changed"_s);
    QCOMPARE(history.older({u"two"_s, MessageFormat::Text})->text, u"one"_s);
    history.add({u"one"_s, MessageFormat::Text});
    QCOMPARE(*history.newer({u"one"_s, MessageFormat::Text}),
             (WrittenMessage{u"draft"_s, MessageFormat::Json}));
    QCOMPARE(history.older({u"draft"_s, MessageFormat::Json})->text, u"one"_s);
    QCOMPARE(history.older({u"one"_s, MessageFormat::Text})->text, u"two"_s);
}

void tst_Composer::historyHasNoConsecutiveDuplicates()
{
    ComposerHistory history;
    history.add({u"a"_s, MessageFormat::Text});
    history.add({u"a"_s, MessageFormat::Text});
    QCOMPARE(history.size(), 1);
    history.add({u"a"_s, MessageFormat::Json});
    history.add({u"b"_s, MessageFormat::Text});
    history.add({u"a"_s, MessageFormat::Text});
    QCOMPARE(history.size(), 4);
}

void tst_Composer::historyIsBounded()
{
    ComposerHistory history;
    for (int i = 0; i < 150; ++i)
        history.add({QString::number(i), MessageFormat::Text});
    QCOMPARE(history.size(), ComposerHistory::MaxEntries);
    for (int i = 0; i < 10; ++i)
        history.add({QString(300'000, QChar(u'a' + i)), MessageFormat::Text});
    QVERIFY(history.bytes() <= ComposerHistory::MaxBytes);
    QCOMPARE(history.size(), 6);
    history.add({QString(3'000'000, u'x'), MessageFormat::Text});
    QCOMPARE(history.size(), 6);
}

void tst_Composer::historyTakesWhatWasKept()
{
    ComposerHistory history;
    history.add({u"elsewhere"_s, MessageFormat::Text});
    history.add({u"b"_s, MessageFormat::Text});
    QCOMPARE(history.older({u"draft"_s, MessageFormat::Json})->text, u"b"_s);
    history.append(
            {{u"a"_s, MessageFormat::Text}, {u"b"_s, MessageFormat::Text}, {u"c"_s, MessageFormat::Hex}});
    QCOMPARE(history.size(), 4);
    QCOMPARE(history.bytes(), 24);
    // An unfinished draft stays.
    QCOMPARE(*history.older({u"draft"_s, MessageFormat::Json}), (WrittenMessage{u"c"_s, MessageFormat::Hex}));
    for (const QString &text : {u"b"_s, u"a"_s, u"elsewhere"_s})
        QCOMPARE(history.older({})->text, text);
    QVERIFY(!history.older({}));
    QList<WrittenMessage> many;
    for (int i = 0; i < 150; ++i)
        many.append({QString::number(i)});
    history.append(many);
    QCOMPARE(history.size(), ComposerHistory::MaxEntries);
    QCOMPARE(history.older({})->text, u"149"_s);
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
    const ComposerCheck check = checkComposerText(text, MessageFormat(format), {});
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
    QCOMPARE(bench.size->text(), u"3 B"_s);
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
    QVERIFY(bench.composer.savedButton()->hasFocus());
    QTest::keyClick(bench.composer.savedButton(), Qt::Key_Tab);
    QVERIFY(bench.send->hasFocus());
    for (const QWidget *widget : {static_cast<QWidget *>(bench.edit), static_cast<QWidget *>(bench.format),
                                  static_cast<QWidget *>(bench.send)})
        QVERIFY(!widget->accessibleName().isEmpty());
}

// A message with variables is judged as what will be sent.

void tst_Composer::checksVariables_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<QStringList>("missing");

    const qsizetype none = -1;
    QTest::newRow("value in place of a number")
            << u"{\"auth\":\"{{token}}\",\"n\":{{n}}}"_s << QString() << none << QStringList();
    QTest::newRow("missing outside of a string")
            << u"{\"n\":{{m}}}"_s << u"There is no value for {{m}}."_s << qsizetype(5) << QStringList{u"m"_s};
    QTest::newRow("missing within a string")
            << u"{\"n\":\"{{m}}\"}"_s << QString() << none << QStringList{u"m"_s};
    QTest::newRow("a value that breaks the string")
            << u"{\"a\":\n\"{{quote}}\"}"_s << u"Line 2, column 2: in the value of {{quote}}: "_s
            << qsizetype(7) << QStringList();
    QTest::newRow("wrong after a variable")
            << u"{\"a\":{{n}},\n\"b\":}"_s << u"Line 2, column 5: "_s << qsizetype(16) << QStringList();
    QTest::newRow("wrong before a variable")
            << u"{\"a\" 1,\"b\":{{n}}}"_s << u"Line 1, column 6: "_s << qsizetype(5) << QStringList();
    QTest::newRow("escaped") << u"{\"a\":\\{{n}}}"_s << u"Line 1, column 6: "_s << qsizetype(5)
                             << QStringList();
    QTest::newRow("no variable at all")
            << u"{\"a\":{{}}"_s << u"Line 1, column 7: "_s << qsizetype(6) << QStringList();
}

void tst_Composer::checksVariables()
{
    QFETCH(const QString, text);
    QFETCH(const QString, problem);
    QFETCH(const qsizetype, position);
    QFETCH(const QStringList, missing);

    const Variables::Values values{{u"token"_s, u"t0p"_s}, {u"n"_s, u"12345678"_s}, {u"quote"_s, u"a\"b"_s}};
    const ComposerCheck check = checkComposerText(text, MessageFormat::Json, values);
    QVERIFY2(check.problem.startsWith(problem), qPrintable(check.problem));
    QCOMPARE(check.isOk(), problem.isEmpty());
    QCOMPARE(check.position, position);
    QCOMPARE(check.missing, missing);
}

void tst_Composer::composerJudgesWhatIsSent()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    bench.type(u"{\"n\":{{n}}}"_s);
    QCOMPARE(bench.hint->text(), u"There is no value for {{n}}."_s);
    QVERIFY(!bench.send->isEnabled());

    bench.setVariables({{u"n"_s, u"7"_s}});
    QCOMPARE(bench.hint->text(), QString());
    QVERIFY(bench.send->isEnabled());
    bench.send->click();
    QCOMPARE(bench.texts.size(), 1);
    // Who sends it fills it in.
    QCOMPARE(bench.texts.first().first().toString(), u"{\"n\":{{n}}}"_s);
}

void tst_Composer::missingInTextIsNamedBeforeSending()
{
    Bench bench;
    bench.type(u"{{a}} and {{b}}"_s);
    QCOMPARE(bench.hint->text(), u"There is no value for {{a}} and {{b}}: they are sent as they are."_s);
    QVERIFY(bench.send->isEnabled());
}

void tst_Composer::layOutSaysWhyNot()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    bench.setVariables({{u"n"_s, u"7"_s}});
    bench.type(u"{\"n\":{{n}}}"_s);
    bench.composer.findChild<QAction *>(u"composerLayOut"_s)->trigger();
    QCOMPARE(bench.edit->writtenText(), u"{\"n\":{{n}}}"_s);
    QVERIFY(bench.hint->text().contains(u"variables"_s));
}

void tst_Composer::checksLargeTextLater()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    bench.type(u'[' + QString(100'000, u' '));
    QVERIFY(bench.hint->text().isEmpty());
    QTRY_COMPARE(bench.hint->tone(), ElidedLabel::Tone::Problem);
    QVERIFY(!bench.send->isEnabled());

    // Sending does not wait for the check, and does not go without it.
    bench.type(u'[' + QString(90'000, u' '));
    bench.press(Qt::Key_Return);
    QVERIFY(bench.texts.isEmpty());
    QVERIFY(bench.hint->isEmphasised());
    bench.type(u'[' + QString(90'000, u' ') + u']');
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.texts.size(), 1);
}

void tst_Composer::refusesHugePaste()
{
    Bench bench;
    QApplication::clipboard()->setText(QString(ComposerEdit::MaxPaste + 1, u'x'));
    bench.edit->paste();
    QVERIFY(bench.edit->writtenText().isEmpty());
    QVERIFY(bench.hint->isEmphasised());
    QApplication::clipboard()->setText(u"<b>short</b>"_s);
    bench.edit->paste();
    QCOMPARE(bench.edit->writtenText(), u"<b>short</b>"_s);
    QVERIFY(bench.hint->text().isEmpty());
}

void tst_Composer::typingStaysCheap()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    QString text = u"["_s;
    while (text.size() < 15'000)
        text += u"{\"key\": \"value\", \"n\": 12345},\n"_s;
    for (const bool oneLine : {false, true}) {
        QString typed = text;
        if (oneLine)
            typed.replace(u'\n', u' ');
        bench.type(typed);
        QElapsedTimer timer;
        timer.start();
        QTest::keyClicks(bench.edit, u"1234567890"_s);
        const double perKey = double(timer.nsecsElapsed()) / 1e7;
        qInfo("%s: %.2f ms a key", oneLine ? "one line" : "lines", perKey);
        QVERIFY(perKey < 1000);
    }
}

void tst_Composer::sendsAsPasted_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &text) { QTest::newRow(name) << text; };
    row("LF", u"a\nb\n"_s);
    row("CRLF", u"a\r\nb\r\n"_s);
    row("CR", u"\ra\rb\r"_s);
    row("mixed", u"\r\n\na\r\r\nb\n\rc"_s);
    row("Unicode's line ends", u"a\u2028b\u2029c\x85"_s);
    row("Qt's own", QString(u'a') + QChar(0xFDD0) + QChar(0xFDD1));
    row("NUL at the end", u"a"_s + QChar(0) + u"b"_s + QChar(0));
    row("controls", u"\x01\t\v\f\x1b[0m\x7f\x9f"_s);
    row("unseen", u"\ufeffa\u200b\u202eb\u00a0\u00ad\ufffc"_s);
    row("long lines", QString(100'000, u'x') + u"\r\n"_s + QString(5000, u' ') + u'.');
    row("many lines", u"1\r\n"_s.repeated(VerbatimEdit::MaxLines + 1));
    row("a long text", u"0123456789abcde\n"_s.repeated(VerbatimEdit::MaxEdited / 16 + 1));
}

void tst_Composer::sendsAsPasted()
{
    QFETCH(const QString, text);
    Bench bench;
    QApplication::clipboard()->setText(text);
    bench.edit->paste();
    bench.press(Qt::Key_Return);
    QTRY_COMPARE(bench.texts.size(), 1);
    QCOMPARE(bench.texts.first().first().toString(), text);
    // What is copied there is what was written, too.
    bench.edit->copy();
    QCOMPARE(QApplication::clipboard()->text(), text);
}

static int longestBlock(const ComposerEdit *edit)
{
    int longest = 0;
    for (QTextBlock block = edit->document()->begin(); block.isValid(); block = block.next())
        longest = std::max(longest, block.length());
    return longest;
}

void tst_Composer::longLinesAreEditedInPieces()
{
    constexpr int most = 2 * VerbatimEdit::MaxLine;
    Bench bench;
    QString text = u"first\n"_s + QString(200'000, u'x');
    QApplication::clipboard()->setText(text);
    bench.edit->paste();
    QVERIFY(longestBlock(bench.edit) <= most);
    // Where a piece begins, Backspace takes the character before it, and Delete the one behind its end.
    QTextCursor cursor = bench.edit->textCursor();
    cursor.setPosition(bench.edit->document()->findBlockByNumber(2).position());
    bench.edit->setTextCursor(cursor);
    QTest::keyClicks(bench.edit, u"ab"_s);
    for (int i = 0; i < 3; ++i)
        bench.press(Qt::Key_Backspace, {});
    text.remove(6, 1);
    QCOMPARE(bench.edit->writtenText(), text);
    bench.press(Qt::Key_Delete, {});
    text.remove(6, 1);
    QCOMPARE(bench.edit->writtenText(), text);
    // Neither typing nor joining lines makes one that is slow.
    constexpr int typed = SanitizedBuild ? 500 : 5000;
    QTest::keyClicks(bench.edit, QString(typed, u'y'));
    QVERIFY(longestBlock(bench.edit) <= most);
    QCOMPARE(bench.edit->writtenText().count(u'y'), typed);
    for (int i = 0; i < 8 && bench.edit->document()->isUndoAvailable(); ++i)
        bench.edit->undo();
    QVERIFY(!bench.edit->writtenText().contains(u'y'));
}

// The blocks of "one CRLF two CR three LF (empty) CRLF five" begin at 0, 4, 8, 14 and 15.
void tst_Composer::lineEndsAreKeptThroughEdits_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *name, int from, int to, Qt::Key key, const QString &written) {
        QTest::newRow(name) << from << to << key << written;
    };
    row("within a line", 5, 6, Qt::Key_Delete, u"one\r\nto\rthree\n\r\nfive"_s);
    row("a line end, forth", 3, 3, Qt::Key_Delete, u"onetwo\rthree\n\r\nfive"_s);
    row("a line end, back", 4, 4, Qt::Key_Backspace, u"onetwo\rthree\n\r\nfive"_s);
    row("parts of lines", 1, 9, Qt::Key_Backspace, u"ohree\n\r\nfive"_s);
    row("a line and its end", 4, 8, Qt::Key_Delete, u"one\r\nthree\n\r\nfive"_s);
    row("a line and the end before it", 3, 7, Qt::Key_Delete, u"one\rthree\n\r\nfive"_s);
    row("an empty line, forth", 14, 14, Qt::Key_Delete, u"one\r\ntwo\rthree\nfive"_s);
    row("an empty line, back", 15, 15, Qt::Key_Backspace, u"one\r\ntwo\rthree\nfive"_s);
    row("the end before an empty line", 14, 14, Qt::Key_Backspace, u"one\r\ntwo\rthree\r\nfive"_s);
    row("a line typed over", 4, 8, Qt::Key_X, u"one\r\nxthree\n\r\nfive"_s);
    row("all", 0, 19, Qt::Key_Delete, u""_s);
    row("a new line among several kinds", 5, 5, Qt::Key_Return, u"one\r\nt\nwo\rthree\n\r\nfive"_s);
}

void tst_Composer::lineEndsAreKeptThroughEdits()
{
    QFETCH(const int, from);
    QFETCH(const int, to);
    QFETCH(const Qt::Key, key);
    const QString text = u"one\r\ntwo\rthree\n\r\nfive"_s;
    Bench bench;
    bench.type(text);
    QTextCursor cursor = bench.edit->textCursor();
    cursor.setPosition(from);
    cursor.setPosition(to, QTextCursor::KeepAnchor);
    bench.edit->setTextCursor(cursor);
    bench.press(key, {});
    QTEST(bench.edit->writtenText(), "written");
    bench.edit->undo();
    QCOMPARE(bench.edit->writtenText(), text);
    bench.edit->redo();
    QTEST(bench.edit->writtenText(), "written");
}

void tst_Composer::lineEndsAreChosen()
{
    Bench bench;
    auto *button = bench.composer.findChild<QToolButton *>(u"composerLineEnds"_s);
    const auto choose = [&](int row) { button->menu()->actions().at(row)->trigger(); };
    bench.type(u"one line"_s);
    QVERIFY(!button->isVisible());
    bench.type(u"a\r\nb\rc"_s);
    QVERIFY(button->isVisible());
    QCOMPARE(button->text(), u"Mixed"_s);
    choose(1);
    QCOMPARE(button->text(), u"CRLF"_s);
    bench.press(Qt::Key_Return, {});
    bench.press(Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClicks(bench.edit, u"d"_s);
    QCOMPARE(bench.edit->writtenText(), u"a\r\nb\r\nc\r\n\r\nd"_s);
    choose(0);
    QCOMPARE(bench.edit->writtenText(), u"a\nb\nc\n\nd"_s);
    bench.edit->undo();
    QCOMPARE(button->text(), u"CRLF"_s);
}

void tst_Composer::hugeTextsAreHeld()
{
    constexpr int size = 16 * 1024 * 1024;
    Bench bench;
    bench.composer.setFormat(Bench::Hex);
    QElapsedTimer timer;
    qint64 longest = 0;
    const auto done = [&](const char *what) {
        QCoreApplication::processEvents();
        qInfo("%s: %lld ms", what, timer.elapsed());
        longest = std::max(longest, timer.elapsed());
        timer.start();
    };
    QApplication::clipboard()->setText(QString(size, u'f'));
    timer.start();
    bench.edit->paste();
    done("pasted");
    QVERIFY(bench.edit->isHeld());
    QVERIFY(longestBlock(bench.edit) <= 2 * VerbatimEdit::MaxLine);
    bench.press(Qt::Key_A, {});
    done("typed");
    QVERIFY(bench.hint->isEmphasised());
    // It is sent once it is known to be right.
    bench.press(Qt::Key_Return);
    done("sent");
    QTRY_COMPARE(bench.binaries.size(), 1);
    QCOMPARE(bench.binaries.first().first().toByteArray(), QByteArray(size / 2, '\xff'));
    timer.start();
    bench.press(Qt::Key_Backspace, {});
    done("removed");
    QVERIFY(bench.edit->writtenText().isEmpty());
    QTest::keyClicks(bench.edit, u"0g"_s);
    QCOMPARE(bench.edit->writtenText(), u"0g"_s);
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Problem);
    // What was there before stays.
    bench.edit->paste();
    QCOMPARE(bench.edit->writtenText(), u"0g"_s + QString(size, u'f'));
    bench.press(Qt::Key_Z);
    QCOMPARE(bench.edit->writtenText(), u"0g"_s);
    QVERIFY(!bench.edit->isReadOnly());
    bench.edit->paste();
    bench.press(Qt::Key_Backspace, {});
    QVERIFY(bench.edit->writtenText().isEmpty());
    bench.edit->undo();
    QCOMPARE(bench.edit->writtenText(), u"0g"_s);
    // What was loaded is no change.
    bench.edit->setWrittenText(QString(VerbatimEdit::MaxEdited + 1, u'f'));
    bench.press(Qt::Key_Z);
    QVERIFY(bench.edit->isHeld());
    qInfo("longest: %lld ms", longest);
    QVERIFY(longest < 5000);
}

SOCKETSCOPE_TEST(tst_Composer, QApplication)
#include "tst_composer.moc"
