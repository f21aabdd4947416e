// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_PastedCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void curl_data();
    void curl();
    void wscat_data();
    void wscat();
    void websocat_data();
    void websocat();
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

private:
    void check(const QString &kind);
};

// A row whose profile is the default one for ws://h/, changed.
template <typename Change>
static void row(const char *name, const QString &text, const Change &change)
{
    ConnectionProfile profile;
    profile.url = QUrl(u"ws://h/"_s);
    change(&profile);
    QTest::newRow(name) << text << profile;
}

static void nothing(ConnectionProfile *) {}

using Profile = ConnectionProfile;

static void columns()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ConnectionProfile>("profile");
}

void tst_PastedCommands::check(const QString &kind)
{
    QFETCH(const QString, text);
    QFETCH(const ConnectionProfile, profile);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->kind, kind);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.url, profile.url);
    QCOMPARE(pasted->profile.headers, profile.headers);
    QCOMPARE(pasted->profile.cookies, profile.cookies);
    QVERIFY(pasted->profile == profile);
}

void tst_PastedCommands::curl_data()
{
    columns();
    const auto row = [](const char *name, const QString &arguments, const auto &change) {
        ::row(name, u"curl "_s + arguments, change);
    };
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
    for (const QString &proxy : {u"http://u:p@s\"[%]@proxy:3128"_s, u"u:p@s\"[%]@proxy:3128"_s}) {
        row("proxy with a bare password", u"h -x '%1'"_s.arg(proxy), [](Profile *p) {
            p->proxy = {ProxySettings::Kind::Http, u"proxy"_s, 3128, u"u"_s, u"p@s\"[%]"_s};
        });
    }
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

void tst_PastedCommands::curl()
{
    check(u"a curl command"_s);
}

void tst_PastedCommands::wscat_data()
{
    columns();
    row("README",
        u"$ wscat -c ws://echo.websocket.org\nConnected (press CTRL+C to quit)\n> hi there\n< hi there"_s,
        [](Profile *p) { p->url = QUrl(u"ws://echo.websocket.org/"_s); });
    row("npx", u"npx -y wscat@latest -c wss://h/a"_s, [](Profile *p) { p->url = QUrl(u"wss://h/a"_s); });
    row("without a scheme", u"wscat -c h"_s, nothing);
    row("attached", u"wscat -cws://h"_s, nothing);
    row("equals", u"wscat --connect=ws://h"_s, nothing);
    row("operand", u"wscat ws://h"_s, nothing);
    row("headers", u"wscat -c h -H 'X-A: b' --header X-C:d -H 'Authorization: Bearer t'"_s, [](Profile *p) {
        p->headers = {{"X-A", "b"}, {"X-C", "d"}};
        p->authentication = {Authentication::Kind::Bearer, {}, {}, u"t"_s};
    });
    row("subprotocols", u"wscat -c h -s a --subprotocol b"_s, [](Profile *p) {
        p->subprotocols = QStringList{u"a"_s, u"b"_s};
    });
    row("who and whence", u"wscat -c h --auth me:pw -o https://o --host other"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Basic, u"me"_s, u"pw"_s, {}};
        p->origin = u"https://o"_s;
        p->headers = {{"Host", "other"}};
    });
    row("tls", u"wscat -n -c h --ca ca.pem --cert c.pem --key k.pem --passphrase 'a b'"_s, [](Profile *p) {
        p->tls.verify = false;
        p->tls.caFile = u"ca.pem"_s;
        p->tls.certificateFile = u"c.pem"_s;
        p->tls.keyFile = u"k.pem"_s;
        p->tls.keyPassphrase = u"a b"_s;
    });
    row("proxy", u"wscat -L -c h --proxy http://u:p@proxy:3128 --max-redirects 3"_s, [](Profile *p) {
        p->followRedirects = true;
        p->proxy = {ProxySettings::Kind::Http, u"proxy"_s, 3128, u"u"_s, u"p"_s};
    });
    row("execute", u"wscat -c h -x '{\"a\":1}' -x hello -w 10 -P --slash --no-color"_s, [](Profile *p) {
        p->onOpen = {{false, "{\"a\":1}"}, {false, "hello"}};
    });
    row("unix", u"wscat -c ws+unix:///run/a.sock:/b"_s,
        [](Profile *p) { p->url = QUrl(u"ws+unix:///run/a.sock:/b"_s); });
}

void tst_PastedCommands::wscat()
{
    check(u"a wscat command"_s);
}

