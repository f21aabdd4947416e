// SPDX-License-Identifier: MIT
// Which proxy is taken, and the talk with it byte by byte.
#include "net/proxy/environmentproxy.h"
#include "net/proxy/proxychoice.h"
#include "net/proxy/proxydialogue.h"
#include "support/testprogram.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace Qt::StringLiterals;

using Kind = ProxySettings::Kind;

class tst_ProxyChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dialogues_data();
    void dialogues();
    void choice_data();
    void choice();
    void usable();
    void socksFaults_data();
    void socksFaults();
    void environment_data();
    void environment();
    void unusableVariable();
    void loopbackIsNotAskedAbout();
    void systemThatDoesNotAnswer();
};

void tst_ProxyChoice::dialogues_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("said"); // hex: by us | by the proxy, in turn
    const auto socks = [](const char *name, const QString &host, const char *said) {
        QTest::newRow(name) << Kind::Socks5 << host << QByteArray(said);
    };
    socks("a name", u"a.b"_s, "050100|0500|0501000303612e6201bb|05000001000000000000");
    socks("IPv4", u"1.2.3.4"_s, "050100|0500|050100010102030401bb|05000003026162ffff");
    socks("IPv6", u"::1"_s,
          "050100|0500|050100040000000000000000000000000000000101bb|"
          "050000040000000000000000000000000000000000ff");
    QTest::newRow("CONNECT IPv6")
            << Kind::Http << u"::1"_s
            << "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n"_ba.toHex() + '|'
                       + "HTTP/1.1 100 Wait\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"_ba.toHex();
    QTest::newRow("CONNECT, line feeds alone")
            << Kind::Http << u"a.b"_s
            << "CONNECT a.b:443 HTTP/1.1\r\nHost: a.b:443\r\n\r\n"_ba.toHex() + '|'
                       + "HTTP/1.0 200 OK\nA: b\n\n"_ba.toHex();
}

// However the proxy's bytes are cut, and nothing of what follows is taken.
void tst_ProxyChoice::dialogues()
{
    QFETCH(Kind, kind);
    QFETCH(QString, host);
    QFETCH(QByteArray, said);
    for (const int step : {1, 2, 1000}) {
        ProxySettings settings;
        settings.kind = kind;
        const auto dialogue = ProxyDialogue::make(settings, host, 443);
        QByteArray received;
        auto state = dialogue->advance(received);
        const QList<QByteArray> parts = said.split('|');
        for (qsizetype i = 0; i < parts.size(); ++i) {
            const QByteArray part = QByteArray::fromHex(parts[i]);
            if (i % 2 == 0) {
                QCOMPARE(dialogue->takeOutput().toHex(), part.toHex());
                continue;
            }
            const bool isLast = i == parts.size() - 1;
            const QByteArray all = isLast ? part + "rest" : part;
            for (qsizetype at = 0; at < all.size(); at += step) {
                QVERIFY(isLast || state == ProxyDialogue::State::Talking);
                received += all.mid(at, step);
                state = dialogue->advance(received);
            }
        }
        QCOMPARE(int(state), int(ProxyDialogue::State::Through));
        QCOMPARE(received, "rest"_ba);
    }
}

void tst_ProxyChoice::choice_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("none") << Kind::None;
    QTest::newRow("http") << Kind::Http;
    QTest::newRow("socks5") << Kind::Socks5;
}

void tst_ProxyChoice::choice()
{
    QFETCH(Kind, kind);
    ProxySettings settings{kind, u"p"_s, 1, u"u"_s, u"w"_s};
    ProxyChoice choice;
    QList<ProxySettings> chosen;
    connect(&choice, &ProxyChoice::chosen, this, [&](const ProxySettings &proxy) { chosen.append(proxy); });
    choice.choose(settings, QUrl(u"ws://example.org/"_s));
    QVERIFY(chosen.isEmpty());
    QTRY_COMPARE(chosen, QList{settings});
    QCOMPARE(networkProxy(settings).type(), kind == Kind::None   ? QNetworkProxy::NoProxy
                                            : kind == Kind::Http ? QNetworkProxy::HttpProxy
                                                                 : QNetworkProxy::Socks5Proxy);
}

void tst_ProxyChoice::usable()
{
    const QNetworkProxy ftp(QNetworkProxy::FtpCachingProxy, u"f"_s, 1);
    const QNetworkProxy socks(QNetworkProxy::Socks5Proxy, u"s"_s, 2, u"u"_s, u"p"_s);
    const QNetworkProxy none(QNetworkProxy::NoProxy);
    QCOMPARE(usableProxy({ftp, socks, none}), (ProxySettings{Kind::Socks5, u"s"_s, 2, u"u"_s, u"p"_s}));
    QCOMPARE(usableProxy({none, socks}).kind, Kind::None);
    QCOMPARE(usableProxy({ftp}).kind, Kind::None);
    QCOMPARE(usableProxy({}).kind, Kind::None);
}

