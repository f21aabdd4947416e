// SPDX-License-Identifier: MIT
#include "log/logmodel.h"
#include "openedsession.h"
#include "record/recorder.h"
#include "session/session.h"
#include "settings/settings.h"
#include "support/testprogram.h"
#include "ui/chart/valuechart.h"
#include "ui/kit/theme.h"
#include "ui/log/hitscrollbar.h"
#include "ui/log/logdelegate.h"
#include "ui/log/logfinder.h"
#include "ui/log/logheader.h"
#include "ui/log/logview.h"
#include "ui/session/logcolumns.h"
#include "ui/session/logpane.h"
#include "ui/session/sessionpage.h"
#include "ui/window/mainwindow.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

static constexpr int Entries = 3000;

// The n-th is {"n":n,"side":"buy" or "sell"}; every 10th is a sale.
static QByteArray payload(int n)
{
    return "{\"n\":" + QByteArray::number(n) + ",\"side\":\"" + (n % 10 == 0 ? "sell" : "buy") + "\"}";
}

/// A window with a session file of known messages.
class tst_Finding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void filterShowsMatchesAndCounts();
    void clearingBringsBackTheSelectionAndThePlace();
    void whatIsInViewStaysThere_data();
    void whatIsInViewStaysThere();
    void followingGoesOn();
    void columnsFitWhatTheyShow();
    void widthsAreKept_data();
    void widthsAreKept();
    void wrongSyntaxKeepsTheLastGoodFilter();
    void fromHitToHit();
    void hitMarksAlongTheScrollBar();
    void showInTheWholeLog();
    void togglesAreTerms();
    void stoppedExpressionBringsTheLogBack();
    void wholeLogNeedsAFilter();
    void scrollingEndsTheSearchForThePicked();
    void termsOfTheInspector_data();
    void termsOfTheInspector();
    void privateSessionsLeaveNothing();
    void columnsBeforeTheUrl();
    void nothingMatches();
    void columnsAreRemembered();
    void plotOfTheFilteredOnes();
    void newMessagesAreFilteredAsTheyCome();

private:
    template <typename T>
    T *find(const QString &name) const
    {
        return m_window->currentPage()->findChild<T *>(name);
    }
    LogModel *log() const { return m_window->currentPage()->session()->log(); }
    LogView *view() const { return m_window->currentPage()->log()->view(); }
    QString count() const { return find<QLabel>(u"filterCount"_s)->text(); }
    quint64 currentSequence() const
    {
        return view()->currentIndex().isValid() ? log()->rows().sequenceAt(view()->currentIndex().row()) : 0;
    }
    void filter(const QString &text);
    void choose(FilterMode mode)
    {
        QTest::keyClick(find<QComboBox>(u"filterMode"_s),
                        mode == FilterMode::Highlight ? Qt::Key_Down : Qt::Key_Up);
    }
    void trigger(const QString &action);

    QTemporaryDir m_fileFolder;
    QString m_file;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void tst_Finding::filter(const QString &text)
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    QTRY_VERIFY(edit->hasFocus());
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
    // Nothing is chosen of what is offered.
    QTest::keyClick(edit, Qt::Key_Return);
}

void tst_Finding::trigger(const QString &action)
{
    for (const QAction *top : m_window->menuBar()->actions()) {
        for (QAction *entry : top->menu()->actions()) {
            if (QString(entry->text()).remove(u'&') == action) {
                entry->trigger();
                return;
            }
        }
    }
    QFAIL(qPrintable(u"There is no action "_s + action));
}

