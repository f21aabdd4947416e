// SPDX-License-Identifier: MIT
// The window driven through its object names, as a person would use it, against the demo server.
#include "log/logmodel.h"
#include "session.h"
#include "settings.h"
#include "ui/connectiontree.h"
#include "ui/logview.h"
#include "ui/mainwindow.h"
#include "ui/noticebar.h"
#include "ui/sessionpage.h"
#include "ui/spinner.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMetaMethod>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_MainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void startsEmptyAndHelps();
    void wrongUrlIsSaidBesideTheField_data();
    void wrongUrlIsSaidBesideTheField();
    void demoButtonShowsMessages();
    void connectsByEnterAndDisconnectsByButton();
    void sendsAndShowsTheEcho();
    void refusedHandshakeIsSaid();
    void retriesVisiblyAndCancels();
    void anotherUrlReplacesTheConnection();
    void pausesAndClears();
    void inspectsWhatIsPicked();
    void tabs();
    void unreadCountOfAnotherTab();
    void smallWindowFoldsTheInspector();
    void everyMenuEntryDoesSomething();
    void namesForScreenReaders();
    void remembersBetweenRuns();
    void savingAgainKeepsNameAndNotes();
    void anotherServerIsSavedBeside();
    void closingEndsTheConnections();
    void networkTextIsNeverRich();

private:
    template <typename T>
    T *find(const QString &name) const
    {
        return m_window->currentPage()->findChild<T *>(name);
    }
    Session *session() const { return m_window->currentPage()->session(); }
    QLineEdit *url() const { return find<QLineEdit>(u"urlEdit"_s); }
    QPushButton *button() const { return find<QPushButton>(u"connectButton"_s); }
    QString status() const { return find<QLabel>(u"statusTitle"_s)->text(); }
    QString notice() const
    {
        auto *bar = find<NoticeBar>(u"noticeBar"_s);
        return bar->isVisible() ? bar->sentence() : QString();
    }
    void enter(const QString &text);
    void save();
    QStringList savedNames() const;
    void openWindow();
    QString logText() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void tst_MainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    openWindow();
}

void tst_MainWindow::openWindow()
{
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    m_window = std::make_unique<MainWindow>(m_settings.get());
    m_window->resize(1200, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_MainWindow::cleanup()
{
    m_window.reset();
    m_settings.reset();
}

void tst_MainWindow::enter(const QString &text)
{
    url()->selectAll();
    QTest::keyClicks(url(), text);
    QTest::keyClick(url(), Qt::Key_Return);
}

QString tst_MainWindow::logText() const
{
    const LogModel *log = session()->log();
    QStringList lines;
    for (int row = 0; row < log->rowCount(); ++row) {
        lines << log->index(row, LogModel::DirectionColumn).data().toString() + u' '
                         + log->index(row, LogModel::TypeColumn).data().toString() + u' '
                         + log->index(row, LogModel::MessageColumn).data().toString();
    }
    return lines.join(u'\n');
}

void tst_MainWindow::startsEmptyAndHelps()
{
    QCOMPARE(status(), u"Not connected"_s);
    QVERIFY(find<QPushButton>(u"demoButton"_s)->isVisible());
    QVERIFY(url()->hasFocus());
    QVERIFY(!find<Spinner>(u"spinner"_s)->isSpinning());
    QVERIFY(!find<QPushButton>(u"sendButton"_s)->isEnabled());
    QCOMPARE(notice(), QString());
}

void tst_MainWindow::wrongUrlIsSaidBesideTheField_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("other scheme") << u"ftp://host/"_s;
    QTest::newRow("mail") << u"mailto:me@example.org"_s;
    QTest::newRow("no host") << u"wss://"_s;
    QTest::newRow("port") << u"ws://host:99999/"_s;
    QTest::newRow("nothing") << u""_s;
}

void tst_MainWindow::wrongUrlIsSaidBesideTheField()
{
    QFETCH(QString, typed);
    QSignalSpy changes(session(), &Session::statusChanged);
    enter(typed);
    auto *problem = find<QLabel>(u"urlProblem"_s);
    QVERIFY(problem->isVisible());
    QVERIFY(!problem->text().isEmpty());
    QCOMPARE(changes.count(), 0);
    // Typing on takes it away.
    QTest::keyClicks(url(), u"w"_s);
    QVERIFY(!problem->isVisible());
}

void tst_MainWindow::demoButtonShowsMessages()
{
    QTest::mouseClick(find<QPushButton>(u"demoButton"_s), Qt::LeftButton);
    QTRY_VERIFY(session()->counters().shown >= 3);
    QVERIFY(status().startsWith(u"Open"_s));
    QVERIFY(find<LogView>(u"logView"_s)->isVisible());
    QVERIFY(logText().contains(u"\"ch\":\"trades\""_s));
    auto *counters = m_window->findChild<QLabel *>(u"countersLabel"_s);
    QTRY_VERIFY(counters->text().contains(u"= stored = shown"_s));
}

void tst_MainWindow::connectsByEnterAndDisconnectsByButton()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QTRY_COMPARE(button()->text().remove(u'&'), u"Disconnect"_s);
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_COMPARE(session()->status(), Status::Closed);
    QCOMPARE(status(), u"Closed 1000 normal closure"_s);
    QCOMPARE(button()->text().remove(u'&'), u"Connect"_s);
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(session()->status(), Status::Open);
    QCOMPARE(m_settings->lastUrl(), url()->text());
}

