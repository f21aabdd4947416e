// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <optional>
#include <span>
#include <vector>

/// What one connection of the flooding server is to get, as its URL says:
/// `/?n=&size=&rate=&delay=&wait=&deflate=`. One server thus serves every row of the bench.
struct FloodPlan
{
    static constexpr qint64 MaxMessages = 1'000'000'000;
    static constexpr qint64 MaxSize = 256LL * 1024 * 1024;
    static constexpr qint64 MaxRate = 100'000;
    static constexpr qint64 MaxPauseMs = 60'000;

    /// Messages, and their payload in bytes.
    qint64 n = 100'000;
    qint64 size = 128;
    /// Messages a second, each with the time it was sent at; 0 is as fast as they are taken.
    qint64 rate = 0;
    /// Before the first message, and between the last one and the Close frame.
    qint64 delayMs = 0;
    qint64 waitMs = 0;
    /// 1: messages of varied JSON, compressed (RFC 7692) if the client offers that; not with a rate.
    qint64 deflate = 0;

    /// From the target of the request line; nothing if a value is no number or out of its range.
    static std::optional<FloodPlan> fromTarget(const QByteArray &target);
};

/// The frames of a flood, made before the first is sent, one after the other in one piece of memory:
/// sending them is copying. Each is a text message of exactly the plan's size:
/// `{"seq":17,"pad":"..."}`, or `{"sent":1700000000000000,"seq":17,"pad":"..."}` if it is paced, or
/// `{"seq":17,"rows":[["ETH-USD",3512.84,"buy"],...],"pad":"..."}` if it is to be compressed.
class FloodRing
{
public:
    static constexpr qint64 SmallestPayload = 64;

    /// `deflated`: each message is compressed by itself, without what came before it, so that the frames can
    /// be sent again and again (RFC 7692 section 7.1.1.1).
    FloodRing(const FloodPlan &plan, bool deflated);

    qint64 count() const { return qint64(m_ends.size()); }
    /// Frames `first` to `first + count`, which must not run over the end.
    std::span<const char> frames(qint64 first, qint64 count) const;
    /// Writes the time of sending, in microseconds since the Unix epoch, into a frame of a paced flood.
    void stamp(qint64 frame, qint64 timeUs);

private:
    QByteArray m_frames;
    /// Of each frame.
    std::vector<qint64> m_ends;
    qint64 m_stampAt = 0;

    qint64 begin(qint64 frame) const { return frame == 0 ? 0 : m_ends[size_t(frame - 1)]; }
};
