// SPDX-License-Identifier: MIT
#include "connection/engine/clientconnection.h"

#include "failure/connectionerror.h"
#include "utf8.h"

#include <QtEndian>

#include <algorithm>
#include <utility>

// With so much unsent, only the last ping is answered (RFC 6455 section 5.5.3).
static constexpr qint64 PongBacklogBytes = 256 * 1024;
static constexpr qsizetype OutputBytes = 64 * 1024;

static QByteArray closePayload(quint16 code)
{
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(code, payload.data());
    return payload;
}

ClientConnection::ClientConnection(ClientListener &listener, const ConnectionProfile &profile,
                                   const QList<QUrl> &visited, const StreamInfo &stream)
    : m_listener(listener)
    , m_profile(profile)
    , m_handshake(profile, visited, stream)
{}

void ClientConnection::start()
{
    const QByteArray request = m_handshake.request();
    m_listener.sendBytes(request.constData(), request.size());
}

void ClientConnection::add(const char *bytes, qsizetype size)
{
    if (isOpen())
        read(bytes, size);
    else if (!m_over)
        settle(m_handshake.add(bytes, size));
}

void ClientConnection::cutBody()
{
    if (!isOpen() && !m_over)
        settle(m_handshake.cutBody());
}

void ClientConnection::settle(ClientHandshake::State state)
{
    switch (state) {
    case ClientHandshake::State::Waiting:
        return;
    case ClientHandshake::State::RefusalBody:
        if (!std::exchange(m_refusing, true))
            m_listener.refusing();
        return;
    case ClientHandshake::State::Redirected:
        m_over = true;
        m_listener.redirected(m_handshake.redirect());
        return;
    case ClientHandshake::State::Failed: {
        TransportEnd end;
        end.error = m_handshake.error();
        end.handshake = m_handshake.info();
        over(end, false);
        return;
    }
    case ClientHandshake::State::Opened:
        opened();
        return;
    }
}

void ClientConnection::opened()
{
    const std::optional<DeflateTerms> &deflate = m_handshake.deflate();
    const auto windowOf = [&](Role side) {
        return deflate ? std::optional(deflate->windowOf(side)) : std::nullopt;
    };
    const FrameLimits limits{m_profile.maxFrameBytes, m_profile.maxMessageBytes};
    m_reader = std::make_unique<FrameReader>(Role::Server, limits, windowOf(Role::Server));
    m_sender = std::make_unique<MessageSender>(windowOf(Role::Client), m_profile.sentFrameBytes);
    HandshakeInfo info = m_handshake.info();
    info.sentFrameBytes = m_sender->frameBytes();
    m_listener.handshakeDone(info);
    const QByteArray rest = m_handshake.takeRest();
    read(rest.constData(), rest.size());
}

void ClientConnection::read(const char *bytes, qsizetype size)
{
    if (m_over)
        return;
    m_reader->add(bytes, size);
    while (!m_over) {
        const std::optional<ReceivedMessage> message = m_reader->next();
        if (!message)
            break;
        received(*message);
    }
    if (m_reader->fault() && !m_over)
        fail(m_reader->fault());
    flush();
}

void ClientConnection::received(const ReceivedMessage &message)
{
    switch (message.opcode) {
    case Opcode::Close:
        receivedClose(message.payload);
        return;
    case Opcode::Ping:
    case Opcode::Pong:
        m_listener.controlSeen({message.opcode, true, message.payload});
        if (message.opcode == Opcode::Ping && !m_over)
            receivedPing(message.payload);
        return;
    default:
        m_listener.messageRead(message.opcode == Opcode::Text, message.payload, message.wireBytes);
    }
}

void ClientConnection::receivedPing(const QByteArray &payload)
{
    if (!m_profile.answerPings || m_closeSent)
        return;
    if (m_owedPong || m_listener.unsentBytes() + m_sender->outputBytes() > PongBacklogBytes)
        m_owedPong = payload;
    else
        writeControl(Opcode::Pong, payload);
}

