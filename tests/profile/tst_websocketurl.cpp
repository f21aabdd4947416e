// SPDX-License-Identifier: MIT
#include "profile/websocketurl.h"
#include "support/testprogram.h"

#include <QTest>

class tst_WebSocketUrl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accepted_data();
    void accepted();
    void refused_data();
    void refused();
    void acceptedOnesStayAsTheyAre_data() { accepted_data(); }
    void acceptedOnesStayAsTheyAre();
    void shownOnesCanBeEnteredAgain_data() { accepted_data(); }
    void shownOnesCanBeEnteredAgain();
    void madeByPrograms_data();
    void madeByPrograms();
    void shown_data();
    void shown();
    void secretsDoNotComeBack_data();
    void secretsDoNotComeBack();
};

void tst_WebSocketUrl::accepted_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("url");

    const auto row = [](const char *typed, const char *url) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(url);
    };
    // Schemes.
    row("ws://example.org/x", "ws://example.org/x");
    row("wss://example.org/x", "wss://example.org/x");
    row("WSS://Example.ORG/X", "wss://example.org/X");
    row("http://example.org/x", "ws://example.org/x");
    row("https://echo.websocket.org/", "wss://echo.websocket.org/");
    row("HTTPS://echo.websocket.org/", "wss://echo.websocket.org/");
    row("  wss://example.org/ \n", "wss://example.org/");
    row("//example.org/x", "wss://example.org/x");
    // Bare hosts.
    row("example.org", "wss://example.org/");
    row("example.org/path?a=1", "wss://example.org/path?a=1");
    row("example.org:8443", "wss://example.org:8443/");
    row("example.org:8443/x", "wss://example.org:8443/x");
    row("example.org:8443?x=1", "wss://example.org:8443/?x=1");
    row("localhost", "ws://localhost/");
    row("LOCALHOST:8080", "ws://localhost:8080/");
    row("localhost:8080/x", "ws://localhost:8080/x");
    row("localhost.:8080", "ws://localhost.:8080/");
    row("api.localhost:3000", "ws://api.localhost:3000/");
    row("localhost.example.org", "wss://localhost.example.org/");
    row("notlocalhost", "wss://notlocalhost/");
    // Addresses.
    row("127.0.0.1:9000", "ws://127.0.0.1:9000/");
    row("127.255.0.3", "ws://127.255.0.3/");
    row("10.1.2.3/x", "ws://10.1.2.3/x");
    row("172.16.0.1", "ws://172.16.0.1/");
    row("172.31.255.255", "ws://172.31.255.255/");
    row("172.32.0.1", "wss://172.32.0.1/");
    row("172.15.255.255", "wss://172.15.255.255/");
    row("192.168.1.20:81", "ws://192.168.1.20:81/");
    row("192.169.1.20", "wss://192.169.1.20/");
    row("169.254.7.7", "ws://169.254.7.7/");
    row("0.0.0.0:8080", "ws://0.0.0.0:8080/");
    row("8.8.8.8", "wss://8.8.8.8/");
    row("[::1]:9000", "ws://[::1]:9000/");
    row("[::1]", "ws://[::1]/");
    row("[::]:80", "ws://[::]:80/");
    row("[fd12:3456::1]/x", "ws://[fd12:3456::1]/x");
    row("[fe80::1]:1", "ws://[fe80::1]:1/");
    row("[::ffff:127.0.0.1]:9", "ws://[::ffff:127.0.0.1]:9/");
    row("[::ffff:192.168.0.9]:9", "ws://[::ffff:192.168.0.9]:9/");
    row("ws://[::1%lo]:80/x", "ws://[::1%25lo]:80/x");
    row("[::1%lo]:80", "ws://[::1%25lo]:80/");
    row("ws://[fe80::1%25eth0]/", "ws://[fe80::1%25eth0]/");
    row("[fe80::1%eth0]:1", "ws://[fe80::1%25eth0]:1/");
    row("[2001:db8::1]:443", "wss://[2001:db8::1]:443/");
    // An explicit scheme always wins.
    row("wss://localhost:8080", "wss://localhost:8080/");
    row("ws://example.org", "ws://example.org/");
    // User information.
    row("wss://user:secret@example.org/", "wss://user:secret@example.org/");
    row("user:secret@example.org:8443/x", "wss://user:secret@example.org:8443/x");
    row("user@localhost:8080", "ws://user@localhost:8080/");
    // Paths and queries.
    row("wss://example.org", "wss://example.org/");
    row("wss://example.org?x=1", "wss://example.org/?x=1");
    row("wss://example.org/?", "wss://example.org/?");
    row("wss://example.org/a%20b?c=%23", "wss://example.org/a%20b?c=%23");
    row("wss://example.org/%22%3Cq%3E%7B%7D?c=%22%20%7C", "wss://example.org/%22%3Cq%3E%7B%7D?c=%22%20%7C");
    row("wss://example.org/?a=b:c/d@e", "wss://example.org/?a=b:c/d@e");
    row("example.org/?next=ws://other", "wss://example.org/?next=ws://other");
    row("wss://example.org/?token=real", "wss://example.org/?token=real");
    row("wss://example.org/?q=***", "wss://example.org/?q=***");
    // Ports.
    row("ws://example.org:1/", "ws://example.org:1/");
    row("ws://example.org:65535/", "ws://example.org:65535/");
    row("ws://example.org:80/", "ws://example.org:80/");
    // Unix-domain sockets.
    row("ws+unix:///run/a.sock:/x?y=1", "ws+unix:///run/a.sock:/x?y=1");
    row("ws+unix:///run/a.sock", "ws+unix:///run/a.sock:/");
    row("WS+UNIX:/run/a.sock", "ws+unix:///run/a.sock:/");
    row("unix:/run/a%20b.sock:/x", "ws+unix:///run/a%20b.sock:/x");
    row("ws+unix:///run/a.sock:/?token=real", "ws+unix:///run/a.sock:/?token=real");
    // What RFC 3986 does not allow is encoded as browsers do.
    row("ws://h/x?f={\"a\":1}", "ws://h/x?f=%7B%22a%22:1%7D");
    row("ws://h/?t=1|5", "ws://h/?t=1%7C5");
    row("ws://h/?p=100%", "ws://h/?p=100%25");
    row("ws://h/?p=100%&q=%20%2", "ws://h/?p=100%25&q=%20%252");
    row("ws://h/%zz", "ws://h/%25zz");
    row("ws://h/50%/{id}/<a>/^`\\|\"", "ws://h/50%25/%7Bid%7D/%3Ca%3E/%5E%60%5C%7C%22");
    row("ws://h/\x01?\x7f", "ws://h/%01?%7F");
    row("ws://h/a b/c  d?q=e f - g", "ws://h/a%20b/c%20%20d?q=e%20f%20-%20g");
    row("localhost:8080/a b", "ws://localhost:8080/a%20b");
    row("ws://h/?q=see http://x -y", "ws://h/?q=see%20http://x%20-y");
    row("ws://u s:p w@h/", "ws://u%20s:p%20w@h/");
    row("ws://h/a\u00a0b\u3000c", "ws://h/a%C2%A0b%E3%80%80c");
    row("ws+unix:///run/a b.sock:/x y", "ws+unix:///run/a%20b.sock:/x%20y");
    // Of a line that was wrapped.
    row("ws://h/long\r\n/\tpa\nth?q=1", "ws://h/long/path?q=1");
    row("ws://h/a[0]?b[]=1", "ws://h/a[0]?b[]=1");
    row("localhost:8080/{a}?b=%", "ws://localhost:8080/%7Ba%7D?b=%25");
    row("ws://u:p|w{%\"<@h/", "ws://u:p%7Cw%7B%25%22%3C@h/");
    row("ws://u:p@ss@h/", "ws://u:p%40ss@h/");
    row("u:p[1]@h:80", "wss://u:p%5B1%5D@h:80/");
    row("ws+unix:///run/{a}.sock:/x|y", "ws+unix:///run/%7Ba%7D.sock:/x%7Cy");
    // What copying adds is left out.
    row("\"ws://h/x\"", "ws://h/x");
    row(" 'ws://h/x' ", "ws://h/x");
    row("`ws://h/x`", "ws://h/x");
    row("<ws://h/x>", "ws://h/x");
    row("“ws://h/x”", "ws://h/x");
    row("„ws://h/x“", "ws://h/x");
    row("«\u00a0ws://h/x\u00a0»", "ws://h/x");
    row("‘localhost:9100’", "ws://localhost:9100/");
    row("\ufeffws://h/x\u200b", "ws://h/x");
    row("ws://exa\u200bmple\u00ad.org/\u2060x\u202e", "ws://example.org/x");
    row("ws://h/\u200dx", "ws://h/x");
    row("ws://h/\u2800\u3164x", "ws://h/x");
    row("ws://h/👨\u200d👩?q=“a”&r=1", "ws://h/👨\u200d👩?q=“a”&r=1");
    row("ws://h/%E2%80%8B%E2%80%9D%C2%A0", "ws://h/%E2%80%8B%E2%80%9D%C2%A0");
    // Names beyond ASCII.
    row("wss://bücher.example/ä", "wss://bücher.example/ä");
}

