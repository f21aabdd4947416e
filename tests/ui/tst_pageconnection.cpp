// SPDX-License-Identifier: MIT
// What a tab connects to: pasted, entered, set up; against a server that says what it was sent.
#include "pageconnectionfixture.h"
#include "support/testprogram.h"

#include "session/session.h"
#include "support/scriptedserver.h"
#include "ui/connect/pageconnection.h"
#include "ui/kit/noticebar.h"
#include "ui/session/sessionpage.h"
#include "ui/settings/connectionsettingspage.h"

#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_PageConnection : public PageConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { PageConnectionFixture::init(); }
    void cleanup() { PageConnectionFixture::cleanup(); }
    void pastedCommandBecomesAConnection();
    void enteredCommandConnects();
    void brokenCommandSaysWhy();
    void otherTextIsPastedAsItIs();
    void wrongSettingIsSaidAndShown();
    void settingsFollowTheDefaults();
    void urlOnThePageOfSettings();
    void reconnectsThoughNothingChanged();
    void reconnectClosesNothingForNothing();
    void anotherServerIsAnotherConnection_data();
    void anotherServerIsAnotherConnection();
    void plainKeepsTheRest();
    void whatIsSetUpIsNotFresh();
    void whatCannotBeSaved();
    void windowsGoWithTheSession();
};

void tst_PageConnection::pastedCommandBecomesAConnection()
{
    const ScriptedServer server;
    paste(u"curl 'http://127.0.0.1:%1/feed' \\\n  -H 'X-Trace: 1' \\\n  -H 'Cookie: a=1; b=2' \\\n"
          "  -H 'Authorization: Bearer t0k'"_s.arg(server.port()));
    QCOMPARE(url()->text(), server.url(u"/feed"_s).toString());
    QVERIFY2(below().startsWith("Read from a curl command: 1 header, 2 cookies, credentials."_L1),
             qPrintable(below()));
    QVERIFY(!below().contains("t0k"_L1));
    QVERIFY2(find<QPushButton>(u"connectionSettingsButton"_s)->text().contains("(4)"_L1),
             qPrintable(find<QPushButton>(u"connectionSettingsButton"_s)->text()));
    QCOMPARE(status(), Status::Closed);
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("Authorization"), "Bearer t0k"_ba);
    QCOMPARE(server.peer()->header("Cookie"), "a=1; b=2"_ba);
    QCOMPARE(server.peer()->header("X-Trace"), "1"_ba);
}

void tst_PageConnection::enteredCommandConnects()
{
    const ScriptedServer server;
    enter(u"wscat -c ws://127.0.0.1:%1/ -H 'X-Trace: 2'"_s.arg(server.port()));
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("X-Trace"), "2"_ba);
    QVERIFY2(below().startsWith("Read from a wscat command: 1 header."_L1), qPrintable(below()));
}

void tst_PageConnection::brokenCommandSaysWhy()
{
    paste(u"curl -H 'X-Trace: 1"_s);
    QVERIFY(!below().isEmpty());
    QCOMPARE(url()->text(), u"curl -H 'X-Trace: 1"_s);
    QCOMPARE(status(), Status::Closed);
}

void tst_PageConnection::otherTextIsPastedAsItIs()
{
    paste(u"  ws://127.0.0.1:1/a\n"_s);
    QCOMPARE(url()->text().trimmed(), u"ws://127.0.0.1:1/a"_s);
    paste(u"two words"_s);
    QCOMPARE(url()->text(), u"two words"_s);
}

void tst_PageConnection::wrongSettingIsSaidAndShown()
{
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:1/"_s;
    saved.profile.headers = {{"Bad Name", "1"}};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY2(below().contains(u"“Bad…”"_s), qPrintable(below()));
    QCOMPARE(status(), Status::Closed);
    auto *settings = m_page->findChild<ConnectionSettingsPage *>();
    QVERIFY(settings && settings->isVisible());
}