void ClientConnection::receivedClose(const QByteArray &payload)
{
    CloseInfo close;
    close.by = m_closeSent ? CloseInfo::By::Us : CloseInfo::By::Peer;
    close.code = payload.isEmpty() ? CloseCode::NoStatus : qFromBigEndian<quint16>(payload.constData());
    const QByteArray reason = payload.mid(2);
    close.reason = QString::fromUtf8(reason);
    close.clean = true;
    m_listener.controlSeen({Opcode::Close, true, payload});
    if (m_over)
        return;
    if (const qsizetype wrong = invalidUtf8At(reason); wrong >= 0) {
        fail({CloseCode::InvalidPayload,
              {FailureCause::CloseReasonNotUtf8, {QString::number(close.code), QString::number(wrong)}},
              QString::fromLatin1(payload.toHex(' '))});
        return;
    }
    TransportEnd end;
    const bool legal = payload.isEmpty() || CloseCode::maySend(close.code);
    if (!legal) {
        close.detail = CloseDetail::notAllowed(close.code);
        end.error =
                protocolBroken(close.code, {FailureCause::PeerClosedIllegally, {QString::number(close.code)}},
                               close.reason.isEmpty() ? close.detail : close.reason);
    } else if (m_closeSent && *m_closeSent != payload && m_closeSent->left(2) != payload.left(2)) {
        close.detail = CloseDetail::weSent(qFromBigEndian<quint16>(m_closeSent->constData()));
    }
    const bool answers = !m_closeSent;
    if (answers)
        writeClose(legal ? payload.left(2) : closePayload(CloseCode::ProtocolError));
    end.close = close;
    over(end, answers);
}

void ClientConnection::fail(const FrameFault &fault)
{
    TransportEnd end;
    if (m_closeSent) {
        // Only one Close frame may be sent: this code is never on the wire.
        end.close = closeWithoutFrame(m_asked->code);
        end.error = protocolBroken(CloseCode::Abnormal, fault.failure, fault.raw);
        end.close->detail = end.error->sentence;
    } else {
        writeClose(closePayload(fault.code));
        end.close = closeByEngine(fault.code);
        end.error = protocolBroken(fault.code, fault.failure, fault.raw);
    }
    over(end, true);
}

void ClientConnection::end(const std::optional<ConnectionError> &error)
{
    if (m_over)
        return;
    if (!isOpen()) {
        settle(m_handshake.end(error));
        return;
    }
    TransportEnd end;
    end.close = closeWithoutFrame(m_closeSent ? m_asked->code : quint16(0));
    if (!m_closeSent) {
        end.error = error ? *error : lostConnection();
        end.error->closeCode = CloseCode::Abnormal;
    }
    over(end, false);
}

void ClientConnection::over(const TransportEnd &end, bool mayLinger)
{
    flush();
    if (std::exchange(m_over, true))
        return;
    m_listener.protocolEnded(end, mayLinger);
}

bool ClientConnection::send(bool text, const QByteArray &payload)
{
    if (!isOpen() || m_over || m_asked || m_closeSent)
        return false;
    m_sender->add(text, payload);
    return true;
}

bool ClientConnection::writeSome()
{
    if (!isOpen() || m_over)
        return false;
    if (m_owedPong)
        writeControl(Opcode::Pong, *std::exchange(m_owedPong, {}));
    if (m_over)
        return false; // stopped by who was told of the pong
    for (qint64 left = m_sender->sliceBytes(); m_sender->isWaiting() && left > 0;) {
        const MessageSender::Slice slice = m_sender->writeNext();
        left -= std::max(slice.bytes, qint64(1));
        if (m_sender->outputBytes() >= OutputBytes)
            flush();
        if (slice.wireBytes)
            m_listener.messageWritten(*slice.wireBytes);
        if (m_over)
            return false;
    }
    if (!m_sender->isWaiting() && m_asked && !m_closeSent)
        writeClose(closePayload(m_asked->code) + m_asked->reason.toUtf8());
    flush();
    m_sender->forgetSent(m_listener.unsentBytes());
    return !m_over && m_sender->isWaiting();
}

Transport::Backlog ClientConnection::backlog(qint64 unsent) const
{
    if (!isOpen())
        return {};
    Transport::Backlog backlog = m_sender->backlog(unsent);
    backlog.close = backlog.close || (m_asked && !m_closeSent);
    return backlog;
}

void ClientConnection::ping(const QByteArray &payload)
{
    if (!isOpen() || m_over || m_closeSent)
        return;
    writeControl(Opcode::Ping, payload);
    flush();
}

void ClientConnection::close(quint16 code, const QString &reason)
{
    if (isOpen() && !m_over && !m_asked)
        m_asked = OwnClose{code, reason};
}

void ClientConnection::closeNow(quint16 code)
{
    if (!isOpen() || m_over || m_closeSent)
        return;
    m_over = true; // nothing is told
    m_closeSent = closePayload(code);
    m_sender->writeControl(Opcode::Close, *m_closeSent);
    flush();
}

void ClientConnection::writeControl(quint8 opcode, const QByteArray &payload)
{
    m_sender->writeControl(opcode, payload);
    m_listener.controlSeen({opcode, false, payload});
}

void ClientConnection::writeClose(const QByteArray &payload)
{
    m_closeSent = payload;
    writeControl(Opcode::Close, payload);
}

void ClientConnection::flush()
{
    if (m_sender && m_sender->outputBytes() > 0)
        m_sender->takeOutput(
                [this](const char *bytes, qsizetype size) { m_listener.sendBytes(bytes, size); });
}
