// SPDX-License-Identifier: MIT
#include "connection/sententries.h"

#include <algorithm>
#include <utility>

SentEntries::SentEntries(Clock &clock, QObject *context, Sink sink)
    : m_clock(clock)
    , m_sink(std::move(sink))
    , m_timer(m_clock.createTimer(context, [this] { handOnLate(); }))
{}

void SentEntries::add(MessageType type, const QByteArray &payload, qint64 wireBytes)
{
    m_entries.push_back({type, payload, wireBytes, m_clock.now()});
}

void SentEntries::takeBack()
{
    m_entries.pop_back();
}

void SentEntries::told(qint64 wireBytes)
{
    if (m_late > 0) {
        --m_late;
        return;
    }
    if (m_entries.empty())
        return;
    handOn(wireBytes);
    if (m_timer->isActive())
        watch();
}

void SentEntries::handOnAll()
{
    while (!m_entries.empty())
        handOnUntold();
    m_timer->stop();
}

void SentEntries::finish()
{
    handOnAll();
    m_late = 0;
}

void SentEntries::handOn(qint64 wireBytes)
{
    const Entry entry = std::move(m_entries.front());
    m_entries.pop_front();
    m_sink(entry.type, entry.payload, wireBytes);
}

void SentEntries::handOnUntold()
{
    handOn(m_entries.front().wireBytes);
    ++m_late;
}

void SentEntries::handOnLate()
{
    while (!m_entries.empty() && m_clock.now() - m_entries.front().since >= Patience)
        handOnUntold();
    watch();
}

void SentEntries::watch()
{
    if (m_entries.empty()) {
        m_timer->stop();
        return;
    }
    using namespace std::chrono;
    const auto waited = duration_cast<milliseconds>(m_clock.now() - m_entries.front().since);
    m_timer->start(std::max(Patience - waited, milliseconds(0)));
}
