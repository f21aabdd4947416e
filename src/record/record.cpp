// SPDX-License-Identifier: MIT
#include "record/record.h"

#include <limits>

std::optional<Message> Record::entry(quint64 sequence) const
{
    const MessageBatch found = entries(sequence, 1, std::numeric_limits<qint64>::max());
    if (found.isEmpty())
        return {};
    return found.first();
}

RecordExtent Record::poll()
{
    // Before the extent is read: what comes in between is announced once too often rather than never.
    m_announced.store(false);
    return extent();
}

void Record::announceGrowth()
{
    if (!m_announced.exchange(true))
        Q_EMIT grown();
}