void tst_PageConnection::urlOnThePageOfSettings()
{
    url()->setText(u"ws://old/"_s);
    connection()->showSettings();
    auto *page = m_page->findChild<ConnectionSettingsPage *>();
    auto *typed = page->findChild<QLineEdit *>(u"settingsUrl"_s);
    typed->selectAll();
    QTest::keyClicks(typed, u"ws://new.example:81/a?x=1"_s);
    QCOMPARE(typed->text(), u"ws://new.example:81/a?x=1"_s);
    QCOMPARE(url()->text(), typed->text());
    QCOMPARE(connection()->connection().profile.url, QUrl(u"ws://new.example:81/a?x=1"_s));
    QCOMPARE(page->profile().url, QUrl(u"ws://new.example:81/a?x=1"_s));
    auto *query = page->findChild<QTableView *>(u"queryTable"_s)->model();
    QVERIFY(query->setData(query->index(0, 1), u"22"_s, Qt::EditRole));
    QCOMPARE(url()->text(), u"ws://new.example:81/a?x=22"_s);
    QCOMPARE(typed->text(), url()->text());
    // What is typed in another field does not undo it either.
    page->findChild<QLineEdit *>(u"originEdit"_s)->setText(u"https://o"_s);
    QCOMPARE(url()->text(), u"ws://new.example:81/a?x=22"_s);
    QCOMPARE(connection()->connection().profile.origin, u"https://o"_s);
    typed->clear();
    QTest::keyClicks(typed, u"ws://{{host}}/"_s);
    QCOMPARE(url()->text(), u"ws://{{host}}/"_s);
    QVERIFY(connection()->connection().profile.url.isEmpty());
}

void tst_PageConnection::reconnectsThoughNothingChanged()
{
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    connection()->showSettings();
    QSignalSpy statuses(m_page->session(), &Session::statusChanged);
    QTest::mouseClick(m_page->findChild<QPushButton *>(u"reconnectNow"_s), Qt::LeftButton);
    const auto has = [&](Status wanted) {
        return std::any_of(statuses.begin(), statuses.end(),
                           [&](const auto &of) { return of.first().template value<Status>() == wanted; });
    };
    QTRY_VERIFY(has(Status::Closed) && has(Status::Open));
    QCOMPARE(status(), Status::Open);
}

