// SPDX-License-Identifier: MIT
// Credentials and trust that were entered for one server do not go to another one unasked.
#include "saved/environments.h"
#include "secrets/secretstore.h"
#include "support/scriptedserver.h"
#include "support/testprogram.h"
#include "tests/ui/pagerig.h"
#include "ui/settings/connectionsettingspage.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

class tst_ForeignCredentials : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void enterAgainLeavesThemOut();
    void theyCanBeSent();
    void questionGoesWithTheUrl();
    void savedConnectionAsksBeforeItConnects();
    void plainIsAnotherServer();
    void manyAreCounted();
    void nothingIsAskedWithoutNeed_data();
    void nothingIsAskedWithoutNeed();
    void whatIsEnteredHereIsForHere();
    void otherServersAreVerified();
    void trustStaysWithItsServer();

private:
    static QString question(const PageRig &rig)
    {
        const auto *label = rig.find<QLabel>(u"credentialQuestion"_s);
        return label && label->isVisible() ? label->text() : QString();
    }
    static void paste(PageRig &rig, const QString &text)
    {
        QGuiApplication::clipboard()->setText(text);
        rig.url()->setFocus();
        rig.url()->selectAll();
        QTest::keySequence(rig.url(), QKeySequence::Paste);
    }
    static void press(const PageRig &rig, Qt::Key key) { QTest::keyClick(rig.page.focusWidget(), key); }
    /// As if copied from a browser, for the server.
    static void pasteCommand(PageRig &rig, const QString &url)
    {
        paste(rig,
              u"curl -k '%1' -H 'Authorization: Bearer t0k' -H 'Cookie: sid=c00kie' -H 'X-Trace: 1'"_s.arg(
                      url));
    }
};

void tst_ForeignCredentials::enterAgainLeavesThemOut()
{
    const ScriptedServer server;
    PageRig rig;
    pasteCommand(rig, u"ws://host-a.example/feed"_s);
    rig.enter(server.url().toString());
    QCOMPARE(question(rig),
             u"The bearer token and the cookie “sid” were entered for ws://host-a.example. Send them to "
             "ws://127.0.0.1:%1 as well?"_s.arg(server.port()));
    QCOMPARE(rig.status(), Status::Closed);
    QTest::qWait(50);
    QVERIFY(!server.peer());
    // The focus is on the safe answer, and in the field Enter is the same.
    QCOMPARE(rig.page.focusWidget()->objectName(), u"credentialsLeaveOut"_s);
    press(rig, Qt::Key_Return);
    QTRY_COMPARE(rig.status(), Status::Open);
    QVERIFY(question(rig).isEmpty());
    QCOMPARE(server.peer()->header("Authorization"), QByteArray());
    QCOMPARE(server.peer()->header("Cookie"), QByteArray());
    QCOMPARE(server.peer()->header("X-Trace"), "1"_ba);
    QCOMPARE(rig.below(), u"The bearer token and the cookie “sid” were left out."_s);

    pasteCommand(rig, u"ws://host-a.example/feed"_s);
    rig.enter(server.url(u"/b"_s).toString());
    QVERIFY(!question(rig).isEmpty());
    rig.url()->setFocus();
    QTest::keyClick(rig.url(), Qt::Key_Return);
    QVERIFY(question(rig).isEmpty());
    QVERIFY(rig.below().contains(u"left out"_s));
    QTRY_COMPARE(rig.page.session()->profile().url, server.url(u"/b"_s));
    QVERIFY(rig.page.session()->profile().cookies.isEmpty());
}

void tst_ForeignCredentials::theyCanBeSent()
{
    const ScriptedServer server;
    PageRig rig;
    pasteCommand(rig, u"ws://host-a.example/feed"_s);
    rig.enter(server.url().toString());
    QVERIFY(!question(rig).isEmpty());
    press(rig, Qt::Key_Tab);
    QCOMPARE(rig.page.focusWidget()->objectName(), u"credentialsSend"_s);
    press(rig, Qt::Key_Return);
    QTRY_COMPARE(rig.status(), Status::Open);
    QCOMPARE(server.peer()->header("Authorization"), "Bearer t0k"_ba);
    QCOMPARE(server.peer()->header("Cookie"), "sid=c00kie"_ba);
    // Once is enough: they are this server's now.
    rig.enter(server.url(u"/b"_s).toString());
    QVERIFY(question(rig).isEmpty());
}