void tst_Finding::initTestCase()
{
    m_file = m_fileFolder.filePath(u"session.sqlite"_s);
    Recorder recorder({m_file, {}, false});
    recorder.setOrigin(u"wss://feed.example/trades"_s, u"feed"_s);
    QList<Message> batch;
    for (int n = 1; n <= Entries; ++n)
        batch.append({0, 1'790'000'000'000'000 + n * 1000, Direction::In, MessageType::Text, payload(n)});
    recorder.append(batch);
    QVERIFY(recorder.finish());
}

void tst_Finding::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_window = openedSession(m_settings.get(), m_file);
    QVERIFY(m_window);
    QCOMPARE(log()->rowCount(), Entries);
}

void tst_Finding::cleanup()
{
    m_window.reset();
    m_settings.reset();
}

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

void tst_Finding::whatIsInViewStaysThere_data()
{
    // Set one after the other, with the mode; the entry is one that all of them find.
    QTest::addColumn<QStringList>("filters");
    QTest::addColumn<bool>("isPicked");
    const auto add = [](const char *name, const QStringList &filters) {
        QTest::addRow("%s, seen", name) << filters << false;
        QTest::addRow("%s, picked", name) << filters << true;
    };
    add("filter and none", {u"sell"_s, QString()});
    add("letter by letter", {u"s"_s, u"se"_s, u"sell"_s, u"se"_s});
    add("modes", {u"sell"_s, u"~"_s, u"sell"_s});
    add("one that finds another", {u"buy"_s, u"sell"_s});
}

// Picked or only seen, by a person.
void tst_Finding::whatIsInViewStaysThere()
{
    QFETCH(const QStringList, filters);
    QFETCH(const bool, isPicked);
    filter(QString());
    QTRY_COMPARE(log()->rowCount(), Entries);
    view()->verticalScrollBar()->setValue(1229);
    QCOMPARE(log()->rows().sequenceAt(view()->topRow()), 1230u);
    if (isPicked) {
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {},
                          view()->visualRect(log()->index(1229, LogModel::MessageColumn)).center());
    }
    for (const QString &text : filters) {
        choose(text == u"~"_s ? FilterMode::Highlight : FilterMode::ShowOnly);
        filter(text == u"~"_s ? u"sell"_s : text);
        QTRY_VERIFY(log()->filterProgress() >= 1);
        QTRY_COMPARE_WITH_TIMEOUT(log()->rows().sequenceAt(view()->topRow()),
                                  text == u"buy"_s ? 1231u : 1230u, 2000);
        if (text != u"buy"_s)
            QCOMPARE(currentSequence(), isPicked ? 1230u : 0u);
    }
    // Moved in what is filtered, it is that place which stays.
    choose(FilterMode::ShowOnly);
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    view()->verticalScrollBar()->setValue(19);
    filter(QString());
    QTRY_COMPARE(log()->rowCount(), Entries);
    QCOMPARE(log()->rows().sequenceAt(view()->topRow()), 200u);
}

void tst_Finding::followingGoesOn()
{
    view()->setFollowing(true);
    const auto isAtEnd = [this] {
        return view()->isFollowing() && view()->topRow() == view()->verticalScrollBar()->maximum();
    };
    view()->setCurrentIndex(log()->index(99, LogModel::MessageColumn));
    for (const QString &text : {u"sell"_s, u"$.n>500"_s, QString()}) {
        for (const FilterMode mode : {FilterMode::Highlight, FilterMode::ShowOnly}) {
            choose(mode);
            filter(text);
            QTRY_VERIFY(log()->filterProgress() >= 1);
            QTRY_VERIFY(isAtEnd());
        }
    }
    trigger(u"Previous Hit"_s);
    QVERIFY(view()->isFollowing()); // there is none to go to
    filter(u"sell"_s);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    trigger(u"Previous Hit"_s);
    QVERIFY(!view()->isFollowing());
}

// Whatever the font, nothing of what fits is cut, and the widths follow it.
void tst_Finding::columnsFitWhatTheyShow()
{
    LogHeader *header = view()->header();
    m_window->currentPage()->log()->columns()->add(u"$.side"_s);
    const int before = header->sectionSize(LogModel::TimeColumn);
    const QFont font = QApplication::font();
    for (const double size : {9.0, 10.5, 16.0, 23.0}) {
        QFont larger = font;
        larger.setPointSizeF(size);
        QApplication::setFont(larger);
        const QFontMetricsF metrics(Theme::monospace());
        const auto needed = [&](int column) {
            return metrics.horizontalAdvance(log()->index(2990, column).data().toString())
                   + 2 * LogDelegate::Padding;
        };
        QTRY_VERIFY(header->sectionSize(LogModel::TimeColumn) >= needed(LogModel::TimeColumn));
        view()->fitColumns();
        for (const int column : {int(LogModel::TimeColumn), int(LogModel::DeltaColumn),
                                 int(LogModel::SizeColumn), int(LogModel::ColumnCount)})
            QVERIFY(header->sectionSize(column) >= needed(column));
    }
    QVERIFY(header->sectionSize(LogModel::TimeColumn) > before);
    QApplication::setFont(font);
}

static double widthIn(const QByteArray &widths, const QByteArray &column)
{
    for (const QByteArray &width : widths.split(' ')) {
        if (width.startsWith(column + '='))
            return width.mid(column.size() + 1).toDouble();
    }
    return 0;
}

