// SPDX-License-Identifier: MIT
#pragma once

#include "floodplan.h"

#include <QByteArray>

#include <span>
#include <vector>

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
