// SPDX-License-Identifier: MIT
// Redirects of the handshake on the native engine: which are followed, and what goes with them.
#include "clientrig.h"
#include "connection/engine/redirect.h"
#include "failure/failuretext.h"
#include "socketrig.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"

#include <QTemporaryFile>
#include <QTest>

#include <functional>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class tst_Redirects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirect();
    void redirectWithSecretSubprotocol();
    void redirectToAnotherOrigin_data();
    void redirectToAnotherOrigin();
    void thereAndBack();
    void profileElsewhere_data();
    void profileElsewhere();
    void leniencyStaysAtHome_data();
    void leniencyStaysAtHome();
    void secretsOfTheWayAreHidden_data();
    void secretsOfTheWayAreHidden();
    void redirects_data();
    void redirects();
};

void tst_Redirects::redirect()
{
    const QByteArray answer = "HTTP/1.1 302 Found\r\nLocation: /there?a=b\r\n\r\n";
    ClientRig rig;
    rig.profile.followRedirects = true;
    rig.start();
    rig.feedInPieces(answer, 5);
    QCOMPARE(rig.redirect, QUrl(u"ws://server.test/there?a=b"_s));
    QCOMPARE(rig.ends, 0);

    ClientRig stays;
    stays.start();
    stays.feed(answer);
    stays.client->end({});
    QCOMPARE(stays.error().httpStatus, 302);
    QVERIFY(stays.redirect.isEmpty());
}

void tst_Redirects::redirectWithSecretSubprotocol()
{
    for (const bool isSecret : {false, true}) {
        ClientRig rig;
        rig.profile.followRedirects = true;
        rig.profile.subprotocols = {u"v1.hush"_s};
        if (isSecret)
            rig.profile.secretValues = {"hush"};
        rig.start();
        rig.feed(QByteArray("HTTP/1.1 302 Found\r\nLocation: ws://other.test/\r\nContent-Length: 0\r\n\r\n"));
        QCOMPARE(rig.redirect.isEmpty(), isSecret);
        QCOMPARE(rig.sentence().contains(u"secret"_s), isSecret);
    }
}

void tst_Redirects::redirectToAnotherOrigin_data()
{
    QTest::addColumn<QString>("subprotocol");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<bool>("followed");

    const QByteArray elsewhere = "ws://other.test/";
    QTest::newRow("plain") << u"chat"_s << elsewhere << true;
    QTest::newRow("bearer") << u"base64url.Bearer.t0k"_s << elsewhere << false;
    QTest::newRow("key") << u"insecure-api-key.t0k"_s << elsewhere << false;
    QTest::newRow("long") << QString(41, u'x') << elsewhere << false;
    QTest::newRow("secret, same origin") << u"bearer.t0k"_s << "/there"_ba << true;
    QTest::newRow("secret, other port") << u"bearer.t0k"_s << "ws://server.test:81/"_ba << false;
}

