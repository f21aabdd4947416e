// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Profile = ConnectionProfile;

class tst_PastedCurl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void options_data();
    void options();
    void notes_data();
    void notes();
    void problems_data();
    void problems();
    void isNone_data();
    void isNone();
    void startsFromDefaults();
    void quoting_data();
    void quoting();
    void saysNoSecrets();
};

void tst_PastedCurl::options_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<ConnectionProfile>("profile");

    const auto row = [](const char *name, const QString &arguments, const auto &change) {
        ConnectionProfile profile;
        profile.url = QUrl(u"ws://h/"_s);
        change(&profile);
        QTest::newRow(name) << arguments << profile;
    };
    const auto nothing = [](Profile *) {};
    row("plain", u"h"_s, nothing);
    row("http", u"http://h"_s, nothing);
    row("https", u"https://h/a"_s, [](Profile *p) { p->url = QUrl(u"wss://h/a"_s); });
    row("ws", u"ws://h"_s, nothing);
    row("wss", u"'wss://h/?a=%20'"_s, [](Profile *p) { p->url = QUrl(u"wss://h/?a=%20"_s); });
    row("--url", u"--url ws://h"_s, nothing);
    row("--url=", u"--url=ws://h"_s, nothing);
    row("user in the URL", u"ws://u:p@h"_s, [](Profile *p) { p->url = QUrl(u"ws://u:p@h/"_s); });
    row("escaped pattern", u"'ws://h/?a=\\{b\\}\\[1\\]'"_s,
        [](Profile *p) { p->url = QUrl::fromEncoded("ws://h/?a=%7Bb%7D[1]"); });
    row("output options", u"-sSL -i -N -o /dev/null -w '%{http_code}' -v --compressed --http1.1 h"_s,
        [](Profile *p) { p->followRedirects = true; });
    row("header", u"h -H 'X-A: b' -H'X-C:d' --header 'x-e:  f ' --header='X-G: h:i'"_s, [](Profile *p) {
        p->headers = {{"X-A", "b"}, {"X-C", "d"}, {"x-e", "f"}, {"X-G", "h:i"}};
    });
    row("empty headers", u"h -H 'X-A;' -H 'X-B:' -H 'X-C: '"_s, [](Profile *p) {
        p->headers = {{"X-A", {}}};
    });
    row("same header twice", u"h -H 'X: a' -H 'X: b'"_s, [](Profile *p) {
        p->headers = {{"X", "a"}, {"X", "b"}};
    });
    row("host of the URL", u"http://h:8080/ -H 'Host: H:8080'"_s,
        [](Profile *p) { p->url = QUrl(u"ws://h:8080/"_s); });
    row("default port as host", u"https://h/ -H 'Host: h:443'"_s,
        [](Profile *p) { p->url = QUrl(u"wss://h/"_s); });
    row("other host", u"h -H 'Host: other'"_s, [](Profile *p) { p->headers = {{"Host", "other"}}; });
    row("cookies", u"h -b 'a=1; b=\"2\";c=' --cookie d=e=f"_s, [](Profile *p) {
        p->cookies = {{"a", "1"}, {"b", "\"2\""}, {"c", ""}, {"d", "e=f"}};
    });
    row("basic", u"h -u 'me:se:cret'"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Basic, u"me"_s, u"se:cret"_s, {}};
    });
    row("basic header", u"h -H 'Authorization: Basic bWU6c2VjcmV0'"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Basic, u"me"_s, u"secret"_s, {}};
    });
    row("bearer header", u"h -H 'authorization: bearer a.b.c'"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Bearer, {}, {}, u"a.b.c"_s};
    });
    row("bearer", u"h --oauth2-bearer a.b.c"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Bearer, {}, {}, u"a.b.c"_s};
    });
    row("other scheme", u"h -H 'Authorization: AWS4 x=y'"_s, [](Profile *p) {
        p->headers = {{"Authorization", "AWS4 x=y"}};
    });
    row("basic that is none", u"h -H 'Authorization: Basic ?'"_s, [](Profile *p) {
        p->headers = {{"Authorization", "Basic ?"}};
    });
    row("agent and referrer", u"h -A Me/1 -e 'http://r/;auto'"_s, [](Profile *p) {
        p->headers = {{"User-Agent", "Me/1"}, {"Referer", "http://r/"}};
    });
    row("agent twice", u"h -A Me/1 -H 'user-agent: You/2'"_s, [](Profile *p) {
        p->headers = {{"user-agent", "You/2"}};
    });
    row("tls", u"h -k --cacert ca.pem -E c.pem:pw --key k.pem --tlsv1.3"_s, [](Profile *p) {
        p->tls.verify = false;
        p->tls.caFile = u"ca.pem"_s;
        p->tls.certificateFile = u"c.pem"_s;
        p->tls.keyFile = u"k.pem"_s;
        p->tls.keyPassphrase = u"pw"_s;
        p->tls.minimumVersion = TlsSettings::Version::Tls1_3;
    });
    row("certificate of a drive", u"h --cert 'C:\\c.p12:p:w' --cert-type P12"_s, [](Profile *p) {
        p->tls.certificateFile = u"C:\\c.p12"_s;
        p->tls.keyPassphrase = u"p:w"_s;
    });
    row("certificate with a colon", u"h --cert 'a\\:b\\\\c' --pass 'x y'"_s, [](Profile *p) {
        p->tls.certificateFile = u"a:b\\c"_s;
        p->tls.keyPassphrase = u"x y"_s;
    });
    row("proxy", u"h -x http://u:p%40@proxy:3128"_s, [](Profile *p) {
        p->proxy = {ProxySettings::Kind::Http, u"proxy"_s, 3128, u"u"_s, u"p@"_s};
    });
    row("plain proxy", u"h -U u:p -x proxy"_s, [](Profile *p) {
        p->proxy = {ProxySettings::Kind::Http, u"proxy"_s, 1080, u"u"_s, u"p"_s};
    });
    row("socks", u"h --proxy socks5h://[::1]:9050"_s, [](Profile *p) {
        p->proxy = {ProxySettings::Kind::Socks5, u"::1"_s, 9050, {}, {}};
    });
    row("socks option", u"h --socks5-hostname s:9050"_s, [](Profile *p) {
        p->proxy = {ProxySettings::Kind::Socks5, u"s"_s, 9050, {}, {}};
    });
    row("no proxy", u"h -x p:1 --noproxy '*'"_s,
        [](Profile *p) { p->proxy.kind = ProxySettings::Kind::None; });
    row("empty proxy", u"h -x ''"_s, [](Profile *p) { p->proxy.kind = ProxySettings::Kind::None; });
    row("no proxy for this", u"http://a.h/ -x p:1 --noproxy 'x,.h'"_s, [](Profile *p) {
        p->url = QUrl(u"ws://a.h/"_s);
        p->proxy.kind = ProxySettings::Kind::None;
    });
    row("no proxy for others", u"h -x p:1 --noproxy x"_s, [](Profile *p) {
        p->proxy = {ProxySettings::Kind::Http, u"p"_s, 1, {}, {}};
    });
    row("times", u"h --max-time 9 --connect-timeout 2.5"_s, [](Profile *p) { p->handshakeTimeout = 2500ms; });
    row("max time", u"h -m9"_s, [](Profile *p) { p->handshakeTimeout = 9s; });
    row("no time", u"h -m 0 --connect-timeout inf"_s, nothing);
    row("IPv4", u"h -4"_s, [](Profile *p) { p->addresses = AddressPreference::IPv4; });
    row("IPv6", u"h --ipv6"_s, [](Profile *p) { p->addresses = AddressPreference::IPv6; });
    row("get", u"h -X GET"_s, nothing);
    row("unix socket", u"--unix-socket /run/a.sock 'http://localhost/b?c=d'"_s,
        [](Profile *p) { p->url = QUrl(u"ws+unix:///run/a.sock:/b?c=d"_s); });
    row("unix socket with a host", u"--unix-socket '/run/a b' http://docker/x"_s, [](Profile *p) {
        p->url = QUrl(u"ws+unix:///run/a%20b:/x"_s);
        p->headers = {{"Host", "docker"}};
    });
    row("no compression", u"h -H 'Sec-WebSocket-Key: x' -H 'Sec-WebSocket-Version: 13'"_s,
        [](Profile *p) { p->compression.offer = false; });
    row("compression",
        u"h -H 'Sec-WebSocket-Extensions: x, permessage-deflate; server_max_window_bits=10; "
        "client_max_window_bits=\"11\"; client_no_context_takeover, permessage-deflate'"_s,
        [](Profile *p) {
            p->compression = {true, 11, 10, true, false};
        });
    row("end of options", u"-k -- h"_s, [](Profile *p) { p->tls.verify = false; });
}

