// SPDX-License-Identifier: MIT
// What is asked before a tab connects, or after that has failed, and what comes of the answer. The rules are
// those of tst_credentialscope, tst_connectiondraft, tst_opening and tst_hosttrust.
#include "connectionfixture.h"
#include "support/testprogram.h"
#include "ui/connect/certificatetrust.h"
#include "ui/connect/certificateview.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>

class tst_ConnectionQuestions : public ConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { ConnectionFixture::init(); }
    void cleanup() { ConnectionFixture::cleanup(); }
    void enterAgainLeavesCredentialsOut();
    void credentialsCanBeSent();
    void importsAreAskedAbout();
    void questionGoesWithTheUrl();
    void questionsGoWithTheEnvironment();
    void plainIsAskedAboutFirst();
    void missingSecretsAreAskedFor();
    void secretsCanBeDeclined();
    void secretsOfAnotherServerAreAskedForAnew();
    void wrongSecretIsAskedForAgain();
    void credentialsThatWereNeverAskedForAreSetUp();
    void redirectIsFollowedOnRequest();
    void otherServersAreVerified();
    void unverifiedIsSaidAsLongAsItIsOn();
    void certificateIsTrustedAndTakenBack_data();
    void certificateIsTrustedAndTakenBack();
    void certificateAfterARedirectIsTrusted_data();
    void certificateAfterARedirectIsTrusted();

private:
    QString question() const
    {
        const auto *label = find<QLabel>(u"credentialQuestion"_s);
        return label && label->isVisible() ? label->text() : QString();
    }
    QLineEdit *secretEdit() const
    {
        auto *edit = find<QLineEdit>(u"secret:authentication.password"_s);
        return edit && edit->isVisible() ? edit : nullptr;
    }
    void enterSecret(const QString &secret)
    {
        QTRY_VERIFY(secretEdit());
        QTest::keyClicks(secretEdit(), secret);
        QTest::keyClick(secretEdit(), Qt::Key_Return);
    }
    void trustWhatWasRefused();
    /// As if copied from a browser, for a server.
    void pasteCommand(const QString &url)
    {
        paste(u"curl -k '%1' -H 'Authorization: Bearer t0k' -H 'Cookie: sid=c00kie' -H 'X-Trace: 1'"_s.arg(
                url));
    }
    /// With a password that is to be asked for.
    void setAnn(const QString &urlText)
    {
        SavedConnection saved;
        saved.id = u"1"_s;
        saved.name = u"Production"_s;
        saved.urlText = urlText;
        saved.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
        saved.secrets = QStringList{u"authentication.password"_s};
        connection()->setConnection(saved);
    }
};

static const QByteArray AnnsAnswer = "Basic " + QByteArray("ann:right").toBase64();

static void wantAnnsPassword(ScriptedPeer &peer)
{
    if (peer.header("Authorization") == AnnsAnswer) {
        peer.accept();
        return;
    }
    peer.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
}