void tst_MainWindow::sendsAndShowsTheEcho()
{
    m_window->openDemo(u"/echo"_s);
    auto *send = find<QPushButton>(u"sendButton"_s);
    QTRY_VERIFY(send->isEnabled());
    auto *edit = find<QPlainTextEdit>(u"composerEdit"_s);
    edit->setFocus();
    QTest::keyClicks(edit, u"hello there"_s);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(logText().contains(u"↑ text hello there"_s));
    QTRY_VERIFY(logText().contains(u"↓ text hello there"_s));
}

void tst_MainWindow::refusedHandshakeIsSaid()
{
    m_window->openDemo(u"/refuse?status=403"_s);
    QTRY_VERIFY(notice().contains(u"403 Forbidden"_s));
    QCOMPARE(session()->status(), Status::Closed);
    QTRY_VERIFY(logText().contains(u"● error"_s));
    QCOMPARE(find<QPushButton>(u"noticeAction"_s)->text(), u"Connect again"_s);
    QTest::mouseClick(find<QWidget>(u"noticeDismiss"_s), Qt::LeftButton);
    QCOMPARE(notice(), QString());
}

void tst_MainWindow::retriesVisiblyAndCancels()
{
    m_window->openDemo(u"/refuse?status=503"_s);
    QTRY_COMPARE(session()->status(), Status::WaitingToRetry);
    QTRY_VERIFY(status().startsWith(u"Retrying in "_s));
    QVERIFY(find<Spinner>(u"spinner"_s)->isSpinning());
    QCOMPARE(button()->text().remove(u'&'), u"Cancel"_s);
    QSignalSpy changes(session(), &Session::statusChanged);
    QTest::mouseClick(find<QPushButton>(u"tryNowButton"_s), Qt::LeftButton);
    QTRY_COMPARE(changes.count(), 2);
    QCOMPARE(changes.first().first().value<Status>(), Status::Connecting);
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_COMPARE(session()->status(), Status::Closed);
    QVERIFY(!find<Spinner>(u"spinner"_s)->isSpinning());
}

void tst_MainWindow::anotherUrlReplacesTheConnection()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QSignalSpy changes(session(), &Session::statusChanged);
    enter(url()->text().replace(u"/echo"_s, u"/ticker"_s));
    QTRY_COMPARE(changes.count(), 4); // closing, closed, connecting, open
    QCOMPARE(session()->status(), Status::Open);
    QVERIFY(session()->profile().url.path() == u"/ticker"_s);
    QCOMPARE(m_window->findChild<QTabWidget *>()->count(), 1);
}

void tst_MainWindow::pausesAndClears()
{
    m_window->openDemo(u"/ticker?rate=500"_s);
    QTRY_VERIFY(session()->counters().shown > 20);
    auto *pause = find<QPushButton>(u"pauseButton"_s);
    QTest::mouseClick(pause, Qt::LeftButton);
    const int rows = session()->log()->rowCount();
    QTRY_VERIFY(pause->text().contains(u"new"_s));
    QCOMPARE(session()->log()->rowCount(), rows);
    QVERIFY(!session()->counters().agree());
    QTest::mouseClick(pause, Qt::LeftButton);
    QVERIFY(session()->log()->rowCount() > rows);
    QTest::mouseClick(find<QPushButton>(u"clearButton"_s), Qt::LeftButton);
    QVERIFY(session()->log()->first() > 20);
    QTest::mouseClick(button(), Qt::LeftButton);
    QTRY_COMPARE(session()->status(), Status::Closed);
    QTRY_VERIFY(session()->counters().agree());
}

