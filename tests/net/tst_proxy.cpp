// SPDX-License-Identifier: MIT
// Through HTTP and SOCKS5 proxies, for all that carries an attempt.
#include "attempt.h"
#include "silentlistener.h"
#include "support/scriptedproxy.h"
#include "support/scriptedserver.h"
#include "support/testcertificates.h"
#include "support/testprogram.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using namespace Qt::StringLiterals;

using Kind = ProxySettings::Kind;

class tst_Proxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void through_data();
    void through();
    void throughInSingleBytes_data();
    void throughInSingleBytes();
    void refused_data();
    void refused();
    void unreachable_data();
    void unreachable();
    void stalled();
};

static const std::array kinds{Kind::Http, Kind::Socks5};

static const char *kindName(Kind kind)
{
    return kind == Kind::Http ? "http" : "socks5";
}

void tst_Proxy::through_data()
{
    addWays();
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<bool>("tls");
    QTest::addColumn<QString>("user");
    for (const Way way : ways) {
        for (const Kind kind : kinds) {
            for (const bool tls : {false, true}) {
                // Qt's own proxies are told users in Latin-1.
                for (const QString &user : {u""_s, way == Way::Stream ? u"jürgen"_s : u"me"_s}) {
                    QTest::addRow("%s %s%s, %s", kindName(kind), tls ? "wss" : "ws",
                                  user.isEmpty() ? "" : " with credentials", wayName(way))
                            << way << kind << tls << user;
                }
            }
        }
    }
}

void tst_Proxy::through()
{
    QFETCH(Way, way);
    QFETCH(Kind, kind);
    QFETCH(bool, tls);
    QFETCH(QString, user);

    ScriptedProxy proxy(kind);
    proxy.user = user;
    proxy.password = u"se:cret"_s;
    ScriptedServer plain;
    ScriptedServer encrypted(testServerConfiguration(TestCertificate::WrongHost));
    const ScriptedServer &server = tls ? encrypted : plain;
    const QTemporaryDir folder;
    QFile ca(folder.filePath(u"ca.pem"_s));
    QVERIFY(ca.open(QIODevice::WriteOnly) && ca.write(testAuthorityPem()) > 0);
    ca.close();

    ConnectionProfile profile;
    profile.url = server.url(u"/x"_s);
    profile.url.setHost(u"other.example"_s); // which only the proxy can know
    profile.proxy = proxy.settings(user, user.isEmpty() ? QString() : proxy.password);
    profile.tls.caFile = ca.fileName();
    const Attempt attempt = tryOut(way, profile);
    QVERIFY2(attempt.answered, qPrintable(attempt.error.sentence + u" | "_s + attempt.error.raw));
    QCOMPARE(proxy.targets, QList{"other.example:" + QByteArray::number(server.port())});
    QCOMPARE(attempt.info.peer,
             u"other.example:%1 through the proxy 127.0.0.1:%2"_s.arg(server.port()).arg(proxy.port()));
    QCOMPARE(attempt.info.tls.verified, tls);
    QVERIFY(server.peer()->request().startsWith("GET /x HTTP/1.1\r\n"));
    QVERIFY(!server.peer()->request().contains("Proxy-"));
    if (way == Way::Stream) {
        QVERIFY(attempt.info.timings.proxy && !attempt.info.timings.dns);
        QCOMPARE(attempt.info.timings.tls.has_value(), tls);
    }
}

void tst_Proxy::throughInSingleBytes_data()
{
    QTest::addColumn<Kind>("kind");
    for (const Kind kind : kinds)
        QTest::newRow(kindName(kind)) << kind;
}

void tst_Proxy::throughInSingleBytes()
{
    QFETCH(Kind, kind);
    ScriptedProxy proxy(kind);
    proxy.dribbles = true;
    ScriptedServer server;
    ConnectionProfile profile;
    profile.url = server.url();
    profile.proxy = proxy.settings();
    const Attempt attempt = tryOut(Way::Stream, profile);
    QVERIFY2(attempt.answered, qPrintable(attempt.error.sentence));
}

