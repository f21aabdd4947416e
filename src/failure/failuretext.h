// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"

#include <QString>

// What is said of each cause, and what helps. Pure functions, to be called on any thread.

/// What can be done about a failure at once, by whoever is told of it.
enum class Remedy : quint8 {
    None,
    /// Not to wait until it is tried again.
    TryNow,
    ConnectAgain,
    /// With ws:// in place of wss://.
    UsePlain,
    TrustCertificate,
    ShowCertificate,
    EnterCredentials,
    FollowRedirects,
};

/// In the language of the program. Plain text: parts of it may come from the network.
struct FailureText
{
    /// What went wrong.
    QString sentence;
    /// What to do about it, in a sentence of its own; empty where the first one says it all.
    QString advice;
};

FailureText failureText(const Failure &failure);

/// Both sentences as they are shown, one after the other; empty if nothing failed.
QString failureSentence(const Failure &failure);

/// "name-not-found" and so on, as recorded: it never changes. Empty for None.
QString failureCauseKey(FailureCause cause);

/// The step at which this happens.
ErrorStage failureStage(FailureCause cause);

/// True if the same attempt would fail the same way.
bool isPermanent(FailureCause cause);

/// What can be offered against it.
Remedy failureRemedy(FailureCause cause);

/// What is offered, the likelier one first.
struct Remedies
{
    Remedy first = Remedy::None;
    Remedy second = Remedy::None;

    bool operator==(const Remedies &) const = default;
};

/// What follows from the cause of an error, and from whether it will be tried again.
Remedies remediesFor(const ConnectionError &error);
