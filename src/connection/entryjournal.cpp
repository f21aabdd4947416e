// SPDX-License-Identifier: MIT
#include "connection/entryjournal.h"

#include <QJsonDocument>
#include <QMetaObject>
#include <QObject>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype BatchBytes = 1024 * 1024;
static constexpr qsizetype BatchMessages = 4096;

EntryJournal::EntryJournal(Clock &clock, QObject *context, Sink sink)
    : m_clock(clock)
    , m_context(context)
    , m_sink(std::move(sink))
{}

void EntryJournal::add(Direction direction, MessageType type, const QByteArray &payload, qint64 wireBytes)
{
    m_batch.append({0, m_clock.utcMicroseconds(), direction, type, payload, wireBytes});
    m_bytes += payload.size();
    if (m_batch.size() >= BatchMessages || m_bytes >= BatchBytes) {
        flush();
    } else if (!m_flushPosted) {
        m_flushPosted = true;
        const auto posted = [this] {
            m_flushPosted = false;
            flush();
        };
        QMetaObject::invokeMethod(m_context, posted, Qt::QueuedConnection);
    }
}

void EntryJournal::addLocal(MessageType type, const QJsonObject &fields)
{
    add(Direction::Local, type, QJsonDocument(fields).toJson(QJsonDocument::Compact));
}

void EntryJournal::addOpen(const QJsonObject &handshake)
{
    addLocal(MessageType::Open, handshake);
}

void EntryJournal::addClose(const CloseInfo &close)
{
    addLocal(MessageType::Close, {
                                         {"code"_L1, close.code},
                                         {"reason"_L1, close.reason},
                                         {"clean"_L1, close.clean},
                                         {"by"_L1, closedByKey(close.by)},
                                         {"detail"_L1, close.detail},
                                 });
}

void EntryJournal::addError(const ConnectionError &error)
{
    addLocal(MessageType::Error, {
                                         {"stage"_L1, errorStageKey(error.stage)},
                                         {"message"_L1, error.sentence},
                                         {"raw"_L1, error.raw},
                                         {"will_retry"_L1, error.willRetry},
                                         {"retry_in_ms"_L1, qint64(error.retryIn.count())},
                                 });
}

void EntryJournal::addRetry(int attempt, int maxAttempts, std::chrono::milliseconds wait,
                            const QString &reason)
{
    addLocal(MessageType::Retry, {
                                         {"attempt"_L1, attempt},
                                         {"of"_L1, maxAttempts},
                                         {"wait_ms"_L1, qint64(wait.count())},
                                         {"reason"_L1, reason},
                                 });
}

void EntryJournal::addNote(const QString &text)
{
    addLocal(MessageType::Note, {{"text"_L1, text}});
}

void EntryJournal::flush()
{
    if (m_batch.isEmpty())
        return;
    m_bytes = 0;
    m_sink(std::exchange(m_batch, {}));
}
