// SPDX-License-Identifier: MIT
// What one server is shown, told and verified for is not another one's, whether the URL or the environment
// leads there.
#include "pageconnectionfixture.h"
#include "support/testprogram.h"

#include "support/scriptedserver.h"

#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;

class tst_ForeignIdentity : public PageConnectionFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { PageConnectionFixture::init(); }
    void cleanup() { PageConnectionFixture::cleanup(); }
    void whatIsAskedAbout_data();
    void whatIsAskedAbout();
    void leavingOutTakesThemAway();
    void certificateIsNotShownWithoutTls();
    void nameIsTheServersOwn_data();
    void nameIsTheServersOwn();
    void addressesHaveBrackets();
    void environmentLeadsElsewhere();
    void noEnvironmentForgetsNothing();
    void environmentIsAskedOnceForEach();
    void answerIsForItsEnvironment();
    void secretHostsAreNotShown();
    void environmentIsVerified();
    void environmentEndsTheQuestionForSecrets();

private:
    QString question() const
    {
        const auto *label = find<QLabel>(u"credentialQuestion"_s);
        return label && label->isVisible() ? label->text() : QString();
    }
    void answer(bool send)
    {
        find<QPushButton>(send ? u"credentialsSend"_s : u"credentialsLeaveOut"_s)->click();
    }
    /// Two environments, of which the first is current.
    void chooseHosts(const QString &first, const QString &second, bool secret = false)
    {
        chooseEnvironment({{u"host"_s, first, secret}});
        m_other.id = m_environments->add(u"Other"_s);
        m_other.name = u"Other"_s;
        m_other.variables = {{u"host"_s, second, secret}};
        m_environments->update(m_other);
        m_first = m_environments->currentId();
    }
    static SavedConnection onHost(const QString &urlText)
    {
        SavedConnection saved;
        saved.id = u"1"_s;
        saved.name = u"%1 %2 A"_s;
        saved.urlText = urlText;
        return saved;
    }

    QString m_first;
    Environment m_other;
};

using Change = std::function<void(ConnectionProfile &)>;
Q_DECLARE_METATYPE(Change)

static void useCertificate(ConnectionProfile &profile)
{
    profile.tls.certificateFile = u"/keys/%2.p12"_s;
    profile.tls.keyPassphrase = u"{{pass}}"_s;
}

void tst_ForeignIdentity::whatIsAskedAbout_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("asked");
    QTest::newRow("client certificate")
            << Change(useCertificate)
            << u"The client certificate “%2.p12” was entered for wss://host-a.example. Send it to wss://127.0.0.1:1 as well?"_s;
    QTest::newRow("user alone") << Change([](ConnectionProfile &profile) {
        profile.authentication = {Authentication::Kind::Basic, u"k3y"_s, {}, {}};
    }) << u"The user “k3y” was entered for wss://host-a.example. Send it to wss://127.0.0.1:1 as well?"_s;
    QTest::newRow("message") << Change([](ConnectionProfile &profile) {
        profile.onOpen = {{false, "{\"token\":\"t0k\"}"}};
    }) << u"The message to send on opening was entered for wss://host-a.example. Send it to wss://127.0.0.1:1 as well?"_s;
    QTest::newRow("messages") << Change([](ConnectionProfile &profile) {
        profile.onOpen = {{false, "{{login}}"}, {false, "a {{b}}"}, {true, "c"}};
    }) << u"2 of 3 messages to send on opening were entered for wss://host-a.example. Send them to wss://127.0.0.1:1 as well?"_s;
    QTest::newRow("foreign text with a place") << Change([](ConnectionProfile &profile) {
        profile.cookies = {{"%2", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}};
    }) << u"The cookie “%2”, the cookie “b”, the cookie “c” and 1 more were entered for wss://host-a.example. Send them to wss://127.0.0.1:1 as well?"_s;
    QTest::newRow("variables") << Change([](ConnectionProfile &profile) {
        profile.authentication = {Authentication::Kind::Basic, u"{{user}}"_s, {}, {}};
        profile.onOpen = {{false, "{{login}}"}};
    }) << QString();
}

void tst_ForeignIdentity::whatIsAskedAbout()
{
    QFETCH(const Change, change);
    QFETCH(const QString, asked);
    SavedConnection saved = onHost(u"wss://host-a.example/feed"_s);
    change(saved.profile);
    connection()->setConnection(saved);
    enter(u"wss://host-a.example/other"_s);
    QCOMPARE(question(), QString());
    m_page->session()->close();
    enter(u"wss://127.0.0.1:1/"_s);
    QCOMPARE(question(), asked);
}

