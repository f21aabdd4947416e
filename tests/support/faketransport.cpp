// SPDX-License-Identifier: MIT
#include "support/faketransport.h"

#include <algorithm>

void FakeTransport::open(const ConnectionProfile &given)
{
    profile = given;
    m_alive = true;
}

bool FakeTransport::send(const Sent &message)
{
    if (!accepts)
        return false;
    sent.append(message);
    if (tellsAtOnce)
        tellSent(*tellsAtOnce);
    return true;
}

bool FakeTransport::sendText(const QByteArray &utf8)
{
    return send({true, utf8});
}

bool FakeTransport::sendBinary(const QByteArray &data)
{
    return send({false, data});
}

void FakeTransport::ping(const QByteArray &payload)
{
    pings.append(payload);
}

void FakeTransport::close(quint16 code, const QString &reason)
{
    closeCode = code;
    closeReason = reason;
}

void FakeTransport::abort(std::optional<quint16> code)
{
    if (!abortCode)
        abortCode = code;
    m_alive = false;
}

void FakeTransport::succeed(const HandshakeInfo &info)
{
    if (!m_alive)
        return;
    m_opened = true;
    Q_EMIT opened(info);
}

void FakeTransport::receiveText(const QByteArray &utf8)
{
    if (m_alive)
        Q_EMIT textReceived(utf8, -1);
}

void FakeTransport::receiveBinary(const QByteArray &data)
{
    if (m_alive)
        Q_EMIT binaryReceived(data, -1);
}

void FakeTransport::receivePong(const QByteArray &payload)
{
    if (m_alive)
        Q_EMIT pongReceived(payload);
}

void FakeTransport::tellSent(qint64 wireBytes)
{
    if (m_alive)
        Q_EMIT messageSent(wireBytes);
}

void FakeTransport::control(const ControlFrame &frame)
{
    if (m_alive)
        Q_EMIT controlFrame(frame);
}

void FakeTransport::fail(const ConnectionError &error)
{
    TransportEnd end;
    if (m_opened)
        end.close = CloseInfo();
    end.error = error;
    finish(end);
}

void FakeTransport::failTcp()
{
    ConnectionError error;
    error.stage = ErrorStage::Tcp;
    error.sentence = QStringLiteral("Refused.");
    fail(error);
}

void FakeTransport::closeByPeer(quint16 code, const QString &reason)
{
    CloseInfo close;
    close.code = code;
    close.reason = reason;
    close.clean = true;
    close.by = closeCode ? CloseInfo::By::Us : CloseInfo::By::Peer;
    finish({close, std::nullopt, std::nullopt});
}

void FakeTransport::answerClose()
{
    closeByPeer(closeCode.value_or(CloseCode::Normal), closeReason);
}

void FakeTransport::startClosing()
{
    if (m_alive)
        Q_EMIT closing();
}

void FakeTransport::drop()
{
    TransportEnd end;
    end.close = CloseInfo();
    end.error = ConnectionError();
    end.error->stage = ErrorStage::Tcp;
    end.error->closeCode = CloseCode::Abnormal;
    end.error->sentence = QStringLiteral("Lost.");
    finish(end);
}

void FakeTransport::finish(const TransportEnd &end)
{
    if (!m_alive)
        return;
    m_alive = false;
    Q_EMIT finished(end);
}

TransportFactory FakeNetwork::factory()
{
    return [this](Engine) {
        m_aliveWhenMade = std::max(m_aliveWhenMade, alive());
        auto transport = std::make_unique<FakeTransport>();
        m_transports.append(transport.get());
        return transport;
    };
}

int FakeNetwork::alive() const
{
    return int(std::count_if(m_transports.begin(), m_transports.end(),
                             [](const QPointer<FakeTransport> &pointer) {
                                 const FakeTransport *transport = pointer.data();
                                 return transport && transport->isAlive();
                             }));
}

int FakeNetwork::existing() const
{
    return int(std::count_if(m_transports.begin(), m_transports.end(),
                             [](const auto &transport) { return !transport.isNull(); }));
}
