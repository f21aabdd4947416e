// SPDX-License-Identifier: MIT
// What a tab connects to: pasted, entered, set up; against a server that says what it was sent.
#include "connectionfixture.h"
#include "support/testprogram.h"
#include "ui/composer/composer.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QDirIterator>
#include <QFile>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSignalSpy>
#include <QTableView>

class tst_ConnectionController : public ConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionFixture::init(); }
    void cleanup() { ConnectionFixture::cleanup(); }
    void pastedCommandConnects();
    void enteredCommandConnects();
    void brokenCommandSaysWhy();
    void otherTextIsPastedAsItIs();
    void pasteIsUndoneByKeys();
    void pasteEndsCompletion();
    void typingAfterAPasteIsUndoneFirst();
    void wrongSettingIsSaidAndShown();
    void settingsFollowTheDefaults();
    void urlOnThePageOfSettings();
    void savingIsAskedForOnThePage();
    void whatCannotBeSavedIsSaid();
    void reconnectsThoughNothingChanged();
    void reconnectClosesNothingForNothing();
    void missingVariableIsSaid();
    void retriesAreMadeOfWhatIsSet();
    void secretVariablesLeaveNoTrace();
    void sentMessagesAreKept_data();
    void sentMessagesAreKept();
    void privateSessionsLeaveNoUrl_data();
    void privateSessionsLeaveNoUrl();
    void windowsGoWithTheSession();
};

void tst_ConnectionController::pastedCommandConnects()
{
    const ScriptedServer server;
    paste(u"curl 'http://127.0.0.1:%1/feed' \\\n  -H 'X-Trace: 1' \\\n  -H 'Cookie: a=1; b=2' \\\n"
          "  -H 'Authorization: Bearer t0k'"_s.arg(server.port()));
    QCOMPARE(url()->text(), server.url(u"/feed"_s).toString());
    QVERIFY2(below().startsWith("Read from a curl command: 1 header, 2 cookies, credentials."_L1),
             qPrintable(below()));
    const QString settings = find<QPushButton>(u"connectionSettingsButton"_s)->text();
    QVERIFY2(settings.contains("(4)"_L1), qPrintable(settings));
    QCOMPARE(status(), Status::Closed);
    enter();
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("Authorization"), "Bearer t0k"_ba);
    QCOMPARE(server.peer()->header("Cookie"), "a=1; b=2"_ba);
    QCOMPARE(server.peer()->header("X-Trace"), "1"_ba);
}

void tst_ConnectionController::enteredCommandConnects()
{
    const ScriptedServer server;
    enter(u"wscat -c ws://127.0.0.1:%1/ -H 'X-Trace: 2'"_s.arg(server.port()));
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("X-Trace"), "2"_ba);
    QVERIFY2(below().startsWith("Read from a wscat command: 1 header."_L1), qPrintable(below()));
}

void tst_ConnectionController::brokenCommandSaysWhy()
{
    paste(u"curl -H 'X-Trace: 1"_s);
    QVERIFY(!below().isEmpty());
    QCOMPARE(url()->text(), u"curl -H 'X-Trace: 1"_s);
    QCOMPARE(status(), Status::Closed);
}

void tst_ConnectionController::otherTextIsPastedAsItIs()
{
    paste(u"  ws://127.0.0.1:1/a\n"_s);
    QCOMPARE(url()->text().trimmed(), u"ws://127.0.0.1:1/a"_s);
    QCOMPARE(draft().urlText(), u"ws://127.0.0.1:1/a"_s);
    paste(u"two words"_s);
    QCOMPARE(url()->text(), u"two words"_s);
}

void tst_ConnectionController::pasteIsUndoneByKeys()
{
    SavedConnection saved;
    saved.urlText = u"wss://one.example/"_s;
    saved.profile.headers = {{"X-One", "1"}};
    connection()->setConnection(saved);
    const SavedConnection before = draft().connection();
    paste(u"curl 'wss://two.example/' -H 'X-Two: 2'"_s);
    QCOMPARE(url()->text(), u"wss://two.example/"_s);
    QVERIFY2(below().contains("Ctrl+Z"_L1), qPrintable(below()));
    const SavedConnection after = draft().connection();
    for (int twice = 0; twice < 2; ++twice) {
        QTest::keySequence(url(), QKeySequence::Undo);
        QCOMPARE(draft().connection(), before);
        QCOMPARE(url()->text(), before.urlText);
        QVERIFY2(below().isEmpty(), qPrintable(below()));
    }
    for (int twice = 0; twice < 2; ++twice) {
        QTest::keySequence(url(), QKeySequence::Redo);
        QCOMPARE(draft().connection(), after);
        QCOMPARE(url()->text(), after.urlText);
        QVERIFY(below().startsWith("Read from a curl command"_L1));
    }
}

