// SPDX-License-Identifier: MIT
#include "format/json/jsonlayout.h"
#include "inspectormessage.h"
#include "support/testprogram.h"
#include "ui/inspector/hex/hexview.h"
#include "ui/inspector/json/jsontreeview.h"
#include "ui/inspector/messagepane.h"
#include "ui/inspector/payload/payloadsearch.h"
#include "ui/inspector/payload/payloadview.h"
#include "ui/kit/labels.h"
#include "ui/kit/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

class tst_InspectorFind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void inText_data();
    void inText();
    void acrossWindows();
    void inBytes_data();
    void inBytes();
    void opensAndCloses();
    void goesFromHitToHit();
    void marksAllHits();
    void acrossBrokenLines();
    void showsMoreForTheNextHit();
    void selectsOnArrival();
    void saysWhatIsNotShown();
    void inTheTree();
    void inHex();
    void anotherMessage();
    void highlights();

private:
    void find(const QString &text);
    void choose(PayloadForm form);
    QString status() const;
    QString selected() const { return m_text->textCursor().selectedText(); }

    std::unique_ptr<MessagePane> m_inspector;
    PayloadView *m_text = nullptr;
    QLineEdit *m_edit = nullptr;
    QLabel *m_count = nullptr;
};

void tst_InspectorFind::init()
{
    m_inspector = std::make_unique<MessagePane>();
    m_inspector->resize(400, 500);
    m_inspector->show();
    m_inspector->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_inspector.get()));
    m_text = m_inspector->findChild<PayloadView *>(u"inspectorText"_s);
    m_edit = m_inspector->findChild<QLineEdit *>(u"findEdit"_s);
    m_count = m_inspector->findChild<QLabel *>(u"findCount"_s);
}

void tst_InspectorFind::cleanup()
{
    m_inspector.reset();
}

void tst_InspectorFind::find(const QString &text)
{
    m_inspector->openFind();
    m_edit->setText(text);
    QTRY_VERIFY(!m_inspector->isWorking());
}

void tst_InspectorFind::choose(PayloadForm form)
{
    m_inspector->findChild<QTabBar *>(u"inspectorForm"_s)->setCurrentIndex(int(form));
    QTRY_VERIFY(!m_inspector->isWorking());
}

QString tst_InspectorFind::status() const
{
    return m_count->text();
}

using Ranges = PayloadSearch::Ranges;

void tst_InspectorFind::inText_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Ranges>("ranges");
    QTest::newRow("none") << u"x"_s << u"abc"_s << Ranges{};
    QTest::newRow("case is ignored") << u"ab"_s << u"abAB"_s << Ranges{{0, 2}, {2, 2}};
    QTest::newRow("a capital counts") << u"Ab"_s << u"abAbAB"_s << Ranges{{2, 2}};
    QTest::newRow("do not overlap") << u"aa"_s << u"aaaaa"_s << Ranges{{0, 2}, {2, 2}};
    QTest::newRow("longer than the text") << u"abcd"_s << u"abc"_s << Ranges{};
    QTest::newRow("umlauts") << u"ä"_s << u"Ää"_s << Ranges{{0, 1}, {1, 1}};
}

void tst_InspectorFind::inText()
{
    QFETCH(const QString, wanted);
    QFETCH(const QString, text);
    QFETCH(const Ranges, ranges);
    QCOMPARE(PayloadSearch(wanted).inText(text), ranges);
    QCOMPARE(PayloadSearch(wanted).countIn(text.toUtf8()), ranges.size());
}

// What is searched a part at a time is found wherever the parts meet.
void tst_InspectorFind::acrossWindows()
{
    constexpr qsizetype window = 1024 * 1024;
    QByteArray text(2 * window + 100, '.');
    text.replace(10, 6, "NEEDLE");
    text.replace(2 * window + 3, 6, "needle");
    for (qsizetype at = window - 7; at <= window + 1; ++at) {
        text.replace(at, 6, "needle");
        const Ranges all{{10, 6}, {at, 6}, {2 * window + 3, 6}};
        QCOMPARE(PayloadSearch(u"needle"_s).inText(QString::fromLatin1(text)), all);
        QCOMPARE(PayloadSearch(u"needle"_s).inBytes(text), all);
        QCOMPARE(PayloadSearch(u"needle"_s).countIn(text), 3);
        text.replace(at, 6, "......");
    }
    QByteArray wide = QByteArray("ä").repeated(window);
    wide.replace(window - 2, 4, "xyzu");
    QCOMPARE(PayloadSearch(u"xyzu"_s).countIn(wide), 1);
}

