// SPDX-License-Identifier: MIT
#include "connection/websocketmanager.h"

#include "connection/engine/nativetransport.h"
#include "connection/engine/qtwebsockettransport.h"
#include "profile/profilecheck.h"
#include "profile/secretvalues.h"
#include "profile/websocketurl.h"
#include "websocket/frameheader.h"

#include <QRandomGenerator>
#include <QThread>

#include <utility>

using namespace Qt::StringLiterals;

// What the peer may leave unread before sending is refused.
static constexpr qint64 SendBacklogBytes = 64 * 1024 * 1024;

ManagerParts ManagerParts::standard()
{
    return {
            [](Engine engine) -> std::unique_ptr<Transport> {
                if (engine == Engine::Qt)
                    return std::make_unique<QtWebSocketTransport>();
                return std::make_unique<NativeTransport>();
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
        shortenClosing(limit);
    });
}

void WebSocketManager::sendText(const QString &text, const QString &recordedAs)
{
    run([this, utf8 = text.toUtf8(), recorded = recordedAs.toUtf8()] {
        doSend(MessageType::Text, utf8, recorded);
    });
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
        refuse({FailureCause::StillOpen, {}});
        return;
    }
    const WebSocketUrl checked = checkWebSocketUrl(profile.url);
    if (!checked.isValid()) {
        refuse({FailureCause::UrlUnusable, {checked.problem}});
        return;
    }
    if (const QList<ProfileProblem> problems = checkProfile(profile); !problems.isEmpty()) {
        refuse({FailureCause::SettingUnusable,
                {withoutSecrets(problems.first().sentence, profile.secretValues)}});
        return;
    }
    m_profile = profile;
    m_profile.url = checked.url;
    m_attempt = 0;
    m_maskedSaid = false;
    startAttempt();
}

void WebSocketManager::startAttempt()
{
    m_retryTimer->stop();
    ++m_attempt;
    m_attemptStarted = m_parts.clock->now();
    m_closeCodeSent = 0;
    m_closing = false;
    m_unverified = m_profile.url.scheme() == "wss"_L1 && !m_profile.tls.verify;
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
void WebSocketManager::dropTransport(quint16 code)
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
    if (!CloseCode::maySend(code)) {
        refuse({FailureCause::CloseCodeForbidden, {QString::number(code)}});
        return;
    }
    if (reason.toUtf8().size() > CloseCode::MaxReasonBytes) {
        refuse({FailureCause::CloseReasonTooLong, {}});
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
        m_closingSince = m_parts.clock->now();
        m_closeWait = m_profile.closeTimeout;
        if (!m_closing)
            m_closeTimer->start(m_closeWait);
        setStatus(Status::Closing, {});
        m_transport->close(code, reason);
        return;
    }
}

// Of a transport that waits for TCP alone the end is near anyway.
void WebSocketManager::shortenClosing(std::chrono::milliseconds limit)
{
    if (status() != Status::Closing || m_closing)
        return;
    using namespace std::chrono;
    const milliseconds waited = duration_cast<milliseconds>(m_parts.clock->now() - m_closingSince);
    if (waited + limit >= m_closeWait)
        return;
    m_closeWait = waited + limit;
    m_closeTimer->start(limit);
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
    } else if (!showsControlFrames()) {
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
