// SPDX-License-Identifier: MIT
#include "support/faults/fault.h"

using namespace Qt::StringLiterals;

FaultOutcome FaultOutcome::tryingAgain() const
{
    FaultOutcome changed = *this;
    changed.retried = true;
    return changed;
}

FaultOutcome FaultOutcome::after(const QByteArrayList &messages) const
{
    FaultOutcome changed = *this;
    changed.received = messages;
    return changed;
}

FaultOutcome FaultOutcome::answering(quint16 code) const
{
    FaultOutcome changed = *this;
    changed.answered = code;
    return changed;
}

FaultOutcome failsAt(ErrorStage stage, const QString &sentence)
{
    FaultOutcome outcome;
    outcome.stage = stage;
    outcome.sentence = sentence;
    return outcome;
}

FaultOutcome refusedWith(int status, const QString &sentence)
{
    FaultOutcome outcome = failsAt(ErrorStage::Handshake, sentence);
    outcome.httpStatus = status;
    return outcome;
}

FaultOutcome closedByEngine(quint16 code, const QString &sentence)
{
    FaultOutcome outcome = failsAt(ErrorStage::Protocol, sentence);
    outcome.closeCode = code;
    outcome.by = CloseInfo::By::Engine;
    outcome.answered = code;
    return outcome;
}

FaultOutcome closedWithError(quint16 code, const QString &sentence, const QString &reason)
{
    FaultOutcome outcome = closedByPeer(code, reason);
    outcome.stage = ErrorStage::Protocol;
    outcome.sentence = sentence;
    return outcome;
}

FaultOutcome closedByPeer(quint16 code, const QString &reason)
{
    FaultOutcome outcome;
    outcome.closeCode = code;
    outcome.reason = reason;
    outcome.clean = true;
    outcome.by = CloseInfo::By::Peer;
    return outcome;
}

FaultOutcome works(const QByteArrayList &messages)
{
    return closedByPeer(CloseCode::Normal).answering(CloseCode::Normal).after(messages);
}

FaultOutcome closedUnanswered()
{
    return failsAt(ErrorStage::Handshake,
                   u"The server closed the connection before it answered the handshake."_s)
            .tryingAgain();
}

FaultOutcome connectionReset()
{
    FaultOutcome outcome = connectionLost();
    outcome.sentence = u"The connection was lost: Connection reset by peer."_s;
    return outcome;
}

FaultOutcome connectionLost()
{
    FaultOutcome outcome =
            failsAt(ErrorStage::Tcp, u"The connection was lost: TCP ended without a Close frame."_s);
    outcome.closeCode = CloseCode::Abnormal;
    return outcome.tryingAgain();
}

FaultOutcome closedByUs(quint16 code, bool clean, const QString &detail)
{
    FaultOutcome outcome;
    outcome.closeCode = code;
    outcome.clean = clean;
    outcome.by = CloseInfo::By::Us;
    outcome.sentence = detail;
    return outcome;
}
