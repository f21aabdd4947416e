// SPDX-License-Identifier: MIT
#include "connection/websocketmanager.h"

#include "connection/beasttransport.h"
#include "connection/handshakerecord.h"
#include "connection/profilecheck.h"
#include "connection/qtwebsockettransport.h"
#include "connection/secretvalues.h"
#include "connection/websocketurl.h"

#include <QJsonObject>
#include <QRandomGenerator>
#include <QThread>

using namespace Qt::StringLiterals;

// What the peer may leave unread before sending is refused.
static constexpr qint64 SendBacklogBytes = 64 * 1024 * 1024;
// RFC 6455 section 5.5.
static constexpr qsizetype MaxControlPayload = 125;

static QString seconds(std::chrono::milliseconds time)
{
    return u"%1 s"_s.arg(double(time.count()) / 1000.0);
}

ManagerParts ManagerParts::standard()
{
    return {
            [](Engine engine) -> std::unique_ptr<Transport> {
                if (engine == Engine::Qt)
                    return std::make_unique<QtWebSocketTransport>();
                return std::make_unique<BeastTransport>();
            },
            std::make_shared<SystemClock>(),
            [] { return QRandomGenerator::global()->generateDouble(); },
            canPassByItself,
    };
}

WebSocketManager::WebSocketManager(QObject *parent)
    : WebSocketManager(ManagerParts::standard(), parent)
{}

