// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>
#include <deque>
#include <optional>

/// Rates of the last second, from running totals. Pure: the caller brings the time.
class RateMeter
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void clear() { m_samples.clear(); }
    void add(TimePoint now, quint64 messages, quint64 bytes);
    /// A second, as of the last sample.
    double messages() const;
    double bytes() const;

private:
    struct Sample
    {
        TimePoint time;
        quint64 messages;
        quint64 bytes;
    };

    double perSecond(quint64 Sample::*total) const;

    std::deque<Sample> m_samples;
};

/// What half a second saw.
struct RateSample
{
    /// When the half second began: UTC microseconds since the Unix epoch.
    qint64 utcUs = 0;
    double messagesPerSecond = 0;
    double bytesPerSecond = 0;
};

/// The rates of the last 60 seconds in half seconds, from running totals. Pure: the caller brings the time.
///
/// What came between two calls of add() counts as if it had come evenly, so that a pause of the caller is
/// shown as an average and never as a peak at its end. The half second under way is not shown: of a few
/// milliseconds no rate can be told.
class RateHistory
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::milliseconds Bucket{500};
    static constexpr int Buckets = 120;

    void clear();
    /// The totals at `now`, about every 200 ms. The first call says only where counting begins; totals that
    /// have become smaller begin anew. A call with a time that is not later than the one before is left out.
    void add(TimePoint now, qint64 utcUs, quint64 messages, quint64 bytes);
    /// Oldest first, without gaps, Buckets at most; fewer until a minute has been seen.
    const std::deque<RateSample> &samples() const { return m_samples; }

private:
    struct Totals
    {
        TimePoint time;
        quint64 messages;
        quint64 bytes;
    };

    void append(TimePoint bucketEnd, TimePoint now, qint64 utcUs);
    void collect(double seconds, double messagesPerSecond, double bytesPerSecond);

    std::optional<Totals> m_last;
    TimePoint m_bucketBegin;
    // Of the half second under way, up to m_last.
    double m_messages = 0;
    double m_bytes = 0;
    std::deque<RateSample> m_samples;
};
