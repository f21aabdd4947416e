// SPDX-License-Identifier: MIT
#include "failure/failuretext.h"
#include "support/testprogram.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QTranslator>

#include <optional>

using namespace Qt::StringLiterals;

class tst_FailureText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCauseHasARow();
    void keysNeverChange();
    void texts_data();
    void texts();
    void argumentsAreTakenAsTheyAre();
    void everySentenceIsTranslated();
    void errorsOfCauses();
    void remedies_data();
    void remedies();
};

static QList<FailureCause> allCauses()
{
    QList<FailureCause> causes;
    for (int i = 0; i < int(FailureCause::None); ++i)
        causes.append(FailureCause(i));
    return causes;
}

static int placeholders(const QString &text)
{
    int count = 0;
    while (text.contains(u"%%1"_s.arg(count + 1)))
        ++count;
    return count;
}

void tst_FailureText::everyCauseHasARow()
{
    static const QRegularExpression key(u"^[a-z0-9]+(-[a-z0-9]+)*$"_s);
    QSet<QString> keys;
    for (const FailureCause cause : allCauses()) {
        const QString name = failureCauseKey(cause);
        QVERIFY2(key.match(name).hasMatch() && !keys.contains(name), qPrintable(name));
        keys.insert(name);
        const FailureText text = failureText({cause, {}});
        QVERIFY2(text.sentence == u"%1"_s || text.sentence.endsWith(u'.') || text.sentence.endsWith(u'?'),
                 qPrintable(name));
        QVERIFY2(text.advice.isEmpty() || text.advice.endsWith(u'.'), qPrintable(name));
        QVERIFY2(placeholders(text.sentence) == text.sentence.count(u'%'), qPrintable(name));
        QVERIFY2(!text.advice.contains(u'%'), qPrintable(name));
        const ErrorStage stage = failureStage(cause);
        const bool isOfTheUser =
                stage == ErrorStage::Command || stage == ErrorStage::Url || stage == ErrorStage::Send;
        QVERIFY2((failureRemedy(cause) == Remedy::None) == isOfTheUser, qPrintable(name));
    }
    QVERIFY(failureCauseKey(FailureCause::None).isEmpty());
    QVERIFY(failureSentence({}).isEmpty());
    QCOMPARE(failureRemedy(FailureCause::None), Remedy::None);
}

// Records hold them. "!": the same attempt would fail the same way.
void tst_FailureText::keysNeverChange()
{
    QString all;
    std::optional<ErrorStage> last;
    for (const FailureCause cause : allCauses()) {
        if (const ErrorStage stage = failureStage(cause); stage != last) {
            all += (last ? u"\n"_s : QString()) + errorStageKey(stage) + u':';
            last = stage;
        }
        all += u' ' + failureCauseKey(cause) + (isPermanent(cause) ? u"!"_s : QString());
    }
    const QString expected = QString::fromLatin1(
            "url: url-unusable!\n"
            "command: setting-unusable! still-open!\n"
            "send: close-code-forbidden! close-reason-too-long! send-not-open! send-backlog-full!"
            " send-failed! ping-not-open! ping-too-long! ping-while-closing! ping-pending!\n"
            "command: qt-unix-socket! qt-answers-pings! qt-address-preference! qt-host-header!"
            " qt-several-origins!\n"
            "dns: name-not-found name-timed-out\n"
            "tcp: connection-refused connect-timed-out connect-reset host-unreachable connect-failed"
            " too-many-descriptors thread-refused zone-missing! socket-missing socket-denied! socket-refused "
            "socket-timed-out socket-failed\n"
            "proxy: proxy-undecided proxy-variable! proxy-name-not-found proxy-name-timed-out proxy-refused "
            "proxy-closed"
            " proxy-timed-out proxy-failed proxy-tunnel-timed-out proxy-not-http! proxy-answered"
            " proxy-wants-407! proxy-refuses-407! proxy-not-socks! proxy-is-http!"
            " socks-unanswered proxy-wants-credentials!"
            " proxy-refuses-credentials! proxy-accepts-no-method! socks-host-too-long!"
            " socks-credentials-too-long! socks-failed socks-forbidden! socks-network-unreachable"
            " socks-host-unreachable socks-host-refused socks-timed-out socks-unsupported!"
            " socks-address-unknown! socks-unknown-reply qt-proxy-forbids! qt-proxy-finds-not"
            " qt-proxy-is-refused qt-proxy-cannot!\n"
            "tls: tls-file-unusable! tls-timed-out tls-ended tls-interrupted tls-not-spoken!"
            " tls-no-common-version! tls-wants-certificate! tls-refuses-certificate! tls-refused-without!"
            " tls-refused-with! tls-name-unknown! tls-too-weak! tls-key-mismatch! tls-server-fault"
            " tls-damaged tls-not-agreed! tls-broke certificate-refused! certificate-missing!\n"
            "handshake: handshake-timed-out handshake-timed-out-after handshake-unanswered"
            " handshake-unanswered-in-plain not-http! tls-on-plain-port! headers-broken! headers-too-large!"
            " http-version! upgrade-missing! upgrade-other! connection-missing! connection-without-upgrade!"
            " accept-missing! accept-twice! accept-wrong! subprotocol-twice! subprotocol-unoffered!"
            " qt-refuses-answer! qt-ends-handshake! http-refused http-page http-redirects http-elsewhere"
            " http-wants-credentials http-refuses-credentials http-not-found http-too-many"
            " http-wants-certificate http-certificate-elsewhere http-refuses-certificate http-expects-tls"
            " http-other-version! redirect-nowhere! redirect-no-url! redirect-to-path! redirect-to-other!"
            " redirect-unencrypted! redirect-circle! redirects-too-many! redirect-with-secret!"
            " extension-unoffered! deflate-twice! deflate-bits-wrong! deflate-bits-more! deflate-repeated!"
            " deflate-unknown! deflate-with-value! deflate-without!\n"
            "protocol: reserved-bits! reserved-opcode! frame-masked! frame-unmasked!"
            " control-in-fragments!"
            " control-too-long! close-half-code! message-unfinished! continuation-alone! frame-huge!"
            " length-not-minimal! frame-too-large! message-too-large! inflated-too-large!"
            " message-over-limit! message-over-memory! text-not-utf-8! close-reason-not-utf-8! "
            "deflate-broken!"
            " protocol-broken! peer-closed peer-closed-untold peer-closed-illegally!\n"
            "keep-alive: peer-silent\n"
            "tcp: connection-lost connection-lost-because");
    QCOMPARE(all.split(u'\n'), expected.split(u'\n'));
}

