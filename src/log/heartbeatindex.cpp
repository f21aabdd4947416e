// SPDX-License-Identifier: MIT
#include "log/heartbeatindex.h"

#include <algorithm>
#include <utility>

// 2 to 4 ms.
static constexpr int AtOnce = 16 * 1024;
// Some 30 ms, after which what was found is shown.
static constexpr int AtATime = 256 * 1024;
static constexpr int HeartbeatLane = Record::ScanLanes - 1;

static MatchIndex indexOf(const std::vector<quint64> &sequences)
{
    MatchIndex index;
    for (const quint64 sequence : sequences)
        index.add(sequence);
    return index;
}

HeartbeatIndex::HeartbeatIndex(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
{}

void HeartbeatIndex::clear()
{
    m_worker.cancel();
    m_all.clear();
    m_new.clear();
    m_known = 0;
}

void HeartbeatIndex::reachTo(const RecordExtent &extent)
{
    if (m_worker.isRunning() || extent.last <= m_known)
        return;
    if (extent.lastHeartbeat > m_known) {
        const std::atomic<bool> never = false;
        std::vector<quint64> found;
        const quint64 upTo =
                m_record->heartbeats(Record::WindowLane, m_known + 1, extent.last, AtOnce, &found, never);
        take(indexOf(found), upTo);
    }
    if (extent.lastHeartbeat <= m_known)
        m_known = extent.last;
    else if (m_known < extent.last)
        startWork(extent.last);
}

void HeartbeatIndex::take(const MatchIndex &found, quint64 upTo)
{
    m_all.add(found);
    m_new.add(found);
    m_known = std::max(m_known, upTo);
}

void HeartbeatIndex::startWork(quint64 last)
{
    m_worker.start([this, first = m_known + 1, last, record = m_record](ScanControl &control) {
        std::vector<quint64> found;
        const quint64 upTo =
                record->heartbeats(HeartbeatLane, first, last, AtATime, &found, control.cancelled);
        return [this, index = std::make_shared<MatchIndex>(indexOf(found)), upTo, first, last] {
            take(*index, upTo);
            // Where nothing more can be read, it is tried again when more has come.
            if (upTo >= first && upTo < last)
                startWork(last);
            Q_EMIT advanced();
        };
    });
}

MatchIndex HeartbeatIndex::takeNew()
{
    return std::exchange(m_new, MatchIndex());
}
