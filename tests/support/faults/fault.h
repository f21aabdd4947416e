// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "websocket/closecode.h"

#include <QByteArrayList>
#include <QList>
#include <QString>

#include <functional>
#include <optional>

class FaultScene;

/// What Socketscope is to make of a fault. A plain value.
struct FaultOutcome
{
    /// Nothing: it is no error.
    std::optional<ErrorStage> stage;
    /// What is said: the error's sentence, or without an error what the close has beside its code. "…" stands
    /// for whatever varies.
    QString sentence;
    /// What the handshake was answered with; 0: not looked at.
    int httpStatus = 0;
    /// Nothing: the connection had never been open. CloseCode::Unknown is 0, too: `by` tells more.
    std::optional<quint16> closeCode;
    /// Not looked at when we closed because of a fault: it is in the engine's words.
    QString reason;
    bool clean = false;
    CloseInfo::By by = CloseInfo::By::Network;
    bool retried = false;
    /// The messages that arrive, before the fault or in spite of it.
    QByteArrayList received;
    /// The code of the Close frame that the server gets, 0 if it is empty; nothing: not looked at.
    std::optional<quint16> answered;

    FaultOutcome tryingAgain() const;
    FaultOutcome after(const QByteArrayList &messages) const;
    FaultOutcome answering(quint16 code) const;
};

/// The attempt fails at this stage.
FaultOutcome failsAt(ErrorStage stage, const QString &sentence);
/// The server answers the handshake with another status.
FaultOutcome refusedWith(int status, const QString &sentence);
/// We close because the peer broke the protocol; the server gets the code.
FaultOutcome closedByEngine(quint16 code, const QString &sentence);
/// The peer's Close frame reports a failure.
FaultOutcome closedWithError(quint16 code, const QString &sentence, const QString &reason = {});
/// The peer's Close frame is no failure.
FaultOutcome closedByPeer(quint16 code, const QString &reason = {});
/// It is legal and works: these messages come, then the server closes with 1000.
FaultOutcome works(const QByteArrayList &messages);
/// TCP ends without a Close frame.
FaultOutcome connectionLost();
/// TCP is reset, which the native engine tells from an end in order.
FaultOutcome connectionReset();
/// We asked for the close, and it did not go as it should: `detail` says so.
FaultOutcome closedByUs(quint16 code, bool clean, const QString &detail);

/// The server closes without an answer to the handshake, and it is tried again.
FaultOutcome closedUnanswered();

/// How many bytes ScriptedPeer::handshakeAnswer() has.
inline constexpr int AnswerBytes = 129;

/// How many bytes a message or a frame may have where the fault is about that limit.
inline constexpr qint64 SmallLimit = 1000;

/// One thing that can go wrong.
struct Fault
{
    /// Lower case with hyphens; once in the whole table.
    QByteArray id = {};
    /// A few words for docs/faults.md.
    QString what = {};
    /// Sets up the server and the profile. Called once for each variant, before the attempt.
    std::function<void(FaultScene &)> script = {};
    FaultOutcome outcome = {};
    /// Where the Qt engine differs, and why, as a sentence.
    std::optional<FaultOutcome> qt = {};
    QString qtNote = {};
    bool onNative = true;
    bool onQt = true;
    /// How many forms of the fault there are, all with the same outcome: they begin one after the other
    /// and go on side by side.
    int variants = 1;
};

/// Faults of one kind.
struct FaultGroup
{
    /// As given to tst_faults.
    QByteArray id = {};
    QString title;
    QList<Fault> faults;
};
