// SPDX-License-Identifier: MIT
#include "record/memoryrecord.h"

#include <QMutexLocker>

#include <algorithm>
#include <vector>

MemoryRecord::MemoryRecord(qsizetype maxEntries, qint64 maxBytes, QObject *parent)
    : Record(parent)
    , m_maxEntries(std::max<qsizetype>(1, maxEntries))
    , m_maxBytes(maxBytes)
{}

void MemoryRecord::append(const MessageBatch &batch)
{
    // Freed after the lock is released: a reader need not wait for that.
    std::vector<Message> fallenOut;
    {
        const QMutexLocker lock(&m_mutex);
        for (const Message &message : batch) {
            m_entries.push_back(message);
            m_entries.back().sequence = ++m_extent.last;
            m_bytes += message.payload.size();
            if (message.isReceivedMessage()) {
                ++m_extent.received;
                m_extent.receivedBytes += quint64(message.payload.size());
            }
        }
        while (m_entries.size() > size_t(m_maxEntries) || (m_bytes > m_maxBytes && m_entries.size() > 1)) {
            m_bytes -= m_entries.front().payload.size();
            fallenOut.push_back(std::move(m_entries.front()));
            m_entries.pop_front();
            ++m_extent.first;
        }
    }
    announceGrowth();
}

RecordExtent MemoryRecord::extent() const
{
    const QMutexLocker lock(&m_mutex);
    return m_extent;
}

bool MemoryRecord::contains(quint64 sequence) const
{
    return sequence >= m_extent.first && sequence <= m_extent.last;
}

QList<EntryHead> MemoryRecord::heads(quint64 first, int count) const
{
    QList<EntryHead> result;
    const QMutexLocker lock(&m_mutex);
    if (!contains(first) || count <= 0)
        return result;
    const quint64 end = std::min(m_extent.last + 1, first + quint64(count));
    result.reserve(qsizetype(end - first));
    for (quint64 sequence = first; sequence < end; ++sequence) {
        const Message &message = m_entries[size_t(sequence - m_extent.first)];
        result.append({message.sequence, message.timeUs, message.direction, message.type,
                       message.payload.size(), message.payload.left(EntryHead::HeadBytes)});
    }
    return result;
}

std::optional<Message> MemoryRecord::entry(quint64 sequence) const
{
    const QMutexLocker lock(&m_mutex);
    if (!contains(sequence))
        return {};
    return m_entries[size_t(sequence - m_extent.first)];
}
