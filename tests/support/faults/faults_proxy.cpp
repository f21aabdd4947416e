// SPDX-License-Identifier: MIT
// Proxies: HTTP CONNECT and SOCKS5. The scripted server is the proxy, and behind it the server as well.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static FaultOutcome proxy(const QString &sentence)
{
    return failsAt(ErrorStage::Proxy, sentence);
}

static void through(FaultScene &scene, ProxySettings::Kind kind, const QString &user = {})
{
    scene.profile.proxy.kind = kind;
    scene.profile.proxy.host = u"127.0.0.1"_s;
    scene.profile.proxy.port = scene.server().port();
    scene.profile.proxy.user = user;
    scene.profile.proxy.password = user;
    scene.profile.url = QUrl(u"ws://server.example/"_s);
}

static FaultScene::Script http(const QByteArray &answer, const QString &user = {})
{
    return [answer, user](FaultScene &scene) {
        through(scene, ProxySettings::Kind::Http, user);
        scene.server().onRequest([answer](ScriptedPeer &peer) {
            peer.awaitRequest(); // Qt's asks twice
            peer.write(answer);
        });
    };
}

// Whenever it was spoken to, it says the next of these.
static FaultScene::Script socks(const QByteArrayList &answers, const QString &user = {})
{
    return [answers, user](FaultScene &scene) {
        through(scene, ProxySettings::Kind::Socks5, user);
        scene.server().onConnection([answers](ScriptedPeer &peer) {
            const auto answerNext = [&peer, answers, next = 0]() mutable {
                if (next < answers.size())
                    peer.write(answers.at(next++));
            };
            QObject::connect(&peer, &ScriptedPeer::bytesRead, &peer, answerNext);
        });
    };
}

static void passesOn(FaultScene &scene, const std::function<void(ScriptedPeer &)> &server)
{
    through(scene, ProxySettings::Kind::Http);
    scene.server().onRequest([server](ScriptedPeer &peer) {
        if (peer.requestLine().startsWith("CONNECT ")) {
            peer.awaitRequest();
            peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
        } else {
            server(peer);
        }
    });
}

static QList<Fault> reachable()
{
    const auto dead = [](ProxySettings::Kind kind) {
        return [kind](FaultScene &scene) {
            through(scene, kind);
            scene.server().stop();
        };
    };
    const QString refused = u"The proxy 127.0.0.1:… refused the connection: is it running on this port?"_s;
    return {
            {.id = "proxy-dead",
             .what = u"is an HTTP proxy that does not run"_s,
             .script = dead(ProxySettings::Kind::Http),
             .outcome = proxy(refused).tryingAgain()},
            {.id = "socks-dead",
             .what = u"is a SOCKS5 proxy that does not run"_s,
             .script = dead(ProxySettings::Kind::Socks5),
             .outcome = proxy(refused).tryingAgain()},
            {.id = "proxy-unknown",
             .what = u"is a proxy whose name does not exist"_s,
             .script =
                     [](FaultScene &scene) {
                         through(scene, ProxySettings::Kind::Http);
                         scene.profile.proxy.host = u"no-such-proxy.invalid"_s;
                         scene.profile.handshakeTimeout = 20s;
                     },
             .outcome = proxy(u"The name of the proxy no-such-proxy.invalid… could not be resolved."_s)
                                .tryingAgain()},
            {.id = "proxy-silent",
             .what = u"is a proxy that never answers"_s,
             .script = both(http({}),
                            with([](ConnectionProfile &profile) { profile.handshakeTimeout = 250ms; })),
             .outcome =
                     failsAt(ErrorStage::Proxy, u"The proxy … did not connect to … in time."_s).tryingAgain(),
             .qt = failsAt(ErrorStage::Handshake,
                           u"The server did not complete the handshake within 0.25 s."_s)
                           .tryingAgain()},
            {.id = "proxy-drop",
             .what = u"is a proxy that ends TCP in its answer"_s,
             .script =
                     [](FaultScene &scene) {
                         through(scene, ProxySettings::Kind::Http);
                         scene.server().onRequest([](ScriptedPeer &peer) {
                             peer.write("HTTP/1.1 20");
                             peer.finish();
                         });
                     },
             .outcome =
                     proxy(u"The proxy 127.0.0.1:… closed the connection before it had connected to the server."_s)
                             .tryingAgain()},
    };
}

