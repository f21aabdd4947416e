// SPDX-License-Identifier: MIT
// A message with variables is judged as what will be sent.
#include "support/testprogram.h"
#include "ui/composer/composer.h"
#include "ui/composer/composercheck.h"
#include "ui/kit/elidedlabel.h"

#include <QAction>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_ComposerTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checks_data();
    void checks();
    void composerJudgesWhatIsSent();
    void missingInTextIsNamedBeforeSending();
    void layOutSaysWhyNot();
};

void tst_ComposerTemplate::checks_data()
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

void tst_ComposerTemplate::checks()
{
    QFETCH(const QString, text);
    QFETCH(const QString, problem);
    QFETCH(const qsizetype, position);
    QFETCH(const QStringList, missing);

    const Variables::Values values{{u"token"_s, u"t0p"_s}, {u"n"_s, u"12345678"_s}, {u"quote"_s, u"a\"b"_s}};
    const ComposerCheck check = checkComposerTemplate(text, ComposerFormat::Json, values);
    QVERIFY2(check.problem.startsWith(problem), qPrintable(check.problem));
    QCOMPARE(check.isOk(), problem.isEmpty());
    QCOMPARE(check.position, position);
    QCOMPARE(check.missing, missing);
}

void tst_ComposerTemplate::composerJudgesWhatIsSent()
{
    Composer composer;
    composer.setSendingAllowed(true, {});
    composer.setFormat(int(ComposerFormat::Json));
    auto *edit = composer.findChild<QPlainTextEdit *>(u"composerEdit"_s);
    auto *send = composer.findChild<QPushButton *>(u"sendButton"_s);
    auto *hint = composer.findChild<ElidedLabel *>(u"composerProblem"_s);
    edit->setPlainText(u"{\"n\":{{n}}}"_s);
    QCOMPARE(hint->text(), u"There is no value for {{n}}."_s);
    QVERIFY(!send->isEnabled());

    composer.setVariables({{u"n"_s, u"7"_s}});
    QCOMPARE(hint->text(), QString());
    QVERIFY(send->isEnabled());
    QSignalSpy sent(&composer, &Composer::sendText);
    send->click();
    QCOMPARE(sent.size(), 1);
    // Who sends it fills it in.
    QCOMPARE(sent.first().first().toString(), u"{\"n\":{{n}}}"_s);
}

void tst_ComposerTemplate::missingInTextIsNamedBeforeSending()
{
    Composer composer;
    composer.setSendingAllowed(true, {});
    composer.findChild<QPlainTextEdit *>(u"composerEdit"_s)->setPlainText(u"{{a}} and {{b}}"_s);
    auto *hint = composer.findChild<ElidedLabel *>(u"composerProblem"_s);
    QCOMPARE(hint->text(), u"There is no value for {{a}} and {{b}}: they are sent as they are."_s);
    QVERIFY(composer.findChild<QPushButton *>(u"sendButton"_s)->isEnabled());
}

void tst_ComposerTemplate::layOutSaysWhyNot()
{
    Composer composer;
    composer.setSendingAllowed(true, {});
    composer.setFormat(int(ComposerFormat::Json));
    composer.setVariables({{u"n"_s, u"7"_s}});
    auto *edit = composer.findChild<QPlainTextEdit *>(u"composerEdit"_s);
    edit->setPlainText(u"{\"n\":{{n}}}"_s);
    composer.findChild<QAction *>(u"composerLayOut"_s)->trigger();
    QCOMPARE(edit->toPlainText(), u"{\"n\":{{n}}}"_s);
    QVERIFY(composer.findChild<ElidedLabel *>(u"composerProblem"_s)->text().contains(u"variables"_s));
}

SOCKETSCOPE_TEST(tst_ComposerTemplate, QApplication)
#include "tst_composertemplate.moc"