void tst_ConnectionController::pasteEndsCompletion()
{
    m_settings->addToUrlHistory(u"wss://one.example/"_s);
    url()->setFocus();
    QTest::keyClicks(url(), u"wss://o"_s);
    const QWidget *popup = url()->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    paste(u"wscat -c wss://two.example/"_s);
    QVERIFY(!popup->isVisible());
}

void tst_ConnectionController::typingAfterAPasteIsUndoneFirst()
{
    paste(u"wscat -c wss://two.example/"_s);
    QVERIFY2(!below().contains("Ctrl+Z"_L1), qPrintable(below()));
    QTest::keyClick(url(), Qt::Key_End);
    QTest::keyClicks(url(), u"x"_s);
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(url()->text(), u"wss://two.example/"_s);
    QTest::keySequence(url(), QKeySequence::Undo);
    QCOMPARE(url()->text(), QString());
}

void tst_ConnectionController::wrongSettingIsSaidAndShown()
{
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:1/"_s;
    saved.profile.headers = {{"Bad Name", "1"}};
    connection()->setConnection(saved);
    enter();
    QVERIFY2(below().contains(u"“Bad…”"_s), qPrintable(below()));
    QCOMPARE(status(), Status::Closed);
    const auto *settings = m_page->findChild<ConnectionSettingsPage *>();
    QVERIFY(settings && settings->isVisible());
}

void tst_ConnectionController::settingsFollowTheDefaults()
{
    ConnectionProfile defaults = m_settings->connectionDefaults();
    defaults.keepAliveInterval = std::chrono::seconds(77);
    m_settings->setConnectionDefaults(defaults);
    QCOMPARE(draft().profile().keepAliveInterval, std::chrono::seconds(77));
    QCOMPARE(find<QPushButton>(u"connectionSettingsButton"_s)->text().count(u'('), 0);
}

void tst_ConnectionController::urlOnThePageOfSettings()
{
    url()->setText(u"ws://old/"_s);
    const auto *page = openSettings();
    auto *typed = page->findChild<QLineEdit *>(u"settingsUrl"_s);
    typed->selectAll();
    QTest::keyClicks(typed, u"ws://new.example:81/a?x=1"_s);
    QCOMPARE(typed->text(), u"ws://new.example:81/a?x=1"_s);
    QCOMPARE(url()->text(), typed->text());
    QCOMPARE(draft().profile().url, QUrl(u"ws://new.example:81/a?x=1"_s));
    QCOMPARE(page->profile().url, QUrl(u"ws://new.example:81/a?x=1"_s));
    auto *query = page->findChild<QTableView *>(u"queryTable"_s)->model();
    QVERIFY(query->setData(query->index(0, 1), u"22"_s, Qt::EditRole));
    QCOMPARE(url()->text(), u"ws://new.example:81/a?x=22"_s);
    QCOMPARE(typed->text(), url()->text());
    // What is typed in another field does not undo it either.
    page->findChild<QLineEdit *>(u"originEdit"_s)->setText(u"https://o"_s);
    QCOMPARE(url()->text(), u"ws://new.example:81/a?x=22"_s);
    QCOMPARE(draft().profile().origin, u"https://o"_s);
    typed->clear();
    QTest::keyClicks(typed, u"ws://{{host}}/"_s);
    QCOMPARE(url()->text(), u"ws://{{host}}/"_s);
    QVERIFY(draft().profile().url.isEmpty());
}