void tst_Redirects::redirectToAnotherOrigin()
{
    QFETCH(QString, subprotocol);
    QFETCH(QByteArray, location);
    QFETCH(bool, followed);
    ClientRig rig;
    rig.profile.followRedirects = true;
    rig.profile.subprotocols = {subprotocol};
    rig.start();
    rig.feed("HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    QCOMPARE(!rig.redirect.isEmpty(), followed);
    QCOMPARE(rig.end.has_value(), !followed);
    if (!followed) {
        QVERIFY2(rig.sentence().contains(u"another origin"_s), qPrintable(rig.sentence()));
        QVERIFY(!rig.sentence().contains(subprotocol));
    }
}

// Whoever is in between has chosen the path at home: it gets nothing secret.
void tst_Redirects::thereAndBack()
{
    ClientRig rig;
    rig.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
    rig.profile.cookies = {{"k", "v"}};
    rig.profile.followRedirects = true;
    const QUrl other(u"ws://other.test/"_s);
    rig.start({other, QUrl(u"ws://u:p@server.test/chosen"_s)});
    QVERIFY(rig.request.startsWith("GET /chosen HTTP/1.1\r\n"));
    QVERIFY(!rig.request.contains("Authorization") && !rig.request.contains("Cookie"));
    rig.feed(rig.answer());
    QVERIFY(rig.info && rig.info->leftOrigin);

    ClientRig secret;
    secret.profile.followRedirects = true;
    secret.profile.subprotocols = {u"bearer.t0k"_s};
    secret.start({other});
    secret.feed("HTTP/1.1 302 Found\r\nLocation: ws://server.test/chosen\r\nContent-Length: 0\r\n\r\n");
    QVERIFY(secret.redirect.isEmpty());
    QVERIFY(secret.end.has_value());

    ClientRig home;
    home.profile.authentication = rig.profile.authentication;
    home.start({QUrl(u"ws://server.test/there"_s)});
    QVERIFY(home.request.contains("Authorization: Bearer t0k"));
    home.feed(home.answer());
    QVERIFY(home.info && !home.info->leftOrigin);
}

// Of each field: what is dropped, raised or kept at another origin. A field that is new does not compile
// here, until somebody has decided what becomes of it.
void tst_Redirects::profileElsewhere_data()
{
    QTest::addColumn<ConnectionProfile>("profile");
    QTest::addColumn<ConnectionProfile>("elsewhere");
    using Change = std::function<void(ConnectionProfile &)>;
    const auto row = [](const char *name, const Change &here, const Change &there) {
        ConnectionProfile profile;
        profile.url = QUrl(u"wss://server.test/"_s);
        ConnectionProfile elsewhere = profile;
        here(profile);
        there(elsewhere);
        QTest::newRow(name) << profile << elsewhere;
    };
    const auto kept = [&](const char *name, const Change &change) { row(name, change, change); };
    const auto dropped = [&](const char *name, const Change &change) {
        row(name, change, [](ConnectionProfile &) {});
    };
    const auto version = [](TlsSettings::Version minimum) {
        return [minimum](ConnectionProfile &profile) { profile.tls.minimumVersion = minimum; };
    };
    using Version = TlsSettings::Version;

    [[maybe_unused]] const auto &[ca, certificate, key, phrase, name, minimum, verify, trusted, trustedFor] =
            TlsSettings();
    kept("authorities", [](ConnectionProfile &profile) { profile.tls.caFile = u"ca"_s; });
    dropped("certificate", [](ConnectionProfile &profile) { profile.tls.certificateFile = u"c"_s; });
    dropped("key", [](ConnectionProfile &profile) { profile.tls.keyFile = u"k"_s; });
    dropped("passphrase", [](ConnectionProfile &profile) { profile.tls.keyPassphrase = u"p"_s; });
    dropped("server's name", [](ConnectionProfile &profile) { profile.tls.serverName = u"n"_s; });
    row("TLS 1.0", version(Version::Tls1_0), version(Version::Tls1_2));
    kept("TLS 1.3", version(Version::Tls1_3));
    dropped("not verified", [](ConnectionProfile &profile) { profile.tls.verify = false; });
    dropped("trusted", [](ConnectionProfile &profile) { profile.tls.trusted = {"1"}; });
    const QMap<QString, QList<QByteArray>> there{{u"other.test:444"_s, {"2"}}, {u"server.test:443"_s, {"3"}}};
    row(
            "trusted there",
            [there](ConnectionProfile &profile) {
                profile.tls.trusted = {"1"};
                profile.tls.trustedFor = there;
            },
            [there](ConnectionProfile &profile) {
                profile.tls.trusted = {"2"};
                profile.tls.trustedFor = there;
            });

    [[maybe_unused]] const auto &[url, target, subprotocols, engine, headers, cookies, origin, authentication,
                                  follow, tls, proxy, addresses, compression, retry, afterDrop, stable,
                                  handshake, keepAlive, close, answer, message, frame, sentFrame, onOpen,
                                  heartbeat, record, secrets] = ConnectionProfile();
    // See profileHeaders(), the manager's opening messages and redirectToAnotherOrigin() for what is sent of
    // these.
    kept("everything else", [](ConnectionProfile &profile) {
        profile.target = u"/%41"_s;
        profile.subprotocols = {u"chat"_s};
        profile.headers = {{"X-A", "1"}};
        profile.cookies = {{"a", "1"}};
        profile.origin = u"https://server.test"_s;
        profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
        profile.followRedirects = true;
        profile.proxy.kind = ProxySettings::Kind::Socks5;
        profile.addresses = AddressPreference::IPv6;
        profile.compression.offer = false;
        profile.retry.maxAttempts = 3;
        profile.retryAfterDrop = false;
        profile.stableAfter = 1s;
        profile.handshakeTimeout = 1s;
        profile.keepAliveInterval = 1s;
        profile.closeTimeout = 1s;
        profile.answerPings = false;
        profile.maxMessageBytes = 1;
        profile.maxFrameBytes = 1;
        profile.sentFrameBytes = 1;
        profile.onOpen = {{false, "log in"}};
        profile.heartbeat.text = u"alive"_s;
        profile.recordSecrets = true;
        profile.secretValues = {"t0k"};
    });
}

void tst_Redirects::profileElsewhere()
{
    QFETCH(ConnectionProfile, profile);
    QFETCH(ConnectionProfile, elsewhere);
    const QUrl home = profile.url;
    const QUrl other(u"wss://Other.test:444/"_s);
    QVERIFY(profileAt(profile, {home, QUrl(u"wss://Server.test:443/there"_s)}) == profile);
    QVERIFY(profileAt(profile, {home, other}) == elsewhere);
    elsewhere.tls.trusted.clear();
    QVERIFY(profileAt(profile, {home, QUrl(u"wss://server.test:444/"_s)}) == elsewhere);
    // Nothing comes back when the way leads home again.
    elsewhere.tls.trusted = profile.tls.trustedFor.value(u"server.test:443"_s);
    QVERIFY(profileAt(profile, {home, other, QUrl(u"wss://server.test/chosen"_s)}) == elsewhere);
}

void tst_Redirects::leniencyStaysAtHome_data()
{
    QTest::addColumn<TestCertificate>("shown");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<int>("served");
    QTest::addColumn<QString>("sentence");
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    QTest::newRow("not verified") << TestCertificate::SelfSigned << false << int(QSsl::TlsV1_3)
                                  << u"is self-signed"_s;
    QTest::newRow("old TLS") << TestCertificate::Good << true << int(QSsl::TlsV1_0)
                             << u"no version of TLS in common"_s;
    QT_WARNING_POP
}

// On sockets: what is allowed to one server must not hold for that to which it redirects.
void tst_Redirects::leniencyStaysAtHome()
{
    QFETCH(TestCertificate, shown);
    QFETCH(bool, verify);
    QFETCH(int, served);
    QFETCH(QString, sentence);

    QSslConfiguration configuration = testServerConfiguration(shown);
    configuration.setProtocol(QSsl::SslProtocol(served));
    configuration.setBackendConfigurationOption("CipherString", "DEFAULT@SECLEVEL=0"_ba);
    ScriptedServer other(configuration);
    SocketRig rig(configuration);
    QTemporaryFile authority;
    QVERIFY(authority.open() && authority.write(testAuthorityPem()) > 0 && authority.flush());
    rig.profile.tls.caFile = authority.fileName();
    rig.profile.tls.verify = verify;
    rig.profile.tls.minimumVersion = TlsSettings::Version::Tls1_0;
    rig.profile.followRedirects = true;
    rig.server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 302 Found\r\nLocation: " + other.url().toEncoded() + "\r\n\r\n");
    });
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(rig.server.connections(), 1);
    QVERIFY2(rig.probe.lastError().sentence.contains(sentence), qPrintable(rig.probe.lastError().sentence));
    QVERIFY(!other.peer() || other.peer()->request().isEmpty());
}

