// SPDX-License-Identifier: MIT
#include "connection/keepalive.h"

KeepAlive::KeepAlive(Clock &clock, QObject *context, Callbacks callbacks)
    : m_clock(clock)
    , m_callbacks(std::move(callbacks))
    , m_timer(clock.createTimer(context, [this] { due(); }))
{}

void KeepAlive::start(std::chrono::milliseconds interval)
{
    stop();
    m_running = true;
    m_interval = interval;
    if (m_interval.count() > 0)
        m_timer->start(m_interval);
}

void KeepAlive::stop()
{
    m_running = false;
    m_outstanding = false;
    m_timer->stop();
}

bool KeepAlive::ping(const QByteArray &payload)
{
    if (!m_running)
        return false;
    // Without an interval nothing else finds out that the peer does not answer.
    const bool givenUp = m_interval.count() == 0 && m_clock.now() - m_sentAt >= PatienceByHand;
    if (m_outstanding && !givenUp)
        return false;
    m_byHand = true;
    send(payload);
    return true;
}

bool KeepAlive::pongReceived(const QByteArray &payload)
{
    if (!m_outstanding || payload != m_payload)
        return false;
    m_outstanding = false;
    if (m_lastLook)
        m_timer->start(m_interval);
    m_callbacks.roundTrip(m_clock.now() - m_sentAt);
    return m_byHand;
}

void KeepAlive::due()
{
    if (m_outstanding) {
        dueUnanswered();
        return;
    }
    m_byHand = false;
    // A payload of its own lets the pong be told from an unasked one and from a late one.
    send(QByteArrayLiteral("ss") + QByteArray::number(++m_counter));
}

void KeepAlive::dueUnanswered()
{
    const qint64 moved = m_callbacks.bytesMoved();
    if (moved - m_movedBefore >= BusyBytes) {
        m_movedBefore = moved;
        m_lastLook = false;
        m_timer->start(m_interval);
    } else if (!m_lastLook) {
        // One turn of the event loop reads what came while this thread was busy elsewhere.
        m_lastLook = true;
        m_timer->start(std::chrono::milliseconds(0));
    } else {
        stop();
        m_callbacks.peerIsDead();
    }
}

void KeepAlive::send(const QByteArray &payload)
{
    m_payload = payload;
    m_outstanding = true;
    m_lastLook = false;
    m_movedBefore = m_callbacks.bytesMoved();
    m_sentAt = m_clock.now();
    // Started anew, so that a pong always has a whole interval.
    if (m_interval.count() > 0)
        m_timer->start(m_interval);
    m_callbacks.sendPing(payload);
}