void tst_ConnectionQuestions::enterAgainLeavesCredentialsOut()
{
    const ScriptedServer server;
    pasteCommand(u"ws://host-a.example/feed"_s);
    enter(server.url().toString());
    QCOMPARE(question(),
             u"The bearer token and the cookie “sid” were entered for ws://host-a.example. Send them to "
             "ws://127.0.0.1:%1 as well?"_s.arg(server.port()));
    QCOMPARE(status(), Status::Closed);
    QVERIFY(m_page->session()->profile().url.isEmpty());
    // The focus is on the safe answer, and in the field Enter is the same.
    QCOMPARE(m_page->focusWidget()->objectName(), u"credentialsLeaveOut"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QVERIFY(question().isEmpty());
    QCOMPARE(server.peer()->header("Authorization"), QByteArray());
    QCOMPARE(server.peer()->header("Cookie"), QByteArray());
    QCOMPARE(server.peer()->header("X-Trace"), "1"_ba);
    QCOMPARE(below(), u"The bearer token and the cookie “sid” were left out."_s);

    pasteCommand(u"ws://host-a.example/feed"_s);
    enter(server.url(u"/b"_s).toString());
    QVERIFY(!question().isEmpty());
    enter();
    QVERIFY(question().isEmpty());
    QVERIFY(below().contains(u"left out"_s));
    QTRY_COMPARE(m_page->session()->profile().url, server.url(u"/b"_s));
    QVERIFY(m_page->session()->profile().cookies.isEmpty());
}

void tst_ConnectionQuestions::importsAreAskedAbout()
{
    const ScriptedServer server;
    SavedConnection saved;
    saved.id = u"1"_s;
    saved.name = u"Theirs"_s;
    saved.urlText = server.url().toString();
    saved.isImported = true;
    saved.profile.onOpen = {{false, "buy"}};
    connection()->setConnection(saved);
    const QSignalSpy accepted(connection(), &ConnectionController::importAccepted);
    enter();
    QCOMPARE(question(),
             u"“Theirs” was imported, and you have not connected to it yet. It (“buy”) sends messages "
             "by itself once it is open. Connect?"_s);
    press(Qt::Key_Return);
    QVERIFY(question().isEmpty());
    QCOMPARE(status(), Status::Closed);
    QVERIFY(accepted.isEmpty());
    enter();
    QVERIFY(!question().isEmpty());
    press(Qt::Key_Tab);
    press(Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(accepted.first().first().toString(), u"1"_s);
}

void tst_ConnectionQuestions::credentialsCanBeSent()
{
    const ScriptedServer server;
    pasteCommand(u"ws://host-a.example/feed"_s);
    enter(server.url().toString());
    QVERIFY(!question().isEmpty());
    press(Qt::Key_Tab);
    QCOMPARE(m_page->focusWidget()->objectName(), u"credentialsSend"_s);
    press(Qt::Key_Return);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("Authorization"), "Bearer t0k"_ba);
    QCOMPARE(server.peer()->header("Cookie"), "sid=c00kie"_ba);
    // Once is enough: they are this server's now.
    enter(server.url(u"/b"_s).toString());
    QVERIFY(question().isEmpty());
}

void tst_ConnectionQuestions::questionGoesWithTheUrl()
{
    const ScriptedServer server;
    pasteCommand(u"ws://host-a.example/feed"_s);
    enter(server.url().toString());
    QVERIFY(!question().isEmpty());
    press(Qt::Key_Escape);
    QVERIFY(question().isEmpty());
    QCOMPARE(status(), Status::Closed);
    // Once put away, it is asked again.
    enter();
    QVERIFY(!question().isEmpty());
    url()->setFocus();
    press(Qt::Key_End);
    QTest::keyClicks(url(), u"x"_s);
    QVERIFY(question().isEmpty());
    QVERIFY(!draft().profile().cookies.isEmpty());
}

void tst_ConnectionQuestions::questionsGoWithTheEnvironment()
{
    chooseEnvironment({{u"host"_s, u"a.example"_s, false}});
    const QString first = m_environments->currentId();
    Environment other;
    other.id = m_environments->add(u"Other"_s);
    other.name = u"Other"_s;
    other.variables = {{u"host"_s, u"127.0.0.1:1"_s, false}};
    m_environments->update(other);
    setAnn(u"wss://{{host}}/"_s);
    enter();
    QTRY_VERIFY(secretEdit());
    m_environments->setCurrent(other.id);
    QVERIFY(!find<QWidget>(u"secretBar"_s)->isVisible());

    m_environments->setCurrent(first);
    SavedConnection saved;
    saved.urlText = u"ws://{{host}}/"_s;
    saved.profile.cookies = {{"a", "1"}};
    connection()->setConnection(saved);
    m_environments->setCurrent(other.id);
    enter();
    QVERIFY(question().contains("127.0.0.1:1"_L1));
    other.variables = {{u"host"_s, u"127.0.0.1:2"_s, false}};
    m_environments->update(other);
    QCOMPARE(question(), QString());
    enter();
    QVERIFY(question().contains("127.0.0.1:2"_L1));
}

void tst_ConnectionQuestions::plainIsAskedAboutFirst()
{
    SavedConnection saved;
    saved.urlText = u"wss://127.0.0.1:1/feed"_s;
    saved.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
    connection()->setConnection(saved);
    QSignalSpy opening(connection(), &ConnectionController::opening);
    connection()->openPlain();
    QCOMPARE(url()->text(), u"ws://127.0.0.1:1/feed"_s);
    QVERIFY(question().endsWith(u"The way there is not encrypted."_s));
    QVERIFY(opening.isEmpty());
}

void tst_ConnectionQuestions::missingSecretsAreAskedFor()
{
    const ScriptedServer server;
    setAnn(server.url().toString());
    enter();
    QTRY_VERIFY(secretEdit());
    QCOMPARE(secretEdit()->echoMode(), QLineEdit::Password);
    QVERIFY(secretEdit()->accessibleName().contains("ann"_L1));
    QCOMPARE(status(), Status::Closed);
    enterSecret(u"right"_s);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("Authorization"), AnnsAnswer);
}