void tst_ForeignIdentity::leavingOutTakesThemAway()
{
    SavedConnection saved = onHost(u"wss://host-a.example/feed"_s);
    saved.profile.tls.certificateFile = u"/nowhere.pem"_s;
    saved.profile.tls.keyFile = u"/nowhere.key"_s;
    saved.profile.authentication = {Authentication::Kind::Basic, u"k3y"_s, {}, {}};
    saved.profile.onOpen = {{false, "hello"}, {false, "{{kept}}"}};
    saved.secrets = QStringList{u"tls.keyPassphrase"_s};
    connection()->setConnection(saved);
    enter(u"wss://127.0.0.1:1/"_s);
    QVERIFY2(question().contains("and 0 more"_L1) == false && !question().isEmpty(), qPrintable(question()));
    answer(false);
    const SavedConnection left = connection()->connection();
    QCOMPARE(left.profile.tls, TlsSettings());
    QCOMPARE(left.profile.authentication, Authentication());
    QCOMPARE(left.profile.onOpen, (QList<OpeningMessage>{{false, "{{kept}}"}}));
    QVERIFY(left.secrets.isEmpty());
}

void tst_ForeignIdentity::certificateIsNotShownWithoutTls()
{
    SavedConnection saved = onHost(u"wss://host-a.example/feed"_s);
    useCertificate(saved.profile);
    saved.profile.tls.keyPassphrase.clear();
    connection()->setConnection(saved);
    enter(u"ws://127.0.0.1:1/"_s);
    QCOMPARE(question(), QString());
    QVERIFY(!connection()->connection().profile.tls.certificateFile.isEmpty());
    enter(u"wss://127.0.0.1:1/"_s);
    QVERIFY(question().startsWith("The client certificate"_L1));
}

void tst_ForeignIdentity::nameIsTheServersOwn_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("name");
    QTest::newRow("elsewhere") << u"wss://127.0.0.1:2/"_s << QString();
    QTest::newRow("here") << u"wss://127.0.0.1:1/other"_s << u"a.example"_s;
}

void tst_ForeignIdentity::nameIsTheServersOwn()
{
    QFETCH(const QString, to);
    QFETCH(const QString, name);
    SavedConnection saved = onHost(u"wss://127.0.0.1:1/"_s);
    saved.profile.tls.serverName = u"a.example"_s;
    connection()->setConnection(saved);
    enter(to);
    QCOMPARE(connection()->connection().profile.tls.serverName, name);
    QCOMPARE(below().contains("its certificate is verified like any other"_L1), name.isEmpty());
    QVERIFY(!name.isEmpty() || below().contains(u"“%1 %2 A”"_s));
}

void tst_ForeignIdentity::addressesHaveBrackets()
{
    SavedConnection saved = onHost(u"wss://[2001:db8::1]/feed"_s);
    saved.profile.cookies = {{"a", "1"}};
    connection()->setConnection(saved);
    enter(u"wss://[::1]:1/"_s);
    QCOMPARE(question(),
             u"The cookie “a” was entered for wss://[2001:db8::1]. Send it to wss://[::1]:1 as well?"_s);
}