void tst_ForeignCredentials::questionGoesWithTheUrl()
{
    const ScriptedServer server;
    PageRig rig;
    pasteCommand(rig, u"ws://host-a.example/feed"_s);
    rig.enter(server.url().toString());
    QVERIFY(!question(rig).isEmpty());
    press(rig, Qt::Key_Escape);
    QVERIFY(question(rig).isEmpty());
    QCOMPARE(rig.status(), Status::Closed);
    // Once put away, it is asked again.
    rig.url()->setFocus();
    QTest::keyClick(rig.url(), Qt::Key_Return);
    QVERIFY(!question(rig).isEmpty());
    rig.url()->setFocus();
    QTest::keyClick(rig.url(), Qt::Key_End);
    QTest::keyClicks(rig.url(), u"x"_s);
    QVERIFY(question(rig).isEmpty());
    QVERIFY(!rig.connection()->connection().profile.cookies.isEmpty());
}

void tst_ForeignCredentials::savedConnectionAsksBeforeItConnects()
{
    const ScriptedServer server;
    PageRig rig;
    SavedConnection saved;
    saved.id = u"1"_s;
    saved.name = u"Production"_s;
    saved.urlText = u"wss://host-a.example/feed"_s;
    saved.profile.headers = {{"X-Api-Key", "k3y"}};
    rig.connection()->setConnection(saved);
    QSignalSpy opening(rig.connection(), &PageConnection::opening);
    rig.enter(server.url().toString());
    QVERIFY2(question(rig).startsWith(
                     u"The header “X-Api-Key” was entered for wss://host-a.example. Send it"_s),
             qPrintable(question(rig)));
    QVERIFY(question(rig).endsWith(u"The way there is not encrypted."_s));
    QVERIFY(opening.isEmpty());
    QCOMPARE(rig.connection()->connection().id, u"1"_s);
    QTest::mouseClick(rig.find<QPushButton>(u"credentialsSend"_s), Qt::LeftButton);
    QTRY_COMPARE(rig.status(), Status::Open);
    QCOMPARE(server.peer()->header("X-Api-Key"), "k3y"_ba);
    QVERIFY2(rig.below().contains(u"“Production”"_s), qPrintable(rig.below()));
    QVERIFY(rig.connection()->connection().id.isEmpty());
}

void tst_ForeignCredentials::plainIsAnotherServer()
{
    PageRig rig;
    SavedConnection saved;
    saved.urlText = u"wss://127.0.0.1:1/feed"_s;
    saved.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
    rig.connection()->setConnection(saved);
    QSignalSpy opening(rig.connection(), &PageConnection::opening);
    rig.connection()->openPlain();
    QCOMPARE(question(rig),
             u"The bearer token was entered for wss://127.0.0.1:1. Send it to ws://127.0.0.1:1 as well? The "
             "way there is not encrypted."_s);
    QVERIFY(opening.isEmpty());
}

void tst_ForeignCredentials::manyAreCounted()
{
    PageRig rig;
    SavedConnection saved;
    saved.urlText = u"wss://h/"_s;
    saved.profile.cookies = {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}};
    rig.connection()->setConnection(saved);
    rig.enter(u"wss://127.0.0.1:1/"_s);
    QCOMPARE(question(rig), u"The cookie “a”, the cookie “b”, the cookie “c” and 2 more were entered for "
                            u"wss://h. Send them to "
                            "wss://127.0.0.1:1 as well?"_s);
}

void tst_ForeignCredentials::nothingIsAskedWithoutNeed_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("value");
    const QString url = u"ws://127.0.0.1:1/a"_s;
    QTest::newRow("the path") << url << u"ws://127.0.0.1:1/b?c=d"_s << "t0k"_ba;
    QTest::newRow("the scheme left out") << url << u"127.0.0.1:1/a"_s << "t0k"_ba;
    QTest::newRow("no credentials") << url << u"ws://127.0.0.1:2/a"_s << QByteArray();
    QTest::newRow("variables") << url << u"ws://127.0.0.1:2/a"_s << "Bearer {{token}}"_ba;
    QTest::newRow("filled in the same") << url << u"ws://127.0.0.1:{{port}}/a"_s << "t0k"_ba;
    QTest::newRow("no URL before") << QString() << url << "t0k"_ba;
}

