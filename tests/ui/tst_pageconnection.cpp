// SPDX-License-Identifier: MIT
// What a tab connects to: pasted, filled in, asked for, trusted; against a server that says what it was sent.
#include "profile/environments.h"
#include "profile/secretstore.h"
#include "session.h"
#include "settings.h"
#include "support/scriptedserver.h"
#include "ui/connectionsettingspage.h"
#include "ui/noticebar.h"
#include "ui/pageconnection.h"
#include "ui/sessionpage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_PageConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void pastedCommandBecomesAConnection();
    void enteredCommandConnects();
    void brokenCommandSaysWhy();
    void otherTextIsPastedAsItIs();
    void missingVariableIsNamed();
    void variablesAreFilledIn();
    void missingSecretsAreAskedFor();
    void wrongSettingIsSaidAndShown();
    void settingsFollowTheDefaults();
    void urlOnThePageOfSettings();
    void reconnectsThoughNothingChanged();
    void reconnectClosesNothingForNothing();
    void anotherServerIsAnotherConnection_data();
    void anotherServerIsAnotherConnection();
    void certificateCanBeTrusted();
    void unverifiedIsSaidAsLongAsItIsOn();
    void copiesHideSecrets();
    void privateSessionsLeaveNoUrl_data();
    void privateSessionsLeaveNoUrl();

private:
    template <typename T>
    T *find(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QLineEdit *url() const { return find<QLineEdit>(u"urlEdit"_s); }
    QString below() const
    {
        const auto *label = find<QLabel>(u"urlProblem"_s);
        return label->isVisible() ? label->text() : QString();
    }
    Status status() const { return m_page->session()->status(); }
    PageConnection *connection() const { return m_page->connection(); }
    void paste(const QString &text);
    void enter(const QString &text);
    void openPage(bool isPrivate = false);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<SessionPage> m_page;
};

void tst_PageConnection::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(m_folder->filePath(u"settings.ini"_s));
    openPage();
}