void tst_FailureText::texts_data()
{
    QTest::addColumn<Failure>("failure");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("advice");

    using enum FailureCause;
    const auto row = [](FailureCause cause, const QStringList &arguments, const char *sentence,
                        const char *advice = "") {
        QTest::newRow(qPrintable(failureCauseKey(cause)))
                << Failure{cause, arguments} << QString::fromUtf8(sentence) << QString::fromUtf8(advice);
    };
    row(UrlUnusable, {u"The URL has no host."_s}, "The URL has no host.");
    row(CloseCodeForbidden, {u"1005"_s},
        "1005 is not a close code that may be sent: use 1000 to 1003, 1007 to 1014, or 3000 to 4999.");
    row(NameNotFound, {u"host"_s}, "The name “host” could not be resolved.");
    row(HostUnreachable, {u"host"_s, u"No route"_s}, "host cannot be reached: No route.");
    row(ProxyAnswered, {u"proxy:1"_s, u"502 Bad Gateway"_s, u"host:80"_s},
        "The proxy proxy:1 answered 502 Bad Gateway when asked to connect to host:80.");
    row(SocksForbidden, {u"proxy:1"_s, u"host:80"_s},
        "The proxy proxy:1 does not connect to host:80: its rules forbid it.");
    row(CertificateRefused, {u"host"_s, u"it expired"_s},
        "The certificate of host was not accepted: it expired.");
    row(HandshakeUnansweredInPlain, {}, "The server closed the connection before it answered the handshake.",
        "If it expects TLS, the URL must begin with wss://.");
    row(HttpPage, {u"200 OK"_s}, "The server answered 200 OK to the WebSocket handshake.",
        "This address serves a page, not a WebSocket: check the path.");
    row(HttpWantsCredentials, {u"401 Unauthorized"_s},
        "The server answered 401 Unauthorized to the WebSocket handshake.", "It wants credentials.");
    row(HttpCertificateElsewhere, {u"400 Bad Request"_s},
        "The server answered 400 Bad Request to the WebSocket handshake.",
        "It wants a client certificate, and the connection's own is not shown to another origin.");
    row(DeflateBitsMore, {u"server_max_window_bits"_s, u"12"_s, u"10"_s},
        "The server answered permessage-deflate with server_max_window_bits=12, more than the 10 that was "
        "offered.");
    row(FrameTooLarge, {u"2000"_s, u"1000"_s},
        "The peer sent a frame of 2000 bytes, which is larger than the limit of 1000 bytes.");
    row(CloseReasonNotUtf8, {u"1000"_s, u"3"_s},
        "The reason in the peer's Close frame (1000) is not UTF-8, at byte 3.");
    row(PeerSilent, {u"0.2 s"_s}, "The peer did not answer a ping within 0.2 s.");
}