void tst_WebSocketUrl::accepted()
{
    QFETCH(QString, typed);
    QFETCH(QString, url);

    const WebSocketUrl result = parseWebSocketUrl(typed);
    QCOMPARE(result.problem, QString());
    QVERIFY(result.isValid());
    QVERIFY(result.url.isValid());
    QCOMPARE(result.url, QUrl(url, QUrl::StrictMode));
}

void tst_WebSocketUrl::acceptedOnesStayAsTheyAre()
{
    QFETCH(QString, typed);

    const QUrl once = parseWebSocketUrl(typed).url;
    QCOMPARE(checkWebSocketUrl(once).url, once);
    QCOMPARE(parseWebSocketUrl(once.toString(QUrl::FullyEncoded)).url, once);
}

void tst_WebSocketUrl::shownOnesCanBeEnteredAgain()
{
    QFETCH(QString, typed);

    const QUrl url = parseWebSocketUrl(typed).url;
    QCOMPARE(parseWebSocketUrl(editableUrl(url)).url, url);
    const WebSocketUrl again = parseWebSocketUrl(displayUrl(url));
    if (displayUrl(url) != editableUrl(url))
        QVERIFY(!again.isValid()); // the secret has to be entered anew
    else
        QCOMPARE(again.url, url);
}

void tst_WebSocketUrl::refused_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("hint");

    const auto row = [](const char *typed, const char *hint) {
        QTest::newRow(*typed ? typed : "(nothing)") << QString::fromUtf8(typed) << QString::fromUtf8(hint);
    };
    row("", "Enter the URL");
    row("   ", "Enter the URL");
    row("ws://exa mple.org", "blanks");
    row("ws+unix://run/a.sock", "three slashes");
    row("ws+unix://", "three slashes");
    row("ws+unix:///", "three slashes");
    row("ws+unix:///run/:/x", "three slashes");
    row("ws+unix:///run/a%00b", "null character");
    row("ws+unix:///a.sock:/#x", "no fragment");
    const QByteArray longPath = "ws+unix:///" + QByteArray(107, 'x');
    row(longPath.constData(), "at most 107 bytes");
    row("example.org /x", "blanks");
    row("ws://h\u00a0/x", "blanks");
    row("ws:// h/x", "blanks");
    row("ws://h/x -H 'a: b'", "blanks");
    row("ws://h/x --no-check", "blanks");
    row("ws://a/x wss://b/y", "blanks");
    row("ws://a/x\nws://b/y", "blanks");
    row("ws://a/x?y\nws://b/y", "blanks");
    row("wss://h/?a=1 -H \"Authorization: x\"", "blanks");
    row("wss://h/?a=1\n-H 'Authorization: x'", "blanks");
    row("connect to ws://h/x", "blanks");
    row("ws://", "host");
    row("ws:///path", "host");
    row("wss://:8080/", "host");
    row("ws://user@/", "host");
    row("/path", "host");
    row("?x=1", "host");
    row("ws:example.org", "ws://");
    row("wss:/example.org", "wss://");
    row("ftp://example.org/", "“ftp://” is not a WebSocket scheme");
    row("file:///etc/passwd", "“file://” is not a WebSocket scheme");
    row("mailto:me@example.org", "mailto");
    row("javascript:alert(1)", "“javascript:” is not a WebSocket URL");
    row("data:text/plain,x", "“data:” is not a WebSocket URL");
    row("ws://example.org:0/", "port");
    row("ws://example.org:65536/", "port");
    row("ws://example.org:99999999999/", "port");
    row("ws://example.org:-1/", "port");
    row("ws://example.org:abc/", "port");
    row("example.org:0", "port");
    row("example.org:70000", "port");
    row("localhost:0", "port");
    row("ws://example.org/#", "fragment");
    row("ws://example.org/?token=a#t0k", "remove the # and what follows it");
    row("ws://example.org/#top", "remove the #");
    row("example.org#top", "fragment");
    row("::1", "brackets");
    row("2001:db8::1", "brackets");
    row("fe80::1/x", "brackets");
    row("ws://[::1", "host");
    row("ws://[zz]/", "host");
    row("ws://exa%zzmple.org/", "host");
    row("ws://a<b>.org/", "host");
    row("ws://example.org:1:2/", "two colons");
    row("ws://h::9100/", "two colons");
    row("example.org:1:2/x", "two colons");
    row("ws//h", "“ws//” is not how a URL begins: write it as ws://");
    row("WSS//h/x", "write it as WSS://");
    row("ws:://h", "“ws:://” is not how");
    row("ws;//h", "“ws;//” is not how");
    row("ws:\\\\h\\x", "“ws:\\\\” is not how");
    row("http//h", "write it as http://");
    row("ws：//h", "“ws：//” is not how");
    row("ws:／／h", "“ws:／／” is not how");
    row("ws://ws://h", "The scheme is there twice: remove one of “ws://” and “ws://”");
    row("ws://https//h", "remove one of “ws://” and “https//”");
    row("ws://h\\x", "no “\\”");
    row("ws://h\"/x", "no “\"”");
    row("ws://a|b/", "no “|”");
    row("ws://h%/x", "no “%”");
    row("ws://{h}/x", "no “{”");
    row("ws://h\x01/", "no “%01”");
    row("ws://“h”/x", "no ““”");
    row("ws://my–host/", "no “–”");
    row("ws://h/x”", "quotation mark, “””");
    row("“ws://h/x", "quotation mark, ““”");
    row("«h", "quotation mark, “«”");
    row("ws://u:p/w@h/", "write its / as %2F");
    row("ws://u:p#w@h/", "write its # as %23");
    row("ws://u:p?w@h/", "write its ? as %3F");
    row("ws://h:+1/", "port");
    row("ws://h:８０/", "port");
}

