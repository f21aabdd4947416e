// SPDX-License-Identifier: MIT
#include "connection/websocketmanager.h"

#include "connection/entryjournal.h"
#include "descriptors.h"
#include "format/text/visibletext.h"
#include "profile/handshakerequest.h"
#include "profile/profilecheck.h"
#include "profile/websocketurl.h"
#include "websocket/frameheader.h"

#include <QRandomGenerator>
#include <QThread>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// What the peer may leave unread before sending is refused.
static constexpr qint64 SendBacklogBytes = 64 * 1024 * 1024;

// Each is defined in the file of its engine.
#define ENGINE(name, ...) std::unique_ptr<Transport> make##name##Transport();
#include "profile/engines.inc"
#undef ENGINE

static std::unique_ptr<Transport> makeTransport(Engine engine)
{
    using Make = std::unique_ptr<Transport> (*)();
    static constexpr Make makes[] = {
#define ENGINE(name, ...) make##name##Transport,
#include "profile/engines.inc"
#undef ENGINE
    };
    return makes[size_t(engine)]();
}

ManagerParts ManagerParts::standard()
{
    return {
            makeTransport,
            std::make_shared<SystemClock>(),
            [] { return QRandomGenerator::global()->generateDouble(); },
            canPassByItself,
    };
}

