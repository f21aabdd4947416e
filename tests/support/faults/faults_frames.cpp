// SPDX-License-Identifier: MIT
// Frames that RFC 6455 section 5 forbids.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static const QString brokenFrames =
        u"The peer broke the WebSocket protocol; the connection was closed with 1002."_s;
static const QString tooLarge = u"The peer sent a message that is larger than the limit."_s;

// A message that is in order comes first: it must not be lost.
static Fault forbidden(const char *id, const QString &what, const QString &sentence,
                       const QByteArrayList &forms)
{
    QByteArrayList bytes;
    for (const QByteArray &form : forms)
        bytes.append(Frame::text("before").encoded() + form);
    return {.id = id,
            .what = what,
            .script = sendsOneOf(bytes),
            .outcome = closedByEngine(CloseCode::ProtocolError, sentence).after({"before"}),
            .qt = closedByEngine(CloseCode::ProtocolError, brokenFrames).after({"before"}),
            .variants = int(forms.size())};
}

static Fault allowed(const char *id, const QString &what, const QByteArray &bytes,
                     const QByteArrayList &messages)
{
    return {.id = id,
            .what = what + u" (which is legal)"_s,
            .script = sends(bytes + farewell()),
            .outcome = works(messages)};
}

// With limits of 1000 bytes.
static Fault oversized(const char *id, const QString &what, const QString &sentence, const QByteArray &bytes)
{
    Fault fault{.id = id,
                .what = what,
                .script = both(sends(Frame::text("before").encoded() + bytes),
                               with([](ConnectionProfile &profile) {
                                   profile.maxMessageBytes = SmallLimit;
                                   profile.maxFrameBytes = SmallLimit;
                               })),
                .outcome = closedByEngine(CloseCode::MessageTooBig, sentence).after({"before"}),
                .qt = closedByEngine(CloseCode::MessageTooBig, tooLarge).after({"before"})};
    return fault;
}

static QByteArray frame(quint8 opcode, const QByteArray &payload, bool final = true, quint8 reserved = 0)
{
    return Frame{opcode, payload, final, false, reserved}.encoded();
}