void tst_Finding::widthsAreKept_data()
{
    QTest::addColumn<QByteArray>("widths");
    QTest::addColumn<double>("time");
    QTest::newRow("in another order") << QByteArray("size=20.00 time=20.00") << 20.0;
    QTest::newRow("with a column of another version") << QByteArray("layer=7.00 time=20.00") << 20.0;
    QTest::newRow("without this one") << QByteArray("delta=20.00") << 0.0;
    QTest::newRow("nothing") << QByteArray() << 0.0;
    QTest::newRow("no number") << QByteArray("time=wide") << 0.0;
    QTest::newRow("less than a figure") << QByteArray("time=0.99") << 0.0;
    QTest::newRow("less than nothing") << QByteArray("time=-20") << 0.0;
    QTest::newRow("beyond every window") << QByteArray("time=1001") << 0.0;
    QTest::newRow("of no number's kind") << QByteArray("time=nan") << 0.0;
    QTest::newRow("as QHeaderView has them") << QByteArray("\0\0\0\xff\0\0\0\0\0\0\0\1", 12) << 0.0;
}

void tst_Finding::widthsAreKept()
{
    QFETCH(const QByteArray, widths);
    QFETCH(const double, time);
    LogHeader *header = view()->header();
    const QByteArray before = header->widths();
    header->restoreWidths(before);
    QCOMPARE(header->widths(), before);
    const int direction = header->sectionSize(LogModel::DirectionColumn);
    header->restoreWidths(widths);
    QCOMPARE(header->sectionSize(LogModel::DirectionColumn), direction);
    // Whole pixels are not always whole hundredths of a figure.
    const auto isNear = [](double left, double right) { return std::abs(left - right) < 0.2; };
    const QByteArray after = header->widths();
    const double size = widths.contains("size=") ? 20 : widthIn(before, "size");
    header->restoreWidths(before);
    QVERIFY2(isNear(widthIn(after, "time"), time > 0 ? time : widthIn(before, "time")), after.constData());
    QVERIFY2(isNear(widthIn(after, "size"), size), after.constData());
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
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    // What it finds first may be there at once: then the test is about nothing, and begins anew.
    for (int tries = 0; tries == 0 || currentSequence() != 0; ++tries) {
        QVERIFY(tries < 20);
        filter({});
        QTRY_COMPARE(log()->rowCount(), Entries);
        view()->setCurrentIndex(log()->index(9, LogModel::MessageColumn));
        edit->setText(u"/(s|e|x)*el+$|(s|e|l|x)*ll/ dir:in"_s);
        QTest::keyClick(edit, Qt::Key_Return);
    }
    view()->verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
    QTRY_COMPARE(log()->rowCount(), Entries / 10);
    QCOMPARE(currentSequence(), 0u);
}

// Its columns, the chart of the filtered ones, and messages that come.

void tst_Finding::termsOfTheInspector_data()
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

void tst_Finding::termsOfTheInspector()
{
    QFETCH(const QString, before);
    QFETCH(const QString, term);
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    edit->setText(before);
    auto *inspector = find<QWidget>(u"inspector"_s);
    QVERIFY(QMetaObject::invokeMethod(inspector, "filterRequested", Q_ARG(QString, term)));
    QTEST(edit->text(), "after");
}

void tst_Finding::privateSessionsLeaveNothing()
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

void tst_Finding::columnsBeforeTheUrl()
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

void tst_Finding::nothingMatches()
{
    filter(u"xyzzy"_s);
    QTRY_COMPARE(count(), u"0 of 3,000"_s);
    QVERIFY(view()->isVisible());
    trigger(u"Clear the Filter"_s);
    QTRY_COMPARE(log()->rowCount(), Entries);
}

void tst_Finding::columnsAreRemembered()
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
    QVERIFY(openSession(m_window.get(), m_file));
    QCOMPARE(log()->columnCount(), LogModel::ColumnCount + 1);
    QCOMPARE(m_settings->jsonColumns(u"wss://feed.example/trades"_s), QStringList{u"$.n"_s});
}

void tst_Finding::plotOfTheFilteredOnes()
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

void tst_Finding::newMessagesAreFilteredAsTheyCome()
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

SOCKETSCOPE_TEST(tst_Finding, QApplication)
#include "tst_finding.moc"
