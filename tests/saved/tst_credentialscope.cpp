// SPDX-License-Identifier: MIT
// What was entered for one server does not go to another one, or hold there, unasked: whether the URL or the
// environment leads there.
#include "saved/credentialscope.h"
#include "saved/serverorigin.h"
#include "saved/variables.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_CredentialScope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void origins_data();
    void origins();
    void differs_data();
    void differs();
    void whatIsAskedAbout_data();
    void whatIsAskedAbout();
    void howItIsAsked_data();
    void howItIsAsked();
    void nothingIsAskedWithoutNeed_data();
    void nothingIsAskedWithoutNeed();
    void certificateIsNotShownWithoutTls();
    void defaultsAreForAllServers();
    void whatIsNewIsForTheNewServer();
    void sharedOnceIsAskedNoMore();
    void environmentLeadsElsewhere();
    void noEnvironmentForgetsNothing();
    void environmentIsAskedAboutOnce();
    void trustEnds_data();
    void trustEnds();
    void verificationOfADefaultName();
};

using Setting = void (*)(ConnectionProfile &);
Q_DECLARE_METATYPE(Setting)

static SavedConnection at(const QString &urlText, Setting change = nullptr)
{
    SavedConnection connection;
    connection.urlText = urlText;
    if (change)
        change(connection.profile);
    return connection;
}

static ChosenEnvironment hosts(const QString &host, bool isSecret = false)
{
    ChosenEnvironment environment;
    environment.id = host;
    environment.values = {{u"host"_s, host}, {u"port"_s, u"1"_s}};
    if (isSecret)
        environment.secretNames = QStringList{u"host"_s};
    return environment;
}

// What is asked when all that was entered at one URL would go to another one.
static QString question(SavedConnection connection, const QString &to, const ChosenEnvironment &before = {},
                        const ChosenEnvironment &now = {}, const ConnectionProfile &defaults = {})
{
    CredentialScope scope;
    scope.enter(connection, before);
    connection.urlText = to;
    const auto foreign = scope.foreign(connection, defaults, now);
    return foreign ? foreign->question : QString();
}

static void useCertificate(ConnectionProfile &profile)
{
    profile.tls.certificateFile = u"/keys/%2.p12"_s;
    profile.tls.keyPassphrase = u"{{pass}}"_s;
}

static void useCookie(ConnectionProfile &profile)
{
    profile.cookies = {{"a", "1"}};
}

void tst_CredentialScope::whatIsAskedAbout_data()
{
    QTest::addColumn<Setting>("change");
    QTest::addColumn<QString>("asked");
    QTest::newRow("nothing") << Setting(nullptr) << QString();
    QTest::newRow("headers that are none") << Setting([](ConnectionProfile &profile) {
        profile.headers = {{"X-Trace", "1"}};
    }) << QString();
    QTest::newRow("bearer and cookie") << Setting([](ConnectionProfile &profile) {
        profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
        profile.cookies = {{"sid", "c00kie"}};
    }) << u"The bearer token and the cookie “sid” were"_s;
    QTest::newRow("header") << Setting([](ConnectionProfile &profile) {
        profile.headers = {{"X-Api-Key", "k3y"}, {"Authorization", "Bearer {{token}}"}};
    }) << u"The header “X-Api-Key” was"_s;
    QTest::newRow("subprotocol") << Setting([](ConnectionProfile &profile) {
        profile.subprotocols = QStringList{u"chat"_s, u"bearer.t0k"_s};
    }) << u"The subprotocol that carries a token was"_s;
    QTest::newRow("client certificate")
            << Setting(useCertificate) << u"The client certificate “%2.p12” was"_s;
    QTest::newRow("user alone") << Setting([](ConnectionProfile &profile) {
        profile.authentication = {Authentication::Kind::Basic, u"k3y"_s, {}, {}};
    }) << u"The user “k3y” was"_s;
    QTest::newRow("message") << Setting([](ConnectionProfile &profile) {
        profile.onOpen = {{false, "{\"token\":\"t0k\"}"}};
    }) << u"The message to send on opening was"_s;
    QTest::newRow("messages") << Setting([](ConnectionProfile &profile) {
        profile.onOpen = {{false, "{{login}}"}, {false, "a {{b}}"}, {true, "c"}};
    }) << u"2 of 3 messages to send on opening were"_s;
    QTest::newRow("heartbeat") << Setting([](ConnectionProfile &profile) {
        profile.heartbeat.text = u"{\"token\":\"t0k\"}"_s;
    }) << u"The heartbeat message was"_s;
    QTest::newRow("many") << Setting([](ConnectionProfile &profile) {
        profile.cookies = {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}};
    }) << u"The cookie “a”, the cookie “b”, the cookie “c” and 2 more were"_s;
    QTest::newRow("foreign text with a place") << Setting([](ConnectionProfile &profile) {
        profile.cookies = {{"%2", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}};
    }) << u"The cookie “%2”, the cookie “b”, the cookie “c” and 1 more were"_s;
    QTest::newRow("variables") << Setting([](ConnectionProfile &profile) {
        profile.authentication = {Authentication::Kind::Basic, u"{{user}}"_s, {}, {}};
        profile.onOpen = {{false, "{{login}}"}};
        profile.heartbeat.text = u"{{alive}}"_s;
    }) << QString();
}