void tst_MainWindow::inspectsWhatIsPicked()
{
    m_window->openDemo(u"/ticker?n=3&rate=100"_s);
    QTRY_COMPARE(session()->status(), Status::Closed);
    QTRY_COMPARE(session()->log()->rowCount(), 5);
    auto *view = find<LogView>(u"logView"_s);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                      view->visualRect(session()->log()->index(1, LogModel::MessageColumn)).center());
    auto *text = find<QPlainTextEdit>(u"inspectorText"_s);
    QVERIFY(text);
    QVERIFY2(text->toPlainText().contains(u"\"ch\": \"trades\""_s), qPrintable(text->toPlainText()));
}

void tst_MainWindow::tabs()
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

void tst_MainWindow::unreadCountOfAnotherTab()
{
    auto *tabs = m_window->findChild<QTabWidget *>(u"tabs"_s);
    m_window->openDemo(u"/ticker?rate=200"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
    QTRY_VERIFY(tabs->tabText(0).contains(u" · "_s));
    tabs->setCurrentIndex(0);
    QTRY_VERIFY(!tabs->tabText(0).contains(u" · "_s));
}

void tst_MainWindow::smallWindowFoldsTheInspector()
{
    auto *inspector = find<QWidget>(u"inspector"_s);
    QTRY_VERIFY(inspector->isVisible());
    m_window->resize(800, 500);
    QTRY_VERIFY(!inspector->isVisible());
    QCOMPARE(m_window->size(), QSize(800, 500));
    QVERIFY(find<QPushButton>(u"sendButton"_s)->isVisible());
    // Asked for, it comes below the log.
    QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(inspector->isVisible());
    m_window->resize(800, 900);
    QTRY_VERIFY(inspector->isVisible());
    m_window->resize(1200, 800);
    QTRY_VERIFY(inspector->isVisible());
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

void tst_MainWindow::everyMenuEntryDoesSomething()
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

void tst_MainWindow::namesForScreenReaders()
{
    for (const auto &name : {u"urlEdit"_s, u"connectButton"_s, u"statusIndicator"_s, u"spinner"_s,
                             u"logView"_s, u"composerEdit"_s, u"noticeBar"_s, u"inspector"_s}) {
        auto *widget = find<QWidget>(name);
        QVERIFY2(widget, qPrintable(name));
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(name));
    }
    QVERIFY(find<QPushButton>(u"sendButton"_s));
}

void tst_MainWindow::remembersBetweenRuns()
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

void tst_MainWindow::save()
{
    const QList<QAction *> actions = m_window->findChildren<QAction *>();
    for (QAction *action : actions) {
        if (action->shortcut() == QKeySequence(u"Ctrl+S"_s))
            action->trigger();
    }
    // The name can be changed at once; it need not be.
    if (QWidget *editor = QApplication::focusWidget(); qobject_cast<QLineEdit *>(editor))
        QTest::keyClick(editor, Qt::Key_Return);
}

QStringList tst_MainWindow::savedNames() const
{
    QStringList names;
    const QAbstractItemModel *model = m_window->findChild<ConnectionTree *>()->model();
    for (int row = 0; row < model->rowCount(); ++row)
        names.append(model->index(row, 0).data().toString());
    return names;
}

void tst_MainWindow::savingAgainKeepsNameAndNotes()
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

void tst_MainWindow::anotherServerIsSavedBeside()
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

void tst_MainWindow::closingEndsTheConnections()
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

void tst_MainWindow::networkTextIsNeverRich()
{
    m_window->openDemo(u"/close?code=4000&reason=%3Cb%3Ebold%3C/b%3E&after=10"_s);
    QTRY_VERIFY(notice().contains(u"4000"_s));
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
}

QTEST_MAIN(tst_MainWindow)
#include "tst_mainwindow.moc"
