// SPDX-License-Identifier: MIT
#include "ui/chart/ratemeter.h"

static constexpr std::chrono::milliseconds Window{1000};

void RateMeter::add(TimePoint now, quint64 messages, quint64 bytes)
{
    m_samples.push_back({now, messages, bytes});
    while (m_samples.size() > 2 && now - m_samples[1].time >= Window)
        m_samples.pop_front();
}

double RateMeter::perSecond(quint64 Sample::*total) const
{
    if (m_samples.size() < 2)
        return 0;
    const Sample &from = m_samples.front();
    const Sample &to = m_samples.back();
    const double seconds = std::chrono::duration<double>(to.time - from.time).count();
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
