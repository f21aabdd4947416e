// SPDX-License-Identifier: MIT
#include "record/record.h"

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
