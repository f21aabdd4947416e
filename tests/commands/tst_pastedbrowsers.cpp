// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// What browsers copy as cURL.
class tst_PastedBrowsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void browsers_data();
    void browsers();
};

// What a browser's request came to, whatever the browser and the shell.
static ConnectionProfile chat(const QByteArray &agent)
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://chat.example.com/socket?room=42&lang=en"_s);
    profile.origin = u"https://chat.example.com"_s;
    profile.headers = {{"Accept-Language", "en-US,en;q=0.9"}, {"User-Agent", agent}};
    profile.cookies = {{"sid", "s%3Aabc.d/e"}, {"theme", "\"dark\""}};
    profile.subprotocols = QStringList{u"graphql-transport-ws"_s, u"v2"_s};
    return profile;
}

static const QByteArray Chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                                 "Chrome/126.0.0.0 Safari/537.36";
static const QByteArray Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

static QString chromeBash()
{
    return uR"(curl 'wss://chat.example.com/socket?room=42&lang=en' \
  -H 'Upgrade: websocket' \
  -H 'Origin: https://chat.example.com' \
  -H 'Cache-Control: no-cache' \
  -H 'Accept-Language: en-US,en;q=0.9' \
  -b 'sid=s%3Aabc.d/e; theme="dark"' \
  -H 'Pragma: no-cache' \
  -H 'Connection: Upgrade' \
  -H 'Sec-WebSocket-Key: 9VLYQmGzZ0y9ZxkqgKV2nA==' \
  -H 'User-Agent: %1' \
  -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Protocol: graphql-transport-ws, v2' \
  -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits')"_s.arg(
            QString::fromLatin1(Chrome));
}

static QString chromeCmd()
{
    return uR"(curl ^"wss://chat.example.com/socket?room=42^&lang=en^" ^
  -H ^"Upgrade: websocket^" ^
  -H ^"Origin: https://chat.example.com^" ^
  -H ^"Cache-Control: no-cache^" ^
  -H ^"Accept-Language: en-US,en;q=0.9^" ^
  -b ^"sid=s^%^3Aabc.d/e; theme=^\^"dark^\^"^" ^
  -H ^"Pragma: no-cache^" ^
  -H ^"Connection: Upgrade^" ^
  -H ^"Sec-WebSocket-Key: 9VLYQmGzZ0y9ZxkqgKV2nA==^" ^
  -H ^"User-Agent: %1^" ^
  -H ^"Sec-WebSocket-Version: 13^" ^
  -H ^"Sec-WebSocket-Protocol: graphql-transport-ws, v2^" ^
  -H ^"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits^")"_s.arg(
            QString::fromLatin1(Chrome));
}

// Before version 120 or so: cookies as a header, quotes without carets.
static QString oldChromeCmd()
{
    return uR"(curl "https://chat.example.com/socket?room=42&lang=en" ^
  -H "Pragma: no-cache" ^
  -H "Origin: https://chat.example.com" ^
  -H "Accept-Language: en-US,en;q=0.9" ^
  -H "Cookie: sid=s^%^3Aabc.d/e; theme=\"dark\"" ^
  -H "Sec-WebSocket-Key: 9VLYQmGzZ0y9ZxkqgKV2nA==" ^
  -H "User-Agent: %1" ^
  -H "Upgrade: websocket" ^
  -H "Sec-WebSocket-Protocol: graphql-transport-ws, v2" ^
  -H "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits" ^
  -H "Cache-Control: no-cache" ^
  -H "Connection: Upgrade" ^
  -H "Sec-WebSocket-Version: 13" ^
  --compressed)"_s.arg(QString::fromLatin1(Chrome))
            .replace(u"^%^"_s, u"%"_s);
}

static QString firefoxBash()
{
    return uR"(curl 'https://chat.example.com/socket?room=42&lang=en' --compressed -H 'User-Agent: %1' -H 'Accept: */*' -H 'Accept-Language: en-US,en;q=0.9' -H 'Accept-Encoding: gzip, deflate, br, zstd' -H 'Sec-WebSocket-Version: 13' -H 'Origin: https://chat.example.com' -H 'Sec-WebSocket-Protocol: graphql-transport-ws, v2' -H 'Sec-WebSocket-Extensions: permessage-deflate' -H 'Sec-WebSocket-Key: nW8fV6vFfTzQ4GQOVdYzIA==' -H 'DNT: 1' -H 'Connection: keep-alive, Upgrade' -H 'Cookie: sid=s%3Aabc.d/e; theme="dark"' -H 'Sec-Fetch-Dest: empty' -H 'Sec-Fetch-Mode: websocket' -H 'Sec-Fetch-Site: same-origin' -H 'Pragma: no-cache' -H 'Cache-Control: no-cache' -H 'Upgrade: websocket')"_s
            .replace(u"%1"_s, QString::fromLatin1(Firefox));
}

