// SPDX-License-Identifier: MIT
#include "floodring.h"

#include "support/peerdeflate.h"
#include "support/websocketframe.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>
#include <charconv>

using namespace Qt::StringLiterals;

static bool take(const QUrlQuery &query, const QString &name, qint64 min, qint64 max, qint64 *value)
{
    if (!query.hasQueryItem(name))
        return true;
    bool ok = false;
    *value = query.queryItemValue(name).toLongLong(&ok);
    return ok && *value >= min && *value <= max;
}

std::optional<FloodPlan> FloodPlan::fromTarget(const QByteArray &target)
{
    const QUrlQuery query{QUrl::fromEncoded(target)};
    FloodPlan plan;
    const bool ok = take(query, u"n"_s, 0, MaxMessages, &plan.n)
                    && take(query, u"size"_s, FloodRing::SmallestPayload, MaxSize, &plan.size)
                    && take(query, u"rate"_s, 0, MaxRate, &plan.rate)
                    && take(query, u"delay"_s, 0, MaxPauseMs, &plan.delayMs)
                    && take(query, u"wait"_s, 0, MaxPauseMs, &plan.waitMs)
                    && take(query, u"deflate"_s, 0, plan.rate > 0 ? 0 : 1, &plan.deflate);
    return ok ? std::optional(plan) : std::nullopt;
}

// Distinct messages, yet few enough bytes to stay in a core's cache: the server shall cost little.
static constexpr qint64 MostFrames = 2048;
static constexpr qint64 MostBytes = 512 * 1024;

static constexpr char StampHead[] = "{\"sent\":";
// Microseconds since the epoch have 16 digits from 2001 to 2286.
static constexpr qint64 StampDigits = 16;

// As much as fits: a market's rows, each a little different. The same in every run.
static QByteArray makeRows(qint64 number, qint64 room)
{
    static constexpr const char *Symbols[] = {"BTC-USD", "ETH-USD", "SOL-EUR", "XRP-USD"};
    quint32 random = quint32(number) * 2654435761u + 1;
    QByteArray rows;
    while (true) {
        random = random * 1664525u + 1013904223u;
        const quint32 value = random >> 8;
        const QByteArray row = QByteArray(rows.isEmpty() ? "" : ",") + "[\"" + Symbols[value % 4] + "\","
                               + QByteArray::number(value % 70000) + '.' + QByteArray::number(value % 97)
                               + (value & 64 ? ",\"buy\"]" : ",\"sell\"]");
        if (rows.size() + row.size() > room)
            return rows;
        rows += row;
    }
}

static QByteArray makePayload(const FloodPlan &plan, qint64 number)
{
    QByteArray payload = "{";
    if (plan.rate > 0)
        payload = StampHead + QByteArray(StampDigits, '0') + ",";
    payload += "\"seq\":" + QByteArray::number(number) + ",";
    const QByteArray pad = "\"pad\":\"";
    const QByteArray tail = "\"}";
    if (plan.deflate) {
        const QByteArray head = "\"rows\":[";
        payload += head
                   + makeRows(number, plan.size - payload.size() - head.size() - 2 - pad.size() - tail.size())
                   + "],";
    }
    payload += pad;
    return payload + QByteArray(plan.size - payload.size() - tail.size(), char('a' + number % 26)) + tail;
}

static QByteArray deflatedFrame(const QByteArray &payload)
{
    WebSocketFrame frame = WebSocketFrame::text(PeerDeflate(15, false).deflated(payload));
    frame.reserved = 4; // RSV1: RFC 7692 section 6
    return frame.encoded();
}

FloodRing::FloodRing(const FloodPlan &plan, bool deflated)
{
    const qint64 headerSize = plan.size <= 125 ? 2 : plan.size <= 0xFFFF ? 4 : 10;
    m_stampAt = headerSize + qint64(sizeof StampHead) - 1;
    const qint64 most = std::min(MostFrames, std::max<qint64>(1, plan.n));
    do {
        const QByteArray payload = makePayload(plan, count());
        m_frames += deflated ? deflatedFrame(payload) : WebSocketFrame::text(payload).encoded();
        m_ends.push_back(m_frames.size());
    } while (count() < most && m_frames.size() + m_frames.size() / count() <= MostBytes);
}

std::span<const char> FloodRing::frames(qint64 first, qint64 count) const
{
    const qint64 from = begin(first);
    return {m_frames.constData() + from, size_t(begin(first + count) - from)};
}

void FloodRing::stamp(qint64 frame, qint64 timeUs)
{
    char *digits = m_frames.data() + begin(frame) + m_stampAt;
    std::to_chars(digits, digits + StampDigits, timeUs);
}
