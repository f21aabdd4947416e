// SPDX-License-Identifier: MIT
#include "connection/engine/beastprotocol.h"

BeastProtocol::BeastProtocol(BeastListener &listener, const ConnectionProfile &profile,
                             const QList<QUrl> &visited, const StreamInfo &stream)
    : m_listener(listener)
    , m_profile(profile)
    , m_opening(profile, visited, stream)
{}

void BeastProtocol::start()
{
    const QByteArray request = m_opening.request();
    m_listener.sendBytes(request.constData(), request.size());
}

void BeastProtocol::add(const char *bytes, qsizetype size)
{
    if (m_session)
        m_session->add(bytes, size);
    else if (!m_over)
        settle(m_opening.add(bytes, size));
}

void BeastProtocol::end(const std::optional<ConnectionError> &error)
{
    if (m_session)
        m_session->end(error);
    else if (!m_over)
        settle(m_opening.end(error));
}

void BeastProtocol::cutBody()
{
    if (!m_session && !m_over)
        settle(m_opening.cutBody());
}

void BeastProtocol::settle(BeastOpening::State state)
{
    switch (state) {
    case BeastOpening::State::Waiting:
        return;
    case BeastOpening::State::RefusalBody:
        if (!std::exchange(m_refusing, true))
            m_listener.refusing();
        return;
    case BeastOpening::State::Redirected:
        m_over = true;
        m_listener.redirected(m_opening.redirect());
        return;
    case BeastOpening::State::Failed: {
        m_over = true;
        TransportEnd end;
        end.error = m_opening.error();
        end.handshake = m_opening.info();
        m_listener.protocolEnded(end, false);
        return;
    }
    case BeastOpening::State::Opened: {
        m_session = std::make_unique<BeastSession>(m_listener, m_profile, m_opening.deflate());
        m_listener.handshakeDone(m_opening.info());
        const QByteArray rest = m_opening.takeRest();
        m_session->add(rest.constData(), rest.size());
        return;
    }
    }
}

bool BeastProtocol::send(bool text, const QByteArray &payload)
{
    return m_session && m_session->send(text, payload);
}

void BeastProtocol::ping(const QByteArray &payload)
{
    if (m_session)
        m_session->ping(payload);
}

void BeastProtocol::close(quint16 code, const QString &reason)
{
    if (m_session)
        m_session->close(code, reason);
}

void BeastProtocol::closeNow(quint16 code)
{
    if (m_session)
        m_session->closeNow(code);
}

void BeastProtocol::stop()
{
    m_over = true;
    if (m_session)
        m_session->stop();
}
