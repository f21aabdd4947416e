// SPDX-License-Identifier: MIT
#include "commands/commandformat.h"
#include "format/text/typography.h"
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
    void requests_data();
    void requests();
    void unreadable_data();
    void unreadable();
    void typographic_data();
    void typographic();
    void openQuotes();
    void longPowerShell();
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

static QString chromeFetch()
{
    return uR"(fetch("wss://chat.example.com/socket?room=42&lang=en", {
  "headers": {
    "accept-language": "en-US,en;q=0.9",
    "cache-control": "no-cache",
    "cookie": "sid=s%3Aabc.d/e; theme=\"dark\"",
    "pragma": "no-cache",
    "origin": "https://chat.example.com",
    "user-agent": "%1",
    "sec-websocket-extensions": "permessage-deflate; client_max_window_bits",
    "sec-websocket-key": "9VLYQmGzZ0y9ZxkqgKV2nA==",
    "sec-websocket-protocol": "graphql-transport-ws, v2",
    "sec-websocket-version": "13"
  },
  "referrer": "https://chat.example.com/",
  "body": null,
  "method": "GET",
  "mode": "cors"
});)"_s.arg(QString::fromLatin1(Chrome));
}

static QString chromePowerShell()
{
    return uR"($session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "%1"
$session.Cookies.Add((New-Object System.Net.Cookie("sid", "s%3Aabc.d/e", "/", "chat.example.com")))
$session.Cookies.Add((New-Object System.Net.Cookie("theme", "`"dark`"", "/", "chat.example.com")))
Invoke-WebRequest -UseBasicParsing -Uri "wss://chat.example.com/socket?room=42&lang=en" `
-WebSession $session `
-Headers @{
"Accept-Language"="en-US,en;q=0.9"
  "Pragma"="no-cache"
  "Origin"="https://chat.example.com"
  "Sec-WebSocket-Key"="9VLYQmGzZ0y9ZxkqgKV2nA=="
  "Sec-WebSocket-Protocol"="graphql-transport-ws, v2"
  "Sec-WebSocket-Extensions"="permessage-deflate; client_max_window_bits"
})"_s.replace(u"%1"_s, QString::fromLatin1(Chrome));
}

static QString requestHeaders()
{
    return uR"(GET /socket?room=42&lang=en HTTP/1.1
Host: chat.example.com
Connection: Upgrade
Pragma: no-cache
Accept-Language: en-US,en;q=0.9
User-Agent: %1
Upgrade: websocket
Origin: https://chat.example.com
Sec-WebSocket-Version: 13
Cookie: sid=s%3Aabc.d/e; theme="dark"
Sec-WebSocket-Key: 9VLYQmGzZ0y9ZxkqgKV2nA==
Sec-WebSocket-Protocol: graphql-transport-ws, v2
Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits)"_s.replace(u"%1"_s,
                                                                                 QString::fromLatin1(Chrome));
}

void tst_PastedBrowsers::requests_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kind");

    QTest::newRow("fetch") << chromeFetch() << u"JavaScript"_s;
    QTest::newRow("fetch, joined") << chromeFetch().replace(u'\n', u' ') << u"JavaScript"_s;
    QTest::newRow("awaited fetch") << u"const r = await "_s + chromeFetch() << u"JavaScript"_s;
    QTest::newRow("PowerShell") << chromePowerShell() << u"a PowerShell command"_s;
    QTest::newRow("PowerShell, CRLF")
            << chromePowerShell().replace(u"\n"_s, u"\r\n"_s) << u"a PowerShell command"_s;
    QTest::newRow("PowerShell, joined")
            << chromePowerShell().replace(u'\n', u' ') << u"a PowerShell command"_s;
    QTest::newRow("headers") << requestHeaders() << u"the headers of a request"_s;
    QTest::newRow("headers, CRLF") << requestHeaders().replace(u"\n"_s, u"\r\n"_s) + u"\r\n\r\n"_s
                                   << u"the headers of a request"_s;
    QTest::newRow("headers, joined") << requestHeaders().replace(u'\n', u' ')
                                     << u"the headers of a request"_s;
    QTest::newRow("headers of HTTP/2")
            << requestHeaders().replace(u"GET /socket?room=42&lang=en HTTP/1.1\nHost"_s,
                                        u":method: GET\n:path: /socket?room=42&lang=en\n:authority"_s)
            << u"the headers of a request"_s;
}

void tst_PastedBrowsers::requests()
{
    QFETCH(QString, text);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QTEST(pasted->kind, "kind");
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->notes, QStringList());
    const ConnectionProfile expected = chat(Chrome);
    QCOMPARE(pasted->profile.url, expected.url);
    QCOMPARE(pasted->profile.origin, expected.origin);
    QCOMPARE(pasted->profile.cookies, expected.cookies);
    QCOMPARE(pasted->profile.subprotocols, expected.subprotocols);
    QVERIFY(pasted->profile.compression == expected.compression);
    QCOMPARE(headerValue(pasted->profile.headers, "User-Agent"), Chrome);
    QCOMPARE(headerValue(pasted->profile.headers, "Accept-Language"), "en-US,en;q=0.9"_ba);
    QCOMPARE(pasted->profile.headers.size(), 2);
}

void tst_PastedBrowsers::unreadable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem"); // empty: it is taken for none of these

    QTest::newRow("PowerShell without a URL") << u"Invoke-WebRequest -Uri $url"_s << u"behind -Uri"_s;
    QTest::newRow("fetch that goes on")
            << u"fetch(\"wss://h\", {"_s << u"The call of fetch is not complete"_s;
    QTest::newRow("headers alone") << u"Host: h\nUpgrade: websocket"_s << u"without its first line"_s;
    QTest::newRow("no Host") << u"GET /x HTTP/1.1\nUpgrade: websocket"_s << u"without a Host"_s;
    QTest::newRow("other lines") << u"a: b\nc: d"_s << QString();
    QTest::newRow("a URL") << u"ws://h/fetch(1)"_s << QString();
}

void tst_PastedBrowsers::unreadable()
{
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const auto pasted = recognisePasted(text, {});
    QCOMPARE(pasted.has_value(), !problem.isEmpty());
    if (pasted)
        QVERIFY2(pasted->problem.contains(problem), qPrintable(pasted->problem));
}

void tst_PastedBrowsers::typographic_data()
{
    QTest::addColumn<QString>("text");

    for (const char *text :
         {"curl “ws://h/x” -H “k: it’s \"v\" $1”", "curl «ws://h/x» -H «k: it’s \"v\" $1»",
          "curl ‘ws://h/x’ —H ‘k: it’s \"v\" $1’", "curl\u00a0\u200bws://h/x —header “k: it’s \"v\" $1”",
          "curl ws://h/x –-header „k: it’s \"v\" $1“ –s", "curl 'ws://h/x' -H 'k: it’s \"v\" $1'",
          "wscat –c “ws://h/x” −H “k: it’s \"v\" $1”",
          "new WebSocket(“ws://h/x”, { headers: { ‘k’: “it’s \"v\" $1” } })"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void tst_PastedBrowsers::typographic()
{
    QFETCH(QString, text);
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QCOMPARE(pasted->profile.url, QUrl(u"ws://h/x"_s));
    QCOMPARE(pasted->profile.headers, (HttpHeaders{{"k", "it’s \"v\" $1"}}));
}

void tst_PastedBrowsers::openQuotes()
{
    QCOMPARE(withPlainMarks(u"“a ‘b “c” d’ ‘e’ „f“ “g"_s, QuotedBy::Shell),
             u"\"a ‘b “c\" d’ \"e\" \"f\" “g"_s);
    // None of them is closed. If each were looked for to the end, this would take an hour.
    const QString open = u"“a "_s.repeated(1'000'000);
    QVERIFY(withPlainMarks(open, QuotedBy::Shell) == open);
}

void tst_PastedBrowsers::longPowerShell()
{
    const QString text = u"Invoke-WebRequest -Uri \"ws://h/x\" -Headers @{\"k\"=\"%1\"; 'l'='%2'}"_s.arg(
            u"a`\"b"_s.repeated(16 * 1024), u"a''b"_s.repeated(16 * 1024));
    const auto pasted = recognisePasted(text, {});
    QVERIFY(pasted);
    QCOMPARE(pasted->problem, QString());
    QVERIFY(headerValue(pasted->profile.headers, "k") == "a\"b"_ba.repeated(16 * 1024));
    QVERIFY(headerValue(pasted->profile.headers, "l") == "a'b"_ba.repeated(16 * 1024));
}

SOCKETSCOPE_TEST(tst_PastedBrowsers, TestProgram::NoApplication)
#include "tst_pastedbrowsers.moc"
