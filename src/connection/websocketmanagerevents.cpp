// SPDX-License-Identifier: MIT
// WebSocketManager: what transports and timers tell, and how attempts end.
#include "connection/handshakerecord.h"
#include "connection/websocketmanager.h"
#include "profile/handshakerequest.h"
#include "profile/secretvalues.h"
#include "profile/websocketurl.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

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

void WebSocketManager::handleOpened(const HandshakeInfo &info)
{
    m_handshakeTimer->stop();
    m_openSince = m_parts.clock->now();
    m_keepAlive.start(m_profile.keepAliveInterval);
    using namespace std::chrono;
    HandshakeRecord record = handshakeRecord(info, m_profile);
    QJsonObject &fields = record.fields;
    fields.insert("url"_L1, withoutSecrets(displayUrl(m_profile.url), m_profile.secretValues));
    fields.insert("attempt"_L1, m_attempt);
    fields.insert("elapsed_ms"_L1,
                  qint64(duration_cast<milliseconds>(m_openSince - m_attemptStarted).count()));
    const bool hidden =
            !m_profile.recordSecrets && secretSubprotocols(m_profile.subprotocols).contains(info.subprotocol);
    const QString subprotocol = hidden ? u"***"_s
                                : m_profile.recordSecrets
                                        ? info.subprotocol
                                        : withoutSecrets(info.subprotocol, m_profile.secretValues);
    fields.insert("subprotocol"_L1, subprotocol);
    fields.insert("security"_L1, info.security);
    fields.insert("peer"_L1, withoutSecrets(info.peer, m_profile.secretValues));
    fields.insert("engine"_L1, m_transport->engine());
    m_journal.addOpen(fields, record.bulk);
    StatusReport report;
    report.subprotocol = subprotocol;
    report.security = info.security;
    report.tls = info.tls;
    report.extensions = info.extensions;
    report.verifiedName = otherVerifiedName(m_profile, info);
    // At the origin of a redirect all is verified again.
    m_unverified = !m_profile.tls.verify && !info.leftOrigin
                   && (m_profile.url.scheme() == "wss"_L1 || !info.security.isEmpty());
    setStatus(Status::Open, report);
    sendOpeningMessages(info);
}

// They often hold tokens, which are for the origin that the user has named.
void WebSocketManager::sendOpeningMessages(const HandshakeInfo &info)
{
    if (m_profile.onOpen.isEmpty())
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
    for (const OpeningMessage &message : std::as_const(m_profile.onOpen))
        doSend(message.binary ? MessageType::Binary : MessageType::Text, message.payload, message.recordedAs);
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

// A Close frame of the peer that reports a failure is an error, too. 1000, an empty one, and the
// codes that applications define are not.
static std::optional<ConnectionError> errorOfClose(const CloseInfo &close)
{
    if (close.by != CloseInfo::By::Peer || close.code == CloseCode::Normal
        || close.code == CloseCode::NoStatus || close.code >= 3000)
        return {};
    const Failure failure = close.code == CloseCode::Unknown
                                    ? Failure{FailureCause::PeerClosedUntold, {}}
                                    : Failure{FailureCause::PeerClosed, {QString::number(close.code)}};
    ConnectionError error = connectionFailure(failure, close.reason.isEmpty() ? close.detail : close.reason);
    error.closeCode = close.code;
    return error;
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
    // What the peer says of the end may repeat them.
    const QList<QByteArray> secrets =
            m_profile.recordSecrets ? m_profile.secretValues : profileSecrets(m_profile);
    if (close) {
        const QString loss = lossSentence(m_lost);
        close->reason = withoutSecrets(close->reason, secrets);
        close->detail = withoutSecrets(close->detail, m_profile.secretValues);
        close->detail += (close->detail.isEmpty() || loss.isEmpty() ? u""_s : u" "_s) + loss;
        m_journal.addClose(*close);
    }
    StatusReport report;
    report.close = close;
    if (!error) {
        setStatus(Status::Closed, report);
        return;
    }

    // Our own words hold none but by chance, unless they quote the raw text.
    const QString raw = withoutSecrets(error->raw, secrets);
    error->sentence = withoutSecrets(error->sentence, raw == error->raw ? m_profile.secretValues : secrets);
    error->raw = raw;
    if (wasOpen && m_parts.clock->now() - m_openSince >= m_profile.stableAfter)
        m_attempt = 1;
    const bool retryable = m_parts.retryable(*error) && (!wasOpen || m_profile.retryAfterDrop);
    const auto wait = retryable ? m_profile.retry.waitAfter(m_attempt, m_parts.random()) : std::nullopt;
    error->willRetry = wait.has_value();
    error->retryIn = wait.value_or(std::chrono::milliseconds(0));
    report.error = error;
    const HandshakeRecord record = handshake ? handshakeRecord(*handshake, m_profile) : HandshakeRecord();
    m_journal.addError(*error, record.fields, record.bulk);
    if (error->willRetry) {
        m_journal.addRetry(m_attempt + 1, m_profile.retry.maxAttempts, error->retryIn, error->sentence);
        report.retryAt = m_parts.clock->now() + error->retryIn;
        m_retryTimer->start(error->retryIn);
    } else if (retryable && m_profile.retry.maxAttempts > 1) {
        m_journal.addNote(tr("Gave up after %1 attempts.").arg(m_attempt));
    }
    m_journal.flush();
    emitting([&] { Q_EMIT errorOccurred(*error); });
    setStatus(error->willRetry ? Status::WaitingToRetry : Status::Closed, report);
}
