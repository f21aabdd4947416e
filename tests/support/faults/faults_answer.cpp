// SPDX-License-Identifier: MIT
// Answers to the handshake that are not as RFC 6455 section 4.1 wants them.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace Qt::StringLiterals;

static const QString wrongKey =
        u"The server's Sec-WebSocket-Accept does not match the key that was sent: it or a "
        "proxy on the way does not speak WebSocket."_s;
static const QString notForQt =
        u"The server's answer is right, but has something that Qt's engine does not accept (such as "
        "“Connection: keep-alive, Upgrade”): choose the other engine in the connection's settings."_s;
static const QString notHttp =
        u"The server's answer to the handshake is not HTTP: it begins with “…”. Is another service on this port?"_s;
static const QString notHeaders =
        u"The server answered 101 Switching Protocols, and then with a line that is not HTTP: “\\x01”."_s;
static const QString headersTooLarge =
        u"The server's answer to the handshake has headers of more than 256 KiB."_s;
static const QString unasked = u"The server chose a subprotocol that was not offered."_s;

static FaultOutcome handshake(const QString &sentence)
{
    return failsAt(ErrorStage::Handshake, sentence);
}

// The right answer with a part of it replaced, and a message behind it.
static FaultScene::Script answersWith(const QByteArray &part, const QByteArray &instead)
{
    return answers(rightAnswer().replace(part, instead) + WebSocketFrame::text("in").encoded() + farewell());
}

static FaultScene::Script answersWithHeader(const QByteArray &header)
{
    return answersWith("KEY\r\n", "KEY\r\n" + header + "\r\n");
}

static QList<Fault> keys()
{
    return {
            {.id = "accept-missing",
             .what = u"accepts without Sec-WebSocket-Accept"_s,
             .script = answersWith("Sec-WebSocket-Accept: KEY\r\n", ""),
             .outcome = handshake(
                     u"The server's 101 answer has no Sec-WebSocket-Accept header, which RFC 6455 asks for."_s)},
            {.id = "accept-wrong",
             .what = u"accepts with a Sec-WebSocket-Accept that belongs to another key"_s,
             .script = answersWith("KEY", "dGhlIHNhbXBsZSBub25jZQ=="),
             .outcome = handshake(wrongKey)},
            {.id = "accept-twice",
             .what = u"accepts with two Sec-WebSocket-Accept, a right and a wrong one"_s,
             .script = answersWith("KEY", "KEY\r\nSec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ=="),
             .outcome = handshake(
                     u"The server's 101 answer has more than one Sec-WebSocket-Accept header (RFC 6455)."_s)},
            {.id = "upgrade-missing",
             .what = u"accepts without Upgrade"_s,
             .script = answersWith("Upgrade: websocket\r\n", ""),
             .outcome =
                     handshake(u"The server's 101 answer has no Upgrade header, which RFC 6455 asks for."_s)},
            {.id = "upgrade-wrong",
             .what = u"accepts with Upgrade: h2c"_s,
             .script = answersWith("Upgrade: websocket", "Upgrade: h2c"),
             .outcome = handshake(
                     u"The server's 101 answer upgrades to something other than websocket (RFC 6455)."_s)},
            {.id = "connection-missing",
             .what = u"accepts without Connection"_s,
             .script = answersWith("Connection: Upgrade\r\n", ""),
             .outcome = handshake(
                     u"The server's 101 answer has no Connection header, which RFC 6455 asks for."_s)},
            {.id = "connection-wrong",
             .what = u"accepts with Connection: close"_s,
             .script = answersWith("Connection: Upgrade", "Connection: close"),
             .outcome = handshake(
                     u"The server's 101 answer has a Connection header without Upgrade, which RFC 6455 asks for."_s)},
            {.id = "connection-list",
             .what = u"accepts with Connection: keep-alive, Upgrade (which is legal)"_s,
             .script = answersWith("Connection: Upgrade", "Connection: keep-alive, Upgrade"),
             .outcome = works({"in"}),
             .qt = handshake(notForQt),
             .qtNote = u"Refuses it."_s},
            {.id = "headers-in-any-case",
             .what = u"writes its headers in another case (which is legal)"_s,
             .script = answers("HTTP/1.1 101 ok\r\nUPGRADE: WebSocket\r\nconnection: upgrade\r\n"
                               "sec-websocket-accept: KEY\r\n\r\n"
                               + WebSocketFrame::text("in").encoded() + farewell()),
             .outcome = works({"in"})},
    };
}

static QList<Fault> choices()
{
    return {
            {.id = "protocol-unasked",
             .what = u"chooses a subprotocol, though none was offered"_s,
             .script = answersWithHeader("Sec-WebSocket-Protocol: odd"),
             .outcome = handshake(unasked)},
            {.id = "protocol-other",
             .what = u"chooses another subprotocol than those offered"_s,
             .script = both(answersWithHeader("Sec-WebSocket-Protocol: odd"),
                            with([](ConnectionProfile &profile) { profile.subprotocols = {u"chat"_s}; })),
             .outcome = handshake(unasked)},
            {.id = "protocol-none",
             .what = u"chooses none of the subprotocols offered (which is legal)"_s,
             .script = both(answersWithHeader("X-Nothing: here"),
                            with([](ConnectionProfile &profile) { profile.subprotocols = {u"chat"_s}; })),
             .outcome = works({"in"})},
            {.id = "extension-unasked",
             .what = u"chooses an extension that was not offered"_s,
             .script = answersWithHeader("Sec-WebSocket-Extensions: x-odd"),
             .outcome = handshake(u"The server chose the extension “x-odd”, which was not offered."_s),
             .qt = works({"in"}),
             .qtNote = u"Does not look at extensions."_s},
    };
}