static QList<Fault> httpProxies()
{
    const QString notAnHttpProxy = u"What answers at 127.0.0.1:… is not an HTTP proxy."_s;
    const QByteArray wants = "HTTP/1.1 407 Proxy Authentication Required\r\n"
                             "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n";
    const auto answered = [](const QString &status) {
        return u"The proxy 127.0.0.1:… answered %1 when asked to connect to server.example:80."_s.arg(status);
    };
    return {
            {.id = "proxy-407",
             .what = u"is a proxy that wants credentials, and none are set"_s,
             .script = http(wants),
             .outcome = proxy(u"The proxy 127.0.0.1:… wants credentials (407)."_s)},
            {.id = "proxy-407-again",
             .what = u"is a proxy that refuses the credentials"_s,
             .script = http(wants, u"me"_s),
             .outcome = proxy(u"The proxy 127.0.0.1:… refused the credentials (407)."_s)},
            {.id = "proxy-403",
             .what = u"is a proxy that forbids the server"_s,
             .script = http("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
             .outcome = proxy(answered(u"403 Forbidden"_s)),
             .qt = proxy(u"The proxy 127.0.0.1:… does not connect to the server: its rules forbid it."_s)},
            {.id = "proxy-502",
             .what = u"is a proxy that does not reach the server"_s,
             .script = http("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
             .outcome = proxy(answered(u"502 Bad Gateway"_s)).tryingAgain(),
             .qt = proxy(u"The connection through the proxy 127.0.0.1:… failed: Error communicating with HTTP proxy."_s)
                           .tryingAgain()},
            {.id = "proxy-no-http",
             .what = u"is no HTTP proxy"_s,
             .script = http("SSH-2.0-OpenSSH_9.2\r\n\r\n"),
             .outcome = proxy(notAnHttpProxy),
             .qt = proxy(u"The connection through the proxy 127.0.0.1:… failed: Did not receive HTTP response from proxy."_s)
                           .tryingAgain()},
            {.id = "proxy-passes-on",
             .what = u"is behind a proxy that works"_s,
             .script =
                     [](FaultScene &scene) {
                         passesOn(scene, [](ScriptedPeer &peer) {
                             peer.accept();
                             peer.sendText("in");
                             peer.send(WebSocketFrame::close(CloseCode::Normal));
                         });
                     },
             .outcome = works({"in"})},
            {.id = "proxy-server-refuses",
             .what = u"is behind a proxy and answers 403"_s,
             .script =
                     [](FaultScene &scene) {
                         passesOn(scene, [](ScriptedPeer &peer) { peer.answerStatus(403, "Forbidden"); });
                     },
             .outcome = refusedWith(403, u"The server answered 403 Forbidden to the WebSocket handshake."_s)},
    };
}

static QList<Fault> socksProxies()
{
    const QString notSocks =
            u"What answers at 127.0.0.1:… is not a SOCKS5 proxy but speaks HTTP: choose HTTP as "
            "the kind of proxy in the connection's settings."_s;
    const auto reply = [](char code) {
        return QByteArrayList{QByteArray("\x05\x00", 2),
                              '\x05' + QByteArray(1, code) + QByteArray("\x00\x01\0\0\0\0\0\0", 8)};
    };
    const auto doesNot = [](const QString &why) {
        return u"The proxy 127.0.0.1:… does not connect to server.example:80: %1."_s.arg(why);
    };
    return {
            {.id = "socks-wants-credentials",
             .what = u"is a SOCKS5 proxy that wants credentials, and none are set"_s,
             .script = socks({"\x05\xff"}),
             .outcome = proxy(u"The proxy 127.0.0.1:… wants credentials."_s)},
            {.id = "socks-refuses-credentials",
             .what = u"is a SOCKS5 proxy that refuses the credentials"_s,
             .script = socks({"\x05\x02", "\x01\x01"}, u"me"_s),
             .outcome = proxy(u"The proxy 127.0.0.1:… refused the credentials."_s)},
            {.id = "socks-forbidden",
             .what = u"is a SOCKS5 proxy that forbids the server"_s,
             .script = socks(reply(2)),
             .outcome = proxy(doesNot(u"its rules forbid it"_s)),
             .qt = proxy(u"The proxy 127.0.0.1:… does not connect to the server: it does not find it."_s)
                           .tryingAgain()},
            {.id = "socks-unreachable",
             .what = u"is a SOCKS5 proxy that does not find the server"_s,
             .script = socks(reply(4)),
             .outcome = proxy(doesNot(u"the host cannot be reached or its name not be resolved"_s))
                                .tryingAgain(),
             .qt = proxy(u"The proxy 127.0.0.1:… does not connect to the server: it does not find it."_s)
                           .tryingAgain()},
            {.id = "socks-refused",
             .what = u"is a SOCKS5 proxy to which the server's port is closed"_s,
             .script = socks(reply(5)),
             .outcome = proxy(doesNot(u"the host refused"_s)).tryingAgain(),
             .qt = proxy(u"The proxy 127.0.0.1:… does not connect to the server: it was refused."_s)
                           .tryingAgain()},
            {.id = "socks-no-socks",
             .what = u"is an HTTP proxy that was entered as a SOCKS5 one"_s,
             .script = socks({"HTTP/1.1 400 Bad Request\r\n\r\n"}),
             .outcome = proxy(notSocks),
             .qt = proxy(u"What answers at 127.0.0.1:… is not a SOCKS5 proxy."_s)},
            {.id = "socks-silent",
             .what = u"is an HTTP proxy that waits, and was entered as a SOCKS5 one"_s,
             .script = socks({}),
             .outcome = proxy(u"What runs at 127.0.0.1:… does not answer the greeting of SOCKS5. If it is an "
                              u"HTTP proxy, choose HTTP "
                              "in the connection's settings."_s)
                                .tryingAgain()},
    };
}

FaultGroup proxyFaults()
{
    return {"proxy", u"Proxies"_s, reachable() + httpProxies() + socksProxies()};
}