void tst_PastedCurl::options()
{
    QFETCH(const QString, arguments);
    QFETCH(const ConnectionProfile, profile);
    const auto pasted = recognisePasted(u"curl "_s + arguments, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.url, profile.url);
    QCOMPARE(pasted->profile.headers, profile.headers);
    QCOMPARE(pasted->profile.cookies, profile.cookies);
    QVERIFY(pasted->profile == profile);
}

void tst_PastedCurl::notes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("note");

    const auto row = [](const QString &arguments, const QString &note) {
        QTest::newRow(qPrintable(arguments)) << u"curl ws://h/ "_s + arguments << note;
    };
    row(u"--http2"_s, u"--http2 has no meaning here and was left out."_s);
    row(u"--resolve h:80:127.0.0.1"_s, u"--resolve has no meaning here and was left out."_s);
    row(u"--connect-to ::a:1"_s, u"--connect-to has no meaning here and was left out."_s);
    row(u"-d 'a=b'"_s, u"-d has no meaning here and was left out."_s);
    row(u"--no-such"_s, u"--no-such has no meaning here and was left out."_s);
    row(u"--no-such=secret"_s, u"--no-such has no meaning here and was left out."_s);
    row(u"-X POST"_s, u"-X was left out: a handshake is always a GET."_s);
    row(u"-H @file"_s, u"Headers from a file were left out."_s);
    row(u"-H 'a b: c'"_s, u"A header was left out. “a…” is not the name of a header"_s);
    row(u"-H $'X: a\\nb'"_s, u"A header with line ends or control characters"_s);
    row(u"-H $'Origin: a\\nX: b'"_s, u"A header with line ends or control characters"_s);
    row(u"--oauth2-bearer $'a\\nb'"_s, u"A token with line ends or control characters"_s);
    row(u"-H 'Sec-WebSocket-Protocol: a b'"_s, u"A subprotocol with blanks"_s);
    row(u"-H X"_s, u"A header without a colon was left out."_s);
    row(u"-H 'Sec-WebSocket-Version: 8'"_s, u"Sec-WebSocket-Version was left out"_s);
    row(u"-b jar.txt"_s, u"Cookies from a file were left out."_s);
    row(u"-b 'a=1; b'"_s, u"A cookie without a name was left out."_s);
    row(u"-x socks4://p:1"_s, u"A proxy was left out"_s);
    row(u"--digest -u a:b"_s, u"The credentials are sent as Basic"_s);
    row(u"ws://i/"_s, u"The command has more than one URL"_s);
    row(u"--next ws://i/"_s, u"The command has more than one URL"_s);
    row(u"| jq ."_s, u"What follows “|” was left out."_s);
    row(u"-H 'Authorization: Bearer ***'"_s, u"Secrets were masked"_s);
}

