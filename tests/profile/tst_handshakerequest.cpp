// SPDX-License-Identifier: MIT
#include "profile/handshakerequest.h"
#include "profile/websocketurl.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

class tst_HandshakeRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order();
    void authorization_data();
    void authorization();
    void otherOrigins_data();
    void otherOrigins();
    void unixSockets();
    void hosts_data();
    void hosts();
    void targets_data();
    void targets();
    void typedTargets_data();
    void typedTargets();
};

static QByteArray inOneLine(const HttpHeaders &headers)
{
    QByteArray line;
    for (const HttpHeader &header : headers)
        line += (line.isEmpty() ? "" : " | ") + header.name + ": " + header.value;
    return line;
}

static ConnectionProfile profileOf(const QString &url)
{
    ConnectionProfile profile;
    profile.url = QUrl(url);
    return profile;
}

void tst_HandshakeRequest::order()
{
    ConnectionProfile profile = profileOf(u"ws://example.org/"_s);
    profile.headers = {{"X-B", "1"}, {"x-a", "2"}, {"X-B", "3"}, {"Host", "other"}};
    profile.cookies = {{"a", "1"}, {"b", "2"}};
    profile.origin = u"https://example.org"_s;
    profile.authentication = {Authentication::Kind::Bearer, {}, {}, u"t0k"_s};
    QCOMPARE(inOneLine(profileHeaders(profile, {profile.url})),
             "Origin: https://example.org | Authorization: Bearer t0k | Cookie: a=1; b=2 | X-B: 1 | x-a: 2 | "
             "X-B: 3"_ba);
    QCOMPARE(hostHeader(profile, {profile.url}), "other"_ba);
}

void tst_HandshakeRequest::authorization_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<Authentication>("who");
    QTest::addColumn<QByteArray>("headers");

    const Authentication nobody;
    const Authentication ann{Authentication::Kind::Basic, u"ann"_s, u"s:cr\u00e9t"_s, {}};
    QTest::newRow("none") << u"ws://h/"_s << nobody << ""_ba;
    QTest::newRow("basic") << u"ws://h/"_s << ann
                           << "Authorization: Basic " + u"ann:s:cr\u00e9t"_s.toUtf8().toBase64();
    QTest::newRow("of the URL") << u"ws://a%40b:c%3Ad@h/"_s << nobody
                                << "Authorization: Basic " + "a@b:c:d"_ba.toBase64();
    QTest::newRow("the profile wins")
            << u"ws://a:b@h/"_s << Authentication{Authentication::Kind::Bearer, {}, {}, u"x"_s}
            << "Authorization: Bearer x"_ba;
}

void tst_HandshakeRequest::authorization()
{
    QFETCH(QString, url);
    QFETCH(Authentication, who);
    ConnectionProfile profile = profileOf(url);
    profile.authentication = who;
    QTEST(inOneLine(profileHeaders(profile, {profile.url})), "headers");
}

void tst_HandshakeRequest::otherOrigins_data()
{
    QTest::addColumn<QStringList>("to");
    QTest::addColumn<bool>("secrets");

    QTest::newRow("other path") << QStringList{u"wss://h/b?c"_s} << true;
    QTest::newRow("the port written out") << QStringList{u"wss://H:443/"_s} << true;
    QTest::newRow("other host") << QStringList{u"wss://i/"_s} << false;
    QTest::newRow("sub-domain") << QStringList{u"wss://a.h/"_s} << false;
    QTest::newRow("other port") << QStringList{u"wss://h:444/"_s} << false;
    QTest::newRow("other scheme") << QStringList{u"ws://h:443/"_s} << false;
    QTest::newRow("twice at home") << QStringList{u"wss://h/b"_s, u"wss://h/c"_s} << true;
    QTest::newRow("back from elsewhere") << QStringList{u"wss://i/"_s, u"wss://h/b"_s} << false;
    QTest::newRow("back with a name of its choice")
            << QStringList{u"wss://i/"_s, u"wss://u:p@h/b"_s} << false;
    QTest::newRow("through a socket") << QStringList{u"ws+unix:///run/a:/b"_s} << false;
    QTest::newRow("on from there") << QStringList{u"wss://i/"_s, u"wss://h/b"_s, u"wss://h/c"_s} << false;
}

