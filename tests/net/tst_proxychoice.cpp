// SPDX-License-Identifier: MIT
// Which proxy is taken, and the talk with it byte by byte.
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
