// SPDX-License-Identifier: MIT
#pragma once

#include "failure/connectionerror.h"
#include "failure/remedy.h"

#include <QString>

// What is said of each cause, and what helps. Pure functions, to be called on any thread.

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
