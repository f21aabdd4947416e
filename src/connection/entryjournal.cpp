// SPDX-License-Identifier: MIT
#include "connection/entryjournal.h"

#include "failure/failuretext.h"
#include "profile/redactor.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMetaObject>
#include <QObject>
#include <QStringDecoder>

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
    if (m_batch.size() >= BatchMessages || m_batch.payloadBytes() >= BatchBytes) {
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

static QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// QJsonObject sorts its members, so what must come last is an object of its own until here.
void EntryJournal::addLocal(MessageType type, const QJsonObject &fields, const QJsonObject &bulk)
{
    QByteArray json = compact(fields);
    if (!bulk.isEmpty()) {
        json.chop(1);
        json += (fields.isEmpty() ? "" : ",") + compact(bulk).mid(1);
    }
    add(Direction::Local, type, json);
}

void EntryJournal::addOpen(const HandshakeRecord &handshake)
{
    addLocal(MessageType::Open, handshake.fields, handshake.bulk);
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

void EntryJournal::addError(const ConnectionError &error, const HandshakeRecord &handshake)
{
    QJsonObject fields = handshake.fields;
    fields.insert("stage"_L1, errorStageKey(error.stage));
    fields.insert("message"_L1, error.sentence);
    fields.insert("raw"_L1, error.raw);
    fields.insert("will_retry"_L1, error.willRetry);
    fields.insert("retry_in_ms"_L1, qint64(error.retryIn.count()));
    if (error.cause != FailureCause::None)
        fields.insert("cause"_L1, failureCauseKey(error.cause));
    if (error.httpStatus != 0)
        fields.insert("http_status"_L1, error.httpStatus);
    if (!error.certificate.isEmpty()) {
        const QByteArray digest = QCryptographicHash::hash(error.certificate, QCryptographicHash::Sha256);
        fields.insert("certificate_sha256"_L1, QString::fromLatin1(digest.toHex(':')));
    }
    addLocal(MessageType::Error, fields, handshake.bulk);
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
    m_sink(std::exchange(m_batch, {}));
}

// --- Handshakes -------------------------------------------------------------------------------

static QString toText(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

static QJsonArray lines(const QByteArray &first, const HttpHeaders &headers)
{
    QJsonArray lines{toText(first)};
    for (const HttpHeader &header : headers)
        lines.append(toText(header.name) + u": "_s + toText(header.value));
    return lines;
}

static void addTime(QJsonObject &fields, QLatin1StringView name,
                    const std::optional<std::chrono::microseconds> &time)
{
    if (time)
        fields.insert(name, double(time->count()) / 1000.0);
}

static void addBody(QJsonObject &bulk, const QByteArray &body, bool cut, const Redactor &redactor)
{
    if (body.isEmpty())
        return;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(body);
    if (decoder.hasError()) {
        bulk.insert("body_base64"_L1, QString::fromLatin1(redactor.body(body).toBase64()));
    } else {
        bulk.insert("body"_L1, text);
    }
    if (cut)
        bulk.insert("body_cut"_L1, true);
}

HandshakeRecord handshakeRecord(const HandshakeInfo &info, const Redactor &redactor)
{
    HandshakeRecord record;
    QJsonObject &fields = record.fields;
    const auto addText = [&fields](QLatin1StringView name, const QString &text) {
        if (!text.isEmpty())
            fields.insert(name, text);
    };
    addText("cipher"_L1, info.tls.cipher);
    addText("certificate_problem"_L1, info.tls.problem);
    if (!info.tls.protocol.isEmpty())
        fields.insert("verified"_L1, info.tls.verified);
    addText("extensions"_L1, info.extensions);
    addTime(fields, "dns_ms"_L1, info.timings.dns);
    addTime(fields, "tcp_ms"_L1, info.timings.tcp);
    addTime(fields, "proxy_ms"_L1, info.timings.proxy);
    addTime(fields, "tls_ms"_L1, info.timings.tls);
    addTime(fields, "http_ms"_L1, info.timings.http);
    if (!info.redirects.isEmpty())
        fields.insert("redirected_from"_L1, QJsonArray::fromStringList(info.redirects));

    if (!info.requestLine.isEmpty()) {
        record.bulk.insert("request"_L1, lines(redactor.requestLine(info.requestLine),
                                               redactor.requestHeaders(info.requestHeaders)));
    }
    QJsonObject answer;
    if (!info.statusLine.isEmpty())
        answer.insert("response"_L1, lines(info.statusLine, redactor.responseHeaders(info.responseHeaders)));
    addBody(answer, info.body, info.bodyWasCut, redactor);
    answer = redactor.foreign(answer);
    for (auto member = answer.begin(); member != answer.end(); ++member)
        record.bulk.insert(member.key(), *member);
    record.fields = redactor.own(record.fields);
    record.bulk = redactor.own(record.bulk);
    return record;
}