void tst_WebSocketUrl::refused()
{
    QFETCH(QString, typed);
    QFETCH(QString, hint);

    const WebSocketUrl result = parseWebSocketUrl(typed);
    QVERIFY2(!result.isValid(), qPrintable(result.url.toString()));
    QVERIFY(result.url.isEmpty());
    QVERIFY2(result.problem.contains(hint), qPrintable(result.problem));
    QVERIFY2(result.problem.endsWith(u'.'), qPrintable(result.problem));
}

void tst_WebSocketUrl::madeByPrograms_data()
{
    QTest::addColumn<QUrl>("given");
    QTest::addColumn<QString>("url");

    QUrl bad(QStringLiteral("ws://example.org/"));
    bad.setPort(0);
    QUrl relative(QStringLiteral("/x"));
    QTest::newRow("http") << QUrl(QStringLiteral("http://a.b")) << QStringLiteral("ws://a.b/");
    QTest::newRow("empty") << QUrl() << QString();
    QTest::newRow("port 0") << bad << QString();
    QTest::newRow("relative") << relative << QString();
    QTest::newRow("no scheme") << QUrl(QStringLiteral("//a.b/")) << QString();
    QTest::newRow("fragment") << QUrl(QStringLiteral("ws://a.b/#c")) << QString();
}

