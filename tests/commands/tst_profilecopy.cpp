// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "pastableprofile.h"
#include "profile/websocketurl.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class tst_ProfileCopy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void asTyped_data();
    void asTyped();
    void hidesSecrets_data();
    void hidesSecrets();
    void maskedIsUnderstood_data();
    void maskedIsUnderstood();
    void saysWhatItCannot_data();
    void saysWhatItCannot();
    void comesBack_data();
    void comesBack();
    void curlAcceptsIt();
    void scriptsAreValid_data();
    void scriptsAreValid();
};

static ConnectionProfile fullProfile()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://h.example/a?room=1"_s);
    profile.subprotocols = QStringList{u"a"_s, u"b"_s};
    profile.headers = {{"X-Name", "it's"}, {"X-Api-Key", "k3y"}};
    profile.cookies = {{"sid", "c00kie"}};
    profile.origin = u"https://h.example"_s;
    profile.authentication = {Authentication::Kind::Basic, u"me"_s, u"pw d"_s, {}};
    profile.onOpen = {{false, "hi\n"}};
    return profile;
}

void tst_ProfileCopy::texts_data()
{
    QTest::addColumn<CopyFormat>("format");
    QTest::addColumn<QString>("text");

    QTest::newRow("wscat")
            << CopyFormat::Wscat
            << uR"(wscat --connect 'wss://h.example/a?room=1' --subprotocol a --subprotocol b --origin https://h.example --auth 'me:pw d' --header 'Cookie: sid=c00kie' --header 'X-Name: it'\''s' --header 'X-Api-Key: k3y' --execute $'hi\n')"_s;
    QTest::newRow("websocat") << CopyFormat::Websocat
                              << uR"(# Left out, as websocat cannot do it: messages to send on opening
websocat 'wss://h.example/a?room=1' --protocol 'a, b' --origin https://h.example --basic-auth bWU6cHcgZA== -H='Cookie: sid=c00kie' -H='X-Name: it'\''s' -H='X-Api-Key: k3y')"_s;
    QTest::newRow("curl") << CopyFormat::Curl
                          << uR"(# Left out, as curl cannot do it: messages to send on opening
curl --include --no-buffer --http1.1 \
  -H 'Connection: Upgrade' \
  -H 'Upgrade: websocket' \
  -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Key: U29ja2V0c2NvcGUsIGtleQ==' \
  -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits' \
  -H 'Sec-WebSocket-Protocol: a, b' \
  -H 'Origin: https://h.example' \
  -u 'me:pw d' \
  -b sid=c00kie \
  -H 'X-Name: it'\''s' \
  -H 'X-Api-Key: k3y' \
  'https://h.example/a?room=1')"_s;
    QTest::newRow("JavaScript")
            << CopyFormat::JavaScript
            << uR"(// Left out, as a browser cannot do it: send headers (X-Name, X-Api-Key)
// Left out, as a browser cannot do it: choose the Origin
// Left out, as a browser cannot do it: send other cookies than its own
// Left out, as a browser cannot do it: send Authorization
const ws = new WebSocket('wss://h.example/a?room=1', ['a', 'b']);
ws.addEventListener('open', () => {
    ws.send('hi\n');
});
ws.addEventListener('message', event => console.log(event.data));
)"_s;
    QTest::newRow("Python") << CopyFormat::Python << uR"(import asyncio

try:
    from websockets.asyncio.client import connect
    headers = 'additional_headers'
except ImportError:  # websockets before version 13
    from websockets.client import connect
    headers = 'extra_headers'


async def main():
    async with connect(
        'wss://h.example/a?room=1',
        subprotocols=['a', 'b'],
        origin='https://h.example',
        **{headers: [('Authorization', 'Basic bWU6cHcgZA=='), ('Cookie', 'sid=c00kie'), ('X-Name', 'it\'s'), ('X-Api-Key', 'k3y')]},
    ) as ws:
        await ws.send('hi\n')
        async for message in ws:
            print(message)


asyncio.run(main())
)"_s;
}

void tst_ProfileCopy::texts()
{
    QFETCH(const CopyFormat, format);
    QTEST(profileAs(format, fullProfile(), CopiedSecrets::Included), "text");
}

static void readableRows()
{
    QTest::addColumn<CopyFormat>("format");
    QTest::newRow("wscat") << CopyFormat::Wscat;
    QTest::newRow("websocat") << CopyFormat::Websocat;
    QTest::newRow("curl") << CopyFormat::Curl;
    QTest::newRow("JavaScript") << CopyFormat::JavaScript;
}

static void formatRows()
{
    readableRows();
    QTest::newRow("Python") << CopyFormat::Python;
}