void tst_ConnectionQuestions::secretsCanBeDeclined()
{
    SavedConnection saved;
    saved.urlText = u"ws://127.0.0.1:1/?token=***"_s;
    saved.secrets = QStringList{u"url/query/token/0"_s};
    connection()->setConnection(saved);
    enter();
    QVERIFY(find<QLineEdit>(u"secret:url/query/token/0"_s)->isVisible());
    QCOMPARE(url()->text(), saved.urlText);
    find<QToolButton>(u"secretCancel"_s)->click();
    QVERIFY(!find<QWidget>(u"secretBar"_s)->isVisible());
    QCOMPARE(status(), Status::Closed);
}

void tst_ConnectionQuestions::secretsOfAnotherServerAreAskedForAnew()
{
    const ScriptedServer server;
    setAnn(u"ws://host-a.example/feed"_s);
    enter();
    QTRY_VERIFY(secretEdit());
    // Another path is the same server.
    url()->setFocus();
    press(Qt::Key_End);
    QTest::keyClicks(url(), u"s"_s);
    QVERIFY(secretEdit());
    // Chosen from the history, say, with nothing typed.
    url()->setText(server.url().toString());
    enterSecret(u"right"_s);
    QTRY_VERIFY(secretEdit() && secretEdit()->text().isEmpty());
    QVERIFY(draft().connection().id.isEmpty());
    QVERIFY(m_page->session()->profile().url.isEmpty());
    url()->setFocus();
    url()->selectAll();
    QTest::keyClicks(url(), u"ws://127.0.0.1:1/"_s);
    QTRY_VERIFY(!secretEdit());
}

void tst_ConnectionQuestions::wrongSecretIsAskedForAgain()
{
    ScriptedServer server;
    server.onRequest(wantAnnsPassword);
    setAnn(server.url().toString());
    enter();
    enterSecret(u"wrong"_s);
    QTRY_VERIFY(noticeButton(u"Credentials…"_s));
    const QString sentence = m_page->findChild<NoticeBar *>()->sentence();
    QVERIFY2(sentence.endsWith("It did not accept the credentials."_L1), qPrintable(sentence));
    noticeButton(u"Credentials…"_s)->click();
    enterSecret(u"right"_s);
    QTRY_COMPARE(status(), Status::Open);
}

void tst_ConnectionQuestions::credentialsThatWereNeverAskedForAreSetUp()
{
    ScriptedServer server;
    server.onRequest(wantAnnsPassword);
    enter(server.url().toString());
    QTRY_VERIFY(noticeButton(u"Credentials…"_s));
    QVERIFY(m_page->findChild<NoticeBar *>()->sentence().endsWith("It wants credentials."_L1));
    noticeButton(u"Credentials…"_s)->click();
    const auto *page = find<ConnectionSettingsPage>(u"connectionSettingsPage"_s);
    QTRY_VERIFY(page && page->isVisible());
    QTRY_VERIFY(qobject_cast<QComboBox *>(page->focusWidget()));
}

void tst_ConnectionQuestions::redirectIsFollowedOnRequest()
{
    const ScriptedServer target;
    ScriptedServer server;
    server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: "
                   + target.url(u"/moved"_s).toEncoded() + "\r\n\r\n");
    });
    enter(server.url().toString());
    QTRY_VERIFY(noticeButton(u"Follow redirects"_s));
    QVERIFY(noticeButton(u"Connect again"_s));
    noticeButton(u"Follow redirects"_s)->click();
    QTRY_COMPARE(status(), Status::Open);
    QVERIFY(draft().profile().followRedirects);
}

