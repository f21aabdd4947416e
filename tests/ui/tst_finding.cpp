// SPDX-License-Identifier: MIT
#include "findingfixture.h"
#include "support/testprogram.h"

#include "log/logmodel.h"
#include "session/session.h"
#include "ui/chart/valuechart.h"
#include "ui/kit/hitscrollbar.h"
#include "ui/log/logfinder.h"
#include "ui/log/logview.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_Finding : public FindingFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { FindingFixture::init(); }
    void cleanup() { FindingFixture::cleanup(); }
    void filterShowsMatchesAndCounts();
    void clearingBringsBackTheSelectionAndThePlace();
    void wrongSyntaxKeepsTheLastGoodFilter();
    void fromHitToHit();
    void hitMarksAlongTheScrollBar();
    void showInTheWholeLog();
    void togglesAreTerms();
    void stoppedExpressionBringsTheLogBack();
    void wholeLogNeedsAFilter();
    void scrollingEndsTheSearchForThePicked();
};

void tst_Finding::filterShowsMatchesAndCounts()
{
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    QTRY_COMPARE(count(), u"300 of 3,000"_s);
    QCOMPARE(log()->rows().sequenceAt(0), 10u);
    QCOMPARE(log()->rows().sequenceAt(299), quint64(Entries));
    filter(u"$.n>2990 -sell"_s);
    QTRY_COMPARE(count(), u"9 of 3,000"_s);
}

void tst_Finding::clearingBringsBackTheSelectionAndThePlace()
{
    view()->setCurrentIndex(log()->index(1234, LogModel::MessageColumn));
    view()->setTopRow(1222);
    const int top = view()->topRow();
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    view()->setCurrentIndex(log()->index(7, LogModel::MessageColumn));
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Escape);
    QTRY_COMPARE(log()->rowCount(), Entries);
    QCOMPARE(view()->currentIndex().row(), 1234);
    QVERIFY(view()->selectionModel()->isSelected(log()->index(1234, 0)));
    QCOMPARE(view()->topRow(), top);
}

void tst_Finding::wrongSyntaxKeepsTheLastGoodFilter()
{
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    QTest::keyClicks(find<QLineEdit>(u"filterEdit"_s), u" type:txet "_s);
    auto *problem = find<QLabel>(u"filterProblem"_s);
    QTRY_VERIFY(problem->isVisible());
    QVERIFY2(problem->text().contains(u"txet"_s), qPrintable(problem->text()));
    QCOMPARE(log()->rowCount(), Entries / 10);
}

