// SPDX-License-Identifier: MIT
// What the window does with session files, driven through its object names.
#include "mainwindowfixture.h"
#include "openedsession.h"
#include "support/testprogram.h"

#include "demo/demohost.h"
#include "record/filerecord.h"
#include "record/kept/sessionfolder.h"
#include "ui/connect/connectionbar.h"
#include "ui/kit/labels.h"
#include "ui/log/gotobar.h"
#include "ui/session/logpane.h"
#include "ui/window/openingbar.h"

#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QPointer>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTabWidget>

#include <functional>

class tst_SessionFiles : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { MainWindowFixture::init(); }
    void initTestCase() { m_demo.start(); }
    void cleanup();
    void recordsWhereAsked();
    void showsASession();
    void takesADroppedFile();
    void refusesWhatIsNoSession();
    void cancelsOpening();
    void takesNoTabAway_data();
    void takesNoTabAway();
    void closingEndsOpening();
    void goesToEntriesAndTimes();
    void privateTabLeavesNothing();
    void loadsLargeEntriesLater();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    /// Records so many messages of the demo's flood.
    QString recorded(int messages, const QString &query = {});
    void enterPlace(const QString &text);
    /// Not before m_disk lets it.
    void openSlowly(const QString &file);

    QSemaphore m_disk;
    DemoHost m_demo;
};

void tst_SessionFiles::cleanup()
{
    // The window waits for what is being read, also if a test has failed.
    m_disk.release(10);
    m_window.reset();
    m_disk.acquire(m_disk.available());
    m_settings.reset();
}

QString tst_SessionFiles::recorded(int messages, const QString &query)
{
    const QString file = path(u"made.sqlite"_s);
    LiveSession made(RecordTarget{file, {}, false});
    ConnectionProfile profile;
    profile.url = m_demo.url(u"/flood?n=%1%2"_s.arg(messages).arg(query));
    made.open(profile);
    if (!QTest::qWaitFor([&] { return made.counters().stored == quint64(messages); }, 20000))
        return {};
    if (!QTest::qWaitFor([&] { return made.status() == Status::Closed; }))
        return {};
    return made.finishRecord() ? file : QString();
}

void tst_SessionFiles::recordsWhereAsked()
{
    const QString file = path(u"mine.sqlite"_s);
    QCOMPARE(m_window->recordTo({file, {}, false}), QString());
    m_window->openUrl(m_demo.url(u"/flood?n=10"_s).toString());
    QTRY_COMPARE(session()->counters().shown, 10u);
    QCOMPARE(session()->keeping().fileName, file);
    QVERIFY(QFile::exists(file));
    QCOMPARE(m_window->findChild<QTabWidget *>(u"tabs"_s)->count(), 1);
}

void tst_SessionFiles::showsASession()
{
    const QString file = recorded(500);
    QVERIFY(!file.isEmpty());
    SessionPage *page = openSession(m_window.get(), file);
    QVERIFY(page);
    QCOMPARE(m_window->currentPage(), page);
    QCOMPARE(session()->log()->rowCount(), 502);
    QCOMPARE(page->title(), u"made.sqlite"_s);
    QCOMPARE(find<QLabel>(u"statusTitle"_s)->text(), u"Recorded"_s);
    QVERIFY(find<QLineEdit>(u"urlEdit"_s)->text().contains(u"/flood?n=500"_s));
    QVERIFY(!find<QWidget>(u"composerEdit"_s)->isVisible());
    QCOMPARE(m_settings->recentSessions(), QStringList{file});
    // Connecting from there takes another tab and leaves the file alone.
    QTest::keyClick(find<QLineEdit>(u"urlEdit"_s), Qt::Key_Return);
    QCOMPARE(m_window->findChild<QTabWidget *>(u"tabs"_s)->count(), 2);
    QVERIFY(m_window->currentPage() != page);
    QCOMPARE(page->session()->log()->rowCount(), 502);
}

