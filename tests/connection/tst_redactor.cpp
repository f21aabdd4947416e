// SPDX-License-Identifier: MIT
// What is a secret, and where it must not go.
#include "connection/entryjournal.h"
#include "profile/connectionprofile.h"
#include "profile/handshakerequest.h"
#include "profile/redactor.h"
#include "profile/websocketurl.h"
#include "support/bounds.h"
#include "support/testprogram.h"
#include "websocket/httpheader.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_Redactor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void profile();
    void answerThatRepeatsThem();
    void answerThatIsNoText();
    void locationWithFragment();
    void looksOfTokens();
    void valuesThatHaveLooks();
    void hiddenForItsLook_data();
    void hiddenForItsLook();
    void cutOff();
    void recordedIfAsked();
    void anotherOrigin();
    void hiddenInUrl_data();
    void hiddenInUrl();
    void hostileUrls();
    void redirected();
};

static ConnectionProfile profileWithSecrets()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://ann:url%20pass@a.test/?token=query%2Ftoken&symbol=EUR"_s);
    profile.headers = {
            {"X-Api-Key", "header-secret"}, {"X-Auth", "Custom after-scheme"}, {"X-Plain", "plain"}};
    profile.cookies = {{"theme", "dark"}, {"session", "cookie-secret"}};
    profile.authentication = {Authentication::Kind::Basic, u"bob"_s, u"hushhush"_s, u"bearer-secret"_s};
    profile.proxy.user = u"eve"_s;
    profile.proxy.password = u"proxy-pass"_s;
    profile.subprotocols = {u"v1"_s, u"bearer.protocol-secret"_s};
    profile.secretValues = {"variable-secret"};
    return profile;
}

void tst_Redactor::profile()
{
    const QList<QByteArray> secrets = profileSecrets(profileWithSecrets());
    for (const char *secret :
         {"variable-secret", "hushhush", "url pass", "query/token", "header-secret", "after-scheme",
          "cookie-secret", "bearer-secret", "proxy-pass", "bearer.protocol-secret"})
        QVERIFY2(secrets.contains(secret), secret);
    QVERIFY(secrets.contains(QByteArray("bob:hushhush").toBase64()));
    for (const char *plain : {"dark", "plain", "EUR", "v1", ""})
        QVERIFY2(!secrets.contains(plain), plain);
    ConnectionProfile user;
    user.url = QUrl(u"wss://key@a.test/"_s);
    user.authentication = {Authentication::Kind::Basic, {}, u"short"_s, {}};
    QCOMPARE(profileSecrets(user),
             (QList<QByteArray>{QByteArray(":short").toBase64(), QByteArray("key:").toBase64()}));
    user.url = QUrl(u"wss://a-key-as-user@a.test/ghp_aB3dE6gH9jK2mN5pQ8sT1vW4?x=eyJh.eyJz.sig"_s);
    for (const char *secret : {"a-key-as-user", "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4", "eyJh.eyJz.sig"})
        QVERIFY2(profileSecrets(user).contains(secret), secret);
    // What has six bytes is looked for, and what is a part of another is taken out with it.
    user.authentication.password = u"sixsix"_s;
    QVERIFY(profileSecrets(user).contains("sixsix"));
    user.secretValues = {"abc", "abcdef"};
    QCOMPARE(Redactor(user).own(u"abc and abcdef"_s), u"*** and ***"_s);
    QVERIFY(hasSecret("x header-secret", secrets));
    QVERIFY(!hasSecret("ab", {"ab"}));
}

static QByteArray recorded(const HandshakeInfo &info, const ConnectionProfile &profile)
{
    return QJsonDocument(handshakeRecord(info, Redactor(profile)).bulk).toJson(QJsonDocument::Compact);
}