void tst_ForeignIdentity::environmentLeadsElsewhere()
{
    const ScriptedServer server;
    const QString staging = u"127.0.0.1:%1"_s.arg(server.port());
    chooseHosts(u"prod.example"_s, staging);
    SavedConnection saved = onHost(u"ws://{{host}}/"_s);
    saved.profile.headers = {{"X-Api-Key", "k3y"}, {"X-Auth", "{{host}}"}};
    connection()->setConnection(saved);
    m_environments->setCurrent(m_other.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QCOMPARE(question(),
             u"The header “X-Api-Key” was entered for ws://prod.example. Send it to ws://%1 as well?"_s.arg(
                     staging));
    answer(false);
    QTRY_COMPARE(status(), Status::Open);
    QCOMPARE(server.peer()->header("X-Api-Key"), QByteArray());
    QCOMPARE(server.peer()->header("X-Auth"), staging.toUtf8());
    // It is still the one that was saved.
    QCOMPARE(connection()->connection().id, u"1"_s);
    m_page.reset();
}

void tst_ForeignIdentity::noEnvironmentForgetsNothing()
{
    chooseHosts(u"prod.example"_s, u"127.0.0.1:1"_s);
    SavedConnection saved = onHost(u"ws://{{host}}/"_s);
    saved.profile.cookies = {{"a", "1"}};
    connection()->setConnection(saved);
    m_environments->setCurrent({});
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY2(below().contains("{{host}}"_L1), qPrintable(below()));
    // A setting changes while nobody knows where it leads.
    connection()->showSettings();
    auto *page = m_page->findChild<ConnectionSettingsPage *>();
    ConnectionProfile profile = page->profile();
    profile.followRedirects = true;
    Q_EMIT page->profileChanged(profile);
    page->close();
    m_environments->setCurrent(m_other.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(question().contains("was entered for ws://prod.example."_L1));
    m_page.reset();
}

void tst_ForeignIdentity::environmentIsAskedOnceForEach()
{
    const ScriptedServer server;
    chooseHosts(u"127.0.0.1:%1"_s.arg(server.port()), u"localhost:%1"_s.arg(server.port()));
    SavedConnection saved = onHost(u"ws://{{host}}/"_s);
    saved.profile.onOpen = {{false, "subscribe"}};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    QCOMPARE(question(), QString());
    QTRY_COMPARE(status(), Status::Open);
    m_environments->setCurrent(m_other.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(!question().isEmpty());
    answer(true);
    QTRY_COMPARE(m_page->session()->profile().url.host(), u"localhost"_s);
    QTRY_COMPARE(status(), Status::Open);
    for (const QString &id : {m_first, m_other.id}) {
        m_environments->setCurrent(id);
        QTest::keyClick(url(), Qt::Key_Return);
        QCOMPARE(question(), QString());
    }
    m_page.reset();
}

void tst_ForeignIdentity::answerIsForItsEnvironment()
{
    chooseHosts(u"prod.example"_s, u"127.0.0.1:1"_s);
    SavedConnection saved = onHost(u"ws://{{host}}/"_s);
    saved.profile.cookies = {{"a", "1"}};
    connection()->setConnection(saved);
    m_environments->setCurrent(m_other.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(!question().isEmpty());
    // The question is about what is no more.
    m_other.variables = {{u"host"_s, u"127.0.0.1:2"_s, false}};
    m_environments->update(m_other);
    QCOMPARE(question(), QString());
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(question().contains("127.0.0.1:2"_L1));
    m_page.reset();
}

void tst_ForeignIdentity::secretHostsAreNotShown()
{
    chooseHosts(u"hidden-a.example"_s, u"127.0.0.1:1"_s, true);
    SavedConnection saved = onHost(u"ws://{{host}}/"_s);
    saved.profile.cookies = {{"a", "1"}};
    connection()->setConnection(saved);
    m_environments->setCurrent(m_other.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(!question().isEmpty());
    QVERIFY2(!question().contains("hidden-a"_L1) && !question().contains("127.0.0.1"_L1),
             qPrintable(question()));
    m_page.reset();
}

void tst_ForeignIdentity::environmentIsVerified()
{
    chooseHosts(u"a.example"_s, u"127.0.0.1:1"_s);
    SavedConnection saved = onHost(u"wss://{{host}}/"_s);
    saved.profile.tls.verify = false;
    saved.profile.tls.trusted = {QByteArray(32, 'x')};
    connection()->setConnection(saved);
    m_environments->setCurrent(m_other.id);
    QTest::keyClick(url(), Qt::Key_Return);
    QVERIFY(connection()->connection().profile.tls.verify);
    QVERIFY(connection()->connection().profile.tls.trusted.isEmpty());
    QVERIFY2(below().contains("its certificate is verified like any other"_L1), qPrintable(below()));
    m_page.reset();
}

void tst_ForeignIdentity::environmentEndsTheQuestionForSecrets()
{
    chooseHosts(u"a.example"_s, u"127.0.0.1:1"_s);
    SavedConnection saved = onHost(u"wss://{{host}}/"_s);
    saved.profile.authentication = {Authentication::Kind::Basic, u"ann"_s, {}, {}};
    saved.secrets = QStringList{u"authentication.password"_s};
    connection()->setConnection(saved);
    QTest::keyClick(url(), Qt::Key_Return);
    auto *bar = find<QWidget>(u"secretBar"_s);
    QVERIFY(bar->isVisible());
    m_environments->setCurrent(m_other.id);
    QVERIFY(!bar->isVisible());
    m_page.reset();
}

SOCKETSCOPE_TEST(tst_ForeignIdentity, QApplication)
#include "tst_foreignidentity.moc"