void tst_SessionFiles::takesADroppedFile()
{
    const QString file = recorded(5);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    // Only what was entered can be dropped on.
    QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window.get(), &drop);
    QTRY_VERIFY(qobject_cast<FileSession *>(session()));
    QCOMPARE(session()->log()->rowCount(), 7);
}

void tst_SessionFiles::refusesWhatIsNoSession()
{
    QFile other(path(u"letter.sqlite"_s));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("Dear Anna,");
    other.close();
    m_window->openSession(other.fileName());
    auto *notice = find<NoticeBar>(u"noticeBar"_s);
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->sentence().contains(u"not a Socketscope session"_s), qPrintable(notice->sentence()));
    m_window->openSession(path(u"missing.sqlite"_s));
    QTRY_VERIFY2(notice->sentence().contains(u"does not exist"_s), qPrintable(notice->sentence()));
    QVERIFY(!m_window->recordTo({other.fileName(), {}, false}).isEmpty());
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), QByteArray("Dear Anna,"));
}

void tst_SessionFiles::cancelsOpening()
{
    auto *bar = m_window->findChild<OpeningBar *>();
    const QString file = recorded(5);
    int opened = 0;
    connect(m_window.get(), &MainWindow::sessionOpened, this, [&opened] { ++opened; });
    QSignalSpy notOpened(m_window.get(), &MainWindow::sessionNotOpened);
    m_window->openSession(file);
    bar->cancel();
    QCOMPARE(notOpened.size(), 1);
    QCOMPARE(notOpened.first().first().toString(), QString());
    // What is opened later comes behind it, and alone.
    m_window->openSession(path(u"missing.sqlite"_s));
    auto *notice = find<NoticeBar>(u"noticeBar"_s);
    QTRY_VERIFY(notice->isVisible());
    QCOMPARE(opened, 0);
    QVERIFY(!qobject_cast<FileSession *>(session()));
    QVERIFY(!bar->isVisible());
    QCOMPARE(notOpened.size(), 2);
    QVERIFY(notOpened.last().first().toString().contains(u"does not exist"_s));
}

void tst_SessionFiles::openSlowly(const QString &file)
{
    auto *bar = m_window->findChild<OpeningBar *>();
    bar->setReader([this](const QString &name, int connection, ScanControl *control) {
        m_disk.acquire();
        return openAnySession(name, connection, control);
    });
    m_window->openSession(file);
}

void tst_SessionFiles::takesNoTabAway_data()
{
    using Deed = std::function<void(MainWindow *)>;
    QTest::addColumn<Deed>("deed");
    QTest::addColumn<bool>("isRaised");
    QTest::addColumn<int>("tabs");
    const auto type = [](MainWindow *) { QTest::keyClicks(QApplication::focusWidget(), u"wss://h"_s); };
    const auto newTab = [](MainWindow *window) { QTest::keyClick(window, Qt::Key_T, Qt::ControlModifier); };
    QTest::newRow("nothing was done") << Deed([](MainWindow *) {}) << true << 1;
    QTest::newRow("a URL was typed") << Deed(type) << false << 2;
    QTest::newRow("another tab was opened") << Deed(newTab) << false << 2;
    QTest::newRow("a URL was typed in another tab") << Deed([=](MainWindow *window) {
        newTab(window);
        type(window);
    }) << false << 2;
    QTest::newRow("the tab was closed")
            << Deed([](MainWindow *window) { QTest::keyClick(window, Qt::Key_W, Qt::ControlModifier); })
            << false << 2;
    QTest::newRow("a connection was opened in it")
            << Deed([](MainWindow *window) { window->openDemo(u"/echo"_s); }) << false << 2;
}