void tst_Redactor::answerThatRepeatsThem()
{
    const ConnectionProfile profile = profileWithSecrets();
    HandshakeInfo info;
    info.statusLine = "HTTP/1.1 403 Forbidden";
    info.responseHeaders = {{"X-Echo", "header-secret and HUSHHUSH"}, {"Server", "plain"}};
    info.body = "{\"Authorization\":\"Basic " + QByteArray("bob:hushhush").toBase64()
                + "\",\"c\":\"cookie-secret\",\"u\":\"query%2Ftoken\",\"theme\":\"dark\"}";
    const QByteArray text = recorded(info, profile);
    for (const char *secret : {"header-secret", "HUSHHUSH", "cookie-secret", "query%2Ftoken", "Ym9iOmh1c2g"})
        QVERIFY2(!text.contains(secret), text.constData());
    QVERIFY2(text.contains("dark") && text.contains("Server: plain") && text.contains("***"),
             text.constData());
}

void tst_Redactor::answerThatIsNoText()
{
    HandshakeInfo info;
    info.statusLine = "HTTP/1.1 500 Oops";
    info.body = QByteArray("\xff\0bearer-secret", 15);
    const QJsonObject bulk = handshakeRecord(info, Redactor(profileWithSecrets())).bulk;
    QCOMPARE(QByteArray::fromBase64(bulk.value("body_base64"_L1).toString().toLatin1()),
             QByteArray("\xff\0***", 5));
}

// What a server echoes may end within a secret.
void tst_Redactor::cutOff()
{
    const Redactor redactor(profileWithSecrets());
    QCOMPARE(redactor.foreign(u"“X-Api-Key: header-sec…” and “Bearer BEARER-SECRE…”, heade…"_s),
             u"“X-Api-Key: ***…” and “Bearer ***…”, heade…"_s);
    QCOMPARE(redactor.foreign(u"GET /?token=query%2Fto"_s), u"GET /?token=***"_s);
    QCOMPARE(redactor.own(u"header-sec…"_s), u"header-sec…"_s);
    QCOMPARE(redactor.body("\xff\xfe bearer-secre"), "\xff\xfe ***"_ba);
    QCOMPARE(redactor.body("\xff\xfe bear"), "\xff\xfe bear"_ba);
}

void tst_Redactor::locationWithFragment()
{
    HandshakeInfo info;
    info.statusLine = "HTTP/1.1 302 Found";
    info.responseHeaders = {{"Location", "https://b.test/x?token=abc#access_token=def"}};
    const QByteArray text = recorded(info, {});
    QVERIFY2(text.contains("Location: https://b.test/x?token=***#***"), text.constData());
    info.redirects = {QUrl(u"ws://b.test/variable-secret?u=hushhush"_s)};
    QCOMPARE(handshakeRecord(info, Redactor(profileWithSecrets())).fields.value("redirected_from"_L1),
             QJsonValue(QJsonArray{u"ws://b.test/***?u=***"_s}));
}

void tst_Redactor::looksOfTokens()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://h/"_s);
    const Redactor redactor(profile);
    const QString text = u"Go to wss://t0k@h/a?code=1&b=2, as eyJh.eyJz.sig says."_s;
    QCOMPARE(redactor.own(text), u"Go to wss://***@h/a?code=***&b=2, as *** says."_s);
    QCOMPARE(redactor.foreign(text), redactor.own(text));
    QCOMPARE(redactor.requestLine("GET /ws/eyJh.eyJz.sig?a=1 HTTP/1.1"), "GET /ws/***?a=1 HTTP/1.1"_ba);
    QCOMPARE(redactor.requestLine("GET /%7e?a=%41 HTTP/1.1"), "GET /%7e?a=%41 HTTP/1.1"_ba);
    const QUrl url(u"wss://h/~?a=A"_s);
    QCOMPARE(redactor.own(url, u"/%7e?a=%41"_s), u"wss://h/%7e?a=%41"_s);
    QCOMPARE(redactor.own(QUrl(u"wss://h/?tOken=A"_s), u"/?tOk%65n=%41"_s), u"wss://h/?tOken=***"_s);
    profile.recordSecrets = true;
    QCOMPARE(Redactor(profile).foreign(text), text);
}