void tst_CredentialScope::whatIsAskedAbout()
{
    QFETCH(Setting, change);
    QFETCH(QString, asked);
    const SavedConnection connection = at(u"wss://host-a.example/feed"_s, change);
    QCOMPARE(question(connection, u"wss://host-a.example/other"_s), QString());
    if (!asked.isEmpty()) {
        const QString them = asked.endsWith(" was"_L1) ? u"it"_s : u"them"_s;
        asked += u" entered for wss://host-a.example. Send "_s + them + u" to wss://127.0.0.1:1 as well?"_s;
    }
    QCOMPARE(question(connection, u"wss://127.0.0.1:1/"_s), asked);
}

void tst_CredentialScope::howItIsAsked_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("isSecret");
    QTest::addColumn<QString>("places");
    QTest::newRow("addresses") << u"wss://[2001:db8::1]/feed"_s << u"wss://[::1]:1/"_s << false
                               << u"wss://[2001:db8::1]. Send it to wss://[::1]:1 as well?"_s;
    QTest::newRow("without encryption")
            << u"wss://127.0.0.1:1/feed"_s << u"ws://127.0.0.1:1/feed"_s << false
            << u"wss://127.0.0.1:1. Send it to ws://127.0.0.1:1 as well? The way there is not encrypted."_s;
    QTest::newRow("without encryption before") << u"ws://a.example/"_s << u"ws://b.example/"_s << false
                                               << u"ws://a.example. Send it to ws://b.example as well?"_s;
    QTest::newRow("variable") << u"ws://{{host}}/"_s << u"ws://b.example/"_s << false
                              << u"ws://a.example. Send it to ws://b.example as well?"_s;
    QTest::newRow("secret variable") << u"ws://{{host}}/"_s << u"ws://b.example/"_s << true
                                     << u"ws://{{host}}. Send it to ws://b.example as well?"_s;
    QTest::newRow("password in the URL")
            << u"wss://ann:p@a.example/"_s << u"wss://bob:q@b.example/"_s << false
            << u"wss://a.example. Send it to wss://b.example as well?"_s;
}

void tst_CredentialScope::howItIsAsked()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const bool, isSecret);
    QFETCH(const QString, places);
    const ChosenEnvironment environment = hosts(u"a.example"_s, isSecret);
    QCOMPARE(question(at(from, useCookie), to, environment, environment),
             u"The cookie “a” was entered for "_s + places);
}

void tst_CredentialScope::nothingIsAskedWithoutNeed_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const QString url = u"ws://127.0.0.1:1/a"_s;
    QTest::newRow("the path") << url << u"ws://127.0.0.1:1/b?c=d"_s;
    QTest::newRow("the scheme left out") << url << u"127.0.0.1:1/a"_s;
    QTest::newRow("filled in the same") << u"ws://127.0.0.1:{{port}}/a"_s << url;
    QTest::newRow("no URL before") << QString() << url;
    QTest::newRow("no URL now") << QString() << QString();
}

void tst_CredentialScope::nothingIsAskedWithoutNeed()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    const ChosenEnvironment environment = hosts(u"a.example"_s);
    QCOMPARE(question(at(from, useCookie), to, environment, environment), QString());
}

void tst_CredentialScope::certificateIsNotShownWithoutTls()
{
    const SavedConnection connection = at(u"wss://host-a.example/feed"_s, useCertificate);
    QCOMPARE(question(connection, u"ws://127.0.0.1:1/"_s), QString());
    // Where it leads to is not known yet.
    QVERIFY(question(connection, u"{{guest}}/"_s).startsWith("The client certificate"_L1));
}

void tst_CredentialScope::defaultsAreForAllServers()
{
    ConnectionProfile defaults;
    useCookie(defaults);
    QCOMPARE(question(at(u"wss://a/"_s, useCookie), u"wss://b/"_s, {}, {}, defaults), QString());
    defaults.cookies = {{"a", "2"}};
    QVERIFY(!question(at(u"wss://a/"_s, useCookie), u"wss://b/"_s, {}, {}, defaults).isEmpty());
}

