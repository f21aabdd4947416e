// SPDX-License-Identifier: MIT
// Answers to the handshake with another status than 101 (RFC 9110 section 15).
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

#include <QTimer>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static QString answered(const QString &status, const QString &advice = {})
{
    return u"The server answered %1 to the WebSocket handshake.%2"_s.arg(status, advice);
}

static const QString notFollowed = u" Redirects are not followed: enter the address it moved to."_s;

static QByteArray emptyAnswer(const QByteArray &status, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: 0\r\n\r\n";
}

// A status that is refused with its own words.
static Fault status(int code, const QString &phrase, bool retried, const QString &advice = {})
{
    const QString words = u"%1 %2"_s.arg(code).arg(phrase);
    Fault fault{.id = "http-" + QByteArray::number(code),
                .what = u"answers "_s + words,
                .script = answers(emptyAnswer(words.toUtf8())),
                .outcome = refusedWith(code, answered(words, advice))};
    fault.outcome.retried = retried;
    return fault;
}

static Fault redirect(int code, const QString &phrase)
{
    Fault fault = status(code, phrase, false, notFollowed);
    fault.what += u" (redirects not to be followed)"_s;
    fault.script =
            answers(emptyAnswer(u"%1 %2"_s.arg(code).arg(phrase).toUtf8(), "Location: /elsewhere\r\n"));
    return fault;
}

// Answers every request with a redirect to `location`, in which PORT is the server's.
static FaultScene::Script redirectsTo(const QByteArray &location)
{
    return [location](FaultScene &scene) {
        scene.profile.followRedirects = true;
        const QByteArray port = QByteArray::number(scene.server().port());
        const QByteArray header =
                location.isEmpty() ? QByteArray()
                                   : "Location: " + QByteArray(location).replace("PORT", port) + "\r\n";
        scene.server().onRequest(
                [header](ScriptedPeer &peer) { peer.write(emptyAnswer("302 Found", header)); });
    };
}

static void redirectsFurther(FaultScene &scene)
{
    scene.profile.followRedirects = true;
    scene.server().onRequest([&scene](ScriptedPeer &peer) {
        const QByteArray next = QByteArray::number(scene.server().connections());
        peer.write(emptyAnswer("302 Found", "Location: /" + next + "\r\n"));
    });
}

static void redirectsOnce(FaultScene &scene)
{
    scene.profile.followRedirects = true;
    scene.server().onRequest([](ScriptedPeer &peer) {
        if (peer.requestLine().startsWith("GET /new ")) {
            peer.accept();
            peer.sendText("here");
            peer.send(WebSocketFrame::close(CloseCode::Normal));
        } else {
            peer.write(emptyAnswer("307 Temporary Redirect", "Location: /new\r\n"));
        }
    });
}

// Its body goes on and on.
static void neverEndsItsBody(FaultScene &scene)
{
    scene.server().onRequest([](ScriptedPeer &peer) {
        const auto more = [&peer] {
            if (peer.isConnected())
                peer.write(QByteArray(16 * 1024, 'x'));
        };
        QObject::connect(&peer, &ScriptedPeer::bytesWritten, &peer, more);
        peer.write("HTTP/1.1 503 Service Unavailable\r\n\r\n");
    });
}

static QList<Fault> plainStatuses()
{
    return {
            status(200, u"OK"_s, false, u" This address serves a page, not a WebSocket: check the path."_s),
            status(204, u"No Content"_s, false),
            redirect(301, u"Moved Permanently"_s),
            redirect(302, u"Found"_s),
            redirect(307, u"Temporary Redirect"_s),
            redirect(308, u"Permanent Redirect"_s),
            status(400, u"Bad Request"_s, false),
            status(401, u"Unauthorized"_s, false, u" It wants credentials."_s),
            status(403, u"Forbidden"_s, false),
            status(404, u"Not Found"_s, false, u" Check the path."_s),
            status(405, u"Method Not Allowed"_s, false),
            status(408, u"Request Timeout"_s, true),
            status(410, u"Gone"_s, false),
            status(421, u"Misdirected Request"_s, false),
            status(425, u"Too Early"_s, true),
            status(426, u"Upgrade Required"_s, false),
            status(429, u"Too Many Requests"_s, true, u" It wants fewer connections."_s),
            status(499, u"Of Its Own"_s, false),
            status(500, u"Internal Server Error"_s, true),
            status(501, u"Not Implemented"_s, true),
            status(502, u"Bad Gateway"_s, true),
            status(503, u"Service Unavailable"_s, true),
            status(504, u"Gateway Timeout"_s, true),
            status(599, u"Of Its Own"_s, true),
            status(600, u"Of Its Own"_s, false),
    };
}

