// SPDX-License-Identifier: MIT
#include "composerbench.h"
#include "support/testprogram.h"
#include "ui/kit/fields/completionpopup.h"

#include <QAction>
#include <QApplication>
#include <QTest>

#include <utility>

using namespace Qt::StringLiterals;

/// What helps to write a message: calls, escapes, JSON with comments, the size, and what is offered.
class tst_ComposerWriting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void judges_data();
    void judges();
    void wrongCallsAreNotSent();
    void escapesAreChosenAndShown();
    void secretsStayUnseen();
    void commentsAreTakenOut();
    void showsTheSize_data();
    void showsTheSize();
    void sizeMovesNothing();
    void sizeOfLongTextsComesLater();
    void offersVariables();
    void offersNothingUnlessTyped();
    void keysOfTheList_data();
    void keysOfTheList();
};

void tst_ComposerWriting::judges_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qsizetype>("position");
    const auto row = [](const char *name, int format, const QString &text, const QString &problem,
                        qsizetype position) { QTest::newRow(name) << format << text << problem << position; };
    const QString none;
    row("calls in text", Bench::Text, u"{{$now}} {{ $random 1 6 }} \\{{$nwo}}"_s, none, -1);
    row("no such call", Bench::Text, u"{{$now}} {{$nwo}}"_s, u"{{$nwo}} is none of "_s, 9);
    row("bounds", Bench::Text, u"x {{$random 5}}"_s, u"{{$random 5}} needs two "_s, 2);
    row("no call in bytes", Bench::Hex, u"{{$now}}"_s, u"Line 1, column 1: “{” is not"_s, 0);
    row("calls in JSON", Bench::Json,
        u"{\"id\":{{$counter}},\"at\":\"{{$now.iso}}\",\"n\":{{$random -1 1}}}"_s, none, -1);
    row("a call that JSON cannot have there", Bench::Json, u"[{{$uuid}}]"_s,
        u"Line 1, column 2: in the value of {{$uuid}}: "_s, 1);
    row("a wrong call comes first", Bench::Json, u"[1 {{$nwo}}"_s, u"{{$nwo}} is none of "_s, 3);
    row("text has no escapes", Bench::Text, u"\\q"_s, none, -1);
    row("escapes", Bench::EscapedText, u"{}\\u001e{{a}}\\0"_s, none, -1);
    row("no such escape", Bench::EscapedText, u"a\nb{{a}}c\\q"_s, u"Line 2, column 8: this escape does not"_s,
        9);
    row("comments", Bench::Json, u"[1, // one\n2]"_s, u"JSON with comments, which many servers refuse"_s, 4);
    row("a trailing comma", Bench::Json, u"[\"ä😀\",]"_s, u"JSON with a trailing comma"_s, 6);
    row("both", Bench::Json, u"[1, /**/]"_s, u"JSON with comments and trailing commas"_s, 2);
    row("behind a variable", Bench::Json, u"[{{a}}, // x\n1]"_s, u"JSON with comments"_s, 8);
    row("wrong besides", Bench::Json, u"[1, // one\n2 3]"_s, u"Line 2, column 3: expected a comma"_s, 13);
    row("lines of every kind", Bench::Json, u"[1,\r\n\r\"😀\" 3]"_s, u"Line 3, column 5: expected a comma"_s,
        11);
    row("only commas", Bench::Json, u"[1,,]"_s, u"Line 1, column 4: expected a value"_s, 3);
    row("a comment that does not end", Bench::Json, u"[1] /* x"_s,
        u"Line 1, column 5: JSON has no comments."_s, 4);
}

void tst_ComposerWriting::judges()
{
    QFETCH(const int, format);
    QFETCH(const QString, text);
    QFETCH(const QString, problem);
    const ComposerCheck check = checkComposerText(text, MessageFormat(format), {{u"a"_s, u"12"_s}});
    QVERIFY2(check.problem.startsWith(problem), qPrintable(check.problem));
    QCOMPARE(check.isOk(), problem.isEmpty());
    QTEST(check.position, "position");
}

void tst_ComposerWriting::wrongCallsAreNotSent()
{
    Bench bench;
    bench.type(u"{{$random 5}}"_s);
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Problem);
    QVERIFY(!bench.send->isEnabled());
    bench.press(Qt::Key_Return);
    QVERIFY(bench.texts.isEmpty());
    bench.type(u"{{$random 5 6}}"_s);
    QCOMPARE(bench.hint->text(), QString());
    bench.press(Qt::Key_Return);
    // Who sends it fills it in.
    QCOMPARE(bench.texts.value(0).value(0).toString(), u"{{$random 5 6}}"_s);
    QCOMPARE(bench.texts.value(0).value(1).value<Variables::Escapes>(), Variables::Escapes::AsWritten);
}