void tst_ForeignCredentials::nothingIsAskedWithoutNeed()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QByteArray, value);
    const QTemporaryDir folder;
    SecretStore secrets(nullptr);
    Environments environments(folder.filePath(u"environments.json"_s), &secrets);
    Environment here;
    here.id = environments.add(u"Here"_s);
    here.name = u"Here"_s;
    here.variables = {{u"port"_s, u"1"_s, false}, {u"token"_s, u"t0k"_s, true}};
    environments.update(here);
    environments.setCurrent(here.id);
    PageRig rig;
    rig.connection()->setEnvironments(&environments);
    SavedConnection saved;
    saved.urlText = from;
    if (!value.isEmpty())
        saved.profile.headers = {{"Authorization", value}};
    rig.connection()->setConnection(saved);
    QSignalSpy opening(rig.connection(), &PageConnection::opening);
    rig.enter(to);
    QCOMPARE(question(rig), QString());
    QCOMPARE(opening.size(), 1);
}

void tst_ForeignCredentials::whatIsEnteredHereIsForHere()
{
    PageRig rig;
    pasteCommand(rig, u"ws://host-a.example/feed"_s);
    rig.url()->selectAll();
    QTest::keyClicks(rig.url(), u"ws://127.0.0.1:1/"_s);
    rig.connection()->showSettings();
    auto *page = rig.page.findChild<ConnectionSettingsPage *>();
    ConnectionProfile profile = page->profile();
    profile.authentication.token = u"new"_s;
    profile.cookies.clear();
    Q_EMIT page->profileChanged(profile);
    QSignalSpy opening(rig.connection(), &PageConnection::opening);
    rig.connection()->reconnect();
    QCOMPARE(question(rig), QString());
    QCOMPARE(opening.size(), 1);
}

void tst_ForeignCredentials::otherServersAreVerified()
{
    const ScriptedServer server(ScriptedServer::Security::Tls);
    PageRig rig;
    paste(rig, u"curl -k 'wss://host-a.example/'"_s);
    QVERIFY(!rig.connection()->connection().profile.tls.verify);
    rig.enter(server.url().toString());
    QCOMPARE(question(rig), QString());
    QVERIFY(rig.connection()->connection().profile.tls.verify);
    QVERIFY2(rig.below().contains(u"verified"_s), qPrintable(rig.below()));
    QTRY_VERIFY(rig.page.session()->report().error);
    // Set for this server, it holds, on another path as well.
    rig.connection()->showSettings();
    auto *page = rig.page.findChild<ConnectionSettingsPage *>();
    ConnectionProfile profile = page->profile();
    profile.tls.verify = false;
    Q_EMIT page->profileChanged(profile);
    rig.enter(server.url(u"/b"_s).toString());
    QTRY_COMPARE(rig.status(), Status::Open);
}

void tst_ForeignCredentials::trustStaysWithItsServer()
{
    PageRig rig;
    SavedConnection saved;
    saved.id = u"1"_s;
    saved.name = u"Production"_s;
    saved.urlText = u"wss://127.0.0.1:1/"_s;
    saved.profile.tls.trusted = {QByteArray(32, 'x')};
    rig.connection()->setConnection(saved);
    rig.url()->selectAll();
    QTest::keyClicks(rig.url(), u"wss://127.0.0.1:2/"_s);
    // To be saved as another connection.
    rig.connection()->leaveSavedElsewhere();
    QVERIFY(rig.connection()->connection().profile.tls.trusted.isEmpty());
    rig.connection()->setConnection(saved);
    rig.enter(u"wss://127.0.0.1:1/other"_s);
    QCOMPARE(rig.connection()->connection().profile.tls.trusted.size(), 1);
    rig.enter(u"wss://127.0.0.1:2/"_s);
    QVERIFY(rig.connection()->connection().profile.tls.trusted.isEmpty());
}

SOCKETSCOPE_TEST(tst_ForeignCredentials, QApplication)
#include "tst_foreigncredentials.moc"