void tst_ProxyChoice::socksFaults_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<FailureCause>("cause"); // of the failure, or of being silent from then on
    QTest::newRow("silence") << ""_ba << FailureCause::SocksUnanswered;
    QTest::newRow("a byte of HTTP") << "H"_ba << FailureCause::SocksUnanswered;
    QTest::newRow("HTTP") << "HTTP/1.1 400 Bad Request\r\n"_ba << FailureCause::ProxyIsHttp;
    QTest::newRow("another service") << "SSH-2.0\r\n"_ba << FailureCause::ProxyNotSocks;
    QTest::newRow("a greeting") << "\5\0"_ba << FailureCause::None;
}

void tst_ProxyChoice::socksFaults()
{
    QFETCH(QByteArray, answer);
    QFETCH(FailureCause, cause);
    const auto dialogue = ProxyDialogue::make({Kind::Socks5, u"p"_s, 1, {}, {}}, u"h"_s, 80);
    QByteArray received;
    dialogue->advance(received);
    for (const char byte : std::as_const(answer)) {
        received += byte;
        dialogue->advance(received);
    }
    const FailureCause told = dialogue->error().cause;
    QCOMPARE(told == FailureCause::None ? dialogue->silence().cause : told, cause);
}

// curl 7.88 does the same for each, but for the rows that say so.
void tst_ProxyChoice::environment_data()
{
    QTest::addColumn<QString>("variables");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("proxy"); // kind user:password@host:port; empty: nothing is said

    const auto row = [](const char *variables, const char *proxy, const char *url = "ws://target.example/") {
        QTest::addRow("%s: %s", variables, url)
                << QString::fromUtf8(variables) << QString::fromUtf8(url) << QString::fromUtf8(proxy);
    };
    row("", "");
    row("http_proxy=p:81", "http p:81");
    row("http_proxy=http://p:81", "http p:81");
    row("http_proxy=HTTP://p:81/x?y", "http p:81");
    row("http_proxy=p", "http p:1080");
    row("http_proxy=[::1]:81", "http ::1:81");
    row("HTTP_PROXY=p:81", "");
    row("https_proxy=p:81", "");
    row("https_proxy=p:81", "http p:81", "wss://target.example/");
    row("HTTPS_PROXY=p:81", "http p:81", "wss://target.example/");
    row("all_proxy=p:81", "http p:81");
    row("ALL_PROXY=p:81", "http p:81");
    row("http_proxy= all_proxy=p:81", "http p:81");
    row("http_proxy=a:1 all_proxy=p:81", "http a:1");
    row("ws_proxy=w:1 http_proxy=a:1", "http w:1");
    row("all_proxy=socks5://p:81", "socks5 p:81");
    row("all_proxy=socks5h://u:w@p", "socks5 u:w@p:1080");
    row("http_proxy=u:w@p:81", "http u:w@p:81");
    row("http_proxy=http://u@p:81", "http u:@p:81");
    row("http_proxy=http://u:p%40s%23%2F@p:81", "http u:p@s#/@p:81");
    row("http_proxy=http://u:100%@p:81", "http u:100%@p:81");
    row("http_proxy=http://u:p@ss@p:81", "http u:p@ss@p:81"); // which curl refuses
    row("http_proxy=http://u:p#s@p:81", "unusable http_proxy");
    row("http_proxy=http://u:p/s@p:81", "unusable http_proxy");
    row("all_proxy=socks4://p:81", "unusable all_proxy");                             // which curl can
    row("HTTPS_PROXY=https://p:81", "unusable HTTPS_PROXY", "wss://target.example/"); // which curl can
    row("http_proxy=ftp://p:81", "unusable http_proxy");
    row("http_proxy=http://p:0", "unusable http_proxy");
    const auto bypassed = [&row](const char *list, bool yes, const char *url = "ws://target.example/") {
        row(("http_proxy=p:81 no_proxy=" + QByteArray(list)).constData(), yes ? "none" : "http p:81", url);
    };
    bypassed("*", true);
    bypassed("*,x", false);
    bypassed("example", true);
    bypassed(".example", true);
    bypassed("target.example", true);
    bypassed(".target.example", true);
    bypassed("target.example.", true);
    bypassed("a.b,TARGET.example", true);
    bypassed("get.example", false);
    bypassed("target.example:80", false);
    bypassed("*.example", false);
    bypassed("10.1.2.3", true, "ws://10.1.2.3/");
    bypassed("10.0.0.0/8", true, "ws://10.1.2.3/");
    bypassed("11.0.0.0/8", false, "ws://10.1.2.3/");
    bypassed("2.3", false, "ws://10.1.2.3/");
    bypassed("fd00::1", true, "ws://[fd00::1]/");
    bypassed("[fd00::1]", true, "ws://[fd00::1]/"); // as curl 8 has it
    bypassed("fd00::/8", true, "ws://[fd00::1]/");  // as curl 8 has it
    row("http_proxy=p:81 NO_PROXY=example", "none");
    row("http_proxy=p:81 no_proxy= NO_PROXY=example", "none");
    row("http_proxy=p:81 no_proxy=x NO_PROXY=example", "http p:81");
    row("no_proxy=*", "");
}