void tst_PageConnection::openPage(bool isPrivate)
{
    m_page = std::make_unique<SessionPage>(
            m_settings.get(), std::make_unique<Session>(RecordTarget{{}, m_folder->path(), isPrivate}));
    m_page->resize(1000, 700);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void tst_PageConnection::cleanup()
{
    m_page.reset();
    m_settings.reset();
}

void tst_PageConnection::paste(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    url()->setFocus();
    url()->selectAll();
    QTest::keySequence(url(), QKeySequence::Paste);
}

void tst_PageConnection::enter(const QString &text)
{
    url()->setFocus();
    url()->setText(text);
    QTest::keyClick(url(), Qt::Key_Return);
}

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

void tst_PageConnection::missingVariableIsNamed()
{
    SecretStore secrets(nullptr);
    Environments environments(m_folder->filePath(u"environments.json"_s), &secrets);
    connection()->setEnvironments(&environments);
    enter(u"ws://{{host}}/{{ path }}"_s);
    QVERIFY2(below().contains("{{host}}"_L1) && below().contains("{{path}}"_L1), qPrintable(below()));
    QCOMPARE(status(), Status::Closed);
    m_page.reset(); // before the environments
}

void tst_PageConnection::variablesAreFilledIn()
{
    const ScriptedServer server;
    SecretStore secrets(nullptr);
    Environments environments(m_folder->filePath(u"environments.json"_s), &secrets);
    Environment here;
    here.id = environments.add(u"Here"_s);
    here.name = u"Here"_s;
    here.variables = {{u"port"_s, QString::number(server.port()), false}, {u"token"_s, u"t0k"_s, true}};
    environments.update(here);
    connection()->setEnvironments(&environments);
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:{{port}}/"_s;
    saved.profile.headers = {{"X-Token", "{{token}}"}};
    saved.profile.onOpen = {{false, "hello {{port}}"}};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(below().contains("{{port}}"_L1));
    environments.setCurrent(here.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("X-Token"), "t0k"_ba);
    QCOMPARE(url()->text(), saved.urlText);
    QTRY_COMPARE(server.peer()->framesOf(WebSocketFrame::Text).size(), 1);
    QCOMPARE(server.peer()->framesOf(WebSocketFrame::Text).first().payload,
             "hello " + QByteArray::number(server.port()));
    QCOMPARE(connection()->filledIn(u"{{port}} {{other}}"_s), u"%1 {{other}}"_s.arg(server.port()));
    m_page.reset();
}

void tst_PageConnection::missingSecretsAreAskedFor()
{
    const ScriptedServer server;
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    saved.secrets = QStringList{u"authentication.password"_s};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    auto *edit = find<QLineEdit>(u"secret:authentication.password"_s);
    QVERIFY(edit);
    QTRY_VERIFY(edit->isVisible());
    QCOMPARE(edit->echoMode(), QLineEdit::Password);
    QVERIFY(edit->accessibleName().contains("ann"_L1));
    QCOMPARE(status(), Status::Closed);
    QTest::keyClicks(edit, u"s3cret"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("Authorization"), "Basic " + "ann:s3cret"_ba.toBase64());
}

void tst_PageConnection::wrongSettingIsSaidAndShown()
{
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:1/"_s;
    saved.profile.headers = {{"Bad Name", "1"}};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY2(below().contains("Bad Name"_L1), qPrintable(below()));
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

void tst_PageConnection::certificateCanBeTrusted()
{
    const ScriptedServer server(ScriptedServer::Security::Tls);
    enter(server.url().toString());
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QCOMPARE(trust->text(), u"Trust this certificate for this host"_s);
    QVERIFY(find<QPushButton>(u"noticeSecondAction"_s)->isVisible());
    QVERIFY(connection()->hasCertificate());
    QTRY_COMPARE(status(), Status::Closed);
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->trustedCertificates(server.url()).size(), 1);
    QVERIFY(find<QLabel>(u"unverifiedWarning"_s)->isHidden());
    QTRY_VERIFY(!find<NoticeBar>(u"noticeBar"_s)->isVisible());
    // For this host and port alone.
    const ScriptedServer other(ScriptedServer::Security::Tls);
    enter(other.url().toString());
    QTRY_VERIFY(m_page->session()->report().error);
}

void tst_PageConnection::unverifiedIsSaidAsLongAsItIsOn()
{
    auto *warning = find<QLabel>(u"unverifiedWarning"_s);
    const ScriptedServer server(ScriptedServer::Security::Tls);
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.tls.verify = false;
    connection()->setConnection(saved);
    QVERIFY(warning->isVisible());
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QVERIFY(warning->isVisible());
    const QColor red = warning->palette().color(QPalette::WindowText);
    QVERIFY(red.red() > red.green() && red.red() > red.blue());
    saved.profile.tls.verify = true;
    connection()->setConnection(saved);
    QVERIFY2(warning->isVisible(), "the open connection is still not verified");
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    QVERIFY(!warning->isVisible());
}

void tst_PageConnection::copiesHideSecrets()
{
    SavedConnection saved;
    saved.urlText = u"wss://example.org/?token=t0k"_s;
    saved.profile.headers = {{"X-Api-Key", "t0k"}};
    connection()->setConnection(saved);
    for (const CopyFormat format : {CopyFormat::Wscat, CopyFormat::Websocat, CopyFormat::Curl,
                                    CopyFormat::JavaScript, CopyFormat::Python}) {
        QVERIFY(!connection()->copiedAs(format, false).contains("t0k"_L1));
        QVERIFY(connection()->copiedAs(format, true).contains("t0k"_L1));
    }
}

void tst_PageConnection::privateSessionsLeaveNoUrl_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("kept") << false;
    QTest::newRow("private") << true;
}

void tst_PageConnection::privateSessionsLeaveNoUrl()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->urlHistory().isEmpty(), isPrivate);
}

QTEST_MAIN(tst_PageConnection)
#include "tst_pageconnection.moc"
