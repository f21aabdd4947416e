// SPDX-License-Identifier: MIT
// TCP ends where it should not.
#include "support/faults/faultscene.h"
#include "support/faults/faulttable.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

using Frame = WebSocketFrame;

static FaultScene::Script endsWhen(bool reset, const QByteArray &bytes)
{
    return [reset, bytes](FaultScene &scene) {
        scene.whenOpen = [reset, bytes](WebSocketManager &, ScriptedPeer &peer) {
            peer.write(bytes);
            reset ? peer.reset() : peer.finish();
        };
    };
}

// We close with 1000; the peer acts when it has read that.
static FaultScene::Script whenWeClose(std::function<void(ScriptedPeer &, const Frame &)> act)
{
    return [act](FaultScene &scene) {
        scene.server().onFrame([act](ScriptedPeer &peer, const Frame &frame) {
            if (frame.opcode == Frame::Close && peer.framesOf(Frame::Close).size() == 1)
                act(peer, frame);
        });
        scene.whenOpen = [](WebSocketManager &manager, ScriptedPeer &) { manager.close(1000, u"done"_s); };
    };
}

static void dropsInItsAnswer(FaultScene &scene)
{
    scene.server().onRequest([&scene](ScriptedPeer &peer) {
        peer.write(peer.handshakeAnswer().left(scene.variant() + 1));
        peer.finish();
    });
}

static QList<Fault> beforeOpen()
{
    const FaultOutcome early = closedUnanswered();
    const FaultOutcome atOnce =
            failsAt(ErrorStage::Handshake,
                    early.sentence + u" If it expects TLS, the URL must begin with wss://."_s)
                    .tryingAgain();
    return {
            {.id = "drop-after-accept",
             .what = u"ends TCP as soon as it is accepted"_s,
             .script =
                     [](FaultScene &scene) {
                         scene.server().onConnection([](ScriptedPeer &peer) { peer.finish(); });
                     },
             .outcome = atOnce,
             .qt = early},
            {.id = "drop-in-answer",
             .what = u"ends TCP after 1, 2, 3 … bytes of its answer to the handshake"_s,
             .script = dropsInItsAnswer,
             .outcome = early,
             .variants = AnswerBytes - 1},
            {.id = "reset-after-request",
             .what = u"resets TCP (RST) when it has read the request"_s,
             .script =
                     [](FaultScene &scene) {
                         scene.server().onRequest([](ScriptedPeer &peer) { peer.reset(); });
                     },
             .outcome = failsAt(ErrorStage::Tcp, u"The connection was lost: Connection reset by peer."_s)
                                .tryingAgain(),
             .qt = early},
    };
}

static QList<Fault> whileOpen()
{
    const QByteArray message = Frame::text("whole").encoded();
    const QByteArray large = Frame::text(QByteArray(70000, 'x')).encoded();
    const auto drop = [](const char *id, const QString &what, const FaultScene::Script &script,
                         const QByteArrayList &received = {}) {
        return Fault{.id = id, .what = what, .script = script, .outcome = connectionLost().after(received)};
    };
    const auto reset = [](const char *id, const QString &what, const QByteArray &bytes) {
        return Fault{.id = id,
                     .what = what,
                     .script = endsWhen(true, bytes),
                     .outcome = connectionReset(),
                     .qt = connectionLost(),
                     .qtNote = u"Qt says the same of a FIN and a RST."_s};
    };
    return {
            drop("drop-with-answer", u"accepts the handshake and ends TCP right behind it"_s,
                 [](FaultScene &scene) {
                     scene.server().onRequest([](ScriptedPeer &peer) {
                         peer.accept();
                         peer.finish();
                     });
                 }),
            drop("drop-idle", u"ends TCP while nothing is sent"_s, endsWhen(false, {})),
            reset("reset-idle", u"resets TCP (RST) while nothing is sent"_s, {}),
            drop("drop-after-message", u"ends TCP after a message"_s, endsWhen(false, message), {"whole"}),
            drop("drop-in-header", u"ends TCP in the middle of a frame's header"_s,
                 endsWhen(false, message + large.left(5)), {"whole"}),
            drop("drop-in-payload", u"ends TCP in the middle of a frame's payload"_s,
                 endsWhen(false, message + large.left(500)), {"whole"}),
            reset("reset-in-payload", u"resets TCP (RST) in the middle of a frame's payload"_s,
                  large.left(500)),
            drop("drop-between-fragments", u"ends TCP between two fragments"_s,
                 endsWhen(false, message + Frame{Frame::Text, "half", false}.encoded()), {"whole"}),
    };
}

