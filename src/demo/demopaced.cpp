// SPDX-License-Identifier: MIT
#include "demo/demopaced.h"

#include "demo/demoparameters.h"
#include "demo/demopeer.h"

#include <algorithm>
#include <utility>

namespace {

// What is written in one go. A turn of the event loop that comes late writes more of these.
constexpr qsizetype PacedChunkBytes = 64 * 1024;

} // namespace

DemoPaced::DemoPaced(DemoParameters &parameters, double defaultRate, double highestRate)
    : m_pace(parameters.number(QLatin1String("rate"), defaultRate, 0.01, highestRate))
    , m_wanted(parameters.integer(QLatin1String("n"), 0, 0, 999'999'999'999))
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DemoPaced::sendDue);
}

void DemoPaced::start(DemoPeer *peer)
{
    m_peer = peer;
    m_clock.start();
    sendDue();
}

void DemoPaced::sendDue()
{
    if (!m_peer->isOpen())
        return;
    const qint64 due = m_pace.due(m_clock.nsecsElapsed());
    // All that a late turn may write; the rest is skipped, so that a turn stays short.
    qint64 room = DemoPeer::HighWater - m_peer->bytesToWrite();
    QByteArray frames;
    while (m_scheduled < due && room > 0 && (m_wanted == 0 || m_sent < m_wanted)) {
        const qsizetype before = frames.size();
        appendMessage(frames, ++m_sent);
        ++m_scheduled;
        room -= frames.size() - before;
        if (frames.size() >= PacedChunkBytes)
            m_peer->write(std::exchange(frames, {}));
    }
    m_scheduled = std::max(m_scheduled, due);
    if (!frames.isEmpty())
        m_peer->write(frames);
    if (m_wanted != 0 && m_sent == m_wanted)
        m_peer->close(1000, "feed of " + QByteArray::number(m_wanted) + " done");
    else
        m_timer.start(m_pace.waitFor(m_scheduled, m_clock.nsecsElapsed()));
}
