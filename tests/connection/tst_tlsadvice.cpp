// SPDX-License-Identifier: MIT
#include "clientrig.h"
#include "failure/answerfailure.h"
#include "support/testprogram.h"

#include <QTest>

using namespace Qt::StringLiterals;

// The bodies are what the servers send, shortened.
class tst_TlsAdvice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusals_data();
    void refusals();
    void records();
    void told_data();
    void told();
    void certificateElsewhere_data();
    void certificateElsewhere();
};

void tst_TlsAdvice::refusals_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<FailureCause>("cause");

    const QByteArray nginx =
            "<h1>400 Bad Request</h1><center>The plain HTTP request was sent to HTTPS port</center>";
    QTest::newRow("nginx") << 400 << nginx << u"ws"_s << FailureCause::HttpExpectsTls;
    QTest::newRow("Go") << 400 << "Client sent an HTTP request to an HTTPS server.\n"_ba << u"ws"_s
                        << FailureCause::HttpExpectsTls;
    QTest::newRow("Apache") << 400 << "You're speaking plain HTTP to an SSL-enabled server port."_ba
                            << u"ws"_s << FailureCause::HttpExpectsTls;
    QTest::newRow("Tomcat") << 400 << "This combination of host and port requires TLS."_ba << u"ws"_s
                            << FailureCause::HttpExpectsTls;
    QTest::newRow("another 400") << 400 << "bad"_ba << u"ws"_s << FailureCause::None;
    QTest::newRow("another status") << 404 << nginx << u"ws"_s << FailureCause::None;
    QTest::newRow("TLS already") << 400 << nginx << u"wss"_s << FailureCause::None;
    QTest::newRow("no certificate") << 400 << "<center>No required SSL certificate was sent</center>"_ba
                                    << u"wss"_s << FailureCause::HttpWantsCertificate;
    QTest::newRow("wrong certificate") << 400 << "<center>The SSL certificate error</center>"_ba << u"wss"_s
                                       << FailureCause::HttpRefusesCertificate;
}

void tst_TlsAdvice::refusals()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, scheme);
    const FailureCause told = TlsAdvice::ofRefusal(status, body, scheme, true);
    QTEST(told, "cause");
    const FailureCause elsewhere = TlsAdvice::ofRefusal(status, body, scheme, false);
    QCOMPARE(elsewhere,
             told == FailureCause::HttpWantsCertificate ? FailureCause::HttpCertificateElsewhere : told);
}

void tst_TlsAdvice::records()
{
    QVERIFY(TlsAdvice::isAlert("\x15"));
    QVERIFY(TlsAdvice::isAlert("\x15\x03\x03"));
    QVERIFY(!TlsAdvice::isAlert("\x15\x05"));
    QVERIFY(!TlsAdvice::isAlert("SSH-2.0"));
    QVERIFY(!TlsAdvice::isAlert({}));
}

void tst_TlsAdvice::told_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("advised");

    const QByteArray refusal =
            "HTTP/1.1 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.";
    QTest::newRow("nothing came") << u"ws://h/"_s << ""_ba << true;
    QTest::newRow("nothing came over TLS") << u"wss://h/"_s << ""_ba << false;
    QTest::newRow("nothing came from a file") << u"ws+unix:///s:/"_s << ""_ba << false;
    QTest::newRow("something came") << u"ws://h/"_s << "H"_ba << false;
    QTest::newRow("alert") << u"ws://h/"_s << "\x15\x03\x03"_ba << true;
    QTest::newRow("alert over TLS") << u"wss://h/"_s << "\x15\x03\x03"_ba << false;
    QTest::newRow("refusal") << u"ws://h/"_s << refusal << true;
    QTest::newRow("alert over a file") << u"ws+unix:///s:/"_s << "\x15\x03\x03"_ba << false;
    QTest::newRow("refusal over a file") << u"ws+unix:///s:/"_s << refusal << false;
}

void tst_TlsAdvice::told()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, answer);
    ClientRig rig;
    rig.profile.url = QUrl(url);
    rig.start();
    rig.feed(answer);
    rig.client->end({});
    QVERIFY(rig.end.has_value());
    QTEST(rig.sentence().contains(u"wss://"_s), "advised");
}

void tst_TlsAdvice::certificateElsewhere_data()
{
    QTest::addColumn<QList<QUrl>>("redirects");
    QTest::addColumn<bool>("settingsHelp");
    const QUrl elsewhere(u"wss://other/"_s);
    QTest::newRow("at home") << QList<QUrl>() << true;
    QTest::newRow("redirected within") << QList<QUrl>{QUrl(u"wss://h/b"_s)} << true;
    QTest::newRow("elsewhere") << QList<QUrl>{elsewhere} << false;
    QTest::newRow("there and back") << QList<QUrl>{elsewhere, QUrl(u"wss://h/b"_s)} << false;
}

void tst_TlsAdvice::certificateElsewhere()
{
    QFETCH(QList<QUrl>, redirects);
    ClientRig rig;
    rig.profile.url = QUrl(u"wss://h/"_s);
    rig.start(redirects);
    rig.feed("HTTP/1.1 400 Bad Request\r\n\r\nNo required SSL certificate was sent");
    rig.client->end({});
    QVERIFY2(rig.sentence().contains(u"wants a client certificate"_s), qPrintable(rig.sentence()));
    QTEST(rig.sentence().contains(u"settings"_s), "settingsHelp");
    QCOMPARE(rig.sentence().contains(u"is not shown"_s), !rig.sentence().contains(u"settings"_s));
}

SOCKETSCOPE_TEST(tst_TlsAdvice, TestProgram::NoApplication)
#include "tst_tlsadvice.moc"