void tst_Redirects::secretsOfTheWayAreHidden_data()
{
    QTest::addColumn<bool>("accepts");
    QTest::newRow("refused") << false;
    QTest::newRow("accepted and closed") << true;
}

// What a redirect hands out comes back from where it led to, and in the next attempt.
void tst_Redirects::secretsOfTheWayAreHidden()
{
    QFETCH(bool, accepts);
    ScriptedServer other;
    other.onRequest([&](ScriptedPeer &peer) {
        if (accepts) {
            peer.accept();
            peer.send(WebSocketFrame::close(4001, "one-time-pass is used up"));
        } else {
            peer.write("HTTP/1.1 403 one-time-pass\r\nContent-Length: 13\r\n\r\none-time-pass");
            peer.finish();
        }
    });
    SocketRig rig;
    rig.profile.followRedirects = true;
    rig.server.onRequest([&](ScriptedPeer &peer) {
        peer.write("HTTP/1.1 302 Found\r\nLocation: " + other.url(u"/?token=one-time-pass"_s).toEncoded()
                   + "\r\n\r\n");
    });
    rig.open();
    QVERIFY(rig.waitForEnd());
    QCOMPARE(other.connections(), 1);
    QCOMPARE(rig.probe.entriesOf(MessageType::Open).size(), accepts ? 1 : 0);
    for (const Message &entry : std::as_const(rig.probe.entries))
        QVERIFY2(!entry.payload.contains("one-time-pass"), entry.payload.constData());
    const ConnectionError error = rig.probe.lastError();
    for (const QString &text : {error.sentence, error.raw, error.answer, rig.closeInfo().reason})
        QVERIFY2(!text.contains(u"one-time-pass"_s), qPrintable(text));
}

