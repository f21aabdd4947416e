// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Profile = ConnectionProfile;

class tst_PastedJavaScript : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snippets_data();
    void snippets();
    void problems_data();
    void problems();
    void notes_data();
    void notes();
    void isNone();
    void hugeInputEnds_data();
    void hugeInputEnds();
};

void tst_PastedJavaScript::snippets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ConnectionProfile>("profile");

    const auto row = [](const char *name, const QString &text, const auto &change) {
        ConnectionProfile profile;
        profile.url = QUrl(u"wss://h/"_s);
        change(&profile);
        QTest::newRow(name) << text << profile;
    };
    const auto nothing = [](Profile *) {};
    const auto ab = [](Profile *p) { p->subprotocols = QStringList{u"a"_s, u"b"_s}; };
    row("plain", u"new WebSocket('wss://h')"_s, nothing);
    row("statement", u"const ws = new WebSocket(\"wss://h/\");\nws.onopen = () => ws.send('(');"_s, nothing);
    row("template", u"new WebSocket(`wss://h/`)"_s, nothing);
    row("http", u"new WebSocket('https://h/')"_s, nothing);
    row("member", u"let s = new window.WebSocket ( 'wss://h' )"_s, nothing);
    row("subprotocol", u"new WebSocket('wss://h', 'a')"_s,
        [](Profile *p) { p->subprotocols = QStringList{u"a"_s}; });
    row("subprotocols", u"new WebSocket('wss://h', ['a', \"b\",])"_s, ab);
    row("no subprotocols", u"new WebSocket('wss://h', [])"_s, nothing);
    row("undefined", u"new WebSocket('wss://h', undefined, null)"_s, nothing);
    row("lines and comments", u"new WebSocket( // here\n  'wss://h', /* ) */\n  [\n 'a',\n 'b' ],\n)"_s, ab);
    row("escapes", uR"(new WebSocket('wss:\/\/h\x2f\u0061\u{62}?\'\
c'))"_s,
        [](Profile *p) { p->url = QUrl(u"wss://h/ab?'c"_s); });
    row("const",
        u"const url = 'wss://h';\nconst ws = new WebSocket(url, protocols);\nvar protocols = ['a', 'b']"_s,
        ab);
    row("const without a semicolon", u"const url = 'wss://h'\nconst ws = new WebSocket(url)"_s, nothing);
    row("TypeScript", u"const url: string = 'wss://h';\nnew WebSocket(url)"_s, nothing);
    row("Node",
        u"const ws = new WebSocket('wss://h', ['a', 'b'], { "
        "headers: { 'X-A': 'b', Authorization: 'Bearer t', Cookie: 'c=d', 'X-N': 3, 'X-L': ['1', '2'] }, "
        "origin: 'https://o', rejectUnauthorized: false, followRedirects: true, perMessageDeflate: false, "
        "handshakeTimeout: 2_000, servername: 'n', auth: undefined });"_s,
        [ab](Profile *p) {
            ab(p);
            p->headers = {{"X-A", "b"}, {"X-N", "3"}, {"X-L", "1"}, {"X-L", "2"}};
            p->authentication = {Authentication::Kind::Bearer, {}, {}, u"t"_s};
            p->cookies = {{"c", "d"}};
            p->origin = u"https://o"_s;
            p->tls.verify = false;
            p->followRedirects = true;
            p->compression.offer = false;
            p->handshakeTimeout = 2s;
            p->tls.serverName = u"n"_s;
        });
    row("Node, options second", u"new WebSocket('wss://h', { headers: { \"X-A\": `b` }, auth: 'me:pw' })"_s,
        [](Profile *p) {
            p->headers = {{"X-A", "b"}};
            p->authentication = {Authentication::Kind::Basic, u"me"_s, u"pw"_s, {}};
        });
    row("Bun", u"new WebSocket('wss://h', { protocols: ['a', 'b'] })"_s, ab);
    row("options in a const", u"const headers = { 'X-A': 'b' };\nnew WebSocket('wss://h', { headers })"_s,
        [](Profile *p) {
            p->headers = {{"X-A", "b"}};
        });
    row("unix", u"new WebSocket('ws+unix:///run/a.sock:/b')"_s,
        [](Profile *p) { p->url = QUrl(u"ws+unix:///run/a.sock:/b"_s); });
    row("emoji", u"/* 👍 */ new WebSocket('wss://h/?a=👍')"_s,
        [](Profile *p) { p->url = QUrl::fromEncoded("wss://h/?a=%F0%9F%91%8D"); });
    row("first of two", u"new WebSocket('wss://h'); new WebSocket('wss://i')"_s, nothing);
}

void tst_PastedJavaScript::snippets()
{
    QFETCH(const QString, text);
    QFETCH(const ConnectionProfile, profile);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->kind, u"JavaScript"_s);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->notes, QStringList());
    QCOMPARE(pasted->profile.url, profile.url);
    QCOMPARE(pasted->profile.headers, profile.headers);
    QVERIFY(pasted->profile == profile);
}