// Path and query are what is sent, which is what was typed.
void tst_ProfileCopy::asTyped_data()
{
    formatRows();
}

void tst_ProfileCopy::asTyped()
{
    QFETCH(const CopyFormat, format);
    const QString target = u"/a/%2e%2e/%41?q=%c3%a4"_s;
    const QString place = format == CopyFormat::Curl ? u"https://h"_s : u"wss://h"_s;
    ConnectionProfile profile;
    profile.url = parseWebSocketUrl(u"wss://h"_s + target).url;
    profile.target = target;
    const QString text = profileAs(format, profile);
    QVERIFY2(text.contains(place + target), qPrintable(text));
    QCOMPARE(text.contains("--path-as-is"_L1), format == CopyFormat::Curl);
    // A secret is one however it is written.
    profile.url = parseWebSocketUrl(u"wss://h/?tok%65n=s%65cret"_s).url;
    profile.target = u"/?tok%65n=s%65cret"_s;
    const QString masked = profileAs(format, profile);
    QVERIFY2(!masked.contains("s%65cret"_L1) && masked.contains("/?token=***"_L1), qPrintable(masked));
    if (format == CopyFormat::JavaScript)
        return;
    profile.url = parseWebSocketUrl(u"ws+unix:///run/a%20b.sock:/%41"_s).url;
    profile.target = u"/%41"_s;
    const QString local = profileAs(format, profile);
    QVERIFY2(local.contains("/%41"_L1) && local.contains("/run/a"_L1), qPrintable(local));
}

void tst_ProfileCopy::hidesSecrets_data()
{
    formatRows();
}

// Neither as it is nor encoded.
void tst_ProfileCopy::hidesSecrets()
{
    QFETCH(const CopyFormat, format);
    ConnectionProfile profile = fullProfile();
    profile.url = QUrl(u"wss://u:hunter2@h/?token=hunter2&a=b"_s);
    profile.headers = {{"X-Api-Key", "hunter2"}, {"Authorization", "AWS4 hunter2"}, {"X-Plain", "b"}};
    profile.cookies = {{"sid", "hunter2"}};
    profile.tls.certificateFile = u"c.p12"_s;
    profile.tls.keyPassphrase = u"hunter2"_s;
    profile.proxy = {ProxySettings::Kind::Http, u"p"_s, 1, u"me"_s, u"hunter2"_s};
    const QList<Authentication> ways{{},
                                     {Authentication::Kind::Basic, u"me"_s, u"hunter2"_s, {}},
                                     {Authentication::Kind::Bearer, {}, {}, u"hunter2"_s}};
    for (const Authentication &who : ways) {
        profile.authentication = who;
        const QString text = profileAs(format, profile);
        QVERIFY2(!text.contains(u"hunter2"_s), qPrintable(text));
        QVERIFY2(text.contains(u"token=***"_s), qPrintable(text));
        for (const char *pair : {"me:hunter2", "u:hunter2"})
            QVERIFY(!text.contains(QString::fromLatin1(QByteArray(pair).toBase64())));
        if (format != CopyFormat::JavaScript)
            QVERIFY(profileAs(format, profile, CopiedSecrets::Included).contains(u"hunter2"_s));
    }
}

void tst_ProfileCopy::maskedIsUnderstood_data()
{
    readableRows();
}