void tst_FailureText::texts()
{
    QFETCH(Failure, failure);
    QFETCH(QString, sentence);
    QFETCH(QString, advice);
    QCOMPARE(placeholders(failureText({failure.cause, {}}).sentence), failure.arguments.size());
    const FailureText text = failureText(failure);
    QCOMPARE(text.sentence, sentence);
    QCOMPARE(text.advice, advice);
    QCOMPARE(failureSentence(failure), advice.isEmpty() ? sentence : sentence + u' ' + advice);
}

void tst_FailureText::argumentsAreTakenAsTheyAre()
{
    QCOMPARE(failureSentence({FailureCause::HostUnreachable, {u"%2"_s, u"%1 <b>"_s}}),
             u"%2 cannot be reached: %1 <b>."_s);
}

namespace {
class Marker : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *text, const char *, int) const override
    {
        return u"«%1»"_s.arg(QString::fromUtf8(text));
    }
};
} // namespace

void tst_FailureText::everySentenceIsTranslated()
{
    QHash<FailureCause, FailureText> plain;
    for (const FailureCause cause : allCauses())
        plain.insert(cause, failureText({cause, {}}));
    Marker marker;
    QVERIFY(QCoreApplication::installTranslator(&marker));
    for (const FailureCause cause : allCauses()) {
        const FailureText text = failureText({cause, {}});
        QCOMPARE(text.sentence, u"«%1»"_s.arg(plain[cause].sentence));
        if (!text.advice.isEmpty())
            QCOMPARE(text.advice, u"«%1»"_s.arg(plain[cause].advice));
    }
}

void tst_FailureText::errorsOfCauses()
{
    for (const FailureCause cause : allCauses()) {
        const QStringList arguments =
                QStringList{u"A"_s, u"B"_s, u"C"_s}.mid(0, placeholders(failureText({cause, {}}).sentence));
        const ConnectionError error = connectionFailure({cause, arguments}, u"Raw"_s);
        QCOMPARE(error.cause, cause);
        QCOMPARE(error.stage, failureStage(cause));
        QCOMPARE(error.sentence, failureSentence({cause, arguments}));
        QCOMPARE(error.raw, u"Raw"_s);
        QCOMPARE(error.permanent, isPermanent(cause));
        QVERIFY(!error.willRetry);
    }
}

void tst_FailureText::remedies_data()
{
    QTest::addColumn<FailureCause>("cause");
    QTest::addColumn<bool>("willRetry");
    QTest::addColumn<Remedies>("expected");

    using enum FailureCause;
    const auto row = [](FailureCause cause, const Remedies &expected, bool willRetry = false) {
        QTest::addRow("%s%s", qPrintable(failureCauseKey(cause)), willRetry ? ", will retry" : "")
                << cause << willRetry << expected;
    };
    for (const FailureCause cause : {ConnectionRefused, HttpRefused, HttpPage, HttpElsewhere, TlsOnPlainPort,
                                     HttpExpectsTls, ProxyAcceptsNoMethod, TlsWantsCertificate,
                                     CertificateMissing, ConnectionLost, PeerClosed, FrameMasked})
        row(cause, {Remedy::ConnectAgain});
    for (const FailureCause cause : {UrlUnusable, SettingUnusable, StillOpen, SendNotOpen, PingPending})
        row(cause, {});
    for (const FailureCause cause : {HttpWantsCredentials, HttpRefusesCredentials, ProxyWants407,
                                     ProxyRefuses407, ProxyWantsCredentials, ProxyRefusesCredentials})
        row(cause, {Remedy::EnterCredentials, Remedy::ConnectAgain});
    row(HttpRedirects, {Remedy::FollowRedirects, Remedy::ConnectAgain});
    row(TlsNotSpoken, {Remedy::UsePlain});
    row(CertificateRefused, {Remedy::TrustCertificate, Remedy::ShowCertificate});
    row(ConnectionRefused, {Remedy::TryNow}, true);
    row(HttpWantsCredentials, {Remedy::TryNow}, true);
    row(CertificateRefused, {Remedy::TrustCertificate, Remedy::ShowCertificate}, true);
}

void tst_FailureText::remedies()
{
    QFETCH(FailureCause, cause);
    QFETCH(bool, willRetry);
    ConnectionError error = connectionFailure({cause, {}});
    error.willRetry = willRetry;
    QTEST(remediesFor(error), "expected");
}

SOCKETSCOPE_TEST(tst_FailureText, QCoreApplication)
#include "tst_failuretext.moc"