WebSocketManager::WebSocketManager(ManagerParts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_journal(*m_parts.clock, this,
                [this](const MessageBatch &batch) { emitting([&] { Q_EMIT entries(batch); }); })
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
    Q_ASSERT(QThread::currentThread() == thread());
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

template <typename Function>
void WebSocketManager::emitting(Function &&emission)
{
    ++m_emitting;
    emission();
    --m_emitting;
}

void WebSocketManager::open(const ConnectionProfile &profile)
{
    run([this, profile] { doOpen(profile); });
}

void WebSocketManager::close(quint16 code, const QString &reason)
{
    run([this, code, reason] { doClose(code, reason); });
}

void WebSocketManager::sendText(const QString &text)
{
    run([this, utf8 = text.toUtf8()] { doSend(MessageType::Text, utf8); });
}

void WebSocketManager::sendBinary(const QByteArray &data)
{
    run([this, data] { doSend(MessageType::Binary, data); });
}

void WebSocketManager::ping(const QByteArray &payload)
{
    run([this, payload] { doPing(payload); });
}

void WebSocketManager::retryNow()
{
    run([this] {
        if (status() == Status::WaitingToRetry)
            startAttempt();
    });
}

void WebSocketManager::doOpen(const ConnectionProfile &profile)
{
    if (status() != Status::Closed) {
        refuse(ErrorStage::Command,
               u"This connection is not closed: disconnect it before opening another."_s);
        return;
    }
    const WebSocketUrl checked = checkWebSocketUrl(profile.url);
    if (!checked.isValid()) {
        refuse(ErrorStage::Url, checked.problem);
        return;
    }
    if (const QList<ProfileProblem> problems = checkProfile(profile); !problems.isEmpty()) {
        refuse(ErrorStage::Command, problems.first().sentence);
        return;
    }
    m_profile = profile;
    m_profile.url = checked.url;
    m_attempt = 0;
    startAttempt();
}

void WebSocketManager::startAttempt()
{
    m_retryTimer->stop();
    ++m_attempt;
    m_attemptStarted = m_parts.clock->now();
    m_closeCodeSent = 0;
    m_transport = m_parts.transport(m_profile.engine);
    Transport *transport = m_transport.get();
    connect(transport, &Transport::opened, this, &WebSocketManager::handleOpened);
    connect(transport, &Transport::textReceived, this, [this](const QByteArray &utf8, qint64 wireBytes) {
        m_journal.add(Direction::In, MessageType::Text, utf8, wireBytes);
    });
    connect(transport, &Transport::binaryReceived, this, [this](const QByteArray &data, qint64 wireBytes) {
        m_journal.add(Direction::In, MessageType::Binary, data, wireBytes);
    });
    connect(transport, &Transport::controlFrame, this, &WebSocketManager::handleControlFrame);
    connect(transport, &Transport::pongReceived, this, &WebSocketManager::handlePong);
    connect(transport, &Transport::finished, this, &WebSocketManager::handleFinished);
    m_handshakeTimer->start(m_profile.handshakeTimeout);
    transport->open(m_profile);
    setStatus(Status::Connecting, {});
}

// Quietly: whatever it would still say is of no interest.
void WebSocketManager::dropTransport(quint16 code)
{
    m_handshakeTimer->stop();
    m_closeTimer->stop();
    m_keepAlive.stop();
    if (!m_transport)
        return;
    m_transport->disconnect(this);
    m_transport->abort(code);
    m_transport.release()->deleteLater(); // it may be the sender
}

void WebSocketManager::handleOpened(const HandshakeInfo &info)
{
    m_handshakeTimer->stop();
    m_openSince = m_parts.clock->now();
    m_keepAlive.start(m_profile.keepAliveInterval);
    using namespace std::chrono;
    HandshakeRecord record = handshakeRecord(info, m_profile.recordSecrets, m_profile.secretValues);
    QJsonObject &fields = record.fields;
    fields.insert("url"_L1, withoutSecrets(displayUrl(m_profile.url), m_profile.secretValues));
    fields.insert("attempt"_L1, m_attempt);
    fields.insert("elapsed_ms"_L1,
                  qint64(duration_cast<milliseconds>(m_openSince - m_attemptStarted).count()));
    fields.insert("subprotocol"_L1, m_profile.recordSecrets
                                            ? info.subprotocol
                                            : withoutSecrets(info.subprotocol, m_profile.secretValues));
    fields.insert("security"_L1, info.security);
    fields.insert("peer"_L1, info.peer);
    fields.insert("engine"_L1, m_transport->engine());
    m_journal.addOpen(fields, record.bulk);
    StatusReport report;
    report.subprotocol = info.subprotocol;
    report.security = info.security;
    report.tls = info.tls;
    report.extensions = info.extensions;
    setStatus(Status::Open, report);
    sendOpeningMessages();
}

void WebSocketManager::sendOpeningMessages()
{
    for (const OpeningMessage &message : std::as_const(m_profile.onOpen))
        doSend(message.binary ? MessageType::Binary : MessageType::Text, message.payload);
}

void WebSocketManager::doClose(quint16 code, const QString &reason)
{
    if (!CloseCode::maySend(code)) {
        refuse(ErrorStage::Send,
               u"%1 is not a close code that may be sent: use 1000 or 3000 to 4999."_s.arg(code));
        return;
    }
    if (reason.toUtf8().size() > CloseCode::MaxReasonBytes) {
        refuse(ErrorStage::Send, u"The reason of a close is at most 123 bytes long."_s);
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
        m_journal.addNote(u"Cancelled."_s);
        setStatus(Status::Closed, {});
        return;
    case Status::Open:
        m_keepAlive.stop();
        m_closeCodeSent = code;
        m_closeTimer->start(m_profile.closeTimeout);
        setStatus(Status::Closing, {});
        m_transport->close(code, reason);
        return;
    }
}

void WebSocketManager::doSend(MessageType type, const QByteArray &payload)
{
    if (status() != Status::Open) {
        refuse(ErrorStage::Send, u"Nothing was sent: the connection is not open."_s);
        return;
    }
    if (m_transport->bytesToWrite() > SendBacklogBytes) {
        refuse(ErrorStage::Send,
               u"Nothing was sent: the peer is not reading, and 64 MiB already wait to be sent."_s);
        return;
    }
    const bool sent =
            type == MessageType::Text ? m_transport->sendText(payload) : m_transport->sendBinary(payload);
    if (!sent) {
        refuse(ErrorStage::Send, u"The message could not be sent."_s);
        return;
    }
    m_journal.add(Direction::Out, type, payload);
}

void WebSocketManager::doPing(const QByteArray &payload)
{
    if (status() != Status::Open) {
        refuse(ErrorStage::Send, u"No ping was sent: the connection is not open."_s);
    } else if (payload.size() > MaxControlPayload) {
        refuse(ErrorStage::Send, u"No ping was sent: its payload is at most 125 bytes long."_s);
    } else if (!m_keepAlive.ping(payload)) {
        refuse(ErrorStage::Send, u"No ping was sent: the last one is still unanswered."_s);
    } else if (!showsControlFrames()) {
        m_journal.add(Direction::Out, MessageType::Ping, payload);
    }
}

bool WebSocketManager::showsControlFrames() const
{
    return m_transport->capabilities().testFlag(Transport::Capability::ControlFrames);
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
    if (m_keepAlive.pongReceived(payload) && !showsControlFrames())
        m_journal.add(Direction::In, MessageType::Pong, payload);
}

void WebSocketManager::handleHandshakeTimeout()
{
    const ConnectionError error = m_transport->stalled().value_or(connectionFailure(
            ErrorStage::Handshake, u"The server did not complete the handshake within %1."_s.arg(
                                           seconds(m_profile.handshakeTimeout))));
    dropTransport(CloseCode::Normal);
    end({}, error);
}

void WebSocketManager::handleCloseTimeout()
{
    CloseInfo close;
    close.by = CloseInfo::By::Us;
    close.detail = u"The peer did not answer our Close frame (%1) within %2."_s.arg(m_closeCodeSent)
                           .arg(seconds(m_profile.closeTimeout));
    dropTransport(m_closeCodeSent);
    end(close, {});
}

void WebSocketManager::handleDeadPeer()
{
    ConnectionError error;
    error.stage = ErrorStage::KeepAlive;
    error.sentence = u"The peer did not answer a ping within %1."_s.arg(seconds(m_profile.keepAliveInterval));
    error.closeCode = CloseCode::GoingAway;
    CloseInfo close;
    close.code = CloseCode::GoingAway;
    close.by = CloseInfo::By::Us;
    close.detail = u"The peer seems to be gone; it was not waited for."_s;
    dropTransport(CloseCode::GoingAway);
    end(close, error);
}

// A Close frame of the peer that reports a failure is an error, too. 1000, an empty one, and the
// codes that applications define are not.
static std::optional<ConnectionError> errorOfClose(const CloseInfo &close)
{
    if (close.by != CloseInfo::By::Peer || close.code == CloseCode::Normal
        || close.code == CloseCode::NoStatus || close.code >= 3000)
        return {};
    ConnectionError error;
    error.stage = ErrorStage::Protocol;
    error.closeCode = close.code;
    error.sentence = close.code == CloseCode::Unknown
                             ? u"The peer closed the connection with a code that cannot be told."_s
                             : u"The peer closed the connection with %1."_s.arg(close.code);
    error.raw = close.reason.isEmpty() ? close.detail : close.reason;
    return error;
}

void WebSocketManager::handleFinished(const TransportEnd &end_)
{
    dropTransport(CloseCode::Normal);
    if (end_.close && !end_.error && status() == Status::Open)
        end(end_.close, errorOfClose(*end_.close));
    else
        end(end_.close, status() == Status::Closing ? std::nullopt : end_.error, end_.handshake);
}

void WebSocketManager::end(const std::optional<CloseInfo> &close, std::optional<ConnectionError> error,
                           const std::optional<HandshakeInfo> &handshake)
{
    const bool wasOpen = status() == Status::Open || status() == Status::Closing;
    if (close)
        m_journal.addClose(*close);
    StatusReport report;
    report.close = close;
    if (!error) {
        setStatus(Status::Closed, report);
        return;
    }

    error->sentence = withoutSecrets(error->sentence, m_profile.secretValues);
    error->raw = withoutSecrets(error->raw, m_profile.secretValues);
    if (wasOpen && m_parts.clock->now() - m_openSince >= m_profile.stableAfter)
        m_attempt = 1;
    const bool retryable = m_parts.retryable(*error) && (!wasOpen || m_profile.retryAfterDrop);
    const auto wait = retryable ? m_profile.retry.waitAfter(m_attempt, m_parts.random()) : std::nullopt;
    error->willRetry = wait.has_value();
    error->retryIn = wait.value_or(std::chrono::milliseconds(0));
    report.error = error;
    const HandshakeRecord record =
            handshake ? handshakeRecord(*handshake, m_profile.recordSecrets, m_profile.secretValues)
                      : HandshakeRecord();
    m_journal.addError(*error, record.fields, record.bulk);
    if (wait) {
        m_journal.addRetry(m_attempt + 1, m_profile.retry.maxAttempts, *wait, error->sentence);
        report.retryAt = m_parts.clock->now() + *wait;
        m_retryTimer->start(*wait);
    } else if (retryable && m_profile.retry.maxAttempts > 1) {
        m_journal.addNote(u"Gave up after %1 attempts."_s.arg(m_attempt));
    }
    m_journal.flush();
    emitting([&] { Q_EMIT errorOccurred(*error); });
    setStatus(wait ? Status::WaitingToRetry : Status::Closed, report);
}

void WebSocketManager::refuse(ErrorStage stage, const QString &sentence)
{
    ConnectionError error;
    error.stage = stage;
    error.sentence = sentence;
    error.permanent = true;
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
    report.unverified = m_profile.url.scheme() == "wss"_L1 && !m_profile.tls.verify;
    m_status.store(status, std::memory_order_release);
    emitting([&] { Q_EMIT statusChanged(status, report); });
}
