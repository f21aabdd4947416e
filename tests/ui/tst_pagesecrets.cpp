// SPDX-License-Identifier: MIT
// Secrets and variables of a tab: asked for, filled in, and nowhere to be seen.
#include "pageconnectionfixture.h"
#include "support/testprogram.h"

#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "support/scriptedserver.h"
#include "ui/connect/pageconnection.h"
#include "ui/connect/secretbar.h"
#include "ui/session/sessionpage.h"
#include "ui/settings/connectionsettingspage.h"

#include <QDirIterator>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_PageSecrets : public PageConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { PageConnectionFixture::init(); }
    void cleanup() { PageConnectionFixture::cleanup(); }
    void missingVariableIsNamed();
    void environmentIsToBeChosen();
    void variablesAreFilledIn();
    void missingSecretsAreAskedFor();
    void answeredForAnotherServer();
    void answersKeepThePaste();
    void copiesHideSecrets();
    void copiesHideSecretVariables();
    void secretVariablesLeaveNoTrace();
    void unknownSecretVariableIsNamed();
    void secretOfTheQueryIsAskedFor();
    void whatIsSentAsItIsIsSaid();
    void privateSessionsLeaveNoUrl_data();
    void privateSessionsLeaveNoUrl();
};

void tst_PageSecrets::missingVariableIsNamed()
{
    SecretStore secrets(nullptr);
    Environments environments(m_folder->filePath(u"environments.json"_s), &secrets);
    connection()->setEnvironments(&environments);
    enter(u"ws://{{host}}/{{ path }}"_s);
    QVERIFY2(below().contains("{{host}}"_L1) && below().contains("{{path}}"_L1), qPrintable(below()));
    QCOMPARE(status(), Status::Closed);
    m_page.reset(); // before the environments
}

void tst_PageSecrets::environmentIsToBeChosen()
{
    chooseEnvironment({{u"host"_s, u"h"_s, false}, {u"path"_s, u"p"_s, false}});
    m_environments->setCurrent({});
    enter(u"ws://{{host}}/"_s);
    QVERIFY2(below().endsWith("Above the saved connections (Ctrl+B), choose an environment that has one."_L1),
             qPrintable(below()));
    enter(u"ws://{{host}}/{{path}}"_s);
    QVERIFY2(
            below().endsWith("Above the saved connections (Ctrl+B), choose an environment that has them."_L1),
            qPrintable(below()));
}

void tst_PageSecrets::variablesAreFilledIn()
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
    QCOMPARE(server.peer()->framesOf(WebSocketFrame::Text).value(0).payload,
             "hello " + QByteArray::number(server.port()));
    QCOMPARE(connection()->filledIn(u"{{port}} {{other}}"_s).text, u"%1 {{other}}"_s.arg(server.port()));
    m_page.reset();
}

void tst_PageSecrets::missingSecretsAreAskedFor()
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

void tst_PageSecrets::answeredForAnotherServer()
{
    const ScriptedServer server;
    SavedConnection saved;
    saved.id = u"1"_s;
    saved.name = u"Production"_s;
    saved.urlText = u"ws://host-a.example/feed"_s;
    saved.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    saved.secrets = QStringList{u"authentication.password"_s};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    const auto edit = [this] { return find<QLineEdit>(u"secret:authentication.password"_s); };
    QTRY_VERIFY(edit() && edit()->isVisible());
    // Another path is the same server; another server is not who was asked for.
    url()->setFocus();
    QTest::keyClick(url(), Qt::Key_End);
    QTest::keyClicks(url(), u"s"_s);
    QVERIFY(edit() && edit()->isVisible());
    // Chosen from the history, say, with nothing typed: what was asked for A does not go to B.
    url()->setText(server.url().toString());
    QTest::keyClicks(edit(), u"s3cret"_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_VERIFY(edit() && edit()->isVisible() && edit()->text().isEmpty());
    QVERIFY(connection()->connection().id.isEmpty());
    QVERIFY(!server.peer());

    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_VERIFY(edit() && edit()->isVisible());
    url()->setFocus();
    url()->selectAll();
    QTest::keyClicks(url(), server.url().toString());
    QTRY_VERIFY(!edit());
    QTest::keyClick(url(), Qt::Key_Return);
    QTRY_VERIFY(edit() && edit()->isVisible());
    QTest::keyClicks(edit(), u"s3cret"_s);
    QTest::keyClick(edit(), Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QVERIFY(connection()->connection().id.isEmpty());
    QCOMPARE(server.peer()->header("Authorization"), "Basic " + "ann:s3cret"_ba.toBase64());
}

void tst_PageSecrets::answersKeepThePaste()
{
    const ScriptedServer server;
    url()->setFocus();
    QTest::keyClicks(url(), u"ws://before.example/"_s);
    paste(u"curl '%1' -H 'X-Trace: 1'"_s.arg(server.url().toString()));
    QCOMPARE(connection()->connection().profile.headers.size(), 1);
    // Whatever was asked for.
    Q_EMIT find<SecretBar>(u"secretBar"_s)->entered({{u"tls.keyPassphrase"_s, u"s3cret"_s}});
    QTRY_COMPARE(status(), Status::Open);
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(url()->text(), u"ws://before.example/"_s);
}

void tst_PageSecrets::copiesHideSecrets()
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

void tst_PageSecrets::copiesHideSecretVariables()
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

void tst_PageSecrets::secretVariablesLeaveNoTrace()
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
    QCOMPARE(server.peer()->frames().value(0).payload, "log in " + value);
    QCOMPARE(server.peer()->frames().value(1).payload, "once more " + value);
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

void tst_PageSecrets::unknownSecretVariableIsNamed()
{
    chooseEnvironment({{u"key"_s, {}, true}});
    enter(u"ws://127.0.0.1:1/{{key}}"_s);
    QCOMPARE(below(),
             u"“key” is a secret that is not known here: enter it among the environments (Ctrl+Shift+E)."_s);
}

void tst_PageSecrets::secretOfTheQueryIsAskedFor()
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

void tst_PageSecrets::whatIsSentAsItIsIsSaid()
{
    QSignalSpy said(m_page.get(), &SessionPage::said);
    QCOMPARE(connection()->filledIn(u"\\{{a}}"_s).text, u"{{a}}"_s);
    QVERIFY(said.isEmpty());
    QCOMPARE(connection()->filledIn(u"{{tokn}}"_s).text, u"{{tokn}}"_s);
    QCOMPARE(said.value(0).value(0).toString(), u"There is no value for {{tokn}}: it was sent as it is."_s);
}

void tst_PageSecrets::privateSessionsLeaveNoUrl_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("kept") << false;
    QTest::newRow("private") << true;
}

void tst_PageSecrets::privateSessionsLeaveNoUrl()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->urlHistory().isEmpty(), isPrivate);
}

SOCKETSCOPE_TEST(tst_PageSecrets, QApplication)
#include "tst_pagesecrets.moc"
