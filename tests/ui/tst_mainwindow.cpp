// SPDX-License-Identifier: MIT
#include "mainwindowfixture.h"
#include "support/testprogram.h"

#include "failure/connectionerror.h"
#include "ui/inspector/inspector.h"
#include "ui/kit/spinner.h"
#include "ui/kit/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QToolButton>

using namespace std::chrono_literals;

class tst_MainWindow : public MainWindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { MainWindowFixture::init(); }
    void cleanup() { MainWindowFixture::cleanup(); }
    void startsEmptyAndHelps();
    void wrongUrlIsSaidBesideTheField_data();
    void wrongUrlIsSaidBesideTheField();
    void demoButtonShowsMessages();
    void connectsByEnterAndDisconnectsByButton();
    void sendsAndShowsTheEcho();
    void clearsTheHistory();
    void refusedHandshakeIsSaid();
    void whatWasPutAwayStaysAway_data();
    void whatWasPutAwayStaysAway();
    void retriesVisiblyAndCancels();
    void failureIsSaidOnce();
    void enterOnAnOpenOneIsAnswered();
    void pingsAreSaidAndTurnedOff();
    void anotherUrlReplacesTheConnection();
    void pausesAndClears();
    void inspectsWhatIsPicked();
    void smallWindowFoldsTheInspector();
    void networkTextIsNeverRich();
    void noticeHasTheSystemsWords();
    void sentencesMoveNothing_data();
    void sentencesMoveNothing();
    void sentencesHaveTheirRoom();
    void selectsInOneColour_data();
    void selectsInOneColour();
};

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
    // Its colour goes with the theme.
    const QColor before = problem->palette().color(QPalette::WindowText);
    m_window->setPalette(QPalette(Qt::black));
    QVERIFY(problem->palette().color(QPalette::WindowText) != before);
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
    url()->setText(url()->text() + u"?x=%41"_s);
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(session()->status(), Status::Open);
    QVERIFY(url()->text().endsWith("?x=%41"_L1));
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
    find<QComboBox>(u"composerFormat"_s)->setCurrentText(u"Binary (hex)"_s);
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, u"00 ff"_s);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(logText().contains(u"↓ binary"_s));
}

