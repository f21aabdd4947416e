// SPDX-License-Identifier: MIT
// Tabs, menus, what is kept between runs, and the room that things have, in a window driven through its
// object names.
#include "mainwindowfixture.h"
#include "support/testprogram.h"

#include "failure/connectionerror.h"
#include "ui/chart/rateline.h"
#include "ui/connect/statusline.h"
#include "ui/saved/connectionpanel.h"
#include "ui/saved/connectiontree.h"
#include "ui/saved/environmenteditor.h"
#include "ui/window/countersbar.h"

#include <QAccessible>
#include <QClipboard>
#include <QFile>
#include <QMenu>
#include <QMenuBar>
#include <QMetaMethod>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QShortcut>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabWidget>

class tst_WindowTabs : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { MainWindowFixture::init(); }
    void cleanup() { MainWindowFixture::cleanup(); }
    void tabs();
    void unreadCountOfAnotherTab();
    void manyTabsAreReadableAndStay();
    void savedNamesAreTitles();
    void everyMenuEntryDoesSomething();
    void namesForScreenReaders_data();
    void namesForScreenReaders();
    void everyControlHasAName();
    void documentedKeys();
    void remembersBetweenRuns();
    void savingAgainKeepsNameAndNotes();
    void anotherServerIsSavedBeside();
    void closingEndsTheConnections();
    void panelOpensAsWideAsItWants();
    void renamingCoversTheRow();
    void environmentsHaveAKey();
    void sentenceComesBeforeThePicture();
    void warningIsShortenedNotCut();
    void figuresMoveNothing();
    void clearedIsNotShown();
    void commandsAreCopiedWithoutSecrets();
    void savedConnectionsOpen();
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
    QVERIFY(tabs->widget(0)->updatesEnabled() && !tabs->widget(1)->updatesEnabled());
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

void tst_WindowTabs::manyTabsAreReadableAndStay()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    m_window->openDemo(u"/ticker?rate=200"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    for (int i = 0; i < 7; ++i)
        m_window->newTab(false);
    const auto rects = [tabs] {
        QList<QRect> all;
        for (int i = 0; i < tabs->count(); ++i)
            all.append(tabs->tabBar()->tabRect(i));
        return all;
    };
    const QList<QRect> before = rects();
    for (const QRect &rect : before)
        QVERIFY(rect.width() >= 20 * tabs->fontMetrics().averageCharWidth());
    QTRY_VERIFY(tabs->tabText(0).contains(u" · "_s));
    QTRY_VERIFY(tabs->tabText(0).section(u" · "_s, 1).size() >= 3);
    QCOMPARE(rects(), before);
}

void tst_WindowTabs::savedNamesAreTitles()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    url()->setText(u"wss://prices.example/feed?token=t0k"_s);
    save();
    auto *tree = m_window->findChild<ConnectionTree *>();
    QCOMPARE(tabs->tabText(0), tree->currentIndex().data().toString());
    QVERIFY(tree->model()->setData(tree->currentIndex(), u"Prices & more"_s));
    QTRY_COMPARE(tabs->tabText(0), u"Prices && more"_s);
    QCOMPARE(m_window->windowTitle().section(u" — "_s, 0, 0), u"Prices & more"_s);
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

void tst_WindowTabs::namesForScreenReaders_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("urlEdit") << u"WebSocket URL"_s;
    QTest::newRow("connectButton") << u"Connect"_s;
    QTest::newRow("statusIndicator") << u"Status: Not connected"_s;
    QTest::newRow("spinner") << u"Connection progress"_s;
    QTest::newRow("logView") << u"Message log"_s;
    QTest::newRow("filterEdit") << u"Filter"_s;
    QTest::newRow("composerEdit") << u"Message to send"_s;
    QTest::newRow("sendButton") << u"Send the message"_s;
    QTest::newRow("noticeBar") << u"Notice"_s;
    QTest::newRow("inspector") << u"Selected message"_s;
}