void tst_Finding::fromHitToHit()
{
    choose(FilterMode::Highlight);
    filter(u"sell"_s);
    QTRY_COMPARE(count(), u"300 of 3,000"_s);
    QCOMPARE(log()->rowCount(), Entries);
    view()->setCurrentIndex(log()->index(99, LogModel::MessageColumn));
    trigger(u"Next Hit"_s);
    QCOMPARE(currentSequence(), 110u);
    QTest::keyClick(m_window.get(), Qt::Key_F3);
    QCOMPARE(currentSequence(), 120u);
    // Shift is for going back, not for a selection that grows.
    QTest::keyClick(m_window.get(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(currentSequence(), 110u);
    QCOMPARE(view()->selectionModel()->selectedRows().size(), 1);
    find<QToolButton>(u"nextHit"_s)->click();
    QCOMPARE(currentSequence(), 120u);
    const QModelIndex current = log()->index(119, LogModel::MessageColumn);
    QVERIFY(current.data(LogModel::IsHitRole).toBool());
    const auto hits = current.data(LogModel::HitsRole).value<QList<TextRange>>();
    QCOMPARE(hits.size(), 1);
    QCOMPARE(current.data().toString().mid(hits.first().first, hits.first().second), u"sell"_s);
    // At the end there is none, which is said.
    QSignalSpy said(m_window->currentPage(), &SessionPage::said);
    view()->setCurrentIndex(log()->index(Entries - 1, LogModel::MessageColumn));
    trigger(u"Next Hit"_s);
    QCOMPARE(said.size(), 1);
    QCOMPARE(currentSequence(), quint64(Entries));
}

void tst_Finding::hitMarksAlongTheScrollBar()
{
    choose(FilterMode::Highlight);
    auto *bar = qobject_cast<HitScrollBar *>(view()->verticalScrollBar());
    QVERIFY(bar);
    QVERIFY(bar->marks().isEmpty());
    filter(u"seq:1490..1510"_s);
    QTRY_VERIFY(!bar->marks().isEmpty());
    const auto places = bar->marks().size();
    QTRY_VERIFY(bar->marks().contains(true));
    // About in the middle, and nowhere else.
    const auto first = bar->marks().indexOf(true);
    const auto last = bar->marks().lastIndexOf(true);
    QVERIFY(first > places * 4 / 10 && last < places * 6 / 10);
    choose(FilterMode::ShowOnly);
    QTRY_VERIFY(bar->marks().isEmpty());
}

void tst_Finding::showInTheWholeLog()
{
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    view()->setCurrentIndex(log()->index(120, LogModel::MessageColumn));
    view()->setFocus();
    QTest::keyClick(view(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(log()->rowCount(), Entries);
    QCOMPARE(currentSequence(), 1210u);
    QVERIFY(view()->topRow() <= 1209 && view()->topRow() + view()->visibleRows() > 1209);
    // The hits are still to be seen.
    QVERIFY(log()->index(1209, 0).data(LogModel::IsHitRole).toBool());
    QVERIFY(!log()->index(1208, 0).data(LogModel::IsHitRole).toBool());
}

void tst_Finding::togglesAreTerms()
{
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    auto *out = find<QToolButton>(u"filterOut"_s);
    QVERIFY(out);
    out->click();
    QCOMPARE(edit->text(), u"dir:out"_s);
    QTRY_COMPARE(log()->rowCount(), 0);
    out->click();
    QVERIFY(edit->text().isEmpty());
    QTRY_COMPARE(log()->rowCount(), Entries);
    filter(u"dir:out"_s);
    QTRY_VERIFY(out->isChecked());
}

void tst_Finding::stoppedExpressionBringsTheLogBack()
{
    QSignalSpy changed(m_window->currentPage()->findChild<LogFinder *>(), &LogFinder::filterChanged);
    // PCRE2 gives up, or it is stopped after two seconds; in both cases with a sentence.
    filter(u"/([^~]*)*([^~]*)*([^~]*)*[~^]/"_s);
    auto *problem = find<QLabel>(u"filterProblem"_s);
    QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible() && !problem->text().isEmpty(), 15000);
    QVERIFY2(problem->text().contains(u"regular expression"_s), qPrintable(problem->text()));
    QCOMPARE(log()->rowCount(), Entries);
    // It is over everywhere, and nothing but Enter begins it again.
    QVERIFY(changed.last().first().value<FilterQuery>().isEmpty());
    QVERIFY(count().isEmpty());
    QVERIFY(!find<QToolButton>(u"nextHit"_s)->isEnabled());
    choose(FilterMode::Highlight);
    choose(FilterMode::ShowOnly);
    QVERIFY(!log()->isFiltered());
    QVERIFY(problem->isVisible());
    QTest::keyClick(find<QLineEdit>(u"filterEdit"_s), Qt::Key_Return);
    QVERIFY(log()->isFiltered());
    QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible() && !log()->isFiltered(), 15000);
    filter(u"sell"_s);
    // What was stopped may still hold a core for a while.
    QTRY_COMPARE_WITH_TIMEOUT(log()->rowCount(), Entries / 10, 30000);
    QTRY_VERIFY(!problem->isVisible());
}

void tst_Finding::wholeLogNeedsAFilter()
{
    QSignalSpy said(m_window->currentPage(), &SessionPage::said);
    view()->setCurrentIndex(log()->index(120, LogModel::MessageColumn));
    m_window->currentPage()->log()->finder()->showInWholeLog();
    QCOMPARE(said.size(), 1);
    auto *mode = find<QComboBox>(u"filterMode"_s);
    QCOMPARE(mode->currentData().value<FilterMode>(), FilterMode::ShowOnly);
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    view()->setCurrentIndex(log()->index(120, LogModel::MessageColumn));
    m_window->currentPage()->log()->finder()->showInWholeLog();
    QCOMPARE(mode->currentData().value<FilterMode>(), FilterMode::Highlight);
    QCOMPARE(m_settings->filterMode(), int(FilterMode::ShowOnly));
}

void tst_Finding::scrollingEndsTheSearchForThePicked()
{
    view()->setCurrentIndex(log()->index(9, LogModel::MessageColumn));
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    edit->setText(u"/(s|e|x)*el+$|(s|e|l|x)*ll/ dir:in"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    // Before the first of what it finds is there.
    QCOMPARE(currentSequence(), 0u);
    view()->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    QCOMPARE(currentSequence(), 0u);
}

SOCKETSCOPE_TEST(tst_Finding, QApplication)
#include "tst_finding.moc"