void tst_ProfileCopy::maskedIsUnderstood()
{
    QFETCH(const CopyFormat, format);
    const auto pasted = recognisePasted(profileAs(format, fullProfile()), {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.url, fullProfile().url);
    QCOMPARE(pasted->notes.size(), format == CopyFormat::JavaScript ? 0 : 1);
    ConnectionProfile secret = fullProfile();
    secret.url = QUrl(u"wss://h/?token=a"_s);
    const auto asked = recognisePasted(profileAs(format, secret), {});
    QVERIFY(asked && asked->problem.contains(u"replace ***"_s));
}

void tst_ProfileCopy::saysWhatItCannot_data()
{
    formatRows();
}

void tst_ProfileCopy::saysWhatItCannot()
{
    QFETCH(const CopyFormat, format);
    ConnectionProfile profile = fullProfile();
    QVERIFY(!profileAs(CopyFormat::Wscat, profile).contains(u"cannot"_s));
    profile.onOpen = {{true, QByteArray("\0'\xff", 3)}};
    profile.tls.serverName = u"n"_s;
    profile.proxy = {ProxySettings::Kind::Socks5, u"p"_s, 1, u"u"_s, u"p"_s};
    const QString text = profileAs(format, profile);
    switch (format) {
    case CopyFormat::Wscat:
        QVERIFY(text.contains(u"# Left out, as wscat cannot do it: binary messages"_s));
        QVERIFY(text.contains(u"# Left out, as wscat cannot do it: a SOCKS5 proxy"_s));
        break;
    case CopyFormat::Websocat:
        QVERIFY(text.contains(u"# Left out, as websocat cannot do it: credentials for the proxy"_s));
        break;
    case CopyFormat::Curl:
        QVERIFY(text.contains(u"# Left out, as curl cannot do it: another name"_s));
        break;
    case CopyFormat::JavaScript:
        QVERIFY(text.contains(u"// Left out, as a browser cannot do it: choose the proxy"_s));
        QVERIFY(text.contains(u"ws.send(new Uint8Array([0, 39, 255]));"_s));
        break;
    case CopyFormat::Python:
        QVERIFY(text.contains(u"server_hostname='n'"_s));
        QVERIFY(text.contains(u"proxy='socks5h://u:***@p:1'"_s));
        QVERIFY(text.contains(u"ws.send(b'\\x00\\'\\xff')"_s));
        break;
    }
}

void tst_ProfileCopy::comesBack_data()
{
    readableRows();
}

void tst_ProfileCopy::comesBack()
{
    QFETCH(const CopyFormat, format);
    PastableProfile random(5);
    for (int i = 0; i < (SanitizedBuild ? 400 : 1500); ++i) {
        const ConnectionProfile whole = random.next();
        const ConnectionProfile profile = PastableProfile::carried(format, whole);
        const QString text = profileAs(format, whole, CopiedSecrets::Included);
        const auto pasted = recognisePasted(text, {});
        QVERIFY2(pasted && pasted->problem.isEmpty(),
                 qPrintable(text + (pasted ? pasted->problem : QString())));
        QVERIFY2(pasted->notes.isEmpty(), qPrintable(text + pasted->notes.join(u' ')));
        QVERIFY2(PastableProfile::difference(pasted->profile, profile).isEmpty(),
                 qPrintable(PastableProfile::difference(pasted->profile, profile) + u": "_s + text));
        QVERIFY(pasted->profile == profile);
    }
}

// curl itself reads the options: it fails at the connection, not at the command line.
void tst_ProfileCopy::curlAcceptsIt()
{
    const QString bash = QStandardPaths::findExecutable(u"bash"_s);
    if (bash.isEmpty() || QStandardPaths::findExecutable(u"curl"_s).isEmpty())
        QSKIP("There is no curl.");
    ConnectionProfile profile = fullProfile();
    profile.url = QUrl(u"ws://127.0.0.1:1/?a=%7B[b]%7D"_s);
    profile.headers.append(HttpHeader{"X-Empty", ""});
    profile.addresses = AddressPreference::IPv4;
    profile.proxy.kind = ProxySettings::Kind::None;
    profile.followRedirects = true;
    profile.handshakeTimeout = 2500ms;
    profile.tls.minimumVersion = TlsSettings::Version::Tls1_3;
    QProcess process;
    process.start(bash,
                  {u"--norc"_s, u"-c"_s, profileAs(CopyFormat::Curl, profile, CopiedSecrets::Included)});
    QVERIFY(process.waitForFinished());
    constexpr int CouldNotConnect = 7;
    QVERIFY2(process.exitCode() == CouldNotConnect, process.readAllStandardError().constData());
}

void tst_ProfileCopy::scriptsAreValid_data()
{
    QTest::addColumn<CopyFormat>("format");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");

    QTest::newRow("JavaScript") << CopyFormat::JavaScript << u"node"_s << QStringList{u"--check"_s, u"-"_s};
    QTest::newRow("Python") << CopyFormat::Python << u"python3"_s
                            << QStringList{u"-c"_s, u"import ast, sys; ast.parse(sys.stdin.buffer.read())"_s};
}

// The languages' own programs are the judges, where they are installed.
void tst_ProfileCopy::scriptsAreValid()
{
    QFETCH(const CopyFormat, format);
    QFETCH(const QString, program);
    QFETCH(const QStringList, arguments);
    const QString path = QStandardPaths::findExecutable(program);
    if (path.isEmpty())
        QSKIP("The program is not installed.");
    PastableProfile random(6);
    QString text;
    for (int i = 0; i < 50; ++i) {
        // Each in a block of its own: the names are the same.
        const QString code = profileAs(format, random.next(), CopiedSecrets::Included);
        text += format == CopyFormat::JavaScript ? u"{\n"_s + code + u"}\n"_s : code;
    }
    QProcess process;
    process.start(path, arguments);
    process.write(text.toUtf8());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

SOCKETSCOPE_TEST(tst_ProfileCopy, QCoreApplication)
#include "tst_profilecopy.moc"