void tst_WebSocketUrl::madeByPrograms()
{
    QFETCH(QUrl, given);
    QFETCH(QString, url);

    const WebSocketUrl result = checkWebSocketUrl(given);
    QCOMPARE(result.isValid(), !url.isEmpty());
    QCOMPARE(result.url.toString(), url);
    QCOMPARE(result.problem.isEmpty(), !url.isEmpty());
}

void tst_WebSocketUrl::shown_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("display");

    const auto row = [](const char *url, const char *display) {
        QTest::newRow(url) << QString::fromUtf8(url) << QString::fromUtf8(display);
    };
    row("wss://example.org/x?a=1&b=2", "wss://example.org/x?a=1&b=2");
    row("wss://user:pw@example.org/", "wss://user:***@example.org/");
    row("wss://t0k@example.org/", "wss://***@example.org/");
    row("wss://t0k:@example.org/", "wss://***@example.org/");
    row("wss://:pw@example.org/", "wss://:***@example.org/");
    row("wss://example.org/ws/ghp_aB3dE6gH9jK2mN5pQ8sT1vW4/x", "wss://example.org/ws/***/x");
    row("wss://example.org/?x=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "wss://example.org/?x=***");
    row("ws+unix:///run/a.sock:/ws/ghp_aB3dE6gH9jK2mN5pQ8sT1vW4", "ws+unix:///run/a.sock:/ws/***");
    row("ws+unix:///run/ghp_aB3dE6gH9jK2mN5pQ8sT1vW4:/", "ws+unix:///run/ghp_aB3dE6gH9jK2mN5pQ8sT1vW4:/");
    row("wss://example.org/?token=abc", "wss://example.org/?token=***");
    row("wss://example.org/?a=1&access_token=abc&b=2", "wss://example.org/?a=1&access_token=***&b=2");
    row("wss://example.org/?apiKey=abc", "wss://example.org/?apiKey=***");
    row("wss://example.org/?api_key=abc", "wss://example.org/?api_key=***");
    row("wss://example.org/?API-KEY=abc", "wss://example.org/?API-KEY=***");
    row("wss://example.org/?password=a=b", "wss://example.org/?password=***");
    row("wss://example.org/?client_secret=abc", "wss://example.org/?client_secret=***");
    row("wss://example.org/?sig=abc&key=abc&sid=1", "wss://example.org/?sig=***&key=***&sid=***");
    row("wss://example.org/?X-Amz-Signature=abc", "wss://example.org/?X-Amz-Signature=***");
    row("wss://example.org/?X-Amz-Security-Token=abc", "wss://example.org/?X-Amz-Security-Token=***");
    row("wss://example.org/?%74oken=abc", "wss://example.org/?%74oken=***");
    row("wss://example.org/?keyboard=de&author=x", "wss://example.org/?keyboard=de&author=x");
    row("wss://example.org/?token=", "wss://example.org/?token=");
    row("wss://example.org/?token", "wss://example.org/?token");
    row("wss://example.org/?token=a&token=b", "wss://example.org/?token=***&token=***");
    row("wss://example.org/?a=x;token=b", "wss://example.org/?a=x;token=***");
    row("wss://example.org/?url=wss://h/?token=abc&b=1", "wss://example.org/?url=wss://h/?token=***&b=1");
    row("wss://example.org/?url=wss%3A%2F%2Fu%3Ap%40h%2F%3Ftoken%3Dabc%26b%3D1",
        "wss://example.org/?url=wss%3A%2F%2Fu%3A***%40h%2F%3Ftoken%3D***%26b%3D1");
    row("wss://example.org/?next=%2Fcb%3Ftoken%3Dabc", "wss://example.org/?next=%2Fcb%3Ftoken%3D***");
    row("wss://example.org/?url=wss%3A%2F%2Fh%2F%3fb%3D%41",
        "wss://example.org/?url=wss%3A%2F%2Fh%2F%3Fb%3DA");
    // What begins like a token within an encoded letter.
    row("wss://example.org/%1B11111111111ap1-e1x1l11112ccccc",
        "wss://example.org/%1B11111111111ap1-e1x1l11112ccccc");
    row("wss://example.org/%1BaB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0bC?a=%1BaB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0bC",
        "wss://example.org/%1B***?a=%1B***");
    row("wss://example.org/a;jsessionid=abc;v=1/b", "wss://example.org/a;jsessionid=***;v=1/b");
}