void tst_Redirects::redirects_data()
{
    QTest::addColumn<QStringList>("visited");
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("hint");

    const auto good = [](const char *name, const QString &from, const char *location, const QString &to) {
        QTest::newRow(name) << QStringList{from} << QByteArray(location) << to << QString();
    };
    const auto bad = [](const char *name, const QStringList &visited, const char *location,
                        const QString &hint) {
        QTest::newRow(name) << visited << QByteArray(location) << QString() << hint;
    };
    const QString ws = u"ws://a.test/x/y"_s;
    const QString wss = u"wss://a.test/"_s;
    good("path", ws, "/z", u"ws://a.test/z"_s);
    good("relative", ws, "z?q", u"ws://a.test/x/z?q"_s);
    good("http", ws, "http://b.test/", u"ws://b.test/"_s);
    good("https", ws, "https://b.test:444", u"wss://b.test:444/"_s);
    good("ws", ws, "ws://b.test/#part", u"ws://b.test/"_s);
    good("same scheme", wss, "//b.test/", u"wss://b.test/"_s);
    good("bare characters", ws, "/{a}|b c?p=%", u"ws://a.test/%7Ba%7D%7Cb c?p=%25"_s);
    good("UTF-8", ws, "/\xc3\xa9", u"ws://a.test/é"_s);
    good("Latin-1", ws, "/\xe9", u"ws://a.test/é"_s);
    bad("nowhere", {ws}, "", u"no Location"_s);
    bad("no URL", {ws}, "http://[", u"not a URL"_s);
    bad("other scheme", {ws}, "ftp://b.test/", u"not for WebSocket"_s);
    bad("downgrade", {wss}, "http://b.test/", u"not encrypted"_s);
    bad("itself", {ws}, "/x/y", u"in a circle"_s);
    bad("circle", {wss, u"wss://b.test/"_s}, "https://a.test", u"in a circle"_s);
    bad("too many",
        {u"ws://a.test/1"_s, u"ws://a.test/2"_s, u"ws://a.test/3"_s, u"ws://a.test/4"_s, u"ws://a.test/5"_s,
         u"ws://a.test/6"_s},
        "/7", u"more than 5 times"_s);
}

void tst_Redirects::redirects()
{
    QFETCH(QStringList, visited);
    QFETCH(QByteArray, location);
    QFETCH(QString, url);
    QFETCH(QString, hint);

    QList<QUrl> urls;
    for (const QString &text : std::as_const(visited))
        urls.append(QUrl(text));
    const Redirect redirect = followRedirect(urls, location);
    QCOMPARE(redirect.url.toString(), url);
    const QString problem = failureSentence(redirect.problem);
    QVERIFY2(problem.contains(hint) && problem.isEmpty() == hint.isEmpty(), qPrintable(problem));
}

SOCKETSCOPE_TEST(tst_Redirects, QCoreApplication)
#include "tst_redirects.moc"
