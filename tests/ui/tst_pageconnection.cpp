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
#include <QDirIterator>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

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
    void certificateAfterARedirectCanBeTrusted();
    void unverifiedIsSaidAsLongAsItIsOn();
    void copiesHideSecrets();
    void copiesHideSecretVariables();
    void secretVariablesLeaveNoTrace();
    void unknownSecretVariableIsNamed();
    void secretOfTheQueryIsAskedFor();
    void whatIsSentAsItIsIsSaid();
    void plainKeepsTheRest();
    void trustCanBeTakenBack_data();
    void trustCanBeTakenBack();
    void whatIsSetUpIsNotFresh();
    void whatCannotBeSaved();
    void windowsGoWithTheSession();
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
    void chooseEnvironment(const QList<Variable> &variables);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<Environments> m_environments;
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
    m_environments.reset();
    m_secrets.reset();
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
    QCOMPARE(connection()->filledIn(u"{{port}} {{other}}"_s).text, u"%1 {{other}}"_s.arg(server.port()));
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

void tst_PageConnection::certificateAfterARedirectCanBeTrusted()
{
    const ScriptedServer target(ScriptedServer::Security::Tls);
    ScriptedServer server;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + target.url().toEncoded()
                   + "\r\n\r\n");
    });
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.followRedirects = true;
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QTRY_COMPARE(status(), Status::Closed);
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->trustedCertificates(target.url()).size(), 1);
    QVERIFY(m_settings->trustedCertificates(server.url()).isEmpty());
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

void tst_PageConnection::chooseEnvironment(const QList<Variable> &variables)
{
    m_secrets = std::make_unique<SecretStore>(nullptr);
    m_environments =
            std::make_unique<Environments>(m_folder->filePath(u"environments.json"_s), m_secrets.get());
    Environment here;
    here.id = m_environments->add(u"Here"_s);
    here.name = u"Here"_s;
    here.variables = variables;
    m_environments->update(here);
    m_environments->setCurrent(here.id);
    connection()->setEnvironments(m_environments.get());
}

void tst_PageConnection::copiesHideSecretVariables()
{
    chooseEnvironment({{u"key"_s, u"T0p/Secret"_s, true}, {u"id"_s, u"public"_s, false}});
    SavedConnection saved;
    saved.urlText = u"wss://example.org/{{key}}?q={{key}}&id={{id}}"_s;
    saved.profile.headers = {{"X-Custom", "a {{key}}"}};
    connection()->setConnection(saved);
    for (const CopyFormat format : {CopyFormat::Wscat, CopyFormat::Websocat, CopyFormat::Curl,
                                    CopyFormat::JavaScript, CopyFormat::Python}) {
        const QString copied = connection()->copiedAs(format, false);
        QVERIFY2(!copied.contains("Secret"_L1) && copied.contains("/***?q=***&id=public"_L1),
                 qPrintable(copied));
        QVERIFY(connection()->copiedAs(format, true).contains("T0p/Secret"_L1));
    }
    url()->setText(u"wss://{{nobody}}/"_s);
    QString problem;
    QVERIFY(connection()->copiedAs(CopyFormat::Curl, false, &problem).isEmpty());
    QVERIFY2(problem.contains("{{nobody}}"_L1), qPrintable(problem));
}

void tst_PageConnection::secretVariablesLeaveNoTrace()
{
    const ScriptedServer server;
    const QByteArray value = "Zx9-secretvalue";
    chooseEnvironment({{u"key"_s, QString::fromLatin1(value), true},
                       {u"port"_s, QString::number(server.port()), false}});
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:{{port}}/v3/{{key}}?symbol={{key}}"_s;
    saved.profile.headers = {{"X-Custom", "a {{key}}"}};
    saved.profile.onOpen = {{false, "log in {{key}}"}};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    auto *composer = m_page->findChild<QPlainTextEdit *>(u"composerEdit"_s);
    composer->setPlainText(u"once more {{key}}"_s);
    QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(server.peer()->frames().size(), 2);
    QCOMPARE(server.peer()->frames().at(0).payload, "log in " + value);
    QCOMPARE(server.peer()->frames().at(1).payload, "once more " + value);
    QCOMPARE(server.peer()->header("X-Custom"), "a " + value);
    QCOMPARE(m_page->title(), u"127.0.0.1:%1/v3/***"_s.arg(server.port()));
    QCOMPARE(m_page->shownUrl(), u"ws://127.0.0.1:%1/v3/***?symbol=***"_s.arg(server.port()));
    // What comes back at the next start has its variables.
    QCOMPARE(m_settings->lastUrl(), saved.urlText);
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    QVERIFY(m_page->session()->finishRecord());
    m_page.reset();
    m_settings.reset();
    int files = 0;
    bool sawRequest = false;
    QDirIterator each(m_folder->path(), QDir::Files, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        QFile file(each.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(!bytes.toLower().contains(value.toLower()), qPrintable(file.fileName()));
        sawRequest = sawRequest || bytes.contains("X-Custom: a ***");
        ++files;
    }
    QVERIFY(files >= 2);
    QVERIFY(sawRequest);
}

void tst_PageConnection::unknownSecretVariableIsNamed()
{
    chooseEnvironment({{u"key"_s, {}, true}});
    enter(u"ws://127.0.0.1:1/{{key}}"_s);
    QCOMPARE(below(), u"“key” is a secret that is not known here: enter it among the environments (Ctrl+Shift+E)."_s);
}

void tst_PageConnection::secretOfTheQueryIsAskedFor()
{
    const ScriptedServer server;
    SavedConnection saved;
    saved.urlText = server.url(u"/?token=***&x=1"_s).toString();
    saved.secrets = QStringList{u"url/query/token/0"_s};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    auto *edit = find<QLineEdit>(u"secret:url/query/token/0"_s);
    QTRY_VERIFY2(edit && edit->isVisible(), qPrintable(below()));
    QCOMPARE(url()->text(), saved.urlText);
    QTest::keyClicks(edit, u"t0k"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_page->session()->profile().url, server.url(u"/?token=t0k&x=1"_s));
}

void tst_PageConnection::whatIsSentAsItIsIsSaid()
{
    QSignalSpy said(m_page.get(), &SessionPage::said);
    QCOMPARE(connection()->filledIn(u"\\{{a}}"_s).text, u"{{a}}"_s);
    QVERIFY(said.isEmpty());
    QCOMPARE(connection()->filledIn(u"{{tokn}}"_s).text, u"{{tokn}}"_s);
    QCOMPARE(said.value(0).value(0).toString(), u"There is no value for {{tokn}}: it was sent as it is."_s);
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

void tst_PageConnection::trustCanBeTakenBack_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("for the host") << false;
    QTest::newRow("in a private tab") << true;
}

void tst_PageConnection::trustCanBeTakenBack()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
    const ScriptedServer server(ScriptedServer::Security::Tls);
    enter(server.url().toString());
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QTRY_COMPARE(status(), Status::Closed);
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->trustedCertificates(server.url()).isEmpty(), isPrivate);
    connection()->showSettings();
    auto *page = m_page->findChild<ConnectionSettingsPage *>();
    auto *table = page->findChild<QTableView *>(u"trustedTable"_s);
    QCOMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    QTest::mouseClick(page->findChild<QToolButton *>(u"trustedTableRemove"_s), Qt::LeftButton);
    QCOMPARE(m_settings->trustedCertificates(server.url()).size(), 0);
    QCOMPARE(table->model()->rowCount(), 0);
    connection()->reconnect();
    QTRY_VERIFY(m_page->session()->report().error);
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
