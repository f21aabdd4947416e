// SPDX-License-Identifier: MIT
// Redirects of the handshake on the Beast engine: which are followed, and what goes with them.
#include "connection/beastredirect.h"
#include "protocolrig.h"

#include <QTest>

using namespace Qt::StringLiterals;

class TestBeastRedirects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirect();
    void redirectWithSecretSubprotocol();
    void redirectToAnotherOrigin_data();
    void redirectToAnotherOrigin();
    void thereAndBack();
    void profileElsewhere();
    void redirects_data();
    void redirects();
};

void TestBeastRedirects::redirect()
{
    const QByteArray answer = "HTTP/1.1 302 Found\r\nLocation: /there?a=b\r\n\r\n";
    ProtocolRig rig;
    rig.profile.followRedirects = true;
    rig.start();
    rig.feedInPieces(answer, 5);
    QCOMPARE(rig.redirect, QUrl(u"ws://server.test/there?a=b"_s));
    QCOMPARE(rig.ends, 0);

    ProtocolRig stays;
    stays.start();
    stays.feed(answer);
    stays.protocol->end({});
    QCOMPARE(stays.end->error->httpStatus, 302);
    QVERIFY(stays.redirect.isEmpty());
}

void TestBeastRedirects::redirectWithSecretSubprotocol()
{
    for (const bool isSecret : {false, true}) {
        ProtocolRig rig;
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

void TestBeastRedirects::redirectToAnotherOrigin_data()
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

void TestBeastRedirects::redirectToAnotherOrigin()
{
    QFETCH(QString, subprotocol);
    QFETCH(QByteArray, location);
    QFETCH(bool, followed);
    ProtocolRig rig;
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
void TestBeastRedirects::thereAndBack()
{
    ProtocolRig rig;
    rig.profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
    rig.profile.cookies = {{"k", "v"}};
    rig.profile.followRedirects = true;
    const QUrl other(u"ws://other.test/"_s);
    rig.start({other, QUrl(u"ws://u:p@server.test/chosen"_s)});
    QVERIFY(rig.request.startsWith("GET /chosen HTTP/1.1\r\n"));
    QVERIFY(!rig.request.contains("Authorization") && !rig.request.contains("Cookie"));
    rig.feed(rig.answer());
    QVERIFY(rig.info && rig.info->leftOrigin);

    ProtocolRig secret;
    secret.profile.followRedirects = true;
    secret.profile.subprotocols = {u"bearer.t0k"_s};
    secret.start({other});
    secret.feed("HTTP/1.1 302 Found\r\nLocation: ws://server.test/chosen\r\nContent-Length: 0\r\n\r\n");
    QVERIFY(secret.redirect.isEmpty());
    QVERIFY(secret.end.has_value());

    ProtocolRig home;
    home.profile.authentication = rig.profile.authentication;
    home.start({QUrl(u"ws://server.test/there"_s)});
    QVERIFY(home.request.contains("Authorization: Bearer t0k"));
    home.feed(home.answer());
    QVERIFY(home.info && !home.info->leftOrigin);
}

void TestBeastRedirects::profileElsewhere()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://server.test/"_s);
    profile.tls.caFile = u"ca"_s;
    profile.tls.certificateFile = u"c"_s;
    profile.tls.keyFile = u"k"_s;
    profile.tls.keyPassphrase = u"p"_s;
    profile.tls.serverName = u"n"_s;
    profile.tls.trusted = {"1"};
    profile.tls.trustedFor = {{u"other.test:444"_s, {"2"}}};
    QCOMPARE(profileAt(profile, {profile.url, QUrl(u"wss://server.test:443/there"_s)}), profile);
    const TlsSettings other = profileAt(profile, {profile.url, QUrl(u"wss://Other.test:444/"_s)}).tls;
    QCOMPARE(other.caFile, u"ca"_s);
    QVERIFY(other.certificateFile.isEmpty() && other.keyFile.isEmpty() && other.keyPassphrase.isEmpty()
            && other.serverName.isEmpty());
    QCOMPARE(other.trusted, QList<QByteArray>{"2"});
    const QUrl otherPort(u"wss://server.test:444/"_s);
    QVERIFY(profileAt(profile, {profile.url, otherPort}).tls.trusted.isEmpty());
    profile.tls.trustedFor.insert(u"server.test:443"_s, {"1"});
    const TlsSettings back = profileAt(profile, {profile.url, otherPort, profile.url}).tls;
    QVERIFY(back.certificateFile.isEmpty() && back.keyPassphrase.isEmpty() && back.serverName.isEmpty());
    QCOMPARE(back.trusted, QList<QByteArray>{"1"});
}

void TestBeastRedirects::redirects_data()
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

void TestBeastRedirects::redirects()
{
    QFETCH(QStringList, visited);
    QFETCH(QByteArray, location);
    QFETCH(QString, url);
    QFETCH(QString, hint);

    QList<QUrl> urls;
    for (const QString &text : std::as_const(visited))
        urls.append(QUrl(text));
    const BeastRedirect redirect = followRedirect(urls, location);
    QCOMPARE(redirect.url.toString(), url);
    QVERIFY2(redirect.problem.contains(hint) && redirect.problem.isEmpty() == hint.isEmpty(),
             qPrintable(redirect.problem));
}

QTEST_GUILESS_MAIN(TestBeastRedirects)
#include "tst_beastredirects.moc"
