// SPDX-License-Identifier: MIT
// TLS: certificates, versions, and servers that speak something else.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"
#include "support/testcertificates.h"

#include <QCryptographicHash>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static FaultOutcome tls(const QString &sentence)
{
    return failsAt(ErrorStage::Tls, sentence);
}

static void greets(ScriptedServer &server)
{
    server.onRequest([](ScriptedPeer &peer) {
        peer.accept();
        peer.sendText("in");
        peer.send(WebSocketFrame::close(CloseCode::Normal));
    });
}

// The client trusts the authority that signed what is right.
static void shows(FaultScene &scene, const QSslConfiguration &configuration)
{
    scene.serveTls(configuration);
    greets(scene.server());
    scene.profile.tls.caFile = scene.file(testAuthorityPem());
}

static Fault certificate(const char *id, const QString &what, TestCertificate which, const QString &why)
{
    return {.id = id,
            .what = what,
            .script = [which](FaultScene &scene) { shows(scene, testServerConfiguration(which)); },
            .outcome = tls(u"The certificate of 127.0.0.1 was not accepted: "_s + why)};
}

static void wantsClientCertificate(FaultScene &scene)
{
    shows(scene, demandingClientCertificate(testServerConfiguration(TestCertificate::Good)));
}

static void showsToServer(FaultScene &scene, TestCertificate which)
{
    const TestIdentity identity = testIdentity(which);
    scene.profile.tls.certificateFile = scene.file(identity.chainPem);
    scene.profile.tls.keyFile = scene.file(identity.keyPem);
}

// What comes in place of a ServerHello.
static FaultScene::Script speaks(const QByteArray &bytes)
{
    return [bytes](FaultScene &scene) {
        scene.profile.url.setScheme(u"wss"_s);
        scene.server().onConnection([bytes](ScriptedPeer &peer) { peer.write(bytes); });
    };
}

// A fatal alert (RFC 8446 section 6).
static FaultScene::Script alerts(char description)
{
    return speaks(QByteArray("\x15\x03\x03\x00\x02\x02", 6) + description);
}

// When the ClientHello has come.
static FaultScene::Script endsWhenGreeted(bool reset)
{
    return [reset](FaultScene &scene) {
        scene.profile.url.setScheme(u"wss"_s);
        scene.server().onConnection([reset](ScriptedPeer &peer) {
            QObject::connect(&peer, &ScriptedPeer::bytesRead, &peer,
                             [&peer, reset] { reset ? peer.reset() : peer.finish(); });
        });
    };
}

static FaultScene::Script onlyVersion(QSsl::SslProtocol version)
{
    return [version](FaultScene &scene) {
        QSslConfiguration configuration = testServerConfiguration(TestCertificate::Good);
        configuration.setProtocol(version);
        configuration.setBackendConfigurationOption("CipherString", QByteArray("DEFAULT@SECLEVEL=0"));
        shows(scene, configuration);
    };
}