void tst_ConnectionQuestions::otherServersAreVerified()
{
    const ScriptedServer server(ScriptedServer::Security::Tls);
    paste(u"curl -k 'wss://host-a.example/'"_s);
    QVERIFY(!draft().profile().tls.verify);
    enter(server.url().toString());
    QCOMPARE(question(), QString());
    QVERIFY(draft().profile().tls.verify);
    QVERIFY2(below().contains(u"verified"_s), qPrintable(below()));
    QTRY_VERIFY(m_page->session()->report().error);
    // Set for this server, it holds, on another path as well.
    auto *page = openSettings();
    ConnectionProfile profile = page->profile();
    profile.tls.verify = false;
    Q_EMIT page->profileChanged(profile);
    enter(server.url(u"/b"_s).toString());
    QTRY_COMPARE(status(), Status::Open);
}

void tst_ConnectionQuestions::unverifiedIsSaidAsLongAsItIsOn()
{
    auto *warning = find<QLabel>(u"unverifiedWarning"_s);
    const ScriptedServer server(ScriptedServer::Security::Tls);
    SavedConnection saved;
    saved.urlText = server.url().toString();
    saved.profile.tls.verify = false;
    connection()->setConnection(saved);
    QVERIFY(warning->isVisible());
    enter();
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

void tst_ConnectionQuestions::trustWhatWasRefused()
{
    auto *trust = find<QPushButton>(u"noticeAction"_s);
    QTRY_VERIFY(trust->isVisible());
    QTRY_COMPARE(status(), Status::Closed);
    QCOMPARE(trust->text(), u"Trust this certificate for this host"_s);
    QVERIFY(find<QPushButton>(u"noticeSecondAction"_s)->isVisible());
    QVERIFY(connection()->certificates()->hasCertificate());
    find<QPushButton>(u"noticeSecondAction"_s)->click();
    auto *view = m_page->findChild<CertificateView *>();
    QVERIFY(view && view->isVisible());
    view->close();
    QTest::mouseClick(trust, Qt::LeftButton);
    QTRY_COMPARE(status(), Status::Open);
}

void tst_ConnectionQuestions::certificateIsTrustedAndTakenBack_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("for the host") << false;
    QTest::newRow("in a private tab") << true;
}

void tst_ConnectionQuestions::certificateIsTrustedAndTakenBack()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
    const ScriptedServer server(ScriptedServer::Security::Tls);
    enter(server.url().toString());
    trustWhatWasRefused();
    QCOMPARE(m_settings->trustedCertificates(server.url()).isEmpty(), isPrivate);
    QVERIFY(draft().profile().tls.trusted.isEmpty());
    QVERIFY(find<QLabel>(u"unverifiedWarning"_s)->isHidden());
    QTRY_VERIFY(!find<NoticeBar>(u"noticeBar"_s)->isVisible());
    // The same certificate, from somebody else.
    const ScriptedServer other(ScriptedServer::Security::Tls);
    enter(other.url().toString());
    QTRY_VERIFY(m_page->session()->report().error);
    enter(server.url().toString());
    QTRY_COMPARE(status(), Status::Open);

    const auto *page = openSettings();
    auto *table = page->findChild<QTableView *>(u"trustedTable"_s);
    QCOMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    QTest::mouseClick(page->findChild<QToolButton *>(u"trustedTableRemove"_s), Qt::LeftButton);
    QCOMPARE(m_settings->trustedCertificates(server.url()).size(), 0);
    QCOMPARE(table->model()->rowCount(), 0);
    connection()->reconnect();
    QTRY_VERIFY(m_page->session()->report().error);
}

void tst_ConnectionQuestions::certificateAfterARedirectIsTrusted_data()
{
    certificateIsTrustedAndTakenBack_data();
}

void tst_ConnectionQuestions::certificateAfterARedirectIsTrusted()
{
    QFETCH(bool, isPrivate);
    openPage(isPrivate);
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
    enter();
    trustWhatWasRefused();
    QCOMPARE(m_settings->trustedCertificates(target.url()).size(), isPrivate ? 0 : 1);
    QVERIFY(m_settings->trustedCertificates(server.url()).isEmpty());
    QVERIFY(m_page->session()->profile().tls.trusted.isEmpty());
}

SOCKETSCOPE_TEST(tst_ConnectionQuestions, QApplication)
#include "tst_connectionquestions.moc"
