// SPDX-License-Identifier: MIT
// Close frames of the peer (RFC 6455 sections 5.5.1 and 7.4).
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static const QString hiddenNote = u"Hides the code."_s;

static FaultOutcome hidden()
{
    return closedWithError(CloseCode::Unknown,
                           u"The peer closed the connection with a code that cannot be told."_s)
            .tryingAgain();
}

static Fault code(quint16 number)
{
    return {.id = "close-" + QByteArray::number(number),
            .what = u"closes with %1"_s.arg(number),
            .script = sends(Frame::text("before").encoded() + Frame::close(number, "why").encoded())};
}

// It ends the connection as it should.
static Fault normal(quint16 number)
{
    Fault fault = code(number);
    fault.outcome = closedByPeer(number, u"why"_s).answering(number).after({"before"});
    return fault;
}

// It reports a failure.
static Fault failure(quint16 number, bool retried)
{
    Fault fault = code(number);
    fault.outcome =
            closedWithError(number, u"The peer closed the connection with %1."_s.arg(number), u"why"_s)
                    .answering(number)
                    .after({"before"});
    fault.outcome.retried = retried;
    return fault;
}

static Fault failureHiddenByQt(quint16 number, bool retried)
{
    Fault fault = failure(number, retried);
    fault.qt = hidden().after({"before"});
    fault.qtNote = hiddenNote;
    return fault;
}

// RFC 6455 section 7.4 forbids it on the wire.
static Fault illegal(quint16 number)
{
    Fault fault = code(number);
    fault.what += u", which must not be on the wire"_s;
    fault.outcome =
            closedWithError(number,
                            u"The peer closed the connection with %1, a code that RFC 6455 does not allow "
                            "there."_s.arg(number),
                            u"why"_s)
                    .answering(CloseCode::ProtocolError)
                    .after({"before"});
    fault.qt = hidden().after({"before"});
    fault.qtNote = hiddenNote;
    return fault;
}

static QList<Fault> codes()
{
    return {
            illegal(0),
            illegal(999),
            normal(1000),
            failure(1001, true),
            failure(1002, false),
            failure(1003, false),
            illegal(1004),
            illegal(1005),
            illegal(1006),
            failure(1007, false),
            failure(1008, false),
            failure(1009, false),
            failure(1010, false),
            failure(1011, true),
            failureHiddenByQt(1012, true),
            failureHiddenByQt(1013, true),
            failureHiddenByQt(1014, true),
            illegal(1015),
            illegal(1016),
            illegal(2999),
            normal(3000),
            normal(3999),
            normal(4000),
            normal(4999),
            illegal(5000),
            illegal(65535),
    };
}

static QList<Fault> payloads()
{
    const QString broken = u"The peer broke the WebSocket protocol; the connection was closed with %1."_s;
    return {
            {.id = "close-empty",
             .what = u"closes without a code"_s,
             .script = sends(Frame{Frame::Close, {}}.encoded()),
             .outcome = closedByPeer(CloseCode::NoStatus).answering(0),
             .qt = closedByPeer(CloseCode::Normal),
             .qtNote = u"Takes it for 1000."_s},
            {.id = "close-one-byte",
             .what = u"closes with a payload of one byte"_s,
             .script = sends(Frame{Frame::Close, "x"}.encoded()),
             .outcome = closedByEngine(
                     CloseCode::ProtocolError,
                     u"The peer sent a Close frame of one byte, which is half a code (RFC 6455 "
                     "section 5.5.1)."_s),
             .qt = closedByEngine(CloseCode::ProtocolError, broken.arg(1002))},
            {.id = "close-reason-not-utf8",
             .what = u"closes with a reason that is not UTF-8"_s,
             .script = sends(Frame::close(1000, "why\xff\xfe").encoded()),
             .outcome = closedByEngine(
                     CloseCode::InvalidPayload,
                     u"The reason in the peer's Close frame (1000) is not UTF-8, at byte 3."_s),
             .qt = closedByEngine(CloseCode::InvalidPayload, broken.arg(1007))},
            {.id = "close-longest-reason",
             .what = u"closes with the longest reason, beyond ASCII (which is legal)"_s,
             .script = sends(Frame::close(4000, QByteArray("\xc3\xbc").repeated(61)).encoded()),
             .outcome = closedByPeer(4000, QString(61, u'ü')).answering(4000)},
            {.id = "close-twice",
             .what = u"sends a second Close frame"_s,
             .script = sends(Frame::close(4000, "first").encoded() + Frame::close(4001, "second").encoded()),
             .outcome = closedByPeer(4000, u"first"_s).answering(4000)},
            {.id = "close-then-messages",
             .what = u"sends messages after its Close frame"_s,
             .script = sends(Frame::close(4000).encoded() + Frame::text("late").encoded()),
             .outcome = closedByPeer(4000).answering(4000)},
            {.id = "close-between-fragments",
             .what = u"closes in the middle of a fragmented message"_s,
             .script = sends(Frame{Frame::Text, "half", false}.encoded() + farewell()),
             .outcome = closedByPeer(CloseCode::Normal).answering(CloseCode::Normal)},
    };
}

FaultGroup closeFaults()
{
    return {"close", u"Close codes and Close frames"_s, codes() + payloads()};
}