static QList<Fault> noHttp()
{
    const auto rawAnswer = [](const char *id, const QString &what, const QByteArray &bytes,
                              const QString &sentence) {
        return Fault{.id = id, .what = what, .script = answers(bytes), .outcome = handshake(sentence)};
    };
    return {
            rawAnswer("http-10", u"accepts with HTTP/1.0"_s, rightAnswer().replace("HTTP/1.1", "HTTP/1.0"),
                      u"The server answered with HTTP/1.0; RFC 6455 asks for HTTP/1.1."_s),
            rawAnswer("http-status-no-number", u"answers with a status that is no number"_s,
                      "HTTP/1.1 abc Odd\r\n\r\n", notHttp),
            rawAnswer("http-status-too-long", u"answers with a status of four digits"_s,
                      "HTTP/1.1 1010 Odd\r\n\r\n", notHttp),
            rawAnswer("http-other-service", u"is an SSH server"_s, "SSH-2.0-OpenSSH_9.2\r\n\r\n", notHttp),
            rawAnswer("http-tls-port", u"speaks TLS on this port, but the URL says ws://"_s,
                      QByteArray("\x15\x03\x01\x00\x02\x02\x32\r\n\r\n", 11),
                      u"The server speaks TLS on this port: try wss:// instead of ws://."_s),
            {.id = "http-tls-port-says-so",
             .what = u"speaks TLS on this port, but the URL says ws://, and says so in HTTP"_s,
             .script = answers("HTTP/1.1 400 Bad Request\r\nContent-Length: 50\r\n\r\n"
                               "The plain HTTP request was sent to HTTPS port\r\n\r\n\r\n"),
             .outcome =
                     refusedWith(400, u"The server answered 400 Bad Request to the WebSocket handshake. It "
                                      "speaks TLS on this port: try wss:// instead of ws://."_s),
             .qt = refusedWith(400, u"The server answered 400 Bad Request to the WebSocket handshake."_s)},
            rawAnswer("http-junk-before", u"sends junk before its answer"_s, "junk\r\n" + rightAnswer(),
                      notHttp),
            rawAnswer("http-junk-headers", u"has headers that are no headers"_s,
                      "HTTP/1.1 101 Switching Protocols\r\n\x01\x02\x03 nothing\r\n\r\n", notHeaders),
            {.id = "http-junk-after",
             .what = u"accepts, and sends a page behind it instead of frames"_s,
             .script = answers(rightAnswer() + "<html>hello</html>"),
             .outcome = closedByEngine(
                     CloseCode::ProtocolError,
                     u"The peer set a reserved bit (RSV2, RSV3) that nothing agreed on gives a "
                     "meaning (RFC 6455 section 5.2)."_s),
             .qt = closedByEngine(
                     CloseCode::ProtocolError,
                     u"The peer broke the WebSocket protocol; the connection was closed with 1002."_s)},
    };
}

static QList<Fault> largeAnswers()
{
    const auto manyHeaders = [](int count) {
        QByteArray headers;
        for (int i = 0; i < count; ++i)
            headers += "X-Filler-" + QByteArray::number(i) + ": " + QByteArray(1000, 'x') + "\r\n";
        return headers.chopped(2);
    };
    return {
            {.id = "headers-200",
             .what = u"accepts with 200 headers (which is legal)"_s,
             .script = answersWithHeader(QByteArray("X-Filler: x\r\n").repeated(200).chopped(2)),
             .outcome = works({"in"}),
             .qt = handshake(notForQt),
             .qtNote = u"Takes 100 at most."_s},
            {.id = "headers-64-kib",
             .what = u"accepts with 64 KiB of headers (which is legal)"_s,
             .script = answersWithHeader(manyHeaders(64)),
             .outcome = works({"in"})},
            {.id = "header-64-kib",
             .what = u"accepts with one header of 64 KiB (which is legal)"_s,
             .script = answersWithHeader("X-Filler: " + QByteArray(64 * 1024, 'x')),
             .outcome = works({"in"})},
            {.id = "headers-1-mib",
             .what = u"accepts with 1 MB of headers"_s,
             .script = answersWithHeader(manyHeaders(1000)),
             .outcome = handshake(headersTooLarge)},
            {.id = "headers-endless",
             .what = u"sends headers without an end"_s,
             .script = answers("HTTP/1.1 101 Switching Protocols\r\nX-Filler: " + QByteArray(2'000'000, 'x')),
             .outcome = handshake(headersTooLarge)},
            {.id = "status-line-endless",
             .what = u"sends a first line without an end"_s,
             .script = answers("HTTP/1.1 101 " + QByteArray(2'000'000, 'x')),
             .outcome = handshake(headersTooLarge)},
    };
}

FaultGroup answerFaults()
{
    return {"answer", u"HTTP: the answer itself"_s, keys() + choices() + noHttp() + largeAnswers()};
}