void tst_InspectorFind::inBytes_data()
{
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<Ranges>("ranges");
    QTest::newRow("text") << u"ab"_s << Ranges{{1, 2}, {5, 2}};
    QTest::newRow("capital") << u"AB"_s << Ranges{{5, 2}};
    QTest::newRow("digits") << u"0x00FF"_s << Ranges{{3, 2}};
    QTest::newRow("digits with blanks") << u"h:00 ff 41"_s << Ranges{{3, 3}};
    QTest::newRow("half a byte") << u"0x00f"_s << Ranges{{0, 1}, {3, 1}};
    QTest::newRow("no digits") << u"0xzz"_s << Ranges{};
}

void tst_InspectorFind::inBytes()
{
    QFETCH(const QString, wanted);
    QTEST(PayloadSearch(wanted).inBytes(QByteArray("\0ab\0\xff"
                                                   "AB",
                                                   7)),
          "ranges");
}

void tst_InspectorFind::opensAndCloses()
{
    m_inspector->showMessage(message("{\"a\":1}"));
    m_text->setFocus();
    QVERIFY(!m_edit->isVisible());
    QTest::keyClick(m_text, Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_edit->isVisible());
    QVERIFY(m_edit->hasFocus());
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QVERIFY(!m_edit->isVisible());
    QVERIFY(m_text->hasFocus());
}