void tst_CredentialScope::whatIsNewIsForTheNewServer()
{
    CredentialScope scope;
    scope.enter(at(u"wss://a/"_s, useCookie), {});
    SavedConnection connection = at(u"wss://b/"_s, useCookie);
    connection.profile.cookies.append(HttpHeader{"b", "1"});
    const auto foreign = scope.foreign(connection, {}, {});
    QVERIFY(foreign);
    QCOMPARE(foreign->names, QStringList(u"cookie/a/0"_s));
    QCOMPARE(foreign->urlText, u"wss://b/"_s);
    QCOMPARE(foreign->origin, u"wss://b:443"_s);
    // Another value is another one.
    connection.profile.cookies = {{"a", "2"}};
    QVERIFY(!scope.foreign(connection, {}, {}));
}

void tst_CredentialScope::sharedOnceIsAskedNoMore()
{
    CredentialScope scope;
    const SavedConnection here = at(u"wss://a/"_s, useCookie);
    const SavedConnection there = at(u"wss://b/"_s, useCookie);
    const SavedConnection elsewhere = at(u"wss://c/"_s, useCookie);
    scope.enter(here, {});
    QVERIFY(scope.foreign(there, {}, {}));
    scope.share();
    QVERIFY(!scope.foreign(there, {}, {}));
    scope.enter(there, {});
    // It may go to both, and to no third one.
    QVERIFY(!scope.foreign(here, {}, {}));
    QVERIFY(scope.foreign(elsewhere, {}, {}));
}

void tst_CredentialScope::environmentLeadsElsewhere()
{
    const SavedConnection connection = at(u"ws://{{host}}/"_s, [](ConnectionProfile &profile) {
        profile.headers = {{"X-Api-Key", "k3y"}, {"X-Auth", "{{host}}"}};
    });
    const ChosenEnvironment production = hosts(u"prod.example"_s);
    QCOMPARE(
            question(connection, connection.urlText, production, hosts(u"127.0.0.1:2"_s)),
            u"The header “X-Api-Key” was entered for ws://prod.example. Send it to ws://127.0.0.1:2 as well?"_s);
    QCOMPARE(question(connection, connection.urlText, production, production), QString());
    const QString hidden = question(connection, connection.urlText, hosts(u"prod.example"_s, true),
                                    hosts(u"127.0.0.1:2"_s, true));
    QCOMPARE(hidden,
             u"The header “X-Api-Key” was entered for ws://{{host}}. Send it to ws://{{host}} as well?"_s);
}

void tst_CredentialScope::noEnvironmentForgetsNothing()
{
    const SavedConnection connection = at(u"ws://{{host}}/"_s, useCookie);
    CredentialScope scope;
    scope.enter(connection, hosts(u"prod.example"_s));
    QVERIFY(!scope.isLeft(connection.urlText, {}));
    // A setting changes while nobody knows where it leads.
    scope.enter(connection, {});
    const auto foreign = scope.foreign(connection, {}, hosts(u"127.0.0.1:1"_s));
    QVERIFY(foreign && foreign->question.contains("was entered for ws://prod.example."_L1));
}

void tst_CredentialScope::environmentIsAskedAboutOnce()
{
    const SavedConnection connection = at(u"ws://{{host}}/"_s, useCookie);
    const ChosenEnvironment first = hosts(u"first.example"_s);
    const ChosenEnvironment second = hosts(u"second.example"_s);
    CredentialScope scope;
    scope.enter(connection, first);
    QVERIFY(scope.foreign(connection, {}, second));
    scope.share();
    scope.enter(connection, second);
    for (const ChosenEnvironment &environment : {first, second, first}) {
        QVERIFY(!scope.foreign(connection, {}, environment));
        scope.enter(connection, environment);
    }
}

void tst_CredentialScope::trustEnds_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<bool>("ends");
    QTest::newRow("path") << u"wss://127.0.0.1:1/"_s << u"wss://127.0.0.1:1/other"_s << false;
    QTest::newRow("port") << u"wss://127.0.0.1:1/"_s << u"wss://127.0.0.1:2/"_s << true;
    QTest::newRow("environment") << u"wss://{{host}}/"_s << u"wss://{{host}}/"_s << true;
    QTest::newRow("no URL before") << QString() << u"wss://127.0.0.1:1/"_s << false;
}