static QList<Fault> certificates()
{
    return {
            certificate("tls-expired", u"shows a certificate that has expired"_s, TestCertificate::Expired,
                        u"its own certificate “…” expired on 2021-01-01 00:00 UTC."_s),
            certificate("tls-not-yet-valid", u"shows a certificate that is not valid yet"_s,
                        TestCertificate::NotYetValid,
                        u"its own certificate “…” is not valid before 2110-01-01 00:00 UTC."_s),
            certificate(
                    "tls-wrong-host", u"shows a certificate for another host"_s, TestCertificate::WrongHost,
                    u"its own certificate “…” is for *.other.example, other.example, not for 127.0.0.1."_s),
            certificate(
                    "tls-unknown-ca", u"shows a certificate of an unknown authority"_s,
                    TestCertificate::UnknownAuthority,
                    u"its own certificate “…” was issued by an authority that is not trusted here, “Unknown Test CA”."_s),
            certificate("tls-expired-issuer", u"shows a certificate whose issuer's has expired"_s,
                        TestCertificate::UnderExpiredIssuer,
                        u"the issuing certificate “Expired Intermediate CA” expired on …"_s),
            certificate("tls-wrong-purpose", u"shows a certificate that is not meant for servers"_s,
                        TestCertificate::ForClients, u"its own certificate “…” is not meant for servers."_s),
            certificate("tls-self-signed", u"shows a self-signed certificate"_s, TestCertificate::SelfSigned,
                        u"its own certificate “localhost” is self-signed, no authority vouches for it."_s),
            {.id = "tls-not-verified",
             .what = u"shows an expired certificate, which is not to be verified (the user says so)"_s,
             .script =
                     [](FaultScene &scene) {
                         shows(scene, testServerConfiguration(TestCertificate::Expired));
                         scene.profile.tls.verify = false;
                     },
             .outcome = works({"in"})},
            {.id = "tls-trusted",
             .what = u"shows a self-signed certificate, which is trusted for this host"_s,
             .script =
                     [](FaultScene &scene) {
                         shows(scene, testServerConfiguration(TestCertificate::SelfSigned));
                         scene.profile.tls.trusted = {
                                 QCryptographicHash::hash(testIdentity(TestCertificate::SelfSigned).der(),
                                                          QCryptographicHash::Sha256)};
                     },
             .outcome = works({"in"})},
    };
}

static QList<Fault> clientCertificates()
{
    return {
            {.id = "tls-wants-certificate",
             .what = u"wants a client certificate, and none is set"_s,
             .script = alerts(116),
             .outcome =
                     tls(u"The server wants a client certificate: name one in the connection's settings."_s)},
            {.id = "tls-wants-certificate-quietly",
             .what = u"wants a client certificate, and ends TCP without saying so"_s,
             .script = wantsClientCertificate,
             .outcome = failsAt(ErrorStage::Handshake,
                                u"The server closed the connection before it answered the handshake."_s)
                                .tryingAgain()},
            {.id = "tls-refuses-certificate",
             .what = u"refuses the client certificate"_s,
             .script = both(alerts(48),
                            [](FaultScene &scene) { showsToServer(scene, TestCertificate::Client); }),
             .outcome = tls(u"The server refused the client certificate."_s)},
            {.id = "tls-takes-certificate",
             .what = u"wants a client certificate and gets the right one"_s,
             .script =
                     [](FaultScene &scene) {
                         wantsClientCertificate(scene);
                         showsToServer(scene, TestCertificate::Client);
                     },
             .outcome = works({"in"})},
    };
}

static QList<Fault> versions()
{
    const QString noneInCommon =
            u"The server and the settings have no version of TLS in common: see the minimum version in the "
            "connection's settings. OpenSSL may forbid versions below 1.2 altogether."_s;
    QT_WARNING_PUSH
    QT_WARNING_DISABLE_DEPRECATED
    const auto oldest = QSsl::TlsV1_0;
    QT_WARNING_POP
    return {
            {.id = "tls-old-protocol",
             .what = u"speaks TLS 1.0 alone"_s,
             .script = onlyVersion(oldest),
             .outcome = tls(noneInCommon)},
            {.id = "tls-minimum-version",
             .what = u"speaks TLS 1.2 alone, and 1.3 is asked for"_s,
             .script = both(onlyVersion(QSsl::TlsV1_2), with([](ConnectionProfile &profile) {
                                profile.tls.minimumVersion = TlsSettings::Version::Tls1_3;
                            })),
             .outcome = tls(noneInCommon)},
            {.id = "tls-alert-version",
             .what = u"refuses our version of TLS"_s,
             .script = alerts(70),
             .outcome = tls(noneInCommon)},
            {.id = "tls-alert-handshake",
             .what = u"refuses the TLS handshake"_s,
             .script = alerts(40),
             .outcome = tls(u"The server ended the TLS handshake: it wants a client certificate, or there is "
                            u"no cipher that both allow."_s)},
            {.id = "tls-alert-name",
             .what = u"does not know the name that is asked for (SNI)"_s,
             .script = alerts(112),
             .outcome = tls(
                     u"The server knows no host of this name: see the server name in the connection's settings."_s)},
            {.id = "tls-alert-internal",
             .what = u"has an error of its own in the TLS handshake"_s,
             .script = alerts(80),
             .outcome = tls(u"The server gave up the TLS handshake because of a fault of its own."_s)
                                .tryingAgain()},
            {.id = "tls-alert-damage",
             .what = u"got our part of the TLS handshake damaged"_s,
             .script = alerts(20),
             .outcome =
                     tls(u"The TLS handshake broke: what one side sent did not reach the other as it was."_s)
                             .tryingAgain()},
            {.id = "tls-alert-unknown",
             .what = u"ends the TLS handshake with an alert that nobody knows"_s,
             .script = alerts(120),
             .outcome = tls(u"No TLS connection could be agreed on with the server."_s)},
    };
}