void tst_WebSocketUrl::shown()
{
    QFETCH(QString, url);
    QFETCH(QString, display);

    const QString shown = displayUrl(QUrl(url, QUrl::StrictMode));
    if (url.contains(QLatin1String("%74")))
        QVERIFY2(!shown.contains(QLatin1String("abc")), qPrintable(shown));
    else
        QCOMPARE(shown, display);
    QCOMPARE(displayUrl(QUrl(shown, QUrl::StrictMode)), shown);
}

void tst_WebSocketUrl::secretsDoNotComeBack_data()
{
    QTest::addColumn<QString>("url");

    for (const char *url :
         {"wss://example.org/?token=abc", "wss://example.org/?a=1&apiKey=abc&b=2",
          "wss://example.org/?key=a&password=b", "wss://example.org/?%74oken=abc",
          "wss://example.org/?a=x;token=b", "wss://t0k@example.org/", "wss://u:p@example.org/",
          "wss://example.org/?url=wss://h/?token=abc", "wss://example.org/;jsessionid=abc",
          "wss://example.org/ghp_aB3dE6gH9jK2mN5pQ8sT1vW4"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void tst_WebSocketUrl::secretsDoNotComeBack()
{
    QFETCH(QString, url);

    const WebSocketUrl again = parseWebSocketUrl(displayUrl(QUrl(url, QUrl::StrictMode)));
    QVERIFY2(!again.isValid(), qPrintable(again.url.toString()));
    QVERIFY2(again.problem.contains(QLatin1String("***")), qPrintable(again.problem));
}

SOCKETSCOPE_TEST(tst_WebSocketUrl, TestProgram::NoApplication)
#include "tst_websocketurl.moc"