void tst_MainWindow::clearsTheHistory()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    auto *composer = find<QPlainTextEdit>(u"composerEdit"_s);
    QTest::keyClicks(composer, u"hello"_s);
    QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClicks(composer, u"draft"_s);
    QVERIFY(!m_settings->urlHistory().isEmpty());
    const QList<QAction *> actions = m_window->findChildren<QAction *>();
    const auto clears = std::find_if(actions.begin(), actions.end(), [](const QAction *action) {
        return action->text() == u"Clear &History of URLs and Messages"_s;
    });
    QVERIFY(clears != actions.end());
    (*clears)->trigger();
    QVERIFY(m_settings->urlHistory().isEmpty());
    QTest::keyClick(composer, Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(composer->toPlainText(), u"draft"_s);
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

void tst_MainWindow::whatWasPutAwayStaysAway_data()
{
    QTest::addColumn<QString>("sentence");
    QTest::newRow("short") << u"The server answered 503."_s;
    QTest::newRow("longer than what is shown of it") << QString(10'000, u'x');
}

void tst_MainWindow::whatWasPutAwayStaysAway()
{
    QFETCH(const QString, sentence);
    const auto fail = [this](const QString &words) {
        Q_EMIT session()->errorOccurred(connectionFailure({FailureCause::SettingUnusable, {words}}));
    };
    fail(sentence);
    QVERIFY(!notice().isEmpty());
    QTest::mouseClick(find<QWidget>(u"noticeDismiss"_s), Qt::LeftButton);
    QCOMPARE(notice(), QString());
    fail(sentence);
    QCOMPARE(notice(), QString());
    fail(u"Another."_s);
    QCOMPARE(notice(), u"Another."_s);
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

// Beside the record, which has it as an entry.
void tst_MainWindow::failureIsSaidOnce()
{
    m_window->openDemo(u"/refuse?status=503"_s);
    QTRY_COMPARE(session()->status(), Status::WaitingToRetry);
    const auto *detail = find<QWidget>(u"statusDetail"_s);
    QTRY_VERIFY(!notice().isEmpty());
    QVERIFY2(!detail->accessibleName().contains(notice()), qPrintable(detail->accessibleName()));
    QTRY_VERIFY(logText().contains(u"● retry"_s));
    QCOMPARE(logText().count(notice()), 1);
    // Put away, it is said where it was not before.
    const QString sentence = notice();
    QTest::mouseClick(find<QWidget>(u"noticeDismiss"_s), Qt::LeftButton);
    QTRY_VERIFY(detail->accessibleName().contains(sentence) || session()->status() != Status::WaitingToRetry);
}

void tst_MainWindow::enterOnAnOpenOneIsAnswered()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    QSignalSpy said(m_window->currentPage(), &SessionPage::said);
    QTest::keyClick(url(), Qt::Key_Return);
    QCOMPARE(said.count(), 1);
    QVERIFY(said.first().first().toString().contains(u"open already"_s));
    QCOMPARE(session()->status(), Status::Open);
}

void tst_MainWindow::pingsAreSaidAndTurnedOff()
{
    m_window->openDemo(u"/echo"_s);
    QTRY_COMPARE(session()->status(), Status::Open);
    auto *pings = find<QToolButton>(u"pingsButton"_s);
    QCOMPARE(pings->text(), u"pings every 5 s"_s);
    QVERIFY(pings->toolTip().contains(u"closed when it is not answered"_s));
    pings->click();
    QCOMPARE(pings->text(), u"sends no pings"_s);
    QCOMPARE(session()->profile().keepAliveInterval, 0ms);
    // It is the same connection.
    QTest::keyClick(url(), Qt::Key_Return);
    QCOMPARE(session()->status(), Status::Open);
    pings->click();
    QCOMPARE(pings->text(), u"pings every 5 s"_s);
    session()->ping();
    QTRY_VERIFY(find<QWidget>(u"statusDetail"_s)->accessibleName().contains(u"ping "_s));
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
    QVERIFY(session()->log()->rows().first() > 20);
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

void tst_MainWindow::networkTextIsNeverRich()
{
    m_window->openDemo(u"/close?code=4000&reason=%3Cb%3Ebold%3C/b%3E&after=10"_s);
    QTRY_VERIFY(notice().contains(u"4000"_s));
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text()));
}

void tst_MainWindow::noticeHasTheSystemsWords()
{
    enter(u"ws://127.0.0.1:1/"_s);
    QTRY_VERIFY(!notice().isEmpty());
    QCOMPARE(find<QPlainTextEdit>(u"noticeRaw"_s)->toPlainText(), u"Connection refused"_s);
}

void tst_MainWindow::sentencesMoveNothing_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("filter") << u"filterEdit"_s << u"type:txet size:>>"_s << u"filterProblem"_s;
    QTest::newRow("URL") << u"urlEdit"_s << u"ws://host:99999/"_s << u"urlProblem"_s;
    QTest::newRow("place") << u"goToEdit"_s << u"nowhere"_s << u"goToBar"_s;
    QTest::newRow("notice") << QString() << QString() << u"noticeBar"_s;
}

// Nor do they lie over what is clicked meanwhile.
void tst_MainWindow::sentencesMoveNothing()
{
    QFETCH(const QString, field);
    QFETCH(const QString, typed);
    QFETCH(const QString, sentence);
    m_window->openDemo(u"/echo"_s);
    auto *log = find<LogView>(u"logView"_s);
    QTRY_VERIFY(log->isVisible() && session()->status() == Status::Open);
    QTRY_VERIFY(find<QPushButton>(u"sendButton"_s)->isEnabled());
    const QList<QWidget *> clicked{find<QWidget>(u"logHeader"_s), find<QPushButton>(u"followButton"_s),
                                   find<QWidget>(u"filterEdit"_s)};
    const auto places = [&] {
        QList<QRect> rects{QRect(log->mapTo(m_window.get(), QPoint()), log->size())};
        for (QWidget *widget : clicked)
            rects.append(QRect(widget->mapTo(m_window.get(), QPoint()), widget->size()));
        return rects;
    };
    const QList<QRect> before = places();
    if (sentence == "goToBar"_L1)
        actionWith(u"Ctrl+G"_s)->trigger();
    if (field.isEmpty()) {
        Q_EMIT session()->errorOccurred(connectionFailure({FailureCause::ConnectionLost, {}}));
    } else {
        find<QLineEdit>(field)->selectAll();
        QTest::keyClicks(find<QLineEdit>(field), typed);
    }
    auto *shown = find<QWidget>(sentence);
    QTRY_VERIFY(shown->isVisible());
    QCoreApplication::processEvents();
    QCOMPARE(places(), before);
    for (QWidget *widget : clicked) {
        const QRect place(widget->mapToGlobal(QPoint()), widget->size());
        QVERIFY2(!place.intersects(QRect(shown->mapToGlobal(QPoint()), shown->size())),
                 qPrintable(widget->objectName()));
    }
}