static QList<Fault> oddStatuses()
{
    const QString wantsOther = u"The server asks for another WebSocket version than 13."_s;
    return {
            {.id = "http-100-then-101",
             .what = u"answers 100 Continue and 103 Early Hints, and then accepts"_s,
             .script = answers("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                               + rightAnswer() + WebSocketFrame::text("in").encoded() + farewell()),
             .outcome = works({"in"}),
             .qt = refusedWith(100, answered(u"100 Continue"_s)),
             .qtNote = u"Takes the first answer for the last one."_s},
            {.id = "http-100-alone",
             .what = u"answers 100 Continue, and then nothing"_s,
             .script = both(answers("HTTP/1.1 100 Continue\r\n\r\n"),
                            with([](ConnectionProfile &profile) { profile.handshakeTimeout = 250ms; })),
             .outcome = failsAt(ErrorStage::Handshake,
                                u"The server did not complete the handshake within 0.25 s."_s)
                                .tryingAgain(),
             .qt = refusedWith(100, answered(u"100 Continue"_s))},
            {.id = "http-100-endless",
             .what = u"answers 100 Continue, again and again"_s,
             .script = both(answers(QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(20000)),
                            with([](ConnectionProfile &profile) { profile.handshakeTimeout = 500ms; })),
             .outcome = failsAt(ErrorStage::Handshake,
                                u"The server did not complete the handshake within 0.5 s."_s)
                                .tryingAgain(),
             .qt = refusedWith(100, answered(u"100 Continue"_s))},
            {.id = "http-400-version",
             .what = u"answers 400 and asks for version 8 of the protocol"_s,
             .script = answers("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 8\r\n"
                               "Content-Length: 0\r\n\r\n"),
             .outcome = refusedWith(400, wantsOther)},
            {.id = "http-426-version",
             .what = u"answers 426 and asks for version 8 of the protocol"_s,
             .script = answers("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 8\r\n"
                               "Content-Length: 0\r\n\r\n"),
             .outcome = refusedWith(426, wantsOther)},
            {.id = "http-endless-body",
             .what = u"answers 503 with a body that never ends"_s,
             .script = neverEndsItsBody,
             .outcome = refusedWith(503, answered(u"503 Service Unavailable"_s)).tryingAgain()},
            {.id = "http-stalled-body",
             .what = u"answers 403 with a body of which only the half comes"_s,
             .script = both(answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\nhalf"),
                            with([](ConnectionProfile &profile) { profile.handshakeTimeout = 1s; })),
             .outcome = refusedWith(403, answered(u"403 Forbidden"_s))},
            {.id = "http-late-stalled-body",
             .what = u"answers 403 when the handshake's time is nearly over, with half a body"_s,
             .script =
                     [](FaultScene &scene) {
                         scene.profile.handshakeTimeout = 1s;
                         scene.server().onRequest([](ScriptedPeer &peer) {
                             QTimer::singleShot(850ms, &peer, [&peer] {
                                 peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\nhalf");
                             });
                         });
                     },
             .outcome = refusedWith(403, answered(u"403 Forbidden"_s))},
            {.id = "http-cut-body",
             .what = u"answers 403 with a body and drops TCP in the middle of it"_s,
             .script =
                     [](FaultScene &scene) {
                         scene.server().onRequest([](ScriptedPeer &peer) {
                             peer.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\nhalf");
                             peer.finish();
                         });
                     },
             .outcome = refusedWith(403, answered(u"403 Forbidden"_s))},
    };
}

static QList<Fault> redirects()
{
    const QString qtNote = u"Does not follow redirects."_s;
    const FaultOutcome notByQt = refusedWith(302, answered(u"302 Found"_s, notFollowed));
    return {
            {.id = "redirect-followed",
             .what = u"redirects once to where it accepts (redirects to be followed)"_s,
             .script = redirectsOnce,
             .outcome = works({"here"}),
             .qt = refusedWith(307, answered(u"307 Temporary Redirect"_s, notFollowed)),
             .qtNote = qtNote},
            {.id = "redirect-loop",
             .what = u"redirects to itself"_s,
             .script = redirectsTo("/"),
             .outcome = refusedWith(
                     302, u"The server redirects in a circle: ws://127.0.0.1:…/ has been asked before."_s),
             .qt = notByQt,
             .qtNote = qtNote},
            {.id = "redirect-without-end",
             .what = u"redirects to another address each time"_s,
             .script = redirectsFurther,
             .outcome = refusedWith(302, u"The server redirected more than 5 times."_s),
             .qt = notByQt,
             .qtNote = qtNote},
            {.id = "redirect-to-refused",
             .what = u"redirects to a port on which nobody listens"_s,
             .script = redirectsTo("ws://127.0.0.1:1/"),
             .outcome = failsAt(ErrorStage::Tcp,
                                u"127.0.0.1 refused the connection: is the server running on this port?"_s)
                                .tryingAgain(),
             .qt = notByQt,
             .qtNote = qtNote},
            {.id = "redirect-nowhere",
             .what = u"redirects without saying where to"_s,
             .script = redirectsTo({}),
             .outcome = refusedWith(
                     302, u"The server redirects without saying where to: its answer has no Location."_s),
             .qt = notByQt,
             .qtNote = qtNote},
            {.id = "redirect-odd-scheme",
             .what = u"redirects to an address that is no WebSocket (ftp://)"_s,
             .script = redirectsTo("ftp://127.0.0.1:PORT/"),
             .outcome = refusedWith(
                     302, u"The server redirects to ftp://127.0.0.1:…/, which is not for WebSocket."_s),
             .qt = notByQt,
             .qtNote = qtNote},
    };
}

FaultGroup statusFaults()
{
    return {"status", u"HTTP: another status than 101"_s, plainStatuses() + oddStatuses() + redirects()};
}