void tst_PastedCurl::notes()
{
    QFETCH(const QString, text);
    QFETCH(const QString, note);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.url, QUrl(u"ws://h/"_s));
    QCOMPARE(pasted->notes.size(), 1);
    QVERIFY2(pasted->notes.first().startsWith(note), qPrintable(pasted->notes.first()));
    QVERIFY(pasted->notes.first().endsWith(u'.'));
}

void tst_PastedCurl::problems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");

    QTest::newRow("no URL") << u"curl -H 'a: b'"_s << u"has no URL"_s;
    QTest::newRow("cut in a quote") << u"curl 'ws://h/' -H 'a: b"_s << u"not closed"_s;
    QTest::newRow("cut in a cmd quote") << u"curl ^\"ws://h/^\" ^\n -H ^\"a: b"_s << u"not closed"_s;
    QTest::newRow("cut after an option") << u"curl ws://h/ -H"_s << u"-H needs a value"_s;
    QTest::newRow("variable") << u"curl ws://h/ -H \"Authorization: Bearer $TOKEN\""_s << u"$TOKEN"_s;
    QTest::newRow("scheme") << u"curl ftp://h/"_s << u"is not a WebSocket scheme"_s;
    QTest::newRow("port") << u"curl ws://h:99999/"_s << u"port"_s;
    QTest::newRow("masked") << u"curl 'ws://h/?token=***'"_s << u"replace ***"_s;
    QTest::newRow("proxy") << u"curl ws://h/ -x 'http://a b:1'"_s << u"proxy"_s;
    QTest::newRow("TLS on a Unix socket") << u"curl --unix-socket /a https://h/"_s << u"TLS"_s;
    QTest::newRow("relative Unix socket") << u"curl --unix-socket a http://h/"_s << u"begin with /"_s;
}