static QList<Fault> noTls()
{
    const QString ended =
            u"127.0.0.1 ended the connection during the TLS handshake: it may want a client certificate, or "
            "no TLS."_s;
    const QString notTls = u"The server does not speak TLS on this port: try ws:// instead of wss://."_s;
    return {
            {.id = "tls-plain-http",
             .what = u"speaks HTTP on this port, but the URL says wss://"_s,
             .script = speaks("HTTP/1.1 400 Bad Request\r\n\r\n"),
             .outcome = tls(notTls)},
            {.id = "tls-garbage",
             .what = u"answers with garbage"_s,
             .script = speaks(QByteArray("\x01\x02\x03\x04\x05").repeated(20)),
             .outcome = tls(notTls)},
            {.id = "tls-garbage-record",
             .what = u"answers with TLS that has garbage in it"_s,
             .script = speaks(QByteArray("\x16\x03\x03\x00\x04garb", 9)),
             .outcome = tls(notTls)},
            {.id = "tls-silent",
             .what = u"never answers the TLS handshake"_s,
             .script = both(speaks({}),
                            with([](ConnectionProfile &profile) { profile.handshakeTimeout = 250ms; })),
             .outcome = failsAt(ErrorStage::Tls, u"127.0.0.1 did not complete the TLS handshake in time."_s)
                                .tryingAgain(),
             .qt = failsAt(ErrorStage::Handshake,
                           u"The server did not complete the handshake within 0.25 s."_s)
                           .tryingAgain()},
            {.id = "tls-drop",
             .what = u"ends TCP in the TLS handshake"_s,
             .script = endsWhenGreeted(false),
             .outcome = tls(ended).tryingAgain()},
            {.id = "tls-reset",
             .what = u"resets TCP (RST) in the TLS handshake"_s,
             .script = endsWhenGreeted(true),
             .outcome =
                     tls(u"The connection to 127.0.0.1 was lost during the TLS handshake: Connection reset by peer."_s)
                             .tryingAgain(),
             .qt = tls(ended).tryingAgain(),
             .qtNote = u"Does not tell an RST from a FIN."_s},
            {.id = "tls-drop-open",
             .what = u"resets TCP under an open TLS connection"_s,
             .script =
                     [](FaultScene &scene) {
                         shows(scene, testServerConfiguration(TestCertificate::Good));
                         scene.server().onRequest([](ScriptedPeer &peer) { peer.accept(); });
                         scene.whenOpen = [](WebSocketManager &, ScriptedPeer &peer) { peer.reset(); };
                     },
             .outcome = connectionReset(),
             .qt = connectionLost(),
             .qtNote = u"Does not tell an RST from a FIN."_s},
    };
}

FaultGroup tlsFaults()
{
    return {"tls", u"TLS"_s, certificates() + clientCertificates() + versions() + noTls()};
}