void tst_SessionFiles::takesNoTabAway()
{
    QFETCH(const std::function<void(MainWindow *)>, deed);
    QFETCH(const bool, isRaised);
    QFETCH(const int, tabs);
    const QString file = recorded(5);
    SessionPage *opened = nullptr;
    connect(m_window.get(), &MainWindow::sessionOpened, this, [&](SessionPage *page) { opened = page; });
    m_window->currentPage()->bar()->focusUrl();
    openSlowly(file);
    deed(m_window.get());
    const QPointer current(m_window->currentPage());
    const QString typed = current->bar()->text();
    const QPointer focus(QApplication::focusWidget());
    m_disk.release();
    QTRY_VERIFY(opened);
    QCOMPARE(m_window->findChild<QTabWidget *>(u"tabs"_s)->count(), tabs);
    QCOMPARE(m_window->currentPage() == opened, isRaised);
    if (isRaised) {
        QVERIFY(find<LogView>(u"logView"_s)->hasFocus());
        return;
    }
    QCOMPARE(m_window->currentPage(), current.data());
    QCOMPARE(current->bar()->text(), typed);
    QVERIFY(focus && focus->hasFocus());
}

void tst_SessionFiles::closingEndsOpening()
{
    const QString file = recorded(5);
    int opened = 0;
    connect(m_window.get(), &MainWindow::sessionOpened, this, [&opened] { ++opened; });
    QSignalSpy notOpened(m_window.get(), &MainWindow::sessionNotOpened);
    QSignalSpy finished(m_window.get(), &MainWindow::finished);
    openSlowly(file);
    m_window->close();
    QCOMPARE(notOpened.size(), 1);
    m_disk.release();
    QTRY_COMPARE(finished.size(), 1);
    m_window->openSession(file);
    m_window.reset();
    QCOMPARE(opened, 0);
    QCOMPARE(notOpened.size(), 1);
}

void tst_SessionFiles::enterPlace(const QString &text)
{
    QTest::keyClick(m_window.get(), Qt::Key_G, Qt::ControlModifier);
    auto *edit = find<QLineEdit>(u"goToEdit"_s);
    QTRY_VERIFY(edit->isVisible());
    edit->selectAll();
    QTest::keyClicks(edit, text);
    QTest::keyClick(edit, Qt::Key_Return);
}

void tst_SessionFiles::goesToEntriesAndTimes()
{
    QVERIFY(openSession(m_window.get(), recorded(2000)));
    auto *view = find<LogView>(u"logView"_s);
    enterPlace(u"#1,234"_s);
    QCOMPARE(view->currentIndex().row(), 1233);
    QVERIFY(!find<GoToBar>(u"goToBar"_s)->isVisible());
    QVERIFY(view->hasFocus());
    enterPlace(u"1 000 000 x"_s);
    QVERIFY(!find<QLabel>(u"goToProblem"_s)->text().isEmpty());
    enterPlace(u"999999"_s);
    QVERIFY(find<QLabel>(u"goToProblem"_s)->text().contains(u"2,002"_s));
    enterPlace(u"-1h"_s);
    QCOMPARE(view->currentIndex().row(), 0);
}

void tst_SessionFiles::privateTabLeavesNothing()
{
    const QString folder = SessionFolder::standard();
    const QStringList before = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(session()->keeping().isPrivate);
    m_window->openUrl(m_demo.url(u"/flood?n=100"_s).toString());
    QTRY_COMPARE(session()->counters().shown, 100u);
    QVERIFY(session()->log()->entry(50));
    const QStringList meanwhile = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden);
    for (const QString &name : meanwhile)
        QVERIFY2(before.contains(name) || name == u"."_s || name == u".."_s, qPrintable(name));
    auto *kept = m_window->findChild<ElidedLabel *>(u"keptLabel"_s);
    QTRY_VERIFY2(kept->text().contains(u"private"_s), qPrintable(kept->text()));
}

void tst_SessionFiles::loadsLargeEntriesLater()
{
    QVERIFY(openSession(m_window.get(), recorded(2, u"&size=3000000"_s)));
    auto *view = find<LogView>(u"logView"_s);
    view->setCurrentIndex(session()->log()->index(1, LogModel::MessageColumn));
    QTRY_VERIFY(find<ElidedLabel>(u"inspectorInfo"_s));
    const auto *info = find<ElidedLabel>(u"inspectorInfo"_s);
    QTRY_VERIFY2(info->text().startsWith(u"#2 "_s), qPrintable(info->text()));
}

SOCKETSCOPE_TEST(tst_SessionFiles, QApplication)
#include "tst_sessionfiles.moc"
