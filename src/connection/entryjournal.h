// SPDX-License-Identifier: MIT
#pragma once

#include "connection/clock.h"
#include "connection/engine/transport.h"
#include "failure/connectionerror.h"
#include "localentry.h"
#include "message.h"
#include "websocket/closecode.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <chrono>
#include <functional>
#include <optional>

class Redactor;

/// What of a handshake goes into the entry that records it: short fields, and those that may be long,
/// which come last, so that what is short can be read without them.
struct HandshakeRecord
{
    QJsonObject fields;
    /// The request and the response as lists of lines, and the body of a refusal.
    QJsonObject bulk;
};

/// What an engine could not tell is left out.
HandshakeRecord handshakeRecord(const HandshakeInfo &info, const Redactor &redactor);

/// Takes the secrets out of what the error quotes, and makes a sentence of ours anew from that: our own words
/// hold secrets only by chance.
void redact(const Redactor &redactor, ConnectionError *error);

/// ConnectionError::answer of it.
QString shownAnswer(const HandshakeRecord &record);

/// Writes down what a connection received, sent and went through, and hands it on in batches: when
/// the event loop has its turn (the socket is drained by then), or earlier when a batch has become
/// large. That the system's clock was set meanwhile is written down, too. Not a QObject; lives on the thread
/// of its context and must not outlive it.
class EntryJournal
{
    Q_DECLARE_TR_FUNCTIONS(EntryJournal)

public:
    using Sink = std::function<void(const MessageBatch &)>;

    EntryJournal(Clock &clock, QObject *context, Sink sink);

    /// `wireBytes` as in Message.
    void add(Direction direction, MessageType type, const QByteArray &payload, qint64 wireBytes = -1);
    void addOpen(const OpenEntry &entry, const HandshakeRecord &handshake);
    void addClose(const CloseInfo &close);
    /// With what is known of the handshake, if it had begun.
    void addError(const ConnectionError &error, const HandshakeRecord &handshake = {});
    /// `attempt` is the one to come, of `maxAttempts`.
    void addRetry(int attempt, int maxAttempts, std::chrono::milliseconds wait);
    void addNote(const QString &text);

    /// Hands on what there is. The sink may wait.
    void flush();

private:
    void addLocal(MessageType type, const QJsonObject &fields, const HandshakeRecord &handshake = {});
    void watchClock(qint64 timeUs);

    Clock &m_clock;
    QObject *const m_context;
    const Sink m_sink;
    MessageBatch m_batch;
    bool m_flushPosted = false;
    /// When watchClock() looked last, by both clocks; nothing before it has.
    struct Look
    {
        qint64 timeUs;
        std::chrono::steady_clock::time_point steady;
    };
    std::optional<Look> m_look;
};