void tst_ProxyChoice::environment()
{
    QFETCH(QString, variables);
    QFETCH(QString, url);
    const auto valueOf = [&variables](const QString &name) {
        const QStringList all = variables.split(u' ');
        for (const QString &one : all) {
            if (one.startsWith(name + u'='))
                return one.mid(name.size() + 1);
        }
        return QString();
    };
    const EnvironmentProxy found = environmentProxy(QUrl(url), valueOf);
    QString proxy = found.unusable.isEmpty() ? QString() : u"unusable "_s + found.unusable;
    if (found.proxy) {
        const QString who = found.proxy->user.isEmpty()
                                    ? QString()
                                    : u"%1:%2@"_s.arg(found.proxy->user, found.proxy->password);
        proxy = found.proxy->isNamed()
                        ? u"%1 %2%3:%4"_s.arg(found.proxy->kind == Kind::Http ? u"http"_s : u"socks5"_s, who,
                                              found.proxy->host, QString::number(found.proxy->port))
                        : u"none"_s;
    }
    QTEST(proxy, "proxy");
}

// To connect directly would go past the proxy that is wanted.
void tst_ProxyChoice::unusableVariable()
{
    qputenv("all_proxy", "socks4://127.0.0.1:9");
    ProxyChoice choice;
    QSignalSpy chosen(&choice, &ProxyChoice::chosen);
    ConnectionError error;
    connect(&choice, &ProxyChoice::failed, this, [&](const ConnectionError &how) { error = how; });
    choice.choose({}, QUrl(u"ws://server.example/"_s));
    QTRY_COMPARE(error.cause, FailureCause::ProxyVariable);
    qunsetenv("all_proxy");
    QVERIFY2(error.sentence.contains(u"all_proxy"_s), qPrintable(error.sentence));
    QVERIFY(!canPassByItself(error));
    QVERIFY(chosen.isEmpty());
}

// A proxy of the environment is no way to a server on this machine.
void tst_ProxyChoice::loopbackIsNotAskedAbout()
{
    qputenv("http_proxy", "http://127.0.0.1:9");
    qputenv("https_proxy", "http://127.0.0.1:9");
    const QStringList urls{u"ws://127.0.0.1:1/"_s, u"wss://localhost/"_s, u"ws://[::1]/"_s,
                           u"ws://server.example/"_s};
    for (const QString &url : urls) {
        ProxyChoice choice;
        QList<Kind> chosen;
        connect(&choice, &ProxyChoice::chosen, this,
                [&](const ProxySettings &proxy) { chosen.append(proxy.kind); });
        choice.choose({}, QUrl(url));
        QTRY_COMPARE(chosen, QList{url.contains(u"server"_s) ? Kind::Http : Kind::None});
    }
    qunsetenv("http_proxy");
    qunsetenv("https_proxy");
}

// To connect directly would go past the proxy that the system wants.
void tst_ProxyChoice::systemThatDoesNotAnswer()
{
    QSemaphore answer;
    const auto ask = [&answer](const QNetworkProxyQuery &) {
        answer.acquire();
        return QList<QNetworkProxy>();
    };
    ProxyChoice choice(ask, std::chrono::milliseconds(20));
    QSignalSpy chosen(&choice, &ProxyChoice::chosen);
    ConnectionError error;
    connect(&choice, &ProxyChoice::failed, this, [&](const ConnectionError &how) { error = how; });
    choice.choose({}, QUrl(u"ws://server.example/"_s));
    QTRY_COMPARE(error.sentence, u"The system did not say in time which proxy to use."_s);
    QCOMPARE(error.stage, ErrorStage::Proxy);
    QVERIFY(canPassByItself(error));
    answer.release();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(chosen.isEmpty());
}

SOCKETSCOPE_TEST(tst_ProxyChoice, QCoreApplication)
#include "tst_proxychoice.moc"