// Scripts and screen readers go by these: they stay.
void tst_WindowTabs::namesForScreenReaders()
{
    QFETCH(QString, name);
    auto *widget = find<QWidget>(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(widget);
    QCOMPARE(widget->accessibleName(), name);
}

// Whatever takes the focus says what it is.
void tst_WindowTabs::everyControlHasAName()
{
    m_window->openDemo(u"/ticker"_s);
    QTRY_VERIFY(session()->counters().shown > 0);
    find<QLineEdit>(u"filterEdit"_s)->setText(u"dir:in"_s);
    // The panel of saved connections, too.
    actionWith(u"Ctrl+B"_s)->trigger();
    const QList<QWidget *> widgets = m_window->findChildren<QWidget *>();
    int controls = 0;
    for (QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() || !widget->isVisible())
            continue;
        ++controls;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        const QString what = QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
        QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), qPrintable(what));
    }
    QVERIFY(controls > 15);
}

// The README's keys do something.
void tst_WindowTabs::documentedKeys()
{
    QSet<QKeySequence> known{QKeySequence(u"Ctrl+Z"_s)}; // every field's own
    for (const QAction *action : m_window->findChildren<QAction *>()) {
        for (const QKeySequence &key : action->shortcuts())
            known.insert(key);
    }
    for (const QShortcut *shortcut : m_window->findChildren<QShortcut *>())
        known.insert(shortcut->key());
    QFile file(QStringLiteral(SOCKETSCOPE_SOURCE_DIR "/README.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    static const QRegularExpression keys(u"\\b(?:Ctrl\\+(?:Shift\\+)?[A-Za-z]+|(?:Shift\\+)?F[0-9]+)\\b"_s);
    int count = 0;
    for (const auto &match : keys.globalMatch(QString::fromUtf8(file.readAll()))) {
        const QString key = match.captured().replace(u"Enter"_s, u"Return"_s);
        QVERIFY2(known.contains(QKeySequence(key)), qPrintable(key));
        ++count;
    }
    QVERIFY(count >= 9);
}

void tst_WindowTabs::remembersBetweenRuns()
{
    const QString last = u"ws://127.0.0.1:1/"_s;
    enter(last);
    // The demo's port is another one next time.
    m_window->openDemo(u"/echo"_s);
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

void tst_WindowTabs::panelOpensAsWideAsItWants()
{
    // A run before in which the panel was never shown: what was kept then gives it no width.
    m_window->close();
    cleanup();
    openWindow();
    auto *panel = m_window->findChild<ConnectionPanel *>();
    m_window->openDemo(u"/ticker"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QTRY_VERIFY(session()->counters().shown > 0);
    actionWith(u"Ctrl+S"_s)->trigger();
    QTRY_VERIFY2(panel->width() >= 240, qPrintable(QString::number(panel->width())));
    // As wide as it was left.
    auto *splitter = m_window->findChild<QSplitter *>(u"windowSplitter"_s);
    splitter->setSizes({320, 870});
    QTRY_COMPARE(panel->width(), splitter->sizes().first());
    const int width = panel->width();
    actionWith(u"Ctrl+B"_s)->trigger();
    actionWith(u"Ctrl+B"_s)->trigger();
    QTRY_COMPARE(panel->width(), width);
}

void tst_WindowTabs::renamingCoversTheRow()
{
    url()->setText(u"wss://one.example/feed"_s);
    actionWith(u"Ctrl+S"_s)->trigger();
    auto *tree = m_window->findChild<ConnectionTree *>();
    auto *editor = tree->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QCOMPARE(editor->geometry(), tree->visualRect(tree->currentIndex()));
}

void tst_WindowTabs::environmentsHaveAKey()
{
    actionWith(u"Ctrl+Shift+E"_s)->trigger();
    auto *editor = m_window->findChild<EnvironmentEditor *>();
    QVERIFY(editor && editor->isVisible());
    editor->close();
}

void tst_WindowTabs::sentenceComesBeforeThePicture()
{
    m_window->resize(800, 500);
    auto *bar = m_window->findChild<CountersBar *>();
    auto *line = bar->findChild<RateLine *>();
    bar->say(u"Copied."_s);
    QVERIFY(!line->isHidden());
    bar->say(u"This certificate is trusted for localhost from now on: the settings list it."_s);
    QVERIFY(line->isHidden());
    // The room counts at once.
    m_window->resize(1600, 500);
    QVERIFY(!line->isHidden());
}

void tst_WindowTabs::warningIsShortenedNotCut()
{
    StatusLine line;
    line.setUnverified(true);
    line.resize(600, 24);
    line.show();
    QVERIFY(QTest::qWaitForWindowExposed(&line));
    auto *warning = line.findChild<QLabel *>(u"unverifiedWarning"_s);
    QCOMPARE(warning->text(), u"⚠ Certificates are not verified"_s);
    line.resize(260, 24);
    QTRY_COMPARE(warning->text(), u"⚠ Not verified"_s);
    QTRY_VERIFY(warning->width() >= warning->fontMetrics().horizontalAdvance(warning->text()));
    QCOMPARE(warning->accessibleName(), u"⚠ Certificates are not verified"_s);
}

// Counts, and what is said of the connection, while one reads and clicks.
void tst_WindowTabs::figuresMoveNothing()
{
    m_window->openDemo(u"/ticker?rate=500"_s);
    QTRY_VERIFY(session()->counters().shown > 20);
    auto *view = find<LogView>(u"logView"_s);
    auto *clear = find<QPushButton>(u"clearButton"_s);
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    auto *pause = find<QPushButton>(u"pauseButton"_s);
    const auto places = [=, this] {
        return QList<QRect>{QRect(view->mapTo(m_window.get(), QPoint()), view->size()), clear->geometry(),
                            pause->geometry(), edit->geometry()};
    };
    const QList<QRect> before = places();
    pause->click();
    QTRY_VERIFY(pause->text().contains(u"new"_s));
    edit->setText(u"trades"_s);
    QTRY_VERIFY(find<QLabel>(u"filterCount"_s)->isVisible());
    session()->close();
    Q_EMIT session()->errorOccurred(connectionFailure({FailureCause::SettingUnusable, {u"A notice."_s}}));
    QVERIFY(!notice().isEmpty());
    QTRY_COMPARE(places(), before);
}

void tst_WindowTabs::clearedIsNotShown()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    session()->sendText(u"one"_s, {});
    const auto *counters = m_window->findChild<QLabel *>(u"countersLabel"_s);
    QTRY_COMPARE(counters->text(), u"received 1 = stored = shown"_s);
    find<QLineEdit>(u"filterEdit"_s)->setText(u"two"_s);
    find<QPushButton>(u"clearButton"_s)->click();
    QTRY_COMPARE(counters->text(), u"received 1 = stored = 0 shown + 1 cleared"_s);
    // Nothing was there to be matched.
    QTRY_VERIFY(find<QWidget>(u"emptyState"_s)->isVisible());
    session()->sendText(u"two"_s, {});
    QTRY_COMPARE(counters->text(), u"received 2 = stored = 1 shown + 1 cleared"_s);
    QVERIFY(!find<QWidget>(u"emptyState"_s)->isVisible());
}

void tst_WindowTabs::commandsAreCopiedWithoutSecrets()
{
    url()->setText(u"wss://h.example/?token=t0k"_s);
    auto *secrets = m_window->findChild<QAction *>(u"copySecrets"_s);
    QAction *copy = qobject_cast<QMenu *>(secrets->parent())->actions().first();
    copy->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"token=***"_s));
    secrets->setChecked(true);
    copy->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"t0k"_s));
}

void tst_WindowTabs::savedConnectionsOpen()
{
    url()->setText(u"ws://127.0.0.1:1/saved"_s);
    save();
    m_window->newTab(false);
    auto *tree = m_window->findChild<ConnectionTree *>();
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Return);
    QTRY_COMPARE(session()->profile().url, QUrl(u"ws://127.0.0.1:1/saved"_s));
}

SOCKETSCOPE_TEST(tst_WindowTabs, QApplication)
#include "tst_windowtabs.moc"