void tst_ConnectionController::savingIsAskedForOnThePage()
{
    QVERIFY(m_page->isFresh());
    SavedConnection saved;
    saved.id = u"1"_s;
    saved.name = u"Production"_s;
    saved.urlText = u"ws://h/"_s;
    connection()->setConnection(saved);
    QVERIFY(!m_page->isFresh());
    const auto *page = openSettings();
    QVERIFY(page->findChild<QLabel *>(u"savedNote"_s)->text().contains(u"“Production”"_s));
    QSignalSpy asked(m_page.get(), &SessionPage::saveRequested);
    QTest::mouseClick(page->findChild<QPushButton *>(u"saveConnection"_s), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QVERIFY(page->windowTitle().contains("ws://h/"_L1));
    // Elsewhere, it is to be another one.
    url()->setText(u"ws://i/"_s);
    const auto other = connection()->connectionToSave();
    QVERIFY(other && other->id.isEmpty());
    QVERIFY2(below().contains(u"“Production”"_s), qPrintable(below()));
}

void tst_ConnectionController::whatCannotBeSavedIsSaid()
{
    QSignalSpy said(m_page.get(), &SessionPage::said);
    QVERIFY(!connection()->connectionToSave());
    QCOMPARE(said.value(0).value(0).toString(), u"There is no URL to save yet."_s);
    url()->setText(u"mailto:a"_s);
    QVERIFY(!connection()->connectionToSave());
    QVERIFY(!below().isEmpty());
}

void tst_ConnectionController::reconnectsThoughNothingChanged()
{
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    const auto *page = openSettings();
    QSignalSpy statuses(m_page->session(), &Session::statusChanged);
    QTest::mouseClick(page->findChild<QPushButton *>(u"reconnectNow"_s), Qt::LeftButton);
    const auto has = [&](Status wanted) {
        return std::any_of(statuses.begin(), statuses.end(),
                           [&](const auto &of) { return of.first().template value<Status>() == wanted; });
    };
    QTRY_VERIFY(has(Status::Closed) && has(Status::Open));
    QCOMPARE(status(), Status::Open);
}

void tst_ConnectionController::reconnectClosesNothingForNothing()
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
    QVERIFY(find<QLabel>(u"secretProblem:authentication.tokenLine"_s)->isVisible());
    QCoreApplication::processEvents();
    QVERIFY(statuses.isEmpty());
    QTest::keyClicks(edit, u"t0k"_s);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(server.peer()->header("Authorization"), "Bearer t0k"_ba);
}

void tst_ConnectionController::missingVariableIsSaid()
{
    const ScriptedServer server;
    chooseEnvironment({{u"port"_s, QString::number(server.port()), false}});
    const QString current = m_environments->currentId();
    m_environments->setCurrent({});
    enter(u"ws://127.0.0.1:{{port}}/"_s);
    QCOMPARE(below(), u"There is no value for {{port}}. Above the saved connections (Ctrl+B), choose an "
                      "environment that has one."_s);
    m_environments->setCurrent(current);
    QCOMPARE(below(), QString());
    enter();
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(url()->text(), u"ws://127.0.0.1:{{port}}/"_s);
}

void tst_ConnectionController::retriesAreMadeOfWhatIsSet()
{
    const ScriptedServer server;
    chooseEnvironment({{u"port"_s, u"1"_s, false}, {u"token"_s, u"old"_s, false}});
    enter(u"ws://127.0.0.1:{{port}}/{{token}}"_s);
    QTRY_COMPARE(status(), Status::WaitingToRetry);
    Environment here;
    here.id = m_environments->currentId();
    here.name = u"Here"_s;
    here.variables = {{u"port"_s, QString::number(server.port()), false}, {u"token"_s, u"new"_s, false}};
    m_environments->update(here);
    url()->setText(url()->text() + u"/typed"_s);
    m_page->session()->retryNow();
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->requestLine(), "GET /new/typed HTTP/1.1"_ba);
    QCOMPARE(m_page->session()->profile().url, server.url(u"/new/typed"_s));
}

