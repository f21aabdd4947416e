// SPDX-License-Identifier: MIT
#include "session/messagerepeater.h"

#include "format/text/numbers.h"

#include <algorithm>
#include <utility>

MessageRepeater::MessageRepeater(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &MessageRepeater::sendNow);
}

void MessageRepeater::start(const WrittenMessage &message, const Repetition &repetition)
{
    if (m_connection != Connection::Open)
        return;
    m_message = message;
    m_repetition = repetition;
    m_repetition.interval = std::clamp(repetition.interval, Repetition::Shortest, Repetition::Longest);
    m_sent = 0;
    m_timer.start(m_repetition.interval);
    setActive(true);
    if (m_repetition.atOnce)
        sendNow();
}

void MessageRepeater::stop()
{
    m_timer.stop();
    setActive(false);
}

void MessageRepeater::setActive(bool active)
{
    if (std::exchange(m_isActive, active) != active)
        Q_EMIT activeChanged(active);
}

void MessageRepeater::setConnection(Connection connection)
{
    if (std::exchange(m_connection, connection) == connection || !m_isActive)
        return;
    if (connection == Connection::Open)
        m_timer.start(m_repetition.interval);
    else if (connection == Connection::Interrupted && m_repetition.afterReconnect)
        m_timer.stop();
    else
        stop();
}

void MessageRepeater::noteSent()
{
    if (m_timer.isActive() && m_repetition.unlessSent)
        m_timer.start(m_repetition.interval);
}

// Who is told of it may stop it.
void MessageRepeater::sendNow()
{
    ++m_sent;
    const bool isLast = m_repetition.times > 0 && m_sent >= m_repetition.times;
    Q_EMIT due(m_message);
    if (isLast)
        stop();
}

QString MessageRepeater::sentence() const
{
    if (!m_isActive)
        return {};
    // When comes first: it is what is watched, and a narrow line is cut at its end.
    const QString when = m_timer.isActive()
                                 // Rounded up: "in 0 s" would be a lie for a second.
                                 ? tr("in %1 s").arg((m_timer.remainingTime() + 999) / 1000)
                                 : tr("once it is open");
    return tr("%1: “%2” every %3 · %4 sent")
            .arg(when, suggestedName(m_message), formatWait(m_repetition.interval.count()),
                 formatCount(quint64(m_sent)));
}