static QString firefoxCmd()
{
    return uR"(curl.exe ^"https://chat.example.com/socket?room=42^&lang=en^" ^
  --compressed ^
  -H ^"User-Agent: %1^" ^
  -H ^"Accept: */*^" ^
  -H ^"Accept-Language: en-US,en;q=0.9^" ^
  -H ^"Accept-Encoding: gzip, deflate, br, zstd^" ^
  -H ^"Sec-WebSocket-Version: 13^" ^
  -H ^"Origin: https://chat.example.com^" ^
  -H ^"Sec-WebSocket-Protocol: graphql-transport-ws, v2^" ^
  -H ^"Sec-WebSocket-Extensions: permessage-deflate^" ^
  -H ^"Sec-WebSocket-Key: nW8fV6vFfTzQ4GQOVdYzIA==^" ^
  -H ^"DNT: 1^" ^
  -H ^"Connection: keep-alive, Upgrade^" ^
  -H ^"Cookie: sid=s^%^3Aabc.d/e; theme=^\^"dark^\^"^" ^
  -H ^"Sec-Fetch-Dest: empty^" ^
  -H ^"Sec-Fetch-Mode: websocket^" ^
  -H ^"Sec-Fetch-Site: same-origin^" ^
  -H ^"Pragma: no-cache^" ^
  -H ^"Cache-Control: no-cache^" ^
  -H ^"Upgrade: websocket^")"_s.replace(u"%1"_s, QString::fromLatin1(Firefox));
}

// Carets inside of plain quotes, as old Firefox: "%" outside of the quotes, "" for a quote.
static QString oldFirefoxCmd()
{
    QString text = firefoxCmd();
    text.replace(u"^\\^\""_s, u"\"\""_s).replace(u"^%^"_s, u"\"%\""_s).replace(u"^\""_s, u"\""_s);
    return text.replace(u"^&"_s, u"&"_s).replace(u" ^\n "_s, QString());
}

void tst_PastedBrowsers::browsers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ConnectionProfile>("profile");

    ConnectionProfile firefox = chat(Firefox);
    firefox.headers = {{"User-Agent", Firefox},
                       {"Accept", "*/*"},
                       {"Accept-Language", "en-US,en;q=0.9"},
                       {"DNT", "1"},
                       {"Sec-Fetch-Dest", "empty"},
                       {"Sec-Fetch-Mode", "websocket"},
                       {"Sec-Fetch-Site", "same-origin"}};
    QTest::newRow("Chrome, bash") << chromeBash() << chat(Chrome);
    QTest::newRow("Chrome, cmd") << chromeCmd() << chat(Chrome);
    QTest::newRow("Chrome, cmd, CRLF") << chromeCmd().replace(u"\n"_s, u"\r\n"_s) << chat(Chrome);
    QTest::newRow("old Chrome, cmd") << oldChromeCmd() << chat(Chrome);
    QTest::newRow("Firefox, bash") << firefoxBash() << firefox;
    QTest::newRow("Firefox, cmd") << firefoxCmd() << firefox;
    QTest::newRow("old Firefox, cmd") << oldFirefoxCmd() << firefox;
    // Line edits make blanks of line ends.
    QTest::newRow("Chrome, bash, joined") << chromeBash().replace(u'\n', u' ') << chat(Chrome);
    QTest::newRow("Chrome, cmd, joined") << chromeCmd().replace(u'\n', u' ') << chat(Chrome);
    QTest::newRow("Chrome, bash, without backslashes") << chromeBash().remove(u" \\"_s) << chat(Chrome);
}

void tst_PastedBrowsers::browsers()
{
    QFETCH(const QString, text);
    QFETCH(const ConnectionProfile, profile);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->kind, u"a curl command"_s);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->notes, QStringList());
    QCOMPARE(pasted->profile.url, profile.url);
    QCOMPARE(pasted->profile.headers, profile.headers);
    QCOMPARE(pasted->profile.cookies, profile.cookies);
    QCOMPARE(pasted->profile.subprotocols, profile.subprotocols);
    QVERIFY(pasted->profile == profile);
}

SOCKETSCOPE_TEST(tst_PastedBrowsers, TestProgram::NoApplication)
#include "tst_pastedbrowsers.moc"
