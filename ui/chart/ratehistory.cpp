// SPDX-License-Identifier: MIT
#include "ui/chart/ratehistory.h"

using Seconds = std::chrono::duration<double>;

static constexpr std::chrono::milliseconds MeterWindow{1000};

void RateMeter::add(TimePoint now, quint64 messages, quint64 bytes)
{
    m_samples.push_back({now, messages, bytes});
    while (m_samples.size() > 2 && now - m_samples[1].time >= MeterWindow)
        m_samples.pop_front();
}

double RateMeter::perSecond(quint64 Sample::*total) const
{
    if (m_samples.size() < 2)
        return 0;
    const Sample &from = m_samples.front();
    const Sample &to = m_samples.back();
    const double seconds = Seconds(to.time - from.time).count();
    return seconds > 0 ? double(to.*total - from.*total) / seconds : 0;
}

double RateMeter::messages() const
{
    return perSecond(&Sample::messages);
}

double RateMeter::bytes() const
{
    return perSecond(&Sample::bytes);
}

void RateHistory::clear()
{
    *this = {};
}

void RateHistory::add(TimePoint now, qint64 utcUs, quint64 messages, quint64 bytes)
{
    if (m_last && (messages < m_last->messages || bytes < m_last->bytes))
        clear();
    if (!m_last) {
        m_last = {now, messages, bytes};
        m_bucketBegin = now;
        return;
    }
    if (now <= m_last->time)
        return;
    const double seconds = Seconds(now - m_last->time).count();
    const double messagesPerSecond = double(messages - m_last->messages) / seconds;
    const double bytesPerSecond = double(bytes - m_last->bytes) / seconds;

    TimePoint from = m_last->time;
    // After a long pause, a laptop's sleep say, only what will be seen is worth the loop.
    const auto unseen = (now - m_bucketBegin) / Bucket - Buckets;
    if (unseen > 0) {
        m_bucketBegin += unseen * Bucket;
        from = m_bucketBegin;
        m_messages = m_bytes = 0;
    }
    while (now - m_bucketBegin >= Bucket) {
        const TimePoint end = m_bucketBegin + Bucket;
        collect(Seconds(end - from).count(), messagesPerSecond, bytesPerSecond);
        append(end, now, utcUs);
        m_bucketBegin = from = end;
    }
    collect(Seconds(now - from).count(), messagesPerSecond, bytesPerSecond);
    m_last = {now, messages, bytes};
}

void RateHistory::collect(double seconds, double messagesPerSecond, double bytesPerSecond)
{
    m_messages += seconds * messagesPerSecond;
    m_bytes += seconds * bytesPerSecond;
}

void RateHistory::append(TimePoint bucketEnd, TimePoint now, qint64 utcUs)
{
    using std::chrono::duration_cast, std::chrono::microseconds;
    const qint64 age = duration_cast<microseconds>(now - bucketEnd + Bucket).count();
    const double seconds = Seconds(Bucket).count();
    m_samples.push_back({utcUs - age, m_messages / seconds, m_bytes / seconds});
    if (m_samples.size() > std::size_t(Buckets))
        m_samples.pop_front();
    m_messages = m_bytes = 0;
}