void tst_ConnectionController::secretVariablesLeaveNoTrace()
{
    const ScriptedServer server;
    const QByteArray value = "Zx9-secretvalue";
    chooseEnvironment({{u"key"_s, QString::fromLatin1(value), true},
                       {u"port"_s, QString::number(server.port()), false}});
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:{{port}}/v3/{{key}}?symbol={{key}}"_s;
    saved.profile.headers = {{"X-Custom", "a {{key}}"}};
    saved.profile.onOpen = {{false, "log in {{key}} {{$counter}}"}};
    connection()->setConnection(saved);
    enter();
    QTRY_COMPARE(status(), Status::Open);
    auto *composer = m_page->findChild<QPlainTextEdit *>(u"composerEdit"_s);
    composer->setPlainText(u"once more {{key}} {{tokn}} {{$counter}}"_s);
    QSignalSpy said(m_page.get(), &SessionPage::said);
    QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(said.value(0).value(0).toString(), u"There is no value for {{tokn}}: it was sent as it is."_s);
    QTRY_COMPARE(server.peer()->frames().size(), 2);
    QCOMPARE(server.peer()->frames().value(0).payload, "log in " + value + " 1");
    QCOMPARE(server.peer()->frames().value(1).payload, "once more " + value + " {{tokn}} 2");
    QCOMPARE(server.peer()->header("X-Custom"), "a " + value);
    QCOMPARE(m_page->title(), u"127.0.0.1:%1/v3/***"_s.arg(server.port()));
    QCOMPARE(m_page->shownUrl(), u"ws://127.0.0.1:%1/v3/***?symbol=***"_s.arg(server.port()));
    // As it was written.
    QCOMPARE(m_sent->of(saved.urlText),
             (QList<WrittenMessage>{{u"once more {{key}} {{tokn}} {{$counter}}"_s}}));
    QVERIFY(m_sent->flush());
    // What comes back at the next start has its variables.
    QCOMPARE(m_settings->lastUrl(), saved.urlText);
    m_page->session()->close();
    QTRY_COMPARE(status(), Status::Closed);
    QVERIFY(qobject_cast<LiveSession *>(m_page->session())->finishRecord());
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
    QVERIFY(files >= 3);
    QVERIFY(sawRequest);
}

void tst_ConnectionController::sentMessagesAreKept_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::addColumn<QString>("id");
    QTest::newRow("by URL") << false << QString();
    QTest::newRow("of a saved connection") << false << u"an-id"_s;
    QTest::newRow("private") << true << QString();
}

void tst_ConnectionController::sentMessagesAreKept()
{
    QFETCH(const bool, isPrivate);
    QFETCH(const QString, id);
    const ScriptedServer server;
    SavedConnection saved;
    saved.id = id;
    saved.urlText = u"ws://ann:pa55word@127.0.0.1:%1/?token=t0psecret"_s.arg(server.port());
    const QString shown = u"ws://ann:***@127.0.0.1:%1/?token=***"_s.arg(server.port());
    const QList<WrittenMessage> none;
    const QList<WrittenMessage> one{{u"[1]"_s, MessageFormat::Json}};
    const auto open = [&] {
        openPage(isPrivate);
        connection()->setConnection(saved);
        enter();
        QTRY_COMPARE(status(), Status::Open);
    };
    const auto composer = [this] { return find<QPlainTextEdit>(u"composerEdit"_s); };
    open();
    m_page->composer()->setFormat(1);
    composer()->setPlainText(u"[1]"_s);
    QTest::keyClick(composer(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_sent->of(id.isEmpty() ? shown : id), isPrivate ? none : one);
    // In memory, whatever is kept.
    composer()->setPlainText({});
    QTest::keyClick(composer(), Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), u"[1]"_s);
    // In another tab.
    open();
    QTest::keyClick(composer(), Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), isPrivate ? QString() : u"[1]"_s);
    m_sent->remove({});
    composer()->setPlainText({});
    QTest::keyClick(composer(), Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(composer()->toPlainText(), QString());
}

void tst_ConnectionController::privateSessionsLeaveNoUrl_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("kept") << false;
    QTest::newRow("private") << true;
}

void tst_ConnectionController::privateSessionsLeaveNoUrl()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(m_settings->urlHistory().isEmpty(), isPrivate);
}

void tst_ConnectionController::windowsGoWithTheSession()
{
    const ScriptedServer server;
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);
    const QPointer page = openSettings();
    connection()->closeWindows();
    QTRY_VERIFY(!page);
    Session *session = m_page->session();
    QSignalSpy disposed(session, &Session::disposed);
    session->dispose();
    QTRY_COMPARE(disposed.size(), 1);
    // The connection is gone, and nobody misses it.
    QSignalSpy statuses(session, &Session::statusChanged);
    session->close();
    session->sendText(u"x"_s);
    session->ping();
    session->retryNow();
    connection()->reconnect();
    QCoreApplication::processEvents();
    QVERIFY(statuses.isEmpty());
}

SOCKETSCOPE_TEST(tst_ConnectionController, QApplication)
#include "tst_connectioncontroller.moc"