WebSocketManager::WebSocketManager(ManagerParts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_journal(*m_parts.clock, this,
                [this](const MessageBatch &batch) { emitting([&] { Q_EMIT entries(batch); }); })
    , m_sent(*m_parts.clock, this,
             [this](MessageType type, const QByteArray &payload, qint64 wireBytes) {
                 m_journal.add(Direction::Out, type, payload, wireBytes);
             })
    , m_keepAlive(*m_parts.clock, this,
                  {
                          [this](const QByteArray &payload) { m_transport->ping(payload); },
                          [this](std::chrono::nanoseconds time) {
                              emitting([&] { Q_EMIT roundTripMeasured(time); });
                          },
                          [this] { return m_transport->bytesMoved(); },
                          [this] { handleDeadPeer(); },
                  })
    , m_handshakeTimer(m_parts.clock->createTimer(this, [this] { handleHandshakeTimeout(); }))
    , m_closeTimer(m_parts.clock->createTimer(this, [this] { handleCloseTimeout(); }))
    , m_retryTimer(m_parts.clock->createTimer(this, [this] { startAttempt(); }))
{
    qRegisterMetaType<Status>();
    qRegisterMetaType<StatusReport>();
    qRegisterMetaType<MessageBatch>();
    qRegisterMetaType<ConnectionError>();
    qRegisterMetaType<std::chrono::nanoseconds>();
}

WebSocketManager::~WebSocketManager()
{
    Q_ASSERT(QThread::currentThread() == thread() || !thread()->isRunning());
}

template <typename Function>
void WebSocketManager::run(Function &&command)
{
    if (QThread::currentThread() == thread() && m_emitting == 0 && m_pending.load() == 0) {
        command();
        return;
    }
    ++m_pending;
    QMetaObject::invokeMethod(
            this,
            [this, command = std::forward<Function>(command)] {
                --m_pending;
                command();
            },
            Qt::QueuedConnection);
}

void WebSocketManager::open(const ConnectionProfile &profile)
{
    run([this, profile] { doOpen(profile); });
}

void WebSocketManager::close(quint16 code, const QString &reason)
{
    run([this, code, reason] { doClose(code, reason); });
}

void WebSocketManager::closeWithin(std::chrono::milliseconds limit, quint16 code)
{
    run([this, limit, code] {
        doClose(code, {});
        // Of a transport that waits for TCP alone the end is near anyway.
        if (status() != Status::Closing || m_closing)
            return;
        using namespace std::chrono;
        const milliseconds waited = duration_cast<milliseconds>(m_parts.clock->now() - m_closingSince);
        if (waited + limit >= m_closeWait)
            return;
        m_closeWait = waited + limit;
        m_closeTimer->start(limit);
    });
}

void WebSocketManager::drop()
{
    run([this] {
        if (status() != Status::Open)
            return;
        if (m_transport->isEnding())
            return setStatus(Status::Closing, {}); // so it is not tried again
        dropTransport(std::nullopt);
        end(closeByDrop(), {});
    });
}

void WebSocketManager::sendText(const QString &text, const QString &recordedAs)
{
    run([this, text, recordedAs] { doSend(MessageType::Text, text.toUtf8(), recordedAs.toUtf8()); });
}

void WebSocketManager::sendBinary(const QByteArray &data)
{
    run([this, data] { doSend(MessageType::Binary, data); });
}

void WebSocketManager::ping(const QByteArray &payload)
{
    run([this, payload] { doPing(payload); });
}

void WebSocketManager::setKeepAliveInterval(std::chrono::milliseconds interval)
{
    run([this, interval] {
        m_profile.keepAliveInterval = interval;
        if (status() == Status::Open)
            m_keepAlive.start(interval);
    });
}

void WebSocketManager::retryNow()
{
    run([this] {
        if (status() == Status::WaitingToRetry)
            startAttempt();
    });
}

void WebSocketManager::setNext(const ConnectionProfile &profile)
{
    run([this, profile] {
        if (status() != Status::Closed)
            m_next = profile;
    });
}

void WebSocketManager::doOpen(const ConnectionProfile &profile)
{
    if (status() != Status::Closed) {
        refuse({FailureCause::StillOpen, {}});
        return;
    }
    const WebSocketUrl checked = checkWebSocketUrl(profile.url);
    if (!checked.isValid()) {
        refuse({FailureCause::UrlUnusable, {checked.problem}});
        return;
    }
    const Redactor redactor(profile);
    if (const QList<ProfileProblem> problems = checkProfile(profile); !problems.isEmpty()) {
        refuse({FailureCause::SettingUnusable, {redactor.own(problems.first().sentence)}});
        return;
    }
    m_redactor = redactor;
    m_profile = profile;
    m_profile.url = checked.url;
    m_next.reset();
    m_attempt = 0;
    m_hasWaited = false;
    m_maskedSaid = false;
    if (m_redactor.hidesLooks())
        m_journal.addNote(tr("What looks like a token in the URL or a header is not recorded: *** is in its "
                             "place. “Record the values of secrets” in the settings records it."));
    startAttempt();
}

void WebSocketManager::takeNext(const ConnectionProfile &next)
{
    const WebSocketUrl checked = checkWebSocketUrl(next.url);
    if (!checked.isValid() || !checkProfile(next).isEmpty()) {
        m_journal.addNote(tr("What is set now cannot be used as it is: this attempt goes to %1, as before.")
                                  .arg(m_redactor.own(m_profile.url, m_profile.target)));
        return;
    }
    const QUrl before = m_profile.url;
    if (next == m_profile)
        return;
    m_redactor = Redactor(next);
    m_profile = next;
    m_profile.url = checked.url;
    if (m_profile.url != before) {
        m_journal.addNote(tr("The URL has been edited: this attempt goes to %1.")
                                  .arg(m_redactor.own(m_profile.url, m_profile.target)));
    }
    emitting([&] { Q_EMIT profileChanged(m_profile); });
}

void WebSocketManager::startAttempt()
{
    m_retryTimer->stop();
    if (const std::optional<ConnectionProfile> next = std::exchange(m_next, std::nullopt))
        takeNext(*next);
    ++m_attempt;
    m_attemptStarted = m_parts.clock->now();
    m_closeCodeSent = 0;
    m_closeReasonSent.clear();
    m_closing = false;
    m_unverified = m_profile.url.scheme() == "wss"_L1 && !m_profile.tls.verify;
    if (!Descriptors::haveRoomFor(Descriptors::ForAttempt)) {
        setStatus(Status::Connecting, {});
        end({}, connectionFailure({FailureCause::TooManyDescriptors, {}}));
        return;
    }
    m_transport = m_parts.transport(m_profile.engine);
    Transport *transport = m_transport.get();
    connect(transport, &Transport::opened, this, &WebSocketManager::handleOpened);
    connect(transport, &Transport::textReceived, this, [this](const QByteArray &utf8, qint64 wireBytes) {
        m_journal.add(Direction::In, MessageType::Text, utf8, wireBytes);
    });
    connect(transport, &Transport::binaryReceived, this, [this](const QByteArray &data, qint64 wireBytes) {
        m_journal.add(Direction::In, MessageType::Binary, data, wireBytes);
    });
    connect(transport, &Transport::messageSent, this, [this](qint64 wireBytes) { m_sent.told(wireBytes); });
    connect(transport, &Transport::controlFrame, this, &WebSocketManager::handleControlFrame);
    connect(transport, &Transport::pongReceived, this, &WebSocketManager::handlePong);
    connect(transport, &Transport::closing, this, &WebSocketManager::handleClosing);
    connect(transport, &Transport::finished, this, &WebSocketManager::handleFinished);
    m_handshakeTimer->start(m_profile.handshakeTimeout);
    transport->open(m_profile);
    setStatus(Status::Connecting, {});
}

// Quietly: whatever it would still say is of no interest.
void WebSocketManager::dropTransport(std::optional<quint16> code)
{
    m_handshakeTimer->stop();
    m_closeTimer->stop();
    m_keepAlive.stop();
    if (!m_transport)
        return;
    m_transport->disconnect(this);
    m_transport->abort(code);
    m_lost = m_transport->backlog();
    m_sent.finish();
    m_transport.release()->deleteLater(); // it may be the sender
}

void WebSocketManager::doClose(quint16 code, const QString &reason)
{
    if (const Failure refusal = CloseCode::refusal(code, reason); !refusal.isEmpty()) {
        refuse(refusal);
        return;
    }
    switch (status()) {
    case Status::Closed:
    case Status::Closing:
        return;
    case Status::Connecting:
    case Status::WaitingToRetry:
        m_retryTimer->stop();
        dropTransport(CloseCode::Normal);
        m_journal.addNote(tr("Cancelled."));
        setStatus(Status::Closed, {});
        return;
    case Status::Open:
        m_keepAlive.stop();
        m_closeCodeSent = code;
        m_closeReasonSent = reason;
        m_closingSince = m_parts.clock->now();
        m_closeWait = m_profile.closeTimeout;
        if (!m_closing)
            m_closeTimer->start(m_closeWait);
        setStatus(Status::Closing, {});
        m_transport->close(code, reason);
        return;
    }
}

void WebSocketManager::doSend(MessageType type, const QByteArray &payload, const QByteArray &recordedAs)
{
    if (status() != Status::Open) {
        refuse({FailureCause::SendNotOpen, {}});
        return;
    }
    if (m_transport->bytesToWrite() > SendBacklogBytes) {
        refuse({FailureCause::SendBacklogFull, {}});
        return;
    }
    const bool masked = !recordedAs.isNull() && recordedAs != payload && !m_profile.recordSecrets;
    const bool tells = m_transport->tellsSentBytes();
    const QByteArray &recorded = masked ? recordedAs : payload;
    const qint64 wireBytes = masked ? payload.size() : -1;
    if (tells)
        m_sent.add(type, recorded, wireBytes);
    const bool sent =
            type == MessageType::Text ? m_transport->sendText(payload) : m_transport->sendBinary(payload);
    if (!sent) {
        if (tells)
            m_sent.takeBack();
        refuse({FailureCause::SendFailed, {}});
        return;
    }
    if (tells)
        m_sent.watch();
    else
        m_journal.add(Direction::Out, type, recorded, wireBytes);
    if (masked && !std::exchange(m_maskedSaid, true))
        m_journal.addNote(tr("Values of secret variables are not recorded: "
                             "messages that were sent with some have the variables’ names instead."));
}

void WebSocketManager::doPing(const QByteArray &payload)
{
    if (status() != Status::Open) {
        refuse({FailureCause::PingNotOpen, {}});
    } else if (payload.size() > MaxControlPayload) {
        refuse({FailureCause::PingTooLong, {}});
    } else if (m_closing) {
        refuse({FailureCause::PingWhileClosing, {}});
    } else if (!m_keepAlive.ping(payload)) {
        refuse({FailureCause::PingPending, {}});
    } else if (!m_transport->tellsControlFrames()) {
        m_journal.add(Direction::Out, MessageType::Ping, payload);
    }
}

void WebSocketManager::refuse(const Failure &failure)
{
    const ConnectionError error = connectionFailure(failure);
    m_sent.handOnAll();
    m_journal.addError(error);
    m_journal.flush();
    emitting([&] { Q_EMIT errorOccurred(error); });
}

void WebSocketManager::setStatus(Status status, StatusReport report)
{
    m_journal.flush();
    report.status = status;
    report.attempt = m_attempt;
    report.maxAttempts = m_profile.retry.maxAttempts;
    report.since = m_parts.clock->now();
    report.unverified = m_unverified;
    m_status.store(status, std::memory_order_release);
    emitting([&] { Q_EMIT statusChanged(status, report); });
}

static QString seconds(std::chrono::milliseconds time)
{
    return WebSocketManager::tr("%1 s").arg(double(time.count()) / 1000.0);
}

// Empty if it is the URL's host. Where redirects have left the origin, each host is verified for its own.
static QString otherVerifiedName(const ConnectionProfile &profile, const HandshakeInfo &info)
{
    const QString &name = profile.tls.serverName;
    const bool isHost = name.compare(profile.url.host(), Qt::CaseInsensitive) == 0;
    return info.tls.verified && !info.leftOrigin && !isHost ? name : QString();
}

// The servers that redirects lead to were sent secrets, too, and may send them back, in later attempts as
// well.
static void addRedirects(const HandshakeInfo &info, Redactor *redactor)
{
    for (const QUrl &url : info.redirects)
        redactor->addSent(url);
    redactor->addSent(info.finalUrl);
}

void WebSocketManager::handleOpened(const HandshakeInfo &info)
{
    m_handshakeTimer->stop();
    m_openSince = m_parts.clock->now();
    m_keepAlive.start(m_profile.keepAliveInterval);
    addRedirects(info, &m_redactor);
    using namespace std::chrono;
    const QString subprotocol = visibleText(m_redactor.subprotocol(info.subprotocol));
    OpenEntry entry;
    entry.url = m_redactor.own(m_profile.url, m_profile.target);
    entry.attempt = m_attempt;
    entry.elapsedMs = duration_cast<milliseconds>(m_openSince - m_attemptStarted).count();
    entry.subprotocol = subprotocol;
    entry.security = info.security;
    entry.peer = m_redactor.own(info.peer);
    entry.engine = engineKey(m_profile.engine);
    entry.sentFrameBytes = info.sentFrameBytes;
    m_journal.addOpen(entry, handshakeRecord(info, m_redactor));
    StatusReport report;
    report.subprotocol = subprotocol;
    report.security = info.security;
    report.tls = info.tls;
    report.extensions = visibleText(info.extensions);
    report.verifiedName = otherVerifiedName(m_profile, info);
    report.leftOrigin = info.leftOrigin;
    // At the origin of a redirect all is verified again.
    m_unverified = !m_profile.tls.verify && !info.leftOrigin
                   && (m_profile.url.scheme() == "wss"_L1 || !info.security.isEmpty());
    setStatus(Status::Open, report);
    sendOpeningMessages(info);
}

// They often hold tokens, which are for the origin that the user has named.
void WebSocketManager::sendOpeningMessages(const HandshakeInfo &info)
{
    if (m_profile.onOpen.isEmpty() && m_profile.heartbeat.text.isEmpty())
        return;
    if (info.leftOrigin) {
        m_journal.addNote(
                isSameOrigin(m_profile.url, info.finalUrl)
                        ? tr("The messages to send after opening were not sent: the server redirected here "
                             "through another origin.")
                        : tr("The messages to send after opening were not sent: the server redirected to "
                             "another origin, %1.")
                                  .arg(info.finalUrl.host()));
        return;
    }
    for (const OpeningMessage &message : std::as_const(m_profile.onOpen)) {
        const OpeningMessage filled = m_parts.generated->filledIn(message);
        doSend(filled.binary ? MessageType::Binary : MessageType::Text, filled.payload, filled.recordedAs);
    }
}

// Close frames are told with the end of the connection.
void WebSocketManager::handleControlFrame(const ControlFrame &frame)
{
    const Direction direction = frame.incoming ? Direction::In : Direction::Out;
    if (frame.opcode == ControlFrame::Ping)
        m_journal.add(direction, MessageType::Ping, frame.payload);
    else if (frame.opcode == ControlFrame::Pong)
        m_journal.add(direction, MessageType::Pong, frame.payload);
}

void WebSocketManager::handlePong(const QByteArray &payload)
{
    if (m_keepAlive.pongReceived(payload) && !m_transport->tellsControlFrames())
        m_journal.add(Direction::In, MessageType::Pong, payload);
}

void WebSocketManager::handleHandshakeTimeout()
{
    const ConnectionError error = m_transport->stalled().value_or(
            connectionFailure({FailureCause::HandshakeTimedOutAfter, {seconds(m_profile.handshakeTimeout)}}));
    dropTransport(CloseCode::Normal);
    end({}, error);
}

void WebSocketManager::handleCloseTimeout()
{
    dropTransport(m_closeCodeSent);
    CloseInfo close;
    close.by = CloseInfo::By::Us;
    const QString sentence =
            m_lost.close ? tr("Our Close frame (%1) could not be sent within %2: the peer does not read.")
                         : tr("The peer did not answer our Close frame (%1) within %2.");
    close.detail = sentence.arg(m_closeCodeSent).arg(seconds(m_closeWait));
    end(close, {});
}

void WebSocketManager::handleDeadPeer()
{
    ConnectionError error =
            connectionFailure({FailureCause::PeerSilent, {seconds(m_profile.keepAliveInterval)}});
    error.closeCode = CloseCode::GoingAway;
    CloseInfo close;
    close.code = CloseCode::GoingAway;
    close.by = CloseInfo::By::Us;
    close.detail = tr("The peer seems to be gone; it was not waited for.");
    dropTransport(CloseCode::GoingAway);
    end(close, error);
}

// What is left to do is TCP's: it must not look like a peer that does not answer.
void WebSocketManager::handleClosing()
{
    m_closing = true;
    m_keepAlive.stop();
    m_closeTimer->stop();
}

void WebSocketManager::handleFinished(const TransportEnd &end_)
{
    dropTransport(CloseCode::Normal);
    std::optional<CloseInfo> close = end_.close;
    std::optional<ConnectionError> error = end_.error;
    if (close && !error && status() == Status::Open) {
        error = errorOfClose(*close);
    } else if (status() == Status::Closing && error) {
        // It ends as asked; what went wrong meanwhile is told with the close.
        if (close && close->detail.isEmpty())
            close->detail = error->sentence;
        error.reset();
    }
    end(close, error, end_.handshake);
}

// Nothing, if the answer has it, too: most peers answer with the code alone.
static QString ownReasonSentence(const CloseInfo &close, const QString &sent)
{
    return close.by != CloseInfo::By::Us || sent.isEmpty() || sent == close.reason
                   ? QString()
                   : WebSocketManager::tr("Our reason was “%1”.").arg(visibleText(sent));
}

// Nothing, if all was written that is recorded as sent.
static QString lossSentence(const Transport::Backlog &lost)
{
    if (lost.bytes == 0 && lost.messages == 0)
        return {};
    if (lost.messages == 0)
        return WebSocketManager::tr("%1 bytes of what is recorded as sent had not been written.")
                .arg(lost.bytes);
    return lost.messages == 1
                   ? WebSocketManager::tr(
                             "1 message (%1 bytes) that is recorded as sent had not been written.")
                             .arg(lost.bytes)
                   : WebSocketManager::tr(
                             "%1 messages (%2 bytes) that are recorded as sent had not been written.")
                             .arg(lost.messages)
                             .arg(lost.bytes);
}

void WebSocketManager::end(std::optional<CloseInfo> close, std::optional<ConnectionError> error,
                           const std::optional<HandshakeInfo> &handshake)
{
    const bool wasOpen = status() == Status::Open || status() == Status::Closing;
    const QString said = error ? error->sentence : QString();
    if (handshake)
        addRedirects(*handshake, &m_redactor);
    if (error)
        redact(m_redactor, &*error);
    if (close) {
        const QString ours = m_redactor.own(ownReasonSentence(*close, m_closeReasonSent));
        close->reason = visibleText(m_redactor.foreign(close->reason));
        close->detail = error && close->detail == said ? error->sentence : m_redactor.own(close->detail);
        QStringList details{close->detail, ours, lossSentence(m_lost)};
        details.removeAll(QString());
        close->detail = details.join(u' ');
        m_journal.addClose(*close);
    }
    StatusReport report;
    report.close = close;
    if (!error) {
        setStatus(Status::Closed, report);
        return;
    }

    if (wasOpen && m_parts.clock->now() - m_openSince >= m_profile.stableAfter)
        m_attempt = 1;
    const bool retryable = m_parts.retryable(*error) && (!wasOpen || m_profile.retryAfterDrop);
    auto wait = retryable ? m_profile.retry.waitAfter(m_attempt, m_parts.random()) : std::nullopt;
    if (wait && std::exchange(m_hasWaited, true))
        wait = std::max(*wait, RetryPolicy::Shortest); // though the attempts may be counted anew
    error->willRetry = wait.has_value();
    error->retryIn = wait.value_or(std::chrono::milliseconds(0));
    const HandshakeRecord record = handshake ? handshakeRecord(*handshake, m_redactor) : HandshakeRecord();
    error->answer = shownAnswer(record);
    report.error = error;
    m_journal.addError(*error, record);
    if (error->willRetry) {
        m_journal.addRetry(m_attempt + 1, m_profile.retry.maxAttempts, error->retryIn);
        report.retryAt = m_parts.clock->now() + error->retryIn;
        m_retryTimer->start(error->retryIn);
    } else if (retryable && m_profile.retry.maxAttempts > 1) {
        m_journal.addNote(tr("Gave up after %1 attempts.").arg(m_attempt));
    }
    m_journal.flush();
    emitting([&] { Q_EMIT errorOccurred(*error); });
    setStatus(error->willRetry ? Status::WaitingToRetry : Status::Closed, report);
}
