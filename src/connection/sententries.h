// SPDX-License-Identifier: MIT
#pragma once

#include "connection/clock.h"
#include "message.h"

#include <QByteArray>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>

/// What was given to an engine that tells later what it came to on the wire (Transport::tellsSentBytes()):
/// handed on as soon as it has told, in the order of the sending. What waits longer than Patience, because
/// the peer reads slowly, is handed on without: a message that was sent is not kept back.
///
/// Not a QObject; lives on the thread of its context and must not outlive it.
class SentEntries
{
public:
    static constexpr std::chrono::milliseconds Patience{500};
    /// `wireBytes` as in Message.
    using Sink = std::function<void(MessageType type, const QByteArray &payload, qint64 wireBytes)>;

    SentEntries(Clock &clock, QObject *context, Sink sink);

    /// Before the engine gets it. `wireBytes` are handed on if the engine does not tell in time: the size of
    /// what is sent, where `payload`, which is recorded, is not that.
    void add(MessageType type, const QByteArray &payload, qint64 wireBytes = -1);
    /// The engine has refused what was added last.
    void takeBack();
    /// The engine has got it, and may have told already.
    void watch();
    /// The engine has told, each in its turn.
    void told(qint64 wireBytes);
    /// Hands on all that there is, because something follows that happened later.
    void handOnAll();
    /// The same; nothing more will be told.
    void finish();

private:
    struct Entry
    {
        MessageType type;
        QByteArray payload;
        qint64 wireBytes;
        std::chrono::steady_clock::time_point since;
    };

    void handOn(qint64 wireBytes);
    void handOnUntold();
    void handOnLate();

    Clock &m_clock;
    const Sink m_sink;
    const std::unique_ptr<Clock::Timer> m_timer;
    std::deque<Entry> m_entries;
    /// How many were handed on without: what is told of them comes too late.
    int m_late = 0;
};