static QList<Fault> headers()
{
    const auto opcodes = [](int first, int last) {
        QByteArrayList all;
        for (int opcode = first; opcode <= last; ++opcode)
            all.append(frame(quint8(opcode), "x"));
        return all;
    };
    return {
            forbidden(
                    "rsv1", u"sets RSV1, though no extension was agreed on"_s,
                    u"The peer set a reserved bit (RSV1) that nothing agreed on gives a meaning (RFC 6455 section 5.2)."_s,
                    {frame(Frame::Text, "x", true, 4)}),
            forbidden(
                    "rsv2", u"sets RSV2"_s,
                    u"The peer set a reserved bit (RSV2) that nothing agreed on gives a meaning (RFC 6455 section 5.2)."_s,
                    {frame(Frame::Text, "x", true, 2)}),
            forbidden(
                    "rsv3", u"sets RSV3"_s,
                    u"The peer set a reserved bit (RSV3) that nothing agreed on gives a meaning (RFC 6455 section 5.2)."_s,
                    {frame(Frame::Binary, "x", true, 1)}),
            forbidden(
                    "rsv-ping", u"sets a reserved bit of a ping"_s,
                    u"The peer set a reserved bit (RSV…) that nothing agreed on gives a meaning (RFC 6455 section 5.2)."_s,
                    {frame(Frame::Ping, "x", true, 4), frame(Frame::Ping, "x", true, 2),
                     frame(Frame::Ping, "x", true, 1)}),
            forbidden("opcode-data", u"uses a reserved opcode for data (3 to 7)"_s,
                      u"The peer sent a frame with the reserved opcode 0x… (RFC 6455 section 5.2)."_s,
                      opcodes(0x3, 0x7)),
            forbidden("opcode-control", u"uses a reserved opcode for control (11 to 15)"_s,
                      u"The peer sent a frame with the reserved opcode 0x… (RFC 6455 section 5.2)."_s,
                      opcodes(0xB, 0xF)),
            [] {
                Fault fault = forbidden(
                        "masked", u"masks its frames"_s,
                        u"The peer masked a frame, which a server must not do (RFC 6455 section 5.1)."_s,
                        {Frame{Frame::Text, "x", true, true}.encoded() + farewell()});
                fault.qt = works({"before", "x"});
                fault.qtNote = u"Accepts them."_s;
                return fault;
            }(),
            forbidden(
                    "length-16-not-minimal", u"writes a length under 126 in 16 bits"_s,
                    u"The peer told a length of 5 bytes in more bytes than needed (RFC 6455 section 5.2)."_s,
                    {QByteArray("\x81\x7e\x00\x05hello", 9)}),
            forbidden(
                    "length-64-not-minimal", u"writes a length under 65536 in 64 bits"_s,
                    u"The peer told a length of … bytes in more bytes than needed (RFC 6455 section 5.2)."_s,
                    {QByteArray("\x81\x7f\0\0\0\0\0\0\0\5hello", 15),
                     QByteArray("\x81\x7f\0\0\0\0\0\0\xff\xff", 10) + QByteArray(65535, 'x')}),
            forbidden("length-highest-bit", u"writes a length of 2^63 or more"_s,
                      u"The peer announced a frame of 2^63 bytes or more (RFC 6455 section 5.2)."_s,
                      {QByteArray("\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10),
                       QByteArray("\x82\x7f\x80\0\0\0\0\0\0\1", 10)}),
    };
}

static QList<Fault> sequences()
{
    return {
            forbidden("continuation-of-nothing", u"continues a message that was not begun"_s,
                      u"The peer continued a message that it had not begun (RFC 6455 section 5.4)."_s,
                      {frame(Frame::Continuation, "x"), frame(Frame::Continuation, "x", false)}),
            forbidden(
                    "message-within-message", u"begins a message within a fragmented one"_s,
                    u"The peer began a message before it had ended the one before it (RFC 6455 section 5.4)."_s,
                    {frame(Frame::Text, "x", false) + frame(Frame::Text, "y"),
                     frame(Frame::Binary, "x", false) + frame(Frame::Text, "y", false)}),
            forbidden("control-fragmented", u"fragments a ping, a pong or a Close frame"_s,
                      u"The peer sent a control frame in fragments (RFC 6455 section 5.5)."_s,
                      {frame(Frame::Ping, "x", false), frame(Frame::Pong, "x", false),
                       Frame{Frame::Close, Frame::close(1000).payload, false}.encoded()}),
            forbidden(
                    "control-too-long", u"sends a ping, a pong or a Close frame of more than 125 bytes"_s,
                    u"The peer sent a control frame that is longer than 125 bytes (RFC 6455 section 5.5)."_s,
                    {frame(Frame::Ping, QByteArray(126, 'x')), frame(Frame::Pong, QByteArray(126, 'x')),
                     Frame::close(1000, QByteArray(124, 'x')).encoded()}),
            allowed("control-between-fragments", u"sends pings and pongs between fragments"_s,
                    frame(Frame::Text, "a", false) + frame(Frame::Ping, "?")
                            + frame(Frame::Continuation, "b", false) + frame(Frame::Pong, "!")
                            + frame(Frame::Continuation, "c"),
                    {"abc"}),
            allowed("empty-fragments", u"sends empty fragments"_s,
                    frame(Frame::Text, {}, false) + frame(Frame::Continuation, {}, false)
                            + frame(Frame::Continuation, "end") + frame(Frame::Binary, {}),
                    {"end", QByteArray("")}),
            allowed("pong-unasked", u"sends pongs that nobody asked for"_s,
                    frame(Frame::Pong, "x") + frame(Frame::Pong, {}), {}),
    };
}

static QList<Fault> sizes()
{
    const QByteArray half(600, 'x');
    return {
            allowed("size-at-limit", u"sends a message that is exactly as large as the limit"_s,
                    frame(Frame::Binary, QByteArray(SmallLimit, 'x')), {QByteArray(SmallLimit, 'x')}),
            oversized("frame-too-large", u"sends a frame that is larger than the limit"_s,
                      u"The peer sent a frame of 1001 bytes, which is larger than the limit of 1000 bytes."_s,
                      frame(Frame::Text, QByteArray(SmallLimit + 1, 'x'))),
            oversized(
                    "message-too-large", u"sends fragments that together are larger than the limit"_s,
                    u"The peer sent a message of at least 1200 bytes, which is larger than the limit of 1000 bytes."_s,
                    frame(Frame::Binary, half, false) + frame(Frame::Continuation, half)),
            oversized(
                    "frame-announced", u"announces a frame of 4 GiB and sends nothing of it"_s,
                    u"The peer sent a frame of 4294967296 bytes, which is larger than the limit of 1000 bytes."_s,
                    QByteArray("\x82\x7f\0\0\0\1\0\0\0\0", 10)),
    };
}

FaultGroup frameFaults()
{
    return {"frames", u"Frames"_s, headers() + sequences() + sizes()};
}
