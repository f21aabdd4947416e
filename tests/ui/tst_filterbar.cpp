// SPDX-License-Identifier: MIT
#include "filterbarfixture.h"
#include "support/testprogram.h"

#include "ui/kit/theme.h"
#include "ui/log/filterbar.h"

#include <QComboBox>
#include <QLabel>
#include <QShortcut>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_FilterBar : public FilterBarFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { FilterBarFixture::init(); }
    void cleanup() { FilterBarFixture::cleanup(); }
    void typingIsDebounced();
    void enterIsAtOnce();
    void theSameFilterIsSaidOnce();
    void wrongSyntaxKeepsTheLastGoodOne();
    void problemsArePlainText();
    void scanProblem();
    void togglesAreTerms();
    void typingSetsToggles();
    void escape();
    void escapeIsNotTheWindows();
    void downLeaves();
    void focusSelects();
    void modes();
    void steps();
    void counts();
    void undoOfAToggle();
    void everythingHasAName();
    void fits_data();
    void fits();
};

void tst_FilterBar::typingIsDebounced()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    type(u"abc"_s);
    QCOMPARE(changed.count(), 0);
    QVERIFY(m_bar->query().isEmpty());
    QTRY_COMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].value<FilterQuery>(), FilterQuery::parse(u"abc"_s));
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"abc"_s));
    QCOMPARE(m_bar->text(), u"abc"_s);
}

void tst_FilterBar::enterIsAtOnce()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    type(u"abc"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    m_edit->selectAll();
    QTest::keyClick(m_edit, Qt::Key_Delete);
    QCOMPARE(changed.count(), 2);
    QVERIFY(m_bar->query().isEmpty());
    m_bar->setText(u"x"_s);
    QCOMPARE(changed.count(), 3);
}

void tst_FilterBar::theSameFilterIsSaidOnce()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    m_bar->setText(u"a b"_s);
    m_bar->setText(u"a  \"b\" "_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
}

void tst_FilterBar::wrongSyntaxKeepsTheLastGoodOne()
{
    m_bar->setText(u"abc"_s);
    QVERIFY(m_problem->isHidden());
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    m_edit->end(false);
    type(u" type:txet"_s);
    QTRY_VERIFY(m_problem->isVisible());
    QVERIFY2(m_problem->text().contains(u"“txet” is none of them"_s), qPrintable(m_problem->text()));
    QVERIFY(m_problem->text().startsWith(u"▲ "_s));
    QVERIFY(m_edit->accessibleDescription().contains(u"txet"_s));
    QCOMPARE(changed.count(), 0);
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"abc"_s));
    QCOMPARE(m_problem->palette().color(QPalette::WindowText), Theme::bad(m_bar->palette()));
    // The wave is in the picture, and goes with the problem.
    const auto countsOfBad = [this] {
        const QImage image = m_edit->grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor color = image.pixelColor(x, y);
                count += color.red() > color.blue() + 60 && color.red() > color.green() + 60;
            }
        }
        return count;
    };
    QVERIFY(countsOfBad() > 10);
    m_bar->setText(u"abc def"_s);
    QVERIFY(m_problem->isHidden());
    QCOMPARE(m_edit->accessibleDescription(), QString());
    QCOMPARE(countsOfBad(), 0);
    QCOMPARE(changed.count(), 1);
}

void tst_FilterBar::problemsArePlainText()
{
    m_bar->setText(u"type:<b>x</b>"_s);
    QCOMPARE(m_problem->textFormat(), Qt::PlainText);
    QVERIFY(m_problem->text().contains(u"<b>x</b>"_s));
}

void tst_FilterBar::scanProblem()
{
    m_bar->setText(u"/(a+)+b/"_s);
    m_bar->setScanProblem(u"The expression takes too long."_s);
    QVERIFY(m_problem->isVisible());
    QVERIFY(m_problem->text().contains(u"takes too long"_s));
    // There is no filter now, nor does anything but Enter begin the same again.
    QVERIFY(m_bar->query().isEmpty());
    QVERIFY(!find<QToolButton>("nextHit")->isEnabled());
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    menuAction(u"Clear Filter"_s);
    m_bar->setMode(FilterMode::Highlight);
    QCOMPARE(changed.count(), 0);
    QVERIFY(m_problem->isVisible());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    QVERIFY(m_problem->isHidden());
    m_bar->setScanProblem(u"The expression takes too long."_s);
    m_bar->setText({});
    QVERIFY(m_problem->isHidden());
    m_bar->setText(u"/(a+)+b/"_s);
    m_bar->setScanProblem(u"The expression takes too long."_s);
    m_bar->setText(u"/a+b/"_s);
    QVERIFY(m_problem->isHidden());
    m_bar->setScanProblem(u"Again."_s);
    m_bar->setScanProblem({});
    QVERIFY(m_problem->isHidden());
}