void tst_PastedCommands::websocat_data()
{
    columns();
    row("README", u"B$ websocat ws://127.0.0.1:1234/"_s.mid(1),
        [](Profile *p) { p->url = QUrl(u"ws://127.0.0.1:1234/"_s); });
    row("CA", u"SSL_CERT_FILE=cacert.pem /data/local/tmp/websocat wss://echo.websocket.org"_s,
        [](Profile *p) {
            p->url = QUrl(u"wss://echo.websocket.org/"_s);
            p->tls.caFile = u"cacert.pem"_s;
        });
    row("debugger", u"websocat -n1 ws://127.0.0.1:9222/devtools/page/A331"_s,
        [](Profile *p) { p->url = QUrl(u"ws://127.0.0.1:9222/devtools/page/A331"_s); });
    row("stdio", u"websocat -t - autoreconnect:ws://h"_s, nothing);
    row("headers", u"websocat ws://h -H='X-A: b' --header='X-C:d' -H 'X-E: f' 'X-G: h'"_s, [](Profile *p) {
        p->headers = {{"X-A", "b"}, {"X-C", "d"}, {"X-E", "f"}, {"X-G", "h"}};
    });
    row("header before the URL", u"websocat -H 'X-A: b' ws://h"_s, [](Profile *p) {
        p->headers = {{"X-A", "b"}};
    });
    row("protocol and origin", u"websocat --protocol 'a, b' --origin https://o ws://h"_s, [](Profile *p) {
        p->subprotocols = QStringList{u"a"_s, u"b"_s};
        p->origin = u"https://o"_s;
    });
    row("basic", u"websocat --basic-auth bWU6cHc= ws://h"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Basic, u"me"_s, u"pw"_s, {}};
    });
    row("basic, not encoded", u"websocat --basic-auth me:pw ws://h"_s, [](Profile *p) {
        p->authentication = {Authentication::Kind::Basic, u"me"_s, u"pw"_s, {}};
    });
    row("tls", u"websocat -k --client-pkcs12-der c.p12 --client-pkcs12-passwd pw --tls-domain n wss://h/"_s,
        [](Profile *p) {
            p->url = QUrl(u"wss://h/"_s);
            p->tls.verify = false;
            p->tls.certificateFile = u"c.p12"_s;
            p->tls.keyPassphrase = u"pw"_s;
            p->tls.serverName = u"n"_s;
        });
    row("socks", u"websocat --socks5 127.0.0.1:9050 --ping-interval=20 ws://h"_s, [](Profile *p) {
        p->proxy = {ProxySettings::Kind::Socks5, u"127.0.0.1"_s, 9050, {}, {}};
        p->keepAliveInterval = 20s;
    });
    row("unix", u"websocat - ws-c:unix:/run/a.sock --ws-c-uri=ws://docker/b?c"_s, [](Profile *p) {
        p->url = QUrl(u"ws+unix:///run/a.sock:/b?c"_s);
        p->headers = {{"Host", "docker"}};
    });
    row("unix, a URL in the path",
        u"websocat - ws-c:unix:/run/a.sock --ws-c-uri=ws://localhost/ws://other/b"_s,
        [](Profile *p) { p->url = QUrl(u"ws+unix:///run/a.sock:/ws://other/b"_s); });
    row("unquoted query", u"websocat ws://h/?a=b&c=d"_s,
        [](Profile *p) { p->url = QUrl(u"ws://h/?a=b&c=d"_s); });
}

void tst_PastedCommands::websocat()
{
    check(u"a websocat command"_s);
}

void tst_PastedCommands::notes_data()
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

    QTest::newRow("binary") << u"websocat -b ws://h"_s
                            << u"-b was left out: where a message is written is said "
                               "whether it is binary."_s;
    QTest::newRow("jsonrpc") << u"websocat --jsonrpc ws://h"_s
                             << u"--jsonrpc has no meaning here and was left out."_s;
    QTest::newRow("unknown") << u"websocat --what ws://h"_s
                             << u"--what has no meaning here and was left out."_s;
    QTest::newRow("protocol") << u"wscat -p 8 -c h"_s << u"-p has no meaning here and was left out."_s;
    QTest::newRow("passphrase") << u"wscat -c h --passphrase"_s
                                << u"The passphrase of the key is not in the command: enter it."_s;
    QTest::newRow("masked")
            << u"wscat -c h --auth 'me:***'"_s
            << u"Secrets were masked when this was copied: put their values in the place of ***."_s;
    QTest::newRow("masked, encoded")
            << u"websocat ws://h --basic-auth '***'"_s
            << u"Secrets were masked when this was copied: put their values in the place "
               "of ***."_s;
}

void tst_PastedCommands::notes()
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

void tst_PastedCommands::problems_data()
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
    QTest::newRow("wscat as a server") << u"wscat -l 8080"_s << u"starts a server"_s;
    QTest::newRow("wscat without a URL") << u"wscat -n"_s << u"no URL"_s;
    QTest::newRow("wscat, cut") << u"wscat -c"_s << u"needs a value"_s;
    QTest::newRow("wscat, empty URL") << u"wscat -c ''"_s << u"no URL"_s;
    QTest::newRow("websocat as a server") << u"websocat -s 1234"_s << u"starts a server"_s;
    QTest::newRow("websocat listens")
            << u"websocat -b ws-l:127.0.0.1:1234 tcp:127.0.0.1:22&"_s << u"no ws://"_s;
    QTest::newRow("websocat over a command") << u"websocat - ws-c:cmd:socat"_s << u"only ws-c:unix"_s;
    QTest::newRow("websocat, open quote") << u"websocat 'ws://h"_s << u"not closed"_s;
    QTest::newRow("socket") << u"wscat -c ws+unix:a"_s << u"ws+unix:///"_s;
}

void tst_PastedCommands::problems()
{
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QVERIFY2(pasted->problem.contains(part) && pasted->problem.endsWith(u'.'), qPrintable(pasted->problem));
}

void tst_PastedCommands::isNone_data()
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

void tst_PastedCommands::isNone()
{
    QFETCH(const QString, text);
    QVERIFY(!recognisePasted(text, {}));
}

void tst_PastedCommands::startsFromDefaults()
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

void tst_PastedCommands::quoting_data()
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

void tst_PastedCommands::quoting()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, value);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.headers, (HttpHeaders{{"X", value}}));
}

void tst_PastedCommands::saysNoSecrets()
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

SOCKETSCOPE_TEST(tst_PastedCommands, TestProgram::NoApplication)
#include "tst_pastedcommands.moc"