void tst_Proxy::refused_data()
{
    addWays();
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("reply");
    QTest::addColumn<QString>("wanted"); // a user that is let in
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("retried");

    const auto http = [](const char *name, const QByteArray &answer, const char *sentence, int status,
                         bool retried, const QList<Way> &by = {Way::Stream}) {
        for (const Way way : by) {
            QTest::addRow("http %s, %s", name, wayName(way))
                    << way << Kind::Http << answer << 0 << QString() << QString()
                    << QString::fromUtf8(sentence) << status << retried;
        }
    };
    const QByteArray end = "Content-Length: 0\r\n\r\n"_ba;
    http("403", "HTTP/1.1 403 Forbidden\r\n" + end, "answered 403 Forbidden when asked to connect to", 403,
         false);
    http("404", "HTTP/1.1 404 Nope\r\n" + end, "answered 404 Not Found", 404, false);
    http("502", "HTTP/1.1 502 Bad Gateway\r\n" + end, "answered 502 Bad Gateway", 502, true);
    http("503", "HTTP/1.0 503 x\r\n" + end, "answered 503 Service Unavailable", 503, true);
    http("599", "HTTP/1.1 599 Odd thing\r\n" + end, "answered 599 Odd thing", 599, true);
    http("no HTTP", "SSH-2.0-x\r\n", "is not an HTTP proxy.", 0, false);
    http("no status", "HTTP/1.1 hello\r\n\r\n", "is not an HTTP proxy.", 0, false);
    http("endless header", "HTTP/1.1 200 OK\r\nX: " + QByteArray(70000, 'x'), "is not an HTTP proxy.", 0,
         false);
    const QList<Way> qt{Way::QtEngine};
    http("403", "HTTP/1.1 403 Forbidden\r\n" + end, "its rules forbid it", 403, false, qt);
    http("404", "HTTP/1.1 404 Nope\r\n" + end, "does not find it", 404, false, qt);
    http("503", "HTTP/1.1 503 x\r\n" + end, "it was refused", 503, true, qt);
    http("502", "HTTP/1.1 502 Bad Gateway\r\n" + end, "failed", 0, true, qt);

    const auto socks = [&](const char *name, int reply, const char *sentence, bool retried,
                           const QList<Way> &by = {Way::Stream}) {
        for (const Way way : by) {
            QTest::addRow("socks5 %s, %s", name, wayName(way))
                    << way << Kind::Socks5 << QByteArray() << reply << QString() << QString()
                    << QString::fromUtf8(sentence) << 0 << retried;
        }
    };
    socks("1", 1, "it failed.", true);
    socks("2", 2, "its rules forbid it.", false);
    socks("3", 3, "the network cannot be reached.", true);
    socks("4", 4, "the host cannot be reached or its name not be resolved.", true);
    socks("5", 5, "the host refused.", true);
    socks("6", 6, "it took too long.", true);
    socks("7", 7, "it cannot do that.", false);
    socks("8", 8, "it does not know this kind of address.", false);
    socks("99", 99, "it gave no known reason.", true);
    // Qt says the same of both.
    socks("2", 2, "it does not find it.", true, qt);
    socks("4", 4, "it does not find it.", true, qt);
    socks("5", 5, "it was refused.", true, qt);

    for (const Way way : ways) {
        const auto credentials = [&](Kind kind, const char *name, const QString &user, const char *sentence) {
            QTest::addRow("%s %s, %s", kindName(kind), name, wayName(way))
                    << way << kind << QByteArray() << 0 << u"me"_s << user << QString::fromUtf8(sentence)
                    << (kind == Kind::Http ? 407 : 0) << false;
        };
        credentials(Kind::Http, "wants credentials", {}, "wants credentials");
        credentials(Kind::Http, "refuses credentials", u"you"_s, "refused the credentials");
        credentials(Kind::Socks5, "wants credentials", {}, "credentials");
        credentials(Kind::Socks5, "refuses credentials", u"you"_s, "refused the credentials");
    }
    QTest::addRow("socks5 something else, stream")
            << Way::Stream << Kind::Socks5 << "HTTP/1.1 400 Bad Request\r\n\r\n"_ba << 0 << QString()
            << QString() << u"is not a SOCKS5 proxy but speaks HTTP"_s << 0 << false;
}