void tst_PastedCurl::problems()
{
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->kind, u"a curl command"_s);
    QVERIFY2(pasted->problem.contains(part) && pasted->problem.endsWith(u'.'), qPrintable(pasted->problem));
}

void tst_PastedCurl::isNone_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("nothing") << QString();
    QTest::newRow("blanks") << u" \n "_s;
    QTest::newRow("URL") << u"wss://h/curl x"_s;
    QTest::newRow("host of that name") << u"curl"_s;
    QTest::newRow("host and blanks") << u"curl  "_s;
    QTest::newRow("host and port") << u"wscat:8080/a b"_s;
    QTest::newRow("host and domain") << u"curl.example.com a"_s;
    QTest::newRow("query") << u"h/?curl a"_s;
    QTest::newRow("other command") << u"wget http://h/"_s;
    QTest::newRow("command in the middle") << u"hello\ncurl ws://h/"_s;
    QTest::newRow("very long") << u"curl ws://h/"_s + QString(2 * 1024 * 1024, u'a');
}

void tst_PastedCurl::isNone()
{
    QFETCH(const QString, text);
    QVERIFY(!recognisePasted(text, {}));
}

void tst_PastedCurl::startsFromDefaults()
{
    ConnectionProfile defaults;
    defaults.engine = Engine::Qt;
    defaults.keepAliveInterval = 1s;
    defaults.subprotocols = QStringList{u"old"_s};
    defaults.cookies = {{"old", "1"}};
    const auto pasted =
            recognisePasted(u"curl h -H 'Cookie: a=b' -H 'Sec-WebSocket-Protocol: new'"_s, defaults);
    QVERIFY(pasted);
    QCOMPARE(pasted->profile.engine, Engine::Qt);
    QCOMPARE(pasted->profile.keepAliveInterval, 1s);
    QCOMPARE(pasted->profile.subprotocols, QStringList{u"new"_s});
    QCOMPARE(pasted->profile.cookies, (HttpHeaders{{"a", "b"}}));
}

void tst_PastedCurl::quoting_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("value");

    const auto row = [](const char *name, const QString &text, const QByteArray &value) {
        QTest::newRow(name) << text << value;
    };
    row("single", u"curl h -H 'X: \"a\\b$c`d'"_s, "\"a\\b$c`d");
    row("double", u"curl h -H \"X: \\\"a\\\\b\\$c\""_s, "\"a\\b$c");
    row("ansi of Chrome", u"curl h -H $'X: it\\'s\\u0021 \\u00e9'"_s, "it's! é");
    row("emoji", u"curl h -H 'X: 👍'"_s, "👍");
    row("byte", u"curl h -H $'X: \\xe9'"_s, "\xe9");
    row("cmd", u"curl ^\"h^\" -H ^\"X: ^\\^\"a^%^b^|c^\\^\\^\""_s, "\"a%b|c\\");
    row("prompt", u"$ curl h -H 'X: a'\nHTTP/1.1 101"_s, "a");
    row("root's prompt", u"# curl h -H 'X: a'"_s, "a");
    row("comment first", u"# a comment\n\n  curl h -H 'X: a'"_s, "a");
    row("path and assignment", u"A=b sudo /usr/bin/curl h -H 'X: a'"_s, "a");
    row("Windows path", u"C:\\Windows\\System32\\curl.exe ^\"h^\" -H ^\"X: a^\""_s, "a");
}

void tst_PastedCurl::quoting()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, value);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.headers, (HttpHeaders{{"X", value}}));
}

void tst_PastedCurl::saysNoSecrets()
{
    const auto pasted = recognisePasted(
            u"curl ftp://u:hunter2@h/?token=hunter2 -Zhunter2 --hunter=hunter2 -x ssh://u:hunter2@p "
            "-H 'Authorization hunter2' -b hunter2 -H $'X: hunter2\\x01' -b $'a=hunter2\\x01'"_s,
            {});
    QVERIFY(pasted);
    QVERIFY(!pasted->problem.isEmpty());
    QVERIFY(pasted->notes.size() >= 5);
    const QString said = pasted->problem + pasted->notes.join(u' ');
    QVERIFY2(!said.contains(u"hunter2"_s), qPrintable(said));
}

SOCKETSCOPE_TEST(tst_PastedCurl, TestProgram::NoApplication)
#include "tst_pastedcurl.moc"