static QList<Fault> whileClosing()
{
    const QString unanswered =
            u"The peer dropped TCP without answering our Close frame (1000). Our reason was “done”."_s;
    const QString silent =
            u"The peer did not answer our Close frame (1000) within 0.25 s. Our reason was “done”."_s;
    return {
            {.id = "drop-after-our-close",
             .what = u"ends TCP instead of answering our Close frame"_s,
             .script = whenWeClose([](ScriptedPeer &peer, const Frame &) { peer.finish(); }),
             .outcome = closedByUs(CloseCode::Abnormal, false, unanswered).answering(1000)},
            {.id = "reset-after-our-close",
             .what = u"resets TCP (RST) instead of answering our Close frame"_s,
             .script = whenWeClose([](ScriptedPeer &peer, const Frame &) { peer.reset(); }),
             .outcome = closedByUs(CloseCode::Abnormal, false, unanswered).answering(1000)},
            {.id = "silent-after-our-close",
             .what = u"does not answer our Close frame"_s,
             .script = whenWeClose([](ScriptedPeer &, const Frame &) {}),
             .outcome = closedByUs(CloseCode::Abnormal, false, silent).answering(1000)},
            {.id = "half-a-close-after-ours",
             .what = u"answers our Close frame with half a frame and ends TCP"_s,
             .script = whenWeClose([](ScriptedPeer &peer, const Frame &) {
                 peer.write(Frame::close(1000).encoded().left(3));
                 peer.finish();
             }),
             .outcome = closedByUs(CloseCode::Abnormal, false, unanswered).answering(1000)},
            {.id = "messages-after-our-close",
             .what = u"sends messages before it answers our Close frame (which is legal)"_s,
             .script = whenWeClose([](ScriptedPeer &peer, const Frame &frame) {
                 peer.sendText("late");
                 peer.send({Frame::Close, frame.payload});
             }),
             .outcome =
                     [] {
                         FaultOutcome outcome = closedByUs(CloseCode::Normal, true, {}).after({"late"});
                         outcome.reason = u"done"_s;
                         return outcome;
                     }()},
            {.id = "other-code-after-our-close",
             .what = u"answers our Close frame (1000) with another code"_s,
             .script = whenWeClose([](ScriptedPeer &peer, const Frame &) { peer.send(Frame::close(4003)); }),
             .outcome = closedByUs(4003, true, u"We sent 1000. Our reason was “done”."_s)},
            {.id = "drop-after-their-close",
             .what = u"closes and ends TCP without waiting for our answer"_s,
             .script = endsWhen(false, Frame::close(4000, "bye").encoded()),
             .outcome = closedByPeer(4000, u"bye"_s)},
            {.id = "stays-after-their-close",
             .what = u"closes and leaves TCP open"_s,
             .script = both(
                     sends(Frame::close(4000, "bye").encoded()),
                     [](FaultScene &scene) { scene.server().onFrame([](ScriptedPeer &, const Frame &) {}); }),
             .outcome = closedByPeer(4000, u"bye"_s).answering(4000)},
            {.id = "stays-after-their-close-unpinged",
             .what = u"closes, leaves TCP open, and answers no pings meanwhile"_s,
             .script = both(sends(Frame::close(4000, "bye").encoded()),
                            [](FaultScene &scene) {
                                scene.profile.keepAliveInterval = 40ms;
                                scene.server().onFrame([](ScriptedPeer &, const Frame &) {});
                            }),
             .outcome = closedByPeer(4000, u"bye"_s).answering(4000)},
    };
}

FaultGroup dropFaults()
{
    return {"drops", u"Drops"_s, beforeOpen() + whileOpen() + whileClosing()};
}
