// SPDX-License-Identifier: MIT
#include "connection/entryjournal.h"

#include "failure/failuretext.h"
#include "format/text/numbers.h"
#include "format/text/unseen.h"
#include "format/text/visibletext.h"
#include "profile/redactor.h"
#include "utf8.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QMetaObject>
#include <QObject>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype BatchBytes = 1024 * 1024;
static constexpr qsizetype BatchMessages = 4096;
static constexpr qint64 LeastClockStepUs = 1'000'000;
// The system makes its clock right by making it slower or faster, by half of that at most.
static constexpr qint64 ClockDrift = 1000;

EntryJournal::EntryJournal(Clock &clock, QObject *context, Sink sink)
    : m_clock(clock)
    , m_context(context)
    , m_sink(std::move(sink))
{}

void EntryJournal::add(Direction direction, MessageType type, const QByteArray &payload, qint64 wireBytes)
{
    const qint64 timeUs = m_clock.utcMicroseconds();
    // Once for all that comes together; where times would fall, at once.
    if (m_batch.isEmpty() || timeUs < m_batch.messages().last().timeUs)
        watchClock(timeUs);
    m_batch.append({0, timeUs, direction, type, payload, wireBytes});
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

void EntryJournal::watchClock(qint64 timeUs)
{
    using namespace std::chrono;
    const auto before = std::exchange(m_look, Look{timeUs, m_clock.now()});
    if (!before)
        return;
    const qint64 passedUs = duration_cast<microseconds>(m_look->steady - before->steady).count();
    const qint64 setUs = timeUs - before->timeUs - passedUs;
    if (std::abs(setUs) < std::max(LeastClockStepUs, passedUs / ClockDrift))
        return;
    const QString by = formatWait(std::abs(setUs) / 1000);
    const QString text =
            setUs < 0 ? tr(
                    "The system's clock was set back by %1: entries from here on may have earlier times.")
                      : tr("The system's clock went forward by %1: it was set, or the computer slept.");
    m_batch.append({0, timeUs, Direction::Local, MessageType::Note,
                    localPayload(NoteEntry{text.arg(by), {}, setUs}.fields())});
}

void EntryJournal::addLocal(MessageType type, const QJsonObject &fields, const HandshakeRecord &handshake)
{
    QJsonObject all = handshake.fields;
    for (auto field = fields.begin(); field != fields.end(); ++field)
        all.insert(field.key(), *field);
    add(Direction::Local, type, localPayload(all, handshake.bulk));
}

void EntryJournal::addOpen(const OpenEntry &entry, const HandshakeRecord &handshake)
{
    addLocal(MessageType::Open, entry.fields(), handshake);
}

void EntryJournal::addClose(const CloseInfo &close)
{
    const CloseEntry entry{close.code, close.reason, close.clean, closedByKey(close.by), close.detail};
    addLocal(MessageType::Close, entry.fields());
}

void EntryJournal::addError(const ConnectionError &error, const HandshakeRecord &handshake)
{
    ErrorEntry entry;
    entry.stage = errorStageKey(error.stage);
    if (error.cause != FailureCause::None)
        entry.cause = failureCauseKey(error.cause);
    entry.message = error.sentence;
    entry.raw = error.raw;
    entry.willRetry = error.willRetry;
    entry.retryInMs = error.retryIn.count();
    entry.httpStatus = error.httpStatus;
    if (!error.certificate.isEmpty()) {
        const QByteArray digest = QCryptographicHash::hash(error.certificate, QCryptographicHash::Sha256);
        entry.certificateSha256 = QString::fromLatin1(digest.toHex(':'));
    }
    addLocal(MessageType::Error, entry.fields(), handshake);
}

void EntryJournal::addRetry(int attempt, int maxAttempts, std::chrono::milliseconds wait)
{
    addLocal(MessageType::Retry, RetryEntry{attempt, maxAttempts, wait.count(), {}}.fields());
}

void EntryJournal::addNote(const QString &text)
{
    addLocal(MessageType::Note, NoteEntry{text, {}}.fields());
}

void EntryJournal::flush()
{
    if (m_batch.isEmpty())
        return;
    m_sink(std::exchange(m_batch, {}));
}

// --- Handshakes -------------------------------------------------------------------------------

static QJsonArray lines(const QByteArray &first, const HttpHeaders &headers)
{
    QJsonArray lines{httpText(first)};
    for (const HttpHeader &header : headers)
        lines.append(httpText(header.name) + u": "_s + httpText(header.value));
    return lines;
}

static void addTime(QJsonObject &fields, QLatin1StringView name,
                    const std::optional<std::chrono::microseconds> &time)
{
    if (time)
        fields.insert(name, double(time->count()) / 1000.0);
}

// Text that is not UTF-8 is Latin-1, unless it has control characters that no text has.
static std::optional<QString> bodyText(const QByteArray &body, bool cut)
{
    const qsizetype wrong = invalidUtf8At(body);
    if (wrong < 0)
        return QString::fromUtf8(body);
    const char *end = body.constData() + body.size();
    if (cut && decodeUtf8(body.constData() + wrong, end).truncated)
        return QString::fromUtf8(body.first(wrong)); // within a character
    const auto isBinary = [](char c) { return uchar(c) < 0x20 && !QByteArrayView("\t\n\r\f").contains(c); };
    if (std::any_of(body.begin(), body.end(), isBinary))
        return std::nullopt;
    return QString::fromLatin1(body);
}

static void addBody(QJsonObject &bulk, const QByteArray &body, bool cut, const Redactor &redactor)
{
    if (body.isEmpty())
        return;
    if (const std::optional<QString> text = bodyText(body, cut))
        bulk.insert("body"_L1, *text);
    else
        bulk.insert("body_base64"_L1, QString::fromLatin1(redactor.body(body).toBase64()));
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
    addText("extensions"_L1, visibleText(info.extensions));
    addTime(fields, "dns_ms"_L1, info.timings.dns);
    addTime(fields, "tcp_ms"_L1, info.timings.tcp);
    addTime(fields, "proxy_ms"_L1, info.timings.proxy);
    addTime(fields, "tls_ms"_L1, info.timings.tls);
    addTime(fields, "http_ms"_L1, info.timings.http);
    QJsonArray redirects;
    for (const QUrl &url : info.redirects)
        redirects.append(redactor.foreign(redactor.own(url)));
    if (!redirects.isEmpty())
        fields.insert("redirected_from"_L1, redirects);

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

void redact(const Redactor &redactor, ConnectionError *error)
{
    const bool isOfTable = error->sentence == failureSentence({error->cause, error->arguments});
    for (QString &argument : error->arguments)
        argument = redactor.foreign(argument);
    error->sentence =
            isOfTable ? failureSentence({error->cause, error->arguments}) : redactor.foreign(error->sentence);
    error->raw = redactor.foreign(error->raw);
}

// Of the body; more than is read to see why.
static constexpr qsizetype MostShown = 2048;

QString shownAnswer(const HandshakeRecord &record)
{
    QStringList lines;
    for (const QJsonValue line : record.bulk.value("response"_L1).toArray())
        lines.append(visibleText(line.toString()));
    const QString text = record.bulk.value("body"_L1).toString();
    const QString body = text.isEmpty() ? record.bulk.value("body_base64"_L1).toString() : text.trimmed();
    if (lines.isEmpty() || body.isEmpty())
        return lines.join(u'\n');
    const bool goesOn = body.size() > MostShown || record.bulk.contains("body_cut"_L1);
    return lines.join(u'\n') + u"\n\n"_s + withUnseenNamed(body.left(MostShown))
           + (goesOn ? u"…"_s : QString());
}
