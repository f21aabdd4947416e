// SPDX-License-Identifier: MIT
#include "record/entrytail.h"

#include <algorithm>
#include <numeric>
#include <utility>

std::chrono::steady_clock::duration EntryTail::age() const
{
    using std::chrono::steady_clock;
    return m_parts.empty() ? steady_clock::duration(0) : steady_clock::now() - m_parts.front().arrived;
}

const Message *EntryTail::at(quint64 place) const
{
    if (hasNote()) {
        if (place == 0)
            return &m_note.at(0);
        --place;
    }
    const quint64 wanted = m_begin + place;
    // The last part that begins at or before it.
    auto part =
            std::upper_bound(m_parts.begin(), m_parts.end(), wanted,
                             [](quint64 index, const Part &candidate) { return index < candidate.begin; });
    if (part == m_parts.begin())
        return nullptr;
    --part;
    const quint64 offset = wanted - part->begin;
    return offset < quint64(part->batch.size()) ? &part->batch.at(qsizetype(offset)) : nullptr;
}

void EntryTail::append(const MessageBatch &batch)
{
    if (batch.isEmpty())
        return;
    const qint64 cost = costOf(batch);
    m_parts.push_back({batch, cost, m_end, std::chrono::steady_clock::now()});
    m_cost += cost;
    m_end += quint64(batch.size());
}

std::vector<MessageBatch> EntryTail::drop(qint64 cost)
{
    std::vector<MessageBatch> dropped;
    while (m_cost > cost && m_parts.size() > 1) {
        Part &part = m_parts.front();
        m_hasDropped = true;
        m_dropped += part.batch.received();
        m_cost -= part.cost;
        dropped.push_back(std::move(part.batch));
        m_parts.pop_front();
    }
    return dropped;
}

std::vector<const MessageBatch *> EntryTail::front(qint64 cost) const
{
    std::vector<const MessageBatch *> batches;
    if (hasNote())
        batches.push_back(&m_note);
    qint64 sum = 0;
    for (const Part &part : m_parts) {
        if (sum > 0 && sum + part.cost > cost)
            break;
        batches.push_back(&part.batch);
        sum += part.cost;
    }
    return batches;
}

qint64 EntryTail::costOfFront(size_t count) const
{
    const auto batches = std::ptrdiff_t(count) - (hasNote() && count > 0 ? 1 : 0);
    return std::accumulate(m_parts.begin(), m_parts.begin() + batches, qint64(0),
                           [](qint64 cost, const Part &part) { return cost + part.cost; });
}

std::vector<MessageBatch> EntryTail::takeFront(size_t count)
{
    std::vector<MessageBatch> taken;
    if (hasNote() && count > 0) {
        m_note = {};
        --count;
    }
    for (; count > 0; --count) {
        Part &part = m_parts.front();
        m_cost -= part.cost;
        m_begin = part.begin + quint64(part.batch.size());
        taken.push_back(std::move(part.batch));
        m_parts.pop_front();
    }
    // Nothing but empty places in front: they are closed up.
    m_begin = m_parts.empty() ? m_end : m_parts.front().begin;
    m_dropped = {};
    m_hasDropped = false;
    return taken;
}