void tst_Redactor::valuesThatHaveLooks()
{
    const QByteArray hook = "https://h/s3cretpath?token=x";
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://a.test/?cb="_s
                       + QString::fromLatin1(QUrl::toPercentEncoding(QString::fromLatin1(hook))));
    profile.secretValues = {hook};
    const Redactor redactor(profile);
    QCOMPARE(redactor.own(u"to “https://h/s3cretpath?token=x”"_s), u"to “***”"_s);
    QCOMPARE(redactor.foreign(u"https://h/s3cretpath?token=x"_s), u"***"_s);
    QCOMPARE(redactor.own(profile.url, {}), u"wss://a.test/?cb=***"_s);
    QCOMPARE(redactor.requestLine("GET " + requestTarget(profile.url) + " HTTP/1.1"),
             "GET /?cb=*** HTTP/1.1"_ba);
    const HttpHeaders headers{{"X-Callback", hook}, {"Authorization", hook}, {"X-Plain", "a"}};
    const HttpHeaders shown{{"X-Callback", "***"}, {"Authorization", "***"}, {"X-Plain", "a"}};
    QVERIFY(redactor.requestHeaders(headers) == shown);
    QVERIFY(redactor.responseHeaders(headers) == shown);
}

void tst_Redactor::hiddenForItsLook_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("hides");
    QTest::newRow("nothing") << u"wss://h/?a=1"_s << QByteArray() << false;
    QTest::newRow("path") << u"wss://h/eyJh.eyJz.sig"_s << QByteArray() << true;
    QTest::newRow("query") << u"wss://h/?a=eyJh.eyJz.sig"_s << QByteArray() << true;
    QTest::newRow("query, by its name") << u"wss://h/?token=eyJh.eyJz.sig"_s << QByteArray() << false;
    QTest::newRow("header") << u"wss://h/"_s << "X-Trace"_ba << true;
    QTest::newRow("header, by its name") << u"wss://h/"_s << "X-Api-Key"_ba << false;
}

void tst_Redactor::hiddenForItsLook()
{
    QFETCH(const QString, url);
    QFETCH(const QByteArray, header);
    ConnectionProfile profile;
    profile.url = QUrl(url);
    if (!header.isEmpty())
        profile.headers = {{header, "eyJh.eyJz.sig"}};
    QTEST(Redactor(profile).hidesLooks(), "hides");
}

void tst_Redactor::recordedIfAsked()
{
    ConnectionProfile profile = profileWithSecrets();
    profile.recordSecrets = true;
    HandshakeInfo info;
    info.statusLine = "HTTP/1.1 403 Forbidden";
    info.body = "hushhush variable-secret";
    const QByteArray text = recorded(info, profile);
    QVERIFY2(text.contains("hushhush variable-secret"), text.constData());
}

void tst_Redactor::anotherOrigin()
{
    ConnectionProfile profile;
    profile.url = QUrl(u"wss://a.test/"_s);
    profile.origin = u"https://s3cr3t.test"_s;
    profile.headers = {{"X-Tenant", "id s3cr3t"},
                       {"X-s3cr3t", "1"},
                       {"X-Region", "eu"},
                       {"Referer", "https://a.test/?access_token=t"},
                       {"X-Trace", "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4"}};
    profile.secretValues = {"s3cr3t"};
    QCOMPARE(profileHeaders(profile, {profile.url}).size(), 6);
    const HttpHeaders elsewhere = profileHeaders(profile, {profile.url, QUrl(u"wss://b.test/"_s)});
    QVERIFY(elsewhere == (HttpHeaders{{"X-Region", "eu"}}));
}

void tst_Redactor::hiddenInUrl_data()
{
    QTest::addColumn<QString>("url");
    const auto row = [](const char *name, const QString &url) { QTest::newRow(name) << url; };
    const auto encoded = [](const QString &text) {
        return QString::fromLatin1(QUrl::toPercentEncoding(text));
    };
    row("query", u"wss://h/?a=1&token=s3cr3t-thing"_s);
    row("after a semicolon", u"wss://h/?a=1;token=s3cr3t-thing"_s);
    row("in the path", u"wss://h/a;token=s3cr3t-thing/b"_s);
    row("URL in the query", u"wss://h/?next=https://b.test/?sig=s3cr3t-thing"_s);
    row("encoded", u"wss://h/?next="_s + encoded(u"https://b.test/?a=b&sig=s3cr3t-thing"_s));
    row("its fragment", u"wss://h/?next="_s + encoded(u"https://b.test/#access_token=s3cr3t-thing"_s));
    row("its password", u"wss://h/?next="_s + encoded(u"https://ann:s3cr3t-thing@b.test/"_s));
    row("part of a URL", u"wss://h/?return="_s + encoded(u"/app?token=s3cr3t-thing"_s));
    row("behind a URL", u"wss://h/?return="_s + encoded(u"/app?next=https://b.test/&token=s3cr3t-thing"_s));
    row("no URL", u"wss://h/?next="_s + encoded(u"https://b.test:99999/?token=s3cr3t-thing"_s));
    QString nested = u"https://b.test/?a=b&sig=s3cr3t-thing"_s;
    for (int i = 0; i < MaxUrlNesting; ++i)
        nested = u"wss://h/?u="_s + encoded(nested);
    row("as deep as is looked", nested);
}

