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
    void wscat_data();
    void wscat();
    void websocat_data();
    void websocat();
    void notes_data();
    void notes();
    void problems_data();
    void problems();

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
    QVERIFY(pasted->profile == profile);
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
    QCOMPARE(pasted->notes, QStringList{note});
}

void tst_PastedCommands::problems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");

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

SOCKETSCOPE_TEST(tst_PastedCommands, TestProgram::NoApplication)
#include "tst_pastedcommands.moc"