void tst_PageConnection::reconnectClosesNothingForNothing()
{
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    QSignalSpy statuses(m_page->session(), &Session::statusChanged);
    url()->setText(u"ws://{{nothing}}/"_s);
    connection()->reconnect();
    QVERIFY(below().contains("{{nothing}}"_L1));
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.authentication = {Authentication::Kind::Bearer, {}, {}, {}};
    saved.secrets = QStringList{u"authentication.token"_s};
    connection()->setConnection(saved);
    connection()->reconnect();
    auto *edit = find<QLineEdit>(u"secret:authentication.token"_s);
    QTRY_VERIFY(edit && edit->isVisible());
    // Nothing is entered yet.
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(edit->isVisible());
    QVERIFY(!find<QLabel>(u"secretProblem"_s)->text().isEmpty());
    QTest::qWait(0);
    QVERIFY(statuses.isEmpty());
    QTest::keyClicks(edit, u"t0k"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(server.peer()->header("Authorization"), "Bearer t0k"_ba);
}

void tst_PageConnection::anotherServerIsAnotherConnection_data()
{
    QTest::addColumn<QString>("saved");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("isOther");
    QTest::newRow("path") << u"wss://h/a?token=***"_s << u"wss://h:443/b"_s << false;
    QTest::newRow("scheme left out") << u"wss://H/a"_s << u"h/b"_s << false;
    QTest::newRow("host") << u"wss://h/a"_s << u"wss://i/a"_s << true;
    QTest::newRow("scheme") << u"wss://h/a"_s << u"ws://h/a"_s << true;
    QTest::newRow("port") << u"wss://h/a"_s << u"wss://h:444/a"_s << true;
    QTest::newRow("variable") << u"wss://{{host}}/a"_s << u"wss://{{host}}/b?x"_s << false;
    QTest::newRow("another variable") << u"wss://{{host}}/a"_s << u"wss://{{guest}}/a"_s << true;
    QTest::newRow("socket") << u"ws+unix:///a:/x"_s << u"ws+unix:///b:/x"_s << true;
}

void tst_PageConnection::anotherServerIsAnotherConnection()
{
    QFETCH(const QString, saved);
    QFETCH(const QString, typed);
    QFETCH(bool, isOther);
    SavedConnection connected;
    connected.id = u"1"_s;
    connected.name = u"Production"_s;
    connected.urlText = saved;
    connection()->setConnection(connected);
    url()->setText(typed);
    connection()->leaveSavedElsewhere();
    QCOMPARE(connection()->connection().id.isEmpty(), isOther);
    QVERIFY2(below().contains(u"“Production”"_s) == isOther, qPrintable(below()));
}

void tst_PageConnection::settingsFollowTheDefaults()
{
    ConnectionProfile defaults = m_settings->connectionDefaults();
    defaults.keepAliveInterval = std::chrono::seconds(77);
    m_settings->setConnectionDefaults(defaults);
    QCOMPARE(connection()->connection().profile.keepAliveInterval, std::chrono::seconds(77));
    QCOMPARE(find<QPushButton>(u"connectionSettingsButton"_s)->text().count(u'('), 0);
}

void tst_PageConnection::plainKeepsTheRest()
{
    url()->setText(u"wss://{{host}}/a?token=***"_s);
    connection()->openPlain();
    QCOMPARE(url()->text(), u"ws://{{host}}/a?token=***"_s);
    url()->setText(u"host/a"_s);
    chooseEnvironment({});
    SavedConnection saved;
    saved.secrets = QStringList{u"authentication.token"_s};
    saved.profile.authentication.kind = Authentication::Kind::Bearer;
    saved.urlText = u"host/a"_s;
    connection()->setConnection(saved);
    connection()->openPlain();
    QCOMPARE(url()->text(), u"ws://host/a"_s);
}

void tst_PageConnection::whatIsSetUpIsNotFresh()
{
    QVERIFY(m_page->isFresh());
    SavedConnection saved;
    saved.urlText = u"ws://h/"_s;
    saved.profile.headers = {{"X-A", "1"}};
    connection()->setConnection(saved);
    QVERIFY(!m_page->isFresh());
    saved.profile.headers.clear();
    saved.id = u"1"_s;
    saved.name = u"Production"_s;
    connection()->setConnection(saved);
    QVERIFY(!m_page->isFresh());
    connection()->showSettings();
    auto *page = m_page->findChild<ConnectionSettingsPage *>();
    QVERIFY(page->findChild<QLabel *>(u"savedNote"_s)->text().contains(u"“Production”"_s));
    QSignalSpy asked(m_page.get(), &SessionPage::saveRequested);
    QTest::mouseClick(page->findChild<QPushButton *>(u"saveConnection"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QVERIFY(page->windowTitle().contains("ws://h/"_L1));
}

void tst_PageConnection::whatCannotBeSaved()
{
    const auto problem = [this](const QString &text) {
        url()->setText(text);
        return connection()->savingProblem();
    };
    QVERIFY(problem(u"wss://{{ host }}/a"_s).isEmpty());
    QVERIFY(problem(u"h:1/a"_s).isEmpty());
    QVERIFY(!problem(u"curl 'wss://h/'"_s).isEmpty());
    QVERIFY(!problem(u"curl {{a}}"_s).isEmpty());
    QVERIFY(!problem(u"mailto:a"_s).isEmpty());
}

void tst_PageConnection::windowsGoWithTheSession()
{
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    connection()->showSettings();
    const QPointer page = m_page->findChild<ConnectionSettingsPage *>();
    connection()->closeWindows();
    QTRY_VERIFY(!page);
    QSignalSpy disposed(m_page->session(), &Session::disposed);
    m_page->session()->dispose();
    QTRY_COMPARE(disposed.size(), 1);
    // The connection is gone, and nobody misses it.
    m_page->session()->close();
    m_page->session()->sendText(u"x"_s);
    m_page->session()->ping();
    m_page->session()->retryNow();
    connection()->reconnect();
}

SOCKETSCOPE_TEST(tst_PageConnection, QApplication)
#include "tst_pageconnection.moc"