// What is not shown of a URL a server may send back alone.
void tst_Redactor::hiddenInUrl()
{
    QFETCH(const QString, url);
    ConnectionProfile profile;
    profile.url = QUrl(url);
    QVERIFY(!displayUrl(profile.url).contains(u"s3cr3t-thing"_s));
    QCOMPARE(Redactor(profile).foreign(u"no s3cr3t-thing here"_s), u"no *** here"_s);
    Redactor redactor{ConnectionProfile()};
    redactor.addSent(profile.url);
    QCOMPARE(redactor.foreign(u"no s3cr3t-thing here"_s), u"no *** here"_s);
    profile.recordSecrets = true;
    redactor = Redactor(profile);
    redactor.addSent(profile.url);
    QCOMPARE(redactor.foreign(u"no s3cr3t-thing here"_s), u"no s3cr3t-thing here"_s);
}

// URLs, and what is sent back, that are made to take time.
void tst_Redactor::hostileUrls()
{
    QElapsedTimer timer;
    timer.start();
    const auto url = [](const QString &start, const QString &item) {
        QString text = start;
        for (int i = 0; text.size() < 200'000; ++i)
            text += item.arg(i);
        return QUrl(text);
    };
    Redactor redactor{ConnectionProfile()};
    redactor.addSent(url(u"ws://h/?a=b"_s, u"&key=aaaaa%1"_s));
    redactor.addSent(url(u"ws://h/?u="_s, u"ws://h/?u=%1"_s));
    redactor.addSent(url(u"ws://h/?token="_s, u"a"_s));
    for (int i = 6; i < 256; ++i) {
        redactor.addSent(QUrl(u"ws://h/?token="_s + QString(i, u'a') + u'b'));
        redactor.addSent(QUrl(u"ws://h/?token=b"_s + QString(i, u'a')));
    }
    const QString runs = QString(250, u'a') + u'…';
    QVERIFY(redactor.foreign(runs.repeated(250)).contains(u"***"_s));
    QVERIFY(redactor.foreign(u"aaaaaa…"_s.repeated(9000)).contains(u"***"_s));
    redactor.body(QByteArray(64 * 1024, 'a'));
    QCOMPARE(redactor.foreign(QString(64 * 1024, u'c')).size(), 64 * 1024);
    ConnectionProfile profile;
    profile.secretValues = {QByteArray(20'000, 'a') + 'b'};
    QVERIFY(Redactor(profile).foreign((QString(10'000, u'a') + u'…').repeated(6)).contains(u"***"_s));
    QVERIFY2(SanitizedBuild || timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

// Of what servers choose, so much is known, and the newest.
void tst_Redactor::redirected()
{
    Redactor redactor{ConnectionProfile()};
    for (int i = 100; i < 400; ++i)
        redactor.addSent(QUrl(u"ws://ann:pass-%1@h/?token=token-%1"_s.arg(i)));
    QCOMPARE(redactor.foreign(u"pass-399, token-399, pass-100"_s), u"***, ***, pass-100"_s);
    redactor.addSent(QUrl(u"ws://h/?token="_s + QString(2000, u'x')));
    QCOMPARE(redactor.foreign(QString(1024, u'x')), u"***"_s);
}

SOCKETSCOPE_TEST(tst_Redactor, QCoreApplication)
#include "tst_redactor.moc"
