// SPDX-License-Identifier: MIT
// Large texts in the composer: checked later, refused, and typed into without waiting.
#include "composerbench.h"
#include "support/testprogram.h"

#include "ui/composer/composer.h"

#include "ui/composer/composeredit.h"
#include "ui/kit/elidedlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QTest>
#include <QTextOption>

using namespace Qt::StringLiterals;

class tst_ComposerLarge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksLargeTextLater();
    void refusesHugePaste();
    void typingStaysCheap();
    void anythingIsLaidOutAtOnce_data();
    void anythingIsLaidOutAtOnce();
};

void tst_ComposerLarge::checksLargeTextLater()
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

void tst_ComposerLarge::refusesHugePaste()
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

void tst_ComposerLarge::typingStaysCheap()
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

void tst_ComposerLarge::anythingIsLaidOutAtOnce_data()
{
    QTest::addColumn<QString>("slow");
    QTest::addColumn<QTextOption::WrapMode>("mode");
    QTest::newRow("a long word") << QString(200'000, u'x') << QTextOption::WrapAnywhere;
    QTest::newRow("many blanks") << u'[' + QString(70'000, u' ') << QTextOption::NoWrap;
}

void tst_ComposerLarge::anythingIsLaidOutAtOnce()
{
    QFETCH(QString, slow);
    QFETCH(QTextOption::WrapMode, mode);
    constexpr int FreezeMs = 5000;

    Bench bench;
    const auto usual = bench.edit->wordWrapMode();
    bench.type(u"first\n"_s);
    QElapsedTimer timer;
    timer.start();
    QApplication::clipboard()->setText(slow);
    bench.edit->paste();
    QCOMPARE(bench.edit->wordWrapMode(), mode);
    QTest::keyClicks(bench.edit, u"ab"_s);
    QCoreApplication::processEvents();
    QVERIFY2(timer.elapsed() < FreezeMs, QByteArray::number(timer.elapsed()).constData());
    QCOMPARE(bench.edit->writtenText(), u"first\n"_s + slow + u"ab"_s);

    // Elsewhere it can be written as before, and once the slow line is gone, the text is wrapped at words.
    bench.edit->moveCursor(QTextCursor::Start);
    QTest::keyClicks(bench.edit, u"a"_s);
    QCOMPARE(bench.edit->wordWrapMode(), mode);
    bench.type(u"short"_s);
    QCOMPARE(bench.edit->wordWrapMode(), usual);
    bench.edit->undo();
    QCOMPARE(bench.edit->wordWrapMode(), mode);
}

SOCKETSCOPE_TEST(tst_ComposerLarge, QApplication)
#include "tst_composerlarge.moc"