void tst_Proxy::refused()
{
    QFETCH(Way, way);
    QFETCH(Kind, kind);
    QFETCH(QByteArray, answer);
    QFETCH(int, reply);
    QFETCH(QString, wanted);
    QFETCH(QString, user);
    QFETCH(QString, sentence);
    QFETCH(int, status);
    QFETCH(bool, retried);

    ScriptedProxy proxy(kind);
    proxy.answer = answer;
    proxy.reply = quint8(reply);
    proxy.user = wanted;
    proxy.password = u"right"_s;
    ConnectionProfile profile;
    profile.url = QUrl(u"ws://server.example:81/"_s);
    profile.proxy = proxy.settings(user, user.isEmpty() ? QString() : u"wrong-secret"_s);
    const Attempt attempt = tryOut(way, profile);
    const ConnectionError &error = attempt.error;
    QVERIFY(!attempt.answered);
    QVERIFY2(error.sentence.contains(sentence), qPrintable(error.sentence + u" | "_s + error.raw));
    QVERIFY2(error.sentence.contains(u"127.0.0.1:%1"_s.arg(proxy.port())), qPrintable(error.sentence));
    QCOMPARE(error.stage, ErrorStage::Proxy);
    QCOMPARE(error.httpStatus, status);
    QCOMPARE(canPassByItself(error), retried);
    QVERIFY(!error.sentence.contains(u"wrong-secret"_s) && !error.raw.contains(u"wrong-secret"_s));
}

void tst_Proxy::unreachable_data()
{
    addWays();
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("how");
    QTest::addColumn<QString>("sentence");
    for (const Way way : ways) {
        for (const Kind kind : kinds) {
            const auto row = [&](const QString &how, const QString &sentence) {
                QTest::addRow("%s %s, %s", kindName(kind), qPrintable(how), wayName(way))
                        << way << kind << how << sentence;
            };
            row(u"refuses"_s, u"refused the connection: is it running on this port?"_s);
            row(u"closes"_s, u"closed the connection before it had connected to the server."_s);
            row(u"has no address"_s, u"could not be resolved."_s);
        }
    }
}

void tst_Proxy::unreachable()
{
    QFETCH(Way, way);
    QFETCH(Kind, kind);
    QFETCH(QString, how);
    QFETCH(QString, sentence);

    ScriptedProxy proxy(kind);
    ConnectionProfile profile;
    profile.url = QUrl(u"ws://server.example:81/"_s);
    profile.proxy = proxy.settings();
    proxy.closes = true;
    if (how == "refuses"_L1)
        proxy.stop();
    else if (how == "has no address"_L1)
        profile.proxy.host = u"no-such-host.invalid"_s;
    const Attempt attempt = tryOut(way, profile);
    QVERIFY(!attempt.answered);
    QVERIFY2(attempt.error.sentence.contains(sentence),
             qPrintable(attempt.error.sentence + u" | "_s + attempt.error.raw));
    QCOMPARE(attempt.error.stage, ErrorStage::Proxy);
    QVERIFY(canPassByItself(attempt.error));
}

// Whoever loses patience is told what is being waited for.
void tst_Proxy::stalled()
{
    ScriptedProxy proxy(Kind::Http);
    proxy.isSilent = true;
    StreamProbe probe;
    probe.profile.proxy = proxy.settings();
    probe.open(QUrl(u"ws://server.example/"_s));
    QTRY_VERIFY(proxy.heard.endsWith("\r\n\r\n"));
    QCOMPARE(proxy.heard, "CONNECT server.example:80 HTTP/1.1\r\nHost: server.example:80\r\n\r\n"_ba);
    const ConnectionError error = probe.stream.stalled();
    QCOMPARE(error.stage, ErrorStage::Proxy);
    QVERIFY(error.sentence.contains(u"did not connect to server.example in time"_s));

    const SilentListener silent;
    StreamProbe other;
    other.profile.proxy = proxy.settings();
    other.profile.proxy.port = silent.port();
    other.open(QUrl(u"ws://server.example/"_s));
    QTRY_COMPARE(other.stream.stalled().sentence,
                 u"The proxy 127.0.0.1:%1 did not answer in time."_s.arg(silent.port()));
}

SOCKETSCOPE_TEST(tst_Proxy, QCoreApplication)
#include "tst_proxy.moc"
