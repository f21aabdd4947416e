// SPDX-License-Identifier: MIT
#include "floodring.h"

#include "support/websocketframe.h"

#include <algorithm>
#include <charconv>

// Distinct messages, yet few enough bytes to stay in a core's cache: the server shall cost little.
static constexpr qint64 MostFrames = 2048;
static constexpr qint64 MostBytes = 512 * 1024;

static constexpr char StampHead[] = "{\"sent\":";
// Microseconds since the epoch have 16 digits from 2001 to 2286.
static constexpr qint64 StampDigits = 16;

static QByteArray makePayload(const FloodPlan &plan, qint64 number)
{
    QByteArray payload = "{";
    if (plan.rate > 0)
        payload = StampHead + QByteArray(StampDigits, '0') + ",";
    payload += "\"seq\":" + QByteArray::number(number) + ",\"pad\":\"";
    const QByteArray tail = "\"}";
    const qint64 room = plan.size - payload.size() - tail.size();
    return payload + QByteArray(room, char('a' + number % 26)) + tail;
}

FloodRing::FloodRing(const FloodPlan &plan)
{
    const QByteArray first = WebSocketFrame::text(makePayload(plan, 0)).encoded();
    m_frameSize = first.size();
    m_stampAt = m_frameSize - plan.size + qint64(sizeof StampHead) - 1;
    m_count = std::clamp<qint64>(MostBytes / m_frameSize, 1, std::clamp<qint64>(plan.n, 1, MostFrames));
    m_frames = first;
    if (m_count == 1)
        return;
    m_frames.reserve(m_count * m_frameSize);
    for (qint64 number = 1; number < m_count; ++number)
        m_frames += WebSocketFrame::text(makePayload(plan, number)).encoded();
}

std::span<const char> FloodRing::frames(qint64 first, qint64 count) const
{
    return {m_frames.constData() + first * m_frameSize, size_t(count * m_frameSize)};
}

void FloodRing::stamp(qint64 frame, qint64 timeUs)
{
    char *digits = m_frames.data() + frame * m_frameSize + m_stampAt;
    std::to_chars(digits, digits + StampDigits, timeUs);
}