void tst_InspectorFind::goesFromHitToHit()
{
    m_inspector->showMessage(message("one two one ONE"));
    find(u"one"_s);
    QCOMPARE(status(), u"1 of 3"_s);
    QCOMPARE(selected(), u"one"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(status(), u"2 of 3"_s);
    QCOMPARE(m_text->textCursor().selectionStart(), 8);
    QTest::keyClick(m_edit, Qt::Key_F3);
    QCOMPARE(selected(), u"ONE"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(status(), u"1 of 3"_s);
    QTest::keyClick(m_edit, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(status(), u"3 of 3"_s);
    m_inspector->findChild<QAbstractButton *>(u"findPrevious"_s)->click();
    QCOMPARE(status(), u"2 of 3"_s);
    m_inspector->findChild<QAbstractButton *>(u"findNext"_s)->click();
    QCOMPARE(status(), u"3 of 3"_s);
    find(u"ONE"_s);
    QCOMPARE(status(), u"1 of 1"_s);
    find(u"three"_s);
    QCOMPARE(status(), u"not found"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(status(), u"not found"_s);
    find({});
    QVERIFY(status().isEmpty());
}

void tst_InspectorFind::marksAllHits()
{
    m_inspector->showMessage(message("a b a\nb a"));
    find(u"a"_s);
    QCOMPARE(m_text->extraSelections().size(), 3);
    for (const QTextEdit::ExtraSelection &mark : m_text->extraSelections())
        QCOMPARE(mark.cursor.selectedText(), u"a"_s);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QVERIFY(m_text->extraSelections().isEmpty());
}

void tst_InspectorFind::acrossBrokenLines()
{
    m_inspector->showMessage(
            message(QByteArray(PayloadView::MaxLine - 3, '.') + "needle" + QByteArray(9, '.')));
    QVERIFY(m_text->hasBrokenLines());
    QVERIFY(m_inspector->findChild<QLabel *>(u"inspectorNote"_s)->text().contains(u"↩"_s));
    find(u"needle"_s);
    QCOMPARE(status(), u"1 of 1"_s);
    QCOMPARE(m_text->textCursor().selectionStart(), PayloadView::MaxLine - 3);
    QCOMPARE(selected().remove(QChar::ParagraphSeparator), u"needle"_s);
}

void tst_InspectorFind::showsMoreForTheNextHit()
{
    QByteArray json("[\"needle\"");
    for (int i = 0; i < 40'000; ++i)
        json += i == 35'000 ? ",\"needle\"" : ",\"abcdefg\"";
    json += ']';
    m_inspector->showMessage(message(json));
    QTRY_VERIFY(!m_inspector->isWorking());
    find(u"needle"_s);
    QCOMPARE(status(), u"1 of 1, 1 more in the part that is not shown"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QTRY_COMPARE(status(), u"2 of 2"_s);
    QTRY_VERIFY(!m_inspector->isWorking());
    QCOMPARE(selected(), u"needle"_s);
    QCOMPARE(m_text->textCursor().blockNumber(), 35'002);
    QVERIFY(m_edit->hasFocus());
}

void tst_InspectorFind::selectsOnArrival()
{
    // Not filled in at once: nothing freezes for what is far down.
    const QString text = u"line\n"_s.repeated(12'000) + u"needle"_s;
    const TextRange place{text.size() - 6, 6};
    PayloadView view;
    view.showText(text, false);
    view.selectRange(place);
    QVERIFY(view.isFilling());
    QVERIFY(!view.textCursor().hasSelection());
    QCOMPARE(view.currentRange(), place);
    QTRY_COMPARE(view.textCursor().selectedText(), u"needle"_s);

    // Whoever goes elsewhere stays there.
    view.showText(text, false);
    view.selectRange(place);
    QTest::keyClick(&view, Qt::Key_Down);
    QTRY_VERIFY(!view.isFilling());
    QVERIFY(!view.textCursor().hasSelection());
    QCOMPARE(view.textCursor().blockNumber(), 1);
}

void tst_InspectorFind::saysWhatIsNotShown()
{
    // There is a bound to how many lines are shown of it.
    m_inspector->showMessage(message(QByteArray("x\n").repeated(PayloadLimit::LastLines + 10) + "needle"));
    find(u"needle"_s);
    QCOMPARE(status(), u"1 in the part that is not shown"_s);
    auto *more = m_inspector->findChild<QAbstractButton *>(u"inspectorMore"_s);
    QVERIFY(more->isVisible());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(more->isHidden(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_inspector->isWorking(), 60'000);
    QCOMPARE(m_text->blockCount(), PayloadLimit::LastLines);
    QVERIFY(m_inspector->findChild<QLabel *>(u"inspectorNote"_s)->text().contains(u"More is not shown"_s));
    QCOMPARE(status(), u"1 in the part that is not shown"_s);
}

void tst_InspectorFind::inTheTree()
{
    m_inspector->showMessage(
            message("{\"a\":{\"b\":{\"needle\":1}},\"c\":[\"x\",\"a Needle\"],\"d\":[\"needle\"]}"));
    choose(PayloadForm::Tree);
    auto *tree = m_inspector->findChild<JsonTreeView *>(u"jsonTree"_s);
    auto *path = m_inspector->findChild<ElidedLabel *>(u"inspectorPath"_s);
    find(u"needle"_s);
    QCOMPARE(status(), u"1 of 3"_s);
    QCOMPARE(path->text(), u"$.a.b.needle"_s);
    QVERIFY(tree->visualRect(tree->currentIndex()).isValid());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(path->text(), u"$.c[1]"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(status(), u"1 of 3"_s);
}

void tst_InspectorFind::inHex()
{
    m_inspector->showMessage(
            message(QByteArray("\x00\x01\xff needle \x00\x01\xff", 14), MessageType::Binary));
    auto *hex = m_inspector->findChild<HexView *>();
    find(u"needle"_s);
    QCOMPARE(status(), u"1 of 1"_s);
    QCOMPARE(hex->selectionStart(), 4);
    QCOMPARE(hex->selectionLength(), 6);
    find(u"0x0001ff"_s);
    QCOMPARE(status(), u"1 of 2"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(hex->selectionStart(), 11);
}

// The row stays open, and looks in what is shown.
void tst_InspectorFind::anotherMessage()
{
    m_inspector->showMessage(message("a a a"));
    find(u"a"_s);
    QCOMPARE(status(), u"1 of 3"_s);
    m_inspector->showMessage(message("[\"a\"]"));
    QCOMPARE(status(), u"1 of 1"_s);
    QCOMPARE(selected(), u"a"_s);
    choose(PayloadForm::Tree);
    QCOMPARE(status(), u"1 of 1"_s);
    m_inspector->clear();
    QVERIFY(m_text->extraSelections().isEmpty());
}

void tst_InspectorFind::highlights()
{
    m_inspector->setHighlighter([](QStringView line) {
        QList<TextRange> ranges;
        for (qsizetype at = 0; (at = line.indexOf(u"buy", at)) >= 0; at += 3)
            ranges.append({at, 3});
        return ranges;
    });
    QByteArray lines;
    for (int i = 0; i < 400; ++i)
        lines += "buy and sell\n";
    m_inspector->showMessage(message(lines));
    const auto marks = m_text->extraSelections();
    QVERIFY(!marks.isEmpty());
    QVERIFY2(marks.size() < 100, "only what is seen is looked at");
    QCOMPARE(marks.first().cursor.selectedText(), u"buy"_s);
    QCOMPARE(marks.first().format.background().color(), Theme::hitBackground(m_text->palette()));
    QVERIFY(Theme::contrastRatio(Theme::hitBackground(m_text->palette()),
                                 m_text->palette().color(QPalette::Text))
            >= 4.5);
    m_text->moveCursor(QTextCursor::End);
    QVERIFY(m_text->extraSelections().last().cursor.blockNumber() > 390);
    m_inspector->setHighlighter({});
    QVERIFY(m_text->extraSelections().isEmpty());
}

SOCKETSCOPE_TEST(tst_InspectorFind, QApplication)
#include "tst_inspectorfind.moc"