void tst_FilterBar::togglesAreTerms()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    m_bar->setText(u"abc"_s);
    click("filterIn");
    QCOMPARE(m_bar->text(), u"abc dir:in"_s);
    QCOMPARE(changed.count(), 2);
    click("filterErrors");
    QCOMPARE(m_bar->text(), u"abc dir:in|type:close,error"_s);
    click("filterIn");
    QCOMPARE(m_bar->text(), u"abc type:close,error"_s);
    click("filterErrors");
    QCOMPARE(m_bar->text(), u"abc"_s);
    click("filterOut");
    click("filterControl");
    QCOMPARE(m_bar->text(), u"abc dir:out|type:ping,pong"_s);
    QCOMPARE(changed.count(), 7);
    // Beside a problem too.
    m_bar->setText(u"\"abc"_s);
    click("filterIn");
    QCOMPARE(m_bar->text(), u"dir:in \"abc"_s);
    QVERIFY(find<QToolButton>("filterIn")->isChecked());
    click("filterIn");
    QCOMPARE(m_bar->text(), u"\"abc"_s);
}

void tst_FilterBar::typingSetsToggles()
{
    type(u"dir:in,out"_s);
    QVERIFY(find<QToolButton>("filterIn")->isChecked());
    QVERIFY(find<QToolButton>("filterOut")->isChecked());
    const auto colourOf = [this](const char *name) {
        return find<QToolButton>(name)->palette().color(QPalette::Button);
    };
    QVERIFY(colourOf("filterIn") != colourOf("filterErrors"));
    QVERIFY(!find<QToolButton>("filterControl")->isChecked());
    QTest::keyClick(m_edit, Qt::Key_Backspace);
    QVERIFY(!find<QToolButton>("filterOut")->isChecked());
}

void tst_FilterBar::escape()
{
    QSignalSpy left(m_bar, &FilterBar::leaveRequested);
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    m_bar->setText(u"abc"_s);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QCOMPARE(m_bar->text(), QString());
    QCOMPARE(changed.count(), 2);
    QCOMPARE(left.count(), 0);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QCOMPARE(left.count(), 1);
}

void tst_FilterBar::escapeIsNotTheWindows()
{
    QShortcut shortcut(QKeySequence(Qt::Key_Escape), m_window.get());
    QSignalSpy activated(&shortcut, &QShortcut::activated);
    QSignalSpy left(m_bar, &FilterBar::leaveRequested);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QCOMPARE(left.count(), 1);
    QCOMPARE(activated.count(), 0);
}

void tst_FilterBar::downLeaves()
{
    QSignalSpy left(m_bar, &FilterBar::leaveRequested);
    m_bar->setText(u"abc"_s);
    QTest::keyClick(m_edit, Qt::Key_Down);
    QCOMPARE(left.count(), 1);
    QCOMPARE(m_bar->text(), u"abc"_s);
}

void tst_FilterBar::focusSelects()
{
    m_bar->setText(u"abc"_s);
    find<QWidget>("log")->setFocus();
    QSignalSpy wanted(m_bar, &FilterBar::pathsWanted);
    m_bar->focusField();
    QVERIFY(m_edit->hasFocus());
    QCOMPARE(m_edit->selectedText(), u"abc"_s);
    QCOMPARE(wanted.count(), 1);
    type(u"$"_s);
    QCOMPARE(wanted.count(), 2);
}

void tst_FilterBar::modes()
{
    QCOMPARE(m_bar->mode(), FilterMode::ShowOnly);
    QSignalSpy changed(m_bar, &FilterBar::modeChanged);
    auto *box = find<QComboBox>("filterMode");
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].value<FilterMode>(), FilterMode::Highlight);
    QCOMPARE(m_bar->mode(), FilterMode::Highlight);
    QCOMPARE(m_settings->filterMode(), int(FilterMode::Highlight));
    QCOMPARE(FilterBar(m_settings.get()).mode(), FilterMode::Highlight);
    m_bar->setMode(FilterMode::ShowOnly);
    QCOMPARE(box->currentIndex(), 0);
    m_bar->setMode(FilterMode::ShowOnly);
    QCOMPARE(changed.count(), 2);
    // What the user chose is what the next ones begin with.
    QCOMPARE(m_settings->filterMode(), int(FilterMode::Highlight));
}