void tst_PastedJavaScript::problems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");

    const QString url = u"The URL is computed"_s;
    QTest::newRow("variable") << u"new WebSocket(url)"_s << url;
    QTest::newRow("substitution") << u"new WebSocket(`wss://${host}/`)"_s << url;
    QTest::newRow("sum") << u"new WebSocket('wss://' + host)"_s << url;
    QTest::newRow("sum in a const") << u"const u = 'wss://' + h; new WebSocket(u)"_s << url;
    QTest::newRow("call") << u"new WebSocket(f('wss://h'))"_s << url;
    QTest::newRow("member") << u"const u = 'wss://h'; new WebSocket(u.x)"_s << url;
    QTest::newRow("its own value") << u"const u = u; new WebSocket(u)"_s << url;
    QTest::newRow("relative") << u"new WebSocket('/ws')"_s << u"relative to a page"_s;
    QTest::newRow("no URL") << u"new WebSocket()"_s << u"without a URL"_s;
    QTest::newRow("cut") << u"new WebSocket('wss://h', ['a'"_s << u"not complete"_s;
    QTest::newRow("cut in a string") << u"new WebSocket('wss://h"_s << u"not complete"_s;
    QTest::newRow("cut in a comment") << u"new WebSocket(/* 'wss://h')"_s << u"not complete"_s;
    QTest::newRow("bad URL") << u"new WebSocket('wss://')"_s << u"host name is missing"_s;
    QTest::newRow("subprotocol") << u"new WebSocket('wss://h', ['a', b])"_s << u"A subprotocol is computed"_s;
    QTest::newRow("header") << u"new WebSocket('wss://h', { headers: { Authorization: `Bearer ${t}` } })"_s
                            << u"“Authorization” is computed"_s;
    QTest::newRow("headers") << u"new WebSocket('wss://h', { headers: f() })"_s
                             << u"The headers are computed"_s;
    QTest::newRow("spread headers") << u"new WebSocket('wss://h', { headers: { ...h } })"_s
                                    << u"A header is computed"_s;
}

void tst_PastedJavaScript::problems()
{
    QFETCH(const QString, text);
    QFETCH(const QString, part);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->kind, u"JavaScript"_s);
    QVERIFY2(pasted->problem.contains(part) && pasted->problem.endsWith(u'.'), qPrintable(pasted->problem));
}

void tst_PastedJavaScript::notes_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("note");

    QTest::newRow("file") << u"{ ca: fs.readFileSync('ca.pem') }"_s
                          << u"The option ca was left out: set it by hand if it matters."_s;
    QTest::newRow("agent") << u"{ agent }"_s
                           << u"The option agent was left out: set it by hand if it matters."_s;
    QTest::newRow("spread") << u"{ ...o }"_s << u"An option is computed by the code and was left out."_s;
    QTest::newRow("method") << u"{ a() { return ')'; } }"_s
                            << u"The option a was left out: set it by hand if it matters."_s;
    QTest::newRow("variable") << u"o"_s << u"The options are computed by the code and were left out."_s;
}

void tst_PastedJavaScript::notes()
{
    QFETCH(const QString, options);
    QFETCH(const QString, note);
    const auto pasted = recognisePasted(u"new WebSocket('wss://h', [], %1)"_s.arg(options), {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->notes, QStringList{note});
}

void tst_PastedJavaScript::isNone()
{
    QVERIFY(!recognisePasted(u"new WebSocketServer({ port: 1 })"_s, {}));
    QVERIFY(!recognisePasted(u"renew WebSocket('wss://h')"_s, {}));
    QVERIFY(!recognisePasted(u"WebSocket('wss://h')"_s, {}));
}

void tst_PastedJavaScript::hugeInputEnds_data()
{
    QTest::addColumn<QString>("argument");

    const int many = 60000;
    QTest::newRow("deep") << QString(many, u'[');
    QTest::newRow("deep objects") << u"{a:"_s.repeated(many);
    QTest::newRow("names") << u'[' + u"a,"_s.repeated(many) + u']';
    QTest::newRow("backslashes") << u'"' + QString(many, u'\\');
    QTest::newRow("comments") << u"/**/"_s.repeated(many);
    QTest::newRow("templates") << u"`${"_s.repeated(many);
}

void tst_PastedJavaScript::hugeInputEnds()
{
    QFETCH(const QString, argument);
    const auto pasted = recognisePasted(u"const a = [a, a]; new WebSocket('wss://h', "_s + argument, {});
    QVERIFY(pasted);
    QVERIFY(!pasted->problem.isEmpty());
}

SOCKETSCOPE_TEST(tst_PastedJavaScript, TestProgram::NoApplication)
#include "tst_pastedjavascript.moc"