void tst_CredentialScope::trustEnds()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const bool, ends);
    const QList<Setting> all{
            [](ConnectionProfile &profile) { profile.tls.verify = false; },
            [](ConnectionProfile &profile) { profile.tls.trusted = {QByteArray(32, 'x')}; },
            [](ConnectionProfile &profile) { profile.tls.serverName = u"a.example"_s; },
    };
    for (const Setting change : all) {
        SavedConnection connection = at(from, change);
        CredentialScope scope;
        scope.enter(connection, hosts(u"a.example"_s));
        connection.urlText = to;
        const TlsSettings before = connection.profile.tls;
        QCOMPARE(scope.endTrust(&connection, {}, hosts(u"b.example"_s)), ends);
        QCOMPARE(connection.profile.tls, ends ? TlsSettings() : before);
        QVERIFY(!scope.endTrust(&connection, {}, hosts(u"b.example"_s)));
        // What is set there is meant.
        change(connection.profile);
        scope.enter(connection, hosts(u"b.example"_s));
        QVERIFY(!scope.endTrust(&connection, {}, hosts(u"b.example"_s)));
    }
}

void tst_CredentialScope::verificationOfADefaultName()
{
    SavedConnection connection = at(u"wss://a/"_s);
    connection.profile.tls.serverName = u"all.example"_s;
    CredentialScope scope;
    scope.enter(connection, {});
    connection.urlText = u"wss://b/"_s;
    QVERIFY(!scope.endTrust(&connection, connection.profile, {}));
    QCOMPARE(connection.profile.tls.serverName, u"all.example"_s);
}

static const Variables::Values OriginValues{{u"host"_s, u"a.example"_s}, {u"port"_s, u"81"_s}};

void tst_CredentialScope::origins_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("filled");
    QTest::addColumn<QString>("shown");
    QTest::newRow("nothing") << QString() << QString() << QString() << QString();
    QTest::newRow("whole") << u"wss://ann:p@a.example:444/b?c#d"_s << u"wss://a.example:444"_s
                           << u"wss://a.example:444"_s << u"wss://a.example:444"_s;
    QTest::newRow("ports that go without saying") << u"wss://a.example/"_s << u"wss://a.example:443"_s
                                                  << u"wss://a.example:443"_s << u"wss://a.example"_s;
    QTest::newRow("plain") << u"ws://a.example/"_s << u"ws://a.example:80"_s << u"ws://a.example:80"_s
                           << u"ws://a.example"_s;
    QTest::newRow("without a scheme") << u"A.Example/b"_s << u"wss://a.example:443"_s
                                      << u"wss://a.example:443"_s << u"wss://a.example"_s;
    QTest::newRow("address") << u"wss://[::1]:1/"_s << u"wss://[::1]:1"_s << u"wss://[::1]:1"_s
                             << u"wss://[::1]:1"_s;
    QTest::newRow("socket") << u"ws+unix:///a/b:/x"_s << u"/a/b"_s << u"/a/b"_s << u"/a/b"_s;
    QTest::newRow("variables") << u"ws://{{host}}:{{port}}/{{c}}"_s << u"ws://{{host}}:{{port}}"_s
                               << u"ws://a.example:81"_s << u"ws://{{host}}:81"_s;
    QTest::newRow("without a value") << u"ws://{{guest}}/"_s << u"ws://{{guest}}"_s << QString()
                                     << u"ws://{{guest}}"_s;
}

void tst_CredentialScope::origins()
{
    QFETCH(const QString, text);
    QTEST(ServerOrigin::of(text), "written");
    QTEST(ServerOrigin::filled(text, OriginValues), "filled");
    // The host is a secret.
    QTEST(ServerOrigin::shown(text, {{u"port"_s, u"81"_s}}), "shown");
}

void tst_CredentialScope::differs_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<bool>("isOther");
    QTest::newRow("path") << u"wss://h/a?token=***"_s << u"wss://h:443/b"_s << false;
    QTest::newRow("scheme left out") << u"wss://H/a"_s << u"h/b"_s << false;
    QTest::newRow("host") << u"wss://h/a"_s << u"wss://i/a"_s << true;
    QTest::newRow("scheme") << u"wss://h/a"_s << u"ws://h/a"_s << true;
    QTest::newRow("port") << u"wss://h/a"_s << u"wss://h:444/a"_s << true;
    QTest::newRow("variable") << u"wss://{{guest}}/a"_s << u"wss://{{guest}}/b?x"_s << false;
    QTest::newRow("another variable") << u"wss://{{host}}/a"_s << u"wss://{{guest}}/a"_s << true;
    QTest::newRow("filled in the same") << u"ws://{{host}}:{{port}}/a"_s << u"ws://a.example:81/"_s << false;
    QTest::newRow("socket") << u"ws+unix:///a:/x"_s << u"ws+unix:///b:/x"_s << true;
}

void tst_CredentialScope::differs()
{
    QFETCH(const QString, one);
    QFETCH(const QString, other);
    QTEST(ServerOrigin::differs(one, other, OriginValues), "isOther");
    QTEST(ServerOrigin::differs(other, one, OriginValues), "isOther");
}

SOCKETSCOPE_TEST(tst_CredentialScope, QCoreApplication)
#include "tst_credentialscope.moc"
