// SPDX-License-Identifier: MIT
// What the filter bar offers while one types, and the filters that it keeps.
#include "filterbarfixture.h"
#include "support/testprogram.h"

#include "ui/log/filterbar.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_FilterOffers : public FilterBarFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { FilterBarFixture::init(); }
    void cleanup() { FilterBarFixture::cleanup(); }
    void completesKeysAndValues();
    void completionStealsNoEnter();
    void completionCloses();
    void completionByMouse();
    void completesPaths();
    void completionStaysInTheWindow();
    void recentFilters();
    void halfTypedFiltersAreNotKept();
    void privateFiltersAreNotKept();
    void namedFilters();
};

void tst_FilterOffers::completesKeysAndValues()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    type(u"a t"_s);
    QCOMPARE(offered(), QStringList({u"type:"_s, u"time:"_s}));
    QAbstractItemModelTester tester(popup()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTest::keyClick(m_edit, Qt::Key_Down);
    QTest::keyClick(m_edit, Qt::Key_Tab);
    QVERIFY(m_edit->hasFocus());
    QCOMPARE(m_bar->text(), u"a type:"_s);
    // And on with its values.
    QCOMPARE(offered().size(), 9);
    type(u"pi"_s);
    QCOMPARE(offered(), QStringList({u"ping"_s}));
    QTest::keyClick(m_edit, Qt::Key_Down);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(m_bar->text(), u"a type:ping"_s);
    QVERIFY(!isOffering());
    // At once.
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"a type:ping"_s));
}

void tst_FilterOffers::completionStealsNoEnter()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    type(u"t"_s);
    QVERIFY(isOffering());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"t"_s));
    QVERIFY(!isOffering());
    // Neither after going into the list and out of it again.
    type(u"y"_s);
    QVERIFY(isOffering());
    QTest::keyClick(m_edit, Qt::Key_Down);
    QTest::keyClick(m_edit, Qt::Key_Up);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"ty"_s));
    QCOMPARE(m_bar->text(), u"ty"_s);
    // Nor the Tab that leads on.
    type(u"p"_s);
    QVERIFY(isOffering());
    QTest::keyClick(m_edit, Qt::Key_Tab);
    QVERIFY(!m_edit->hasFocus());
    QVERIFY(!isOffering());
    QCOMPARE(m_bar->text(), u"typ"_s);
}