void tst_ComposerWriting::escapesAreChosenAndShown()
{
    Bench bench;
    bench.type(u"{\"type\":6}\\u001e\\n"_s);
    QCOMPARE(bench.hint->text(), QString());
    QCOMPARE(bench.size->text(), u"18 B"_s);
    bench.composer.setFormat(Bench::EscapedText);
    QCOMPARE(bench.composer.format(), Bench::EscapedText);
    QCOMPARE(bench.hint->text(), u"Sent as {\"type\":6}‹RS›↵"_s);
    QCOMPARE(bench.size->text(), u"12 B"_s);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.texts.value(0).value(0).toString(), u"{\"type\":6}\\u001e\\n"_s);
    QCOMPARE(bench.texts.value(0).value(1).value<Variables::Escapes>(), Variables::Escapes::Replaced);
    bench.type(u"plain"_s);
    QCOMPARE(bench.hint->text(), QString());
    bench.type(u"\\x1"_s);
    QCOMPARE(bench.hint->tone(), ElidedLabel::Tone::Problem);
    QVERIFY(!bench.send->isEnabled());
}

void tst_ComposerWriting::secretsStayUnseen()
{
    Bench bench;
    bench.setVariables({{u"key"_s, u"hush"_s}}, {u"key"_s});
    bench.composer.setFormat(Bench::EscapedText);
    bench.type(u"{{key}}\\0"_s);
    QCOMPARE(bench.hint->text(), u"Sent as {{key}}‹NUL›"_s);
    QCOMPARE(bench.size->text(), u"5 B"_s);
}

void tst_ComposerWriting::commentsAreTakenOut()
{
    Bench bench;
    bench.composer.setFormat(Bench::Json);
    const QString written = u"{\"a\": [1, 2,], // the list\n}"_s;
    bench.type(written);
    QVERIFY(!bench.send->isEnabled());
    bench.press(Qt::Key_Return);
    QVERIFY(bench.texts.isEmpty());
    bench.press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(bench.edit->writtenText(), u"{\n  \"a\": [\n    1,\n    2\n  ]\n}"_s);
    QVERIFY(bench.send->isEnabled());
    bench.edit->undo();
    QCOMPARE(bench.edit->writtenText(), written);
    // To send it with them is a choice.
    bench.composer.setFormat(Bench::Text);
    bench.press(Qt::Key_Return);
    QCOMPARE(bench.texts.value(0).value(0).toString(), written);
}

