// SPDX-License-Identifier: MIT
// The log while one finds: its columns, the chart of the filtered ones, and messages that come.
#include "openedsession.h"
#include "support/testprogram.h"

#include "findingfixture.h"

#include "log/logmodel.h"
#include "session/session.h"
#include "ui/chart/valuechart.h"
#include "ui/log/logfinder.h"
#include "ui/log/logheader.h"
#include "ui/log/logview.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

class tst_FindingColumns : public FindingFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { FindingFixture::init(); }
    void cleanup() { FindingFixture::cleanup(); }
    void termsOfTheInspector_data();
    void termsOfTheInspector();
    void privateSessionsLeaveNothing();
    void columnsBeforeTheUrl();
    void nothingMatches();
    void columnsAreRemembered();
    void plotOfTheFilteredOnes();
    void newMessagesAreFilteredAsTheyCome();
};

void tst_FindingColumns::termsOfTheInspector_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("term");
    QTest::addColumn<QString>("after");
    QTest::newRow("first") << QString() << u"$.a=\"x y\""_s << u"$.a=\"x y\""_s;
    QTest::newRow("there") << u"b $.a=\"x y\""_s << u"$.a=\"x y\""_s << u"b $.a=\"x y\""_s;
    QTest::newRow("another") << u"$.a=\"x\""_s << u"$.a=\"y\""_s << u"$.a=\"x\" $.a=\"y\""_s;
    QTest::newRow("open quotation mark") << u"\"ab"_s << u"$.a=\"y\""_s << u"$.a=\"y\" \"ab"_s;
    QTest::newRow("or") << u"b OR"_s << u"$.a=1"_s << u"$.a=1 b OR"_s;
}

void tst_FindingColumns::termsOfTheInspector()
{
    QFETCH(const QString, before);
    QFETCH(const QString, term);
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    edit->setText(before);
    auto *inspector = find<QWidget>(u"inspector"_s);
    QVERIFY(QMetaObject::invokeMethod(inspector, "filterRequested", Q_ARG(QString, term)));
    QTEST(edit->text(), "after");
}

void tst_FindingColumns::privateSessionsLeaveNothing()
{
    QVERIFY(m_window->addPage({{}, m_folder->path(), true}));
    QVERIFY(m_window->currentPage()->session()->keeping().isPrivate);
    QVERIFY(m_window->openDemo(u"/ticker?rate=500"_s));
    QVERIFY(m_window->currentPage()->session()->keeping().isPrivate);
    QTRY_VERIFY(log()->rowCount() > 5);
    filter(u"secret"_s);
    auto *inspector = find<QWidget>(u"inspector"_s);
    QVERIFY(QMetaObject::invokeMethod(inspector, "columnRequested", Q_ARG(QString, u"$.p"_s)));
    QCOMPARE(log()->columnCount(), LogModel::ColumnCount + 1);
    const QString url = m_window->currentPage()->shownUrl();
    QVERIFY(!url.isEmpty());
    QVERIFY(m_settings->jsonColumns(url).isEmpty());
    QVERIFY(m_settings->recentFilters().isEmpty());
    m_window->currentPage()->session()->close();
    QTRY_VERIFY(m_window->currentPage()->session()->counters().agree());
}

void tst_FindingColumns::columnsBeforeTheUrl()
{
    QVERIFY(m_window->addPage());
    auto *inspector = find<QWidget>(u"inspector"_s);
    QVERIFY(QMetaObject::invokeMethod(inspector, "columnRequested", Q_ARG(QString, u"$.p"_s)));
    QVERIFY(m_settings->jsonColumns({}).isEmpty());
    QVERIFY(m_window->openDemo(u"/ticker?rate=10"_s));
    QCOMPARE(log()->columnCount(), LogModel::ColumnCount + 1);
    QCOMPARE(m_settings->jsonColumns(m_window->currentPage()->shownUrl()), QStringList{u"$.p"_s});
    m_window->currentPage()->session()->close();
    QTRY_VERIFY(m_window->currentPage()->session()->counters().agree());
}

void tst_FindingColumns::nothingMatches()
{
    filter(u"xyzzy"_s);
    QTRY_COMPARE(count(), u"0 of 3,000"_s);
    QVERIFY(view()->isVisible());
    trigger(u"Clear the Filter"_s);
    QTRY_COMPARE(log()->rowCount(), Entries);
}

void tst_FindingColumns::columnsAreRemembered()
{
    auto *inspector = find<QWidget>(u"inspector"_s);
    QVERIFY(QMetaObject::invokeMethod(inspector, "columnRequested", Q_ARG(QString, u"$.n"_s)));
    QCOMPARE(log()->columnCount(), LogModel::ColumnCount + 1);
    const int column = LogModel::ColumnCount;
    QCOMPARE(log()->headerData(column, Qt::Horizontal).toString(), u"$.n"_s);
    QCOMPARE(log()->index(41, column).data().toString(), u"42"_s);
    // The message stays last.
    QCOMPARE(view()->header()->visualIndex(LogModel::MessageColumn), LogModel::ColumnCount);
    QVERIFY(view()->header()->sectionSize(column) > 20);
    const int timeWidth = view()->header()->sectionSize(LogModel::TimeColumn);
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    QCOMPARE(log()->index(0, column).data().toString(), u"10"_s);
    QCOMPARE(view()->header()->sectionSize(LogModel::TimeColumn), timeWidth);
    QVERIFY(openSession(m_window.get(), m_folder->filePath(u"session.sqlite"_s)));
    QCOMPARE(log()->columnCount(), LogModel::ColumnCount + 1);
    QCOMPARE(m_settings->jsonColumns(u"wss://feed.example/trades"_s), QStringList{u"$.n"_s});
}

void tst_FindingColumns::plotOfTheFilteredOnes()
{
    auto *inspector = find<QWidget>(u"inspector"_s);
    auto *chart = find<ValueChart>(u"valueChart"_s);
    QVERIFY(!chart->isVisible());
    QVERIFY(QMetaObject::invokeMethod(inspector, "plotRequested", Q_ARG(QString, u"$.n"_s)));
    QVERIFY(chart->isVisible());
    QTRY_COMPARE(chart->plot().size(), Entries);
    filter(u"sell"_s);
    QTRY_COMPARE(chart->plot().size(), Entries / 10);
    Q_EMIT chart->pointActivated(500);
    QCOMPARE(currentSequence(), 500u);
    find<QToolButton>(u"valueChartClose"_s)->click();
    QVERIFY(!chart->isVisible());
}

void tst_FindingColumns::newMessagesAreFilteredAsTheyCome()
{
    QVERIFY(m_window->openDemo(u"/ticker?rate=500"_s));
    QTRY_VERIFY(log()->rowCount() > 50);
    filter(u"$.s=BTC-USD dir:in"_s);
    QTRY_VERIFY(log()->isFiltered() && log()->rowCount() > 10);
    const int before = log()->rowCount();
    QTRY_VERIFY(log()->rowCount() > before + 20);
    for (int row = 0; row < log()->rowCount(); ++row) {
        const QString text = log()->index(row, LogModel::MessageColumn).data().toString();
        QVERIFY2(text.contains(u"BTC-USD"_s), qPrintable(text));
        QVERIFY(row == 0 || log()->rows().sequenceAt(row) > log()->rows().sequenceAt(row - 1));
    }
    m_window->currentPage()->session()->close();
    QTRY_VERIFY(m_window->currentPage()->session()->counters().agree());
}

SOCKETSCOPE_TEST(tst_FindingColumns, QApplication)
#include "tst_findingcolumns.moc"