void tst_FilterOffers::completionCloses()
{
    QSignalSpy left(m_bar, &FilterBar::leaveRequested);
    type(u"t"_s);
    QVERIFY(isOffering());
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QVERIFY(!isOffering());
    QCOMPARE(m_bar->text(), u"t"_s);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QCOMPARE(m_bar->text(), QString());
    QCOMPARE(left.count(), 0);
    // For nothing only when asked.
    QVERIFY(!isOffering());
    QTest::keyClick(m_edit, Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(offered().size(), 7);
    find<QWidget>("log")->setFocus();
    QVERIFY(!isOffering());
    m_edit->setFocus();
    type(u"t"_s);
    QVERIFY(isOffering());
    QTest::keyClick(m_edit, Qt::Key_Home);
    QTest::keyClick(m_edit, Qt::Key_End);
    type(u"q"_s);
    QVERIFY(!isOffering());
    // What is set is not typed.
    m_bar->setText(u"t"_s);
    QVERIFY(!isOffering());
}

void tst_FilterOffers::completionByMouse()
{
    type(u"-di"_s);
    QVERIFY(isOffering());
    const QRect row = popup()->visualRect(popup()->model()->index(0, 0));
    QTest::mouseClick(popup()->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(m_bar->text(), u"-dir:"_s);
    QVERIFY(m_edit->hasFocus());
    QCOMPARE(offered(), QStringList({u"in"_s, u"out"_s, u"local"_s}));
}

void tst_FilterOffers::completesPaths()
{
    connect(m_bar, &FilterBar::pathsWanted, m_bar, [this] {
        m_bar->setPaths({u"$.p"_s, u"$.side"_s, u"$.<b>"_s});
    });
    type(u"$"_s);
    QCOMPARE(offered(), QStringList({u"$.p"_s, u"$.side"_s, u"$.<b>"_s}));
    type(u".s"_s);
    QCOMPARE(offered(), QStringList({u"$.side"_s}));
    QTest::keyClick(m_edit, Qt::Key_Down);
    QTest::keyClick(m_edit, Qt::Key_Enter);
    type(u"=buy"_s);
    QCOMPARE(m_bar->text(), u"$.side=buy"_s);
    QVERIFY(!isOffering());
    // They may come later.
    m_bar->setText({});
    type(u"$.q"_s);
    QVERIFY(!isOffering());
    m_bar->setPaths({u"$.quantity"_s});
    QCOMPARE(offered(), QStringList({u"$.quantity"_s}));
}

void tst_FilterOffers::completionStaysInTheWindow()
{
    m_window->resize(520, 160);
    m_bar->setPaths({u"$."_s + QString(200, u'x'), u"$.y"_s});
    m_bar->setText(QString(60, u'a') + u' ');
    m_edit->end(false);
    type(u"$"_s);
    QVERIFY(isOffering());
    QVERIFY(m_window->rect().contains(popup()->geometry()));
}

void tst_FilterOffers::recentFilters()
{
    type(u" abc"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(m_settings->recentFilters(), QStringList({u"abc"_s}));
    // What has stood for a while.
    m_bar->setText(u"a & b"_s);
    QCOMPARE(m_settings->recentFilters().size(), 1);
    QTRY_COMPARE(m_settings->recentFilters(), QStringList({u"a & b"_s, u"abc"_s}));
    QVERIFY(!menuAction(u"a & b"_s));
    menuAction(u"abc"_s)->trigger();
    QCOMPARE(m_bar->text(), u"abc"_s);
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"abc"_s));
    QCOMPARE(m_settings->recentFilters(), QStringList({u"abc"_s, u"a & b"_s}));
    menuAction(u"a && b"_s)->trigger();
    QCOMPARE(m_bar->text(), u"a & b"_s);
    menuAction(u"Forget Recent Filters"_s)->trigger();
    QVERIFY(m_settings->recentFilters().isEmpty());
    QVERIFY(!menuAction(u"Forget Recent Filters"_s));
    menuAction(u"Clear Filter"_s)->trigger();
    QCOMPARE(m_bar->text(), QString());
    QVERIFY(m_bar->query().isEmpty());
}

void tst_FilterOffers::halfTypedFiltersAreNotKept()
{
    QSignalSpy changed(m_bar, &FilterBar::queryChanged);
    type(u"ab"_s);
    QTRY_COMPARE(changed.count(), 1);
    type(u"c type:"_s);
    QTRY_VERIFY(m_problem->isVisible());
    QTest::keyClick(m_edit, Qt::Key_Return);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    QTest::keyClick(m_edit, Qt::Key_Escape);
    m_bar->setText(u"z"_s);
    QTRY_COMPARE(m_settings->recentFilters(), QStringList({u"z"_s}));
}

void tst_FilterOffers::privateFiltersAreNotKept()
{
    m_bar->setPrivate(true);
    type(u"secret"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY(m_settings->recentFilters().isEmpty());
    m_bar->setPrivate(false);
    m_bar->setTextInPassing(u"passing"_s);
    QCOMPARE(m_bar->query(), FilterQuery::parse(u"passing"_s));
    // Begun later, it is kept later.
    FilterBar other(m_settings.get());
    other.setText(u"other"_s);
    QTRY_COMPARE(m_settings->recentFilters(), QStringList{u"other"_s});
}

void tst_FilterOffers::namedFilters()
{
    auto *menu = find<QToolButton>("filterMenu")->menu();
    menu->popup(m_window->mapToGlobal(QPoint(0, 0)));
    auto *name = menu->findChild<QLineEdit *>(u"filterNameEdit"_s);
    QVERIFY(name);
    QVERIFY(!name->isEnabled());
    menu->close();
    // What was typed a moment ago counts.
    type(u"$.p>100"_s);
    menu->popup(m_window->mapToGlobal(QPoint(0, 0)));
    QVERIFY(name->isEnabled());
    name->setFocus();
    QTest::keyClicks(name, u" High & low "_s);
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(!menu->isVisible());
    QCOMPARE(m_settings->namedFilters(), (QMap<QString, QString>{{u"High & low"_s, u"$.p>100"_s}}));
    m_bar->setText({});
    menuAction(u"High && low"_s)->trigger();
    QCOMPARE(m_bar->text(), u"$.p>100"_s);
    menuAction(u"Remove"_s)->menu()->actions().first()->trigger();
    QVERIFY(m_settings->namedFilters().isEmpty());
    QVERIFY(!menuAction(u"High && low"_s));
    QVERIFY(!menuAction(u"Remove"_s));
}

SOCKETSCOPE_TEST(tst_FilterOffers, QApplication)
#include "tst_filteroffers.moc"