void tst_ComposerWriting::showsTheSize_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("size");
    const auto row = [](const char *name, int format, const QString &text, const QString &size) {
        QTest::newRow(name) << format << text << size;
    };
    row("nothing", Bench::Text, u""_s, u"0 B"_s);
    row("UTF-8", Bench::Text, u"a€😀"_s, u"8 B"_s);
    row("a variable", Bench::Text, u"<{{v}}>"_s, u"12 B"_s);
    row("a call", Bench::Text, u"{{$uuid}}"_s, u"≈ 36 B"_s);
    row("JSON", Bench::Json, u"{\"a\": 1}"_s, u"8 B"_s);
    row("JSON that is none", Bench::Json, u"{\"a\": "_s, u"6 B"_s);
    row("hexadecimal", Bench::Hex, u"00 ff 1"_s, u""_s);
    row("base64", Bench::Base64, u"AAAA"_s, u"3 B"_s);
    row("escapes", Bench::EscapedText, u"\\u20ac\\0"_s, u"4 B"_s);
    row("more", Bench::Text, QString(16'000, u'x'), u"16.0 kB"_s);
}

void tst_ComposerWriting::showsTheSize()
{
    QFETCH(const int, format);
    QFETCH(const QString, text);
    Bench bench;
    bench.setVariables({{u"v"_s, u"0123456789"_s}});
    bench.composer.setFormat(format);
    bench.type(text);
    QTEST(bench.size->text(), "size");
    QVERIFY(!bench.size->accessibleName().isEmpty());
}

void tst_ComposerWriting::sizeMovesNothing()
{
    Bench bench;
    const QRect place = bench.size->geometry();
    const QRect hint = bench.hint->geometry();
    const QList<std::pair<QString, QString>> texts{
            {u"{{$counter}}"_s + QString(998'999, u'x'), u"≈ 999 kB"_s},
            {{}, u"0 B"_s},
            {u"€"_s.repeated(5000), u"15.0 kB"_s}};
    for (const auto &[text, size] : texts) {
        bench.type(text);
        QTRY_COMPARE(bench.size->text(), size);
        QCOMPARE(bench.size->geometry(), place);
        QCOMPARE(bench.hint->geometry(), hint);
    }
    QVERIFY(bench.size->fontMetrics().horizontalAdvance(u"≈ 999 kB"_s) <= place.width());
}

void tst_ComposerWriting::sizeOfLongTextsComesLater()
{
    Bench bench;
    bench.type(u"ab"_s);
    QCOMPARE(bench.size->text(), u"2 B"_s);
    bench.type(QString(100'000, u'x'));
    // Nothing flickers meanwhile.
    QCOMPARE(bench.size->text(), u"2 B"_s);
    QTRY_COMPARE(bench.size->text(), u"100 kB"_s);
    // One that is held is measured beside the window.
    bench.type(QString(VerbatimEdit::MaxEdited + 1, u'x'));
    QTRY_COMPARE(bench.size->text(), u"524 kB"_s);
}

static CompletionPopup *popupOf(const Bench &bench)
{
    return bench.composer.findChild<CompletionPopup *>(u"variableCompletions"_s);
}

static bool isOffering(const Bench &bench)
{
    const CompletionPopup *popup = popupOf(bench);
    return popup && popup->isVisible();
}

void tst_ComposerWriting::offersVariables()
{
    Bench bench;
    bench.setVariables({{u"host"_s, u"example.com"_s}, {u"key"_s, u"hush"_s}}, {u"key"_s});
    QTest::keyClicks(bench.edit, u"x {"_s);
    QCoreApplication::processEvents();
    QVERIFY(!isOffering(bench));
    QTest::keyClicks(bench.edit, u"{"_s);
    QTRY_VERIFY(isOffering(bench));
    const CompletionPopup *popup = popupOf(bench);
    const auto shown = [popup](int row) {
        return popup->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    };
    QCOMPARE(popup->choice(), -1);
    QCOMPARE(shown(0), u"host, “example.com”"_s);
    QCOMPARE(shown(1), u"key, a secret"_s);
    QVERIFY(shown(2).startsWith(u"$now, "_s));
    QVERIFY(!popup->accessibleName().isEmpty());
    QTest::keyClicks(bench.edit, u"$now.i"_s);
    QTRY_COMPARE(popup->model()->rowCount(), 1);
    bench.press(Qt::Key_Return, {});
    QCOMPARE(bench.edit->writtenText(), u"x {{$now.iso}}"_s);
    QVERIFY(!isOffering(bench));
    // In one step.
    bench.edit->undo();
    QCOMPARE(bench.edit->writtenText(), u"x {{$now.i"_s);
}

void tst_ComposerWriting::offersNothingUnlessTyped()
{
    Bench bench;
    bench.type(u"{{"_s);
    QCoreApplication::processEvents();
    QVERIFY(!isOffering(bench));
    bench.press(Qt::Key_Space);
    QTRY_VERIFY(isOffering(bench));
    QCOMPARE(bench.edit->writtenText(), u"{{"_s);
    // Where there is nothing to say.
    QTest::keyClicks(bench.edit, u" }"_s);
    QTRY_VERIFY(!isOffering(bench));
    bench.type(u"{{"_s + QString(VerbatimEdit::MaxEdited, u'x'));
    bench.press(Qt::Key_Space);
    QCoreApplication::processEvents();
    QVERIFY(!isOffering(bench));
}

void tst_ComposerWriting::keysOfTheList_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QList<Qt::Key>>("keys");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *name, const QString &typed, const QList<Qt::Key> &keys,
                        const QString &written) { QTest::newRow(name) << typed << keys << written; };
    row("Enter takes the first that fits", u"{{h"_s, {Qt::Key_Return}, u"{{host}}"_s);
    row("Tab, too", u"{{h"_s, {Qt::Key_Tab}, u"{{host}}"_s);
    row("Down", u"{{h"_s, {Qt::Key_Down, Qt::Key_Enter}, u"{{hub}}"_s);
    row("Up goes round", u"{{h"_s, {Qt::Key_Up, Qt::Key_Up, Qt::Key_Return}, u"{{hub}}"_s);
    row("nothing is chosen behind braces alone", u"{{"_s, {Qt::Key_Return}, u"{{\n"_s);
    row("but can be", u"{{"_s, {Qt::Key_Down, Qt::Key_Return}, u"{{host}}"_s);
    row("Esc closes", u"{{h"_s, {Qt::Key_Escape, Qt::Key_Return}, u"{{h\n"_s);
    row("elsewhere", u"{{h"_s, {Qt::Key_Home, Qt::Key_Return}, u"\n{{h"_s);
}

void tst_ComposerWriting::keysOfTheList()
{
    QFETCH(const QString, typed);
    QFETCH(const QList<Qt::Key>, keys);
    Bench bench;
    bench.setVariables({{u"host"_s, u"a"_s}, {u"hub"_s, u"b"_s}});
    QTest::keyClicks(bench.edit, typed);
    QTRY_VERIFY(isOffering(bench));
    QTRY_COMPARE(popupOf(bench)->choice(), typed.size() > 2 ? 0 : -1);
    for (const Qt::Key key : keys)
        bench.press(key, {});
    QTEST(bench.edit->writtenText(), "written");
    QVERIFY(!isOffering(bench));
    QVERIFY(bench.texts.isEmpty());
}

SOCKETSCOPE_TEST(tst_ComposerWriting, QApplication)
#include "tst_composerwriting.moc"
