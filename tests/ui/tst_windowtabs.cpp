// SPDX-License-Identifier: MIT
// Tabs, menus and what is kept between runs, in a window driven through its object names.
#include "mainwindowfixture.h"

#include "ui/connectiontree.h"
#include "ui/logview.h"
#include "ui/mainwindow.h"
#include "ui/noticebar.h"
#include "ui/sessionpage.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMetaMethod>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_WindowTabs : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { MainWindowFixture::init(); }
    void cleanup() { MainWindowFixture::cleanup(); }
    void tabs();
    void unreadCountOfAnotherTab();
    void everyMenuEntryDoesSomething();
    void namesForScreenReaders();
    void remembersBetweenRuns();
    void savingAgainKeepsNameAndNotes();
    void anotherServerIsSavedBeside();
    void closingEndsTheConnections();
};

void tst_WindowTabs::tabs()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    m_window->openDemo(u"/echo"_s);
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(tabs->count(), 2);
    QCOMPARE(tabs->currentIndex(), 1);
    QTest::keyClick(m_window.get(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(tabs->currentIndex(), 0);
    QTest::keyClick(m_window.get(), Qt::Key_Tab, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(tabs->currentIndex(), 1);
    QPointer<SessionPage> closed = m_window->currentPage();
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabs->count(), 1);
    QTRY_VERIFY(!closed);
    // The last one leaves a fresh one behind.
    closed = m_window->currentPage();
    QTest::keyClick(m_window.get(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(tabs->count(), 1);
    QVERIFY(m_window->currentPage()->isFresh());
    QTRY_VERIFY(!closed);
}

void tst_WindowTabs::unreadCountOfAnotherTab()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    m_window->openDemo(u"/ticker?rate=200"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(tabs->tabText(0).contains(u" · "_s));
    tabs->setCurrentIndex(0);
    QTRY_VERIFY(!tabs->tabText(0).contains(u" · "_s));
}

// isSignalConnected() is protected.
static bool hasReceiver(const QAction *action)
{
    struct Open : QAction
    {
        using QObject::isSignalConnected;
    };
    return (action->*(&Open::isSignalConnected))(QMetaMethod::fromSignal(&QAction::triggered));
}

void tst_WindowTabs::everyMenuEntryDoesSomething()
{
    QSet<QKeySequence> keys;
    for (const QAction *top : m_window->menuBar()->actions()) {
        QVERIFY(top->menu());
        for (QAction *action : top->menu()->actions()) {
            if (action->isSeparator())
                continue;
            QVERIFY2(hasReceiver(action), qPrintable(action->text()));
            if (!action->shortcut().isEmpty()) {
                QVERIFY2(!keys.contains(action->shortcut()), qPrintable(action->text()));
                keys.insert(action->shortcut());
            }
        }
    }
    for (const auto &name : {u"preferencesPage"_s, u"shortcutsPage"_s, u"aboutDialog"_s})
        QVERIFY(!m_window->findChild<QWidget *>(name));
    for (const QAction *top : m_window->menuBar()->actions()) {
        for (QAction *action : top->menu()->actions()) {
            const QString text = action->text();
            if (text.contains(u"Preferences"_s) || text.contains(u"Shortcuts"_s) || text.contains(u"About"_s))
                action->trigger();
        }
    }
    for (const auto &name : {u"preferencesPage"_s, u"shortcutsPage"_s, u"aboutDialog"_s}) {
        auto *page = m_window->findChild<QWidget *>(name);
        QVERIFY2(page && page->isVisible(), qPrintable(name));
        QVERIFY(!page->isModal());
    }
}

void tst_WindowTabs::namesForScreenReaders()
{
    for (const auto &name : {u"urlEdit"_s, u"connectButton"_s, u"statusIndicator"_s, u"spinner"_s,
                             u"logView"_s, u"composerEdit"_s, u"noticeBar"_s, u"inspector"_s}) {
        auto *widget = find<QWidget>(name);
        QVERIFY2(widget, qPrintable(name));
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(name));
    }
    QVERIFY(find<QPushButton>(u"sendButton"_s));
}

void tst_WindowTabs::remembersBetweenRuns()
{
    m_window->openDemo(u"/echo"_s);
    const QString last = url()->text();
    QTRY_COMPARE(session()->status(), Status::Open);
    m_window->resize(1000, 700);
    QSignalSpy finished(m_window.get(), &MainWindow::finished);
    m_window->close();
    QTRY_COMPARE(finished.count(), 1);
    cleanup();
    openWindow();
    QCOMPARE(url()->text(), last);
    QVERIFY(!m_settings->windowGeometry().isEmpty());
}

void tst_WindowTabs::savingAgainKeepsNameAndNotes()
{
    url()->setText(u"wss://first.example/?token=t0k"_s);
    save();
    auto *tree = m_window->findChild<ConnectionTree *>();
    const QModelIndex index = tree->currentIndex();
    QVERIFY(index.isValid());
    QVERIFY(tree->model()->setData(index, u"Renamed"_s));
    auto *notes = m_window->findChild<QPlainTextEdit *>(u"connectionNotes"_s);
    notes->setFocus();
    QTest::keyClicks(notes, u"by hand"_s);
    const int count = tree->model()->rowCount();
    url()->setText(u"wss://first.example/other?token=t0k"_s);
    save();
    QCOMPARE(tree->model()->rowCount(), count);
    QCOMPARE(index.data().toString(), u"Renamed"_s);
    QCOMPARE(notes->toPlainText(), u"by hand"_s);
    notes->clearFocus();
    tree->setCurrentIndex({});
    tree->setCurrentIndex(index);
    QCOMPARE(notes->toPlainText(), u"by hand"_s);
}

void tst_WindowTabs::anotherServerIsSavedBeside()
{
    url()->setText(u"wss://production.example/"_s);
    save();
    const qsizetype count = savedNames().size();
    url()->setText(u"wss://test.example/"_s);
    save();
    QCOMPARE(savedNames().size(), count + 1);
    QVERIFY(find<QLabel>(u"urlProblem"_s)->text().contains(u"“production.example”"_s));
    // What cannot be a URL is not saved.
    url()->setText(u"curl wss://test.example/"_s);
    save();
    QCOMPARE(savedNames().size(), count + 1);
    QVERIFY(!find<QLabel>(u"urlProblem"_s)->text().isEmpty());
}

void tst_WindowTabs::closingEndsTheConnections()
{
    m_window->openDemo(u"/silent"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    m_window->addPage();
    m_window->openDemo(u"/ticker"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QSignalSpy finished(m_window.get(), &MainWindow::finished);
    m_window->close();
    QVERIFY(!m_window->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 3000);
}

QTEST_MAIN(tst_WindowTabs)
#include "tst_windowtabs.moc"
