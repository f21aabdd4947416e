// SPDX-License-Identifier: MIT
#pragma once

#include "floodplan.h"

#include <QByteArray>

#include <span>

/// The frames of a flood, made before the first is sent, one after the other in one piece of memory:
/// sending them is copying. Each is a text message of exactly the plan's size:
/// `{"seq":17,"pad":"..."}`, or `{"sent":1700000000000000,"seq":17,"pad":"..."}` if it is paced.
class FloodRing
{
public:
    static constexpr qint64 SmallestPayload = 64;

    explicit FloodRing(const FloodPlan &plan);

    qint64 count() const { return m_count; }
    qint64 frameSize() const { return m_frameSize; }
    /// Frames `first` to `first + count`, which must not run over the end.
    std::span<const char> frames(qint64 first, qint64 count) const;
    /// Writes the time of sending, in microseconds since the Unix epoch, into a frame of a paced flood.
    void stamp(qint64 frame, qint64 timeUs);

private:
    QByteArray m_frames;
    qint64 m_count;
    qint64 m_frameSize;
    qint64 m_stampAt;
};