void tst_HandshakeRequest::otherOrigins()
{
    QFETCH(QStringList, to);
    ConnectionProfile profile = profileOf(u"wss://u:p@h/a"_s);
    profile.headers = {{"X-Api-Key", "k"}, {"X-Trace", "1"}, {"Host", "mine"}};
    profile.cookies = {{"a", "1"}};
    QList<QUrl> way{profile.url};
    for (const QString &url : to)
        way.append(QUrl(url));
    const QByteArray headers = inOneLine(profileHeaders(profile, way));
    QTEST(headers.contains("Authorization: Basic"), "secrets");
    QTEST(headers.contains("Cookie"), "secrets");
    QTEST(headers.contains("X-Api-Key"), "secrets");
    QTEST(hostHeader(profile, way) == "mine", "secrets");
    QVERIFY(headers.contains("X-Trace: 1"));
}

void tst_HandshakeRequest::unixSockets()
{
    const QUrl url(u"ws+unix:///run/a:/b"_s);
    QVERIFY(staysAtOrigin({url, QUrl(u"ws+unix:///run/a:/c"_s)}));
    QVERIFY(!staysAtOrigin({url, QUrl(u"ws+unix:///run/d:/b"_s)}));
}

void tst_HandshakeRequest::hosts_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("host");

    QTest::newRow("name") << u"ws://example.org/"_s << "example.org"_ba;
    QTest::newRow("port") << u"ws://example.org:8080/"_s << "example.org:8080"_ba;
    QTest::newRow("IPv6") << u"ws://[::1]:80/"_s << "[::1]:80"_ba;
    QTest::newRow("IPv6 with a zone") << u"ws://[fe80::1%25eth0]:80/"_s << "[fe80::1]:80"_ba;
    QTest::newRow("international") << u"ws://b\u00fccher.example/"_s << "xn--bcher-kva.example"_ba;
}

void tst_HandshakeRequest::hosts()
{
    QFETCH(QString, url);
    QTEST(hostHeader(profileOf(url), {QUrl(url)}), "host");
}

void tst_HandshakeRequest::targets_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("target");

    QTest::newRow("empty") << u"ws://h"_s << "/"_ba;
    QTest::newRow("empty path with a query") << u"ws://h?a=b"_s << "/?a=b"_ba;
    QTest::newRow("encoded") << u"ws://h/a%20b/\u00fc?x=%2F&y="_s << "/a%20b/%C3%BC?x=%2F&y="_ba;
}

void tst_HandshakeRequest::targets()
{
    QFETCH(QString, url);
    QTEST(requestTarget(QUrl(url)), "target");
}

void tst_HandshakeRequest::typedTargets_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("shown"); // in the URL's line, once it is connected to

    const auto row = [](const char *typed, const char *target, const char *shown) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QByteArray(target) << QString::fromUtf8(shown);
    };
    row("ws://h", "/", "ws://h/");
    row("ws://h?%41", "/?%41", "ws://h/?%41");
    row("ws://h/%2e%2e/x", "/%2e%2e/x", "ws://h/%2e%2e/x");
    row("h/%41%7e?a=%2f%c3%a4", "/%41%7e?a=%2f%c3%a4", "wss://h/%41%7e?a=%2f%c3%a4");
    row("ws://h/\u00fc{%61}?p=100%&q=%2f", "/%C3%BC%7B%61%7D?p=100%25&q=%2f",
        "ws://h/\u00fc%7B%61%7D?p=100%25&q=%2f");
    row("ws://u:p@h:81/a/../%2e", "/a/../%2e", "ws://u:p@h:81/a/../%2e");
    row("unix:/run/a%20b.sock:/%41", "/%41", "ws+unix:///run/a%20b.sock:/%41");
}

void tst_HandshakeRequest::typedTargets()
{
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    const WebSocketUrl url = parseWebSocketUrl(typed);
    ConnectionProfile profile;
    profile.url = url.url;
    profile.target = url.target;
    QTEST(requestTarget(profile, url.url), "target");
    QCOMPARE(editableUrl(url.url, url.target), shown);
    QCOMPARE(parseWebSocketUrl(shown).target, url.target);
    // Redirects lead elsewhere.
    const QUrl elsewhere(u"ws://h/%41/there"_s);
    QCOMPARE(requestTarget(profile, elsewhere), requestTarget(elsewhere));
}

SOCKETSCOPE_TEST(tst_HandshakeRequest, TestProgram::NoApplication)
#include "tst_handshakerequest.moc"
