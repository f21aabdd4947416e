// SPDX-License-Identifier: MIT
#pragma once

#include "support/faults/fault.h"
#include "support/faults/faultscene.h"
#include "support/managerprobe.h"

/// One variant of a fault on one engine, through a WebSocketManager: the attempt, and then another connection
/// of the same manager to a server that does nothing wrong.
class FaultRun : public QObject
{
    Q_OBJECT

public:
    FaultRun(const Fault &fault, Engine engine, int variant);

    void start();
    /// The server has accepted it, or the attempt has ended without that.
    bool hasArrived() const;
    /// The attempt has ended, and so have its sockets.
    bool isOver() const;
    /// How it ended, to compare.
    FaultOutcome outcome() const;
    /// What differs from what was expected, or is not so in the record; empty if nothing.
    QString problem(const FaultOutcome &expected) const;

    /// Once it is over: connects to `url`, a ScriptedServer that sends "hello".
    void startNext(const QUrl &url);
    bool nextIsOver() const;
    QString problemOfNext() const;

private:
    FaultScene m_scene;
    WebSocketManager m_manager;
    ManagerProbe m_probe;
    bool m_acted = false;
};

/// True if the text is the pattern, in which "…" stands for anything.
bool matchesSentence(const QString &pattern, const QString &text);