// What lies over the rows lies there still when its words or the rows are others.
void tst_MainWindow::sentencesHaveTheirRoom()
{
    auto *edit = find<QLineEdit>(u"filterEdit"_s);
    auto *problem = find<QLabel>(u"filterProblem"_s);
    auto *log = find<LogView>(u"logView"_s);
    edit->setFocus();
    QTest::keyClicks(edit, u"type:txet"_s);
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(!log->isVisible());
    // Rows come, and with them their header.
    m_window->openDemo(u"/ticker?rate=500"_s);
    edit = find<QLineEdit>(u"filterEdit"_s);
    problem = find<QLabel>(u"filterProblem"_s);
    log = find<LogView>(u"logView"_s);
    const auto topOf = [](QWidget *widget) { return widget->mapToGlobal(QPoint()).y(); };
    QTRY_VERIFY(log->isVisible());
    QTRY_COMPARE(topOf(problem), topOf(log->viewport()));
    // A longer one is as high as its lines.
    const int line = problem->height();
    QTest::keyClicks(edit, QString(300, u'x'));
    QTRY_VERIFY(problem->height() > line);
    QCOMPARE(problem->height(), problem->heightForWidth(problem->width()));
    edit->setSelection(int(u"type:txet"_s.size()), 300);
    QTest::keyClick(edit, Qt::Key_Delete);
    QTRY_COMPARE(problem->height(), line);
}

void tst_MainWindow::selectsInOneColour_data()
{
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::newRow("light") << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("dark") << QColor(0x23, 0x26, 0x29) << QColor(0xef, 0xf0, 0xf1);
}

void tst_MainWindow::selectsInOneColour()
{
    QFETCH(const QColor, base);
    QFETCH(const QColor, text);
    const QPalette before = QApplication::palette();
    QPalette colours(text, base, base, base, base, text, text, base, base);
    colours.setColor(QPalette::Highlight, QColor(0x30, 0x8c, 0xc6));
    colours.setColor(QPalette::PlaceholderText, Theme::mutedText(colours));
    QApplication::setPalette(colours);
    m_window.reset();
    openWindow();
    find<Inspector>(u"inspector"_s)->showMessage({});
    const QColor selection = Theme::selection(QApplication::palette());
    QVERIFY(selection != base);
    QVERIFY(Theme::contrastRatio(text, selection) >= 4.5);
    for (QWidget *widget : std::initializer_list<QWidget *>{
                 find<QWidget>(u"logView"_s), find<QWidget>(u"jsonTree"_s), find<QWidget>(u"composerEdit"_s),
                 find<QWidget>(u"inspectorText"_s), find<QWidget>(u"urlEdit"_s),
                 find<QWidget>(u"noticeText"_s), m_window->findChild<QWidget *>(u"connectionTree"_s)}) {
        QVERIFY(widget);
        // Some are not shown yet.
        widget->ensurePolished();
        for (const auto group : {QPalette::Active, QPalette::Inactive}) {
            const QString name = widget->objectName();
            QVERIFY2(widget->palette().color(group, QPalette::Highlight) == selection, qPrintable(name));
            QVERIFY2(widget->palette().color(group, QPalette::HighlightedText) == text, qPrintable(name));
        }
    }
    // What is not selected has the system's colour.
    QCOMPARE(button()->palette().color(QPalette::Highlight), QColor(0x30, 0x8c, 0xc6));
    QApplication::setPalette(before);
    Theme::adaptPalettes();
}

SOCKETSCOPE_TEST(tst_MainWindow, QApplication)
#include "tst_mainwindow.moc"