void tst_FilterBar::steps()
{
    QSignalSpy next(m_bar, &FilterBar::nextRequested);
    QSignalSpy previous(m_bar, &FilterBar::previousRequested);
    QVERIFY(!find<QToolButton>("nextHit")->isEnabled());
    m_bar->setText(u"abc"_s);
    click("nextHit");
    click("previousHit");
    click("previousHit");
    QCOMPARE(next.count(), 1);
    QCOMPARE(previous.count(), 2);
}

void tst_FilterBar::counts()
{
    auto *count = find<QLabel>("filterCount");
    QVERIFY(!count->isVisible());
    m_bar->setCounts(5, 10, -1);
    QVERIFY(!count->isVisible());
    m_bar->setText(u"abc"_s);
    m_bar->setCounts(12'304, 1'204'331, 0.439);
    QVERIFY(count->isVisible());
    QCOMPARE(count->text(), u"12,304 of 1,204,331 · 43 %"_s);
    // A line as long as the progress at the lower edge.
    const auto isLine = [this](double share) {
        const QImage image = m_bar->grab().toImage();
        const int x = int(share * m_bar->width());
        return image.pixel(x, image.height() - 2) == Theme::accent(m_bar->palette()).rgb();
    };
    QVERIFY(isLine(0.2));
    QVERIFY(!isLine(0.6));
    m_bar->setCounts(12'304, 1'204'331, -1);
    QCOMPARE(count->text(), u"12,304 of 1,204,331"_s);
    QVERIFY(!isLine(0.2));
    m_bar->setText({});
    QVERIFY(!count->isVisible());
    // Not the old ones for another filter.
    m_bar->setText(u"def"_s);
    QVERIFY(!count->isVisible());
}

void tst_FilterBar::undoOfAToggle()
{
    m_bar->setText(u"abc"_s);
    click("filterIn");
    m_edit->setFocus();
    m_edit->undo();
    QCOMPARE(m_bar->text(), u"abc"_s);
    QVERIFY(!find<QToolButton>("filterIn")->isChecked());
}

void tst_FilterBar::everythingHasAName()
{
    for (const char *name : {"filterEdit", "filterIn", "filterOut", "filterControl", "filterErrors",
                             "filterMode", "previousHit", "nextHit", "filterMenu"}) {
        auto *widget = find<QWidget>(name);
        QVERIFY2(widget, name);
        QVERIFY2(!widget->accessibleName().isEmpty(), name);
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, name);
    }
    QCOMPARE(m_edit->accessibleName(), u"Filter"_s);
    QVERIFY(find<QWidget>("nextHit")->toolTip().contains(u"F3"_s));
    QVERIFY(find<QWidget>("previousHit")->toolTip().contains(u"Shift+F3"_s));
}

void tst_FilterBar::fits_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {1400, 1200, 1000, 900, 800, 700, 600, 520})
        QTest::addRow("%d", width) << width;
}

void tst_FilterBar::fits()
{
    QFETCH(int, width);
    m_bar->setText(u"abc"_s);
    m_bar->setCounts(1'012'304, 1'204'331, 0.5);
    m_window->resize(width, 400);
    QTRY_COMPARE(m_window->width(), width);
    QTest::qWait(0);
    const auto children = m_bar->findChildren<QWidget *>();
    for (const QWidget *child : children) {
        if (!child->isVisible() || child->objectName().isEmpty() || child->window() != m_window.get()
            || child->objectName().startsWith(u"qt_"_s))
            continue;
        const QRect place(child->mapTo(m_bar, QPoint(0, 0)), child->size());
        QVERIFY2(m_bar->rect().contains(place), qPrintable(child->objectName()));
        if (child != m_edit)
            QVERIFY2(child->width() >= child->sizeHint().width(), qPrintable(child->objectName()));
        else
            QVERIFY(child->width() >= 200);
    }
}

SOCKETSCOPE_TEST(tst_FilterBar, QApplication)
#include "tst_filterbar.moc"
