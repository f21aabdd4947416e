// SPDX-License-Identifier: MIT
// Servers that are slow, silent, or too fast.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static constexpr int LongHeaderBytes = 10;
static constexpr int FloodFrames = 20000;

static void stallsInItsAnswer(FaultScene &scene)
{
    scene.profile.handshakeTimeout = 800ms;
    scene.server().onRequest([&scene](ScriptedPeer &peer) {
        const QByteArray answer = peer.handshakeAnswer();
        Q_ASSERT(answer.size() == AnswerBytes);
        peer.write(answer.left(scene.variant()));
    });
}

// A peer that is in the middle of a frame cannot answer pings either.
static void keepsSilentAfter(FaultScene &scene, const QByteArray &bytes)
{
    scene.profile.keepAliveInterval = 100ms;
    scene.server().onFrame([](ScriptedPeer &, const Frame &) {});
    sends(bytes)(scene);
}

static void stallsInAHeader(FaultScene &scene)
{
    const QByteArray frame = Frame::binary(QByteArray(70000, 'x')).encoded();
    keepsSilentAfter(scene, frame.left(scene.variant() + 1));
}

static void dribblesAll(FaultScene &scene)
{
    scene.server().onRequest([](ScriptedPeer &peer) {
        peer.dribble(peer.handshakeAnswer() + Frame::text("hello").encoded()
                     + Frame{Frame::Binary, QByteArray(300, 'b'), false}.encoded()
                     + Frame{Frame::Ping, "?"}.encoded() + Frame{Frame::Continuation, "end"}.encoded()
                     + farewell());
    });
}

static QByteArray flood(const Frame &frame)
{
    return Frame(frame).encoded().repeated(FloodFrames);
}

FaultGroup timingFaults()
{
    FaultOutcome dead =
            failsAt(ErrorStage::KeepAlive, u"The peer did not answer a ping within 0.1 s."_s).tryingAgain();
    dead.closeCode = CloseCode::GoingAway;
    dead.by = CloseInfo::By::Us;
    return {"timing",
            u"Time"_s,
            {
                    {.id = "dribble",
                     .what = u"sends all it has one byte at a time"_s,
                     .script = dribblesAll,
                     .outcome = works({"hello", QByteArray(300, 'b') + "end"})},
                    {.id = "stall-in-answer",
                     .what = u"stops after 0, 1, 2 … bytes of its answer to the handshake"_s,
                     .script = stallsInItsAnswer,
                     .outcome = failsAt(ErrorStage::Handshake,
                                        u"The server did not complete the handshake within 0.8 s."_s)
                                        .tryingAgain(),
                     .variants = AnswerBytes},
                    {.id = "stall-in-frame-header",
                     .what = u"stops after 1, 2, 3 … bytes of a frame's header"_s,
                     .script = stallsInAHeader,
                     .outcome = dead,
                     .variants = LongHeaderBytes},
                    {.id = "stall-in-payload",
                     .what = u"stops in the middle of a frame's payload"_s,
                     .script =
                             [](FaultScene &scene) {
                                 keepsSilentAfter(scene,
                                                  Frame::text(QByteArray(1000, 'x')).encoded().left(500));
                             },
                     .outcome = dead},
                    {.id = "stall-between-fragments",
                     .what = u"stops between two fragments"_s,
                     .script =
                             [](FaultScene &scene) {
                                 keepsSilentAfter(scene, Frame{Frame::Text, "half", false}.encoded());
                             },
                     .outcome = dead},
                    {.id = "no-pong",
                     .what = u"sends messages, but does not answer pings"_s,
                     .script =
                             [](FaultScene &scene) {
                                 keepsSilentAfter(scene, Frame::text("tick").encoded());
                             },
                     .outcome = dead.after({"tick"})},
                    {.id = "ping-flood",
                     .what = u"sends 20,000 pings at once"_s,
                     .script = sends(flood({Frame::Ping, "ping!"}) + Frame::text("after").encoded()
                                     + farewell()),
                     .outcome = works({"after"})},
                    {.id = "pong-flood",
                     .what = u"sends 20,000 pongs at once"_s,
                     .script = sends(flood({Frame::Pong, "pong!"}) + Frame::text("after").encoded()
                                     + farewell()),
                     .outcome = works({"after"})},
                    {.id = "fragment-flood",
                     .what = u"sends a message in 20,000 empty fragments"_s,
                     .script = sends(Frame{Frame::Text, "a", false}.encoded()
                                     + flood({Frame::Continuation, {}, false})
                                     + Frame{Frame::Continuation, "z"}.encoded() + farewell()),
                     .outcome = works({"az"})},
            }};
}
