// SPDX-License-Identifier: MIT
#include "log/heartbeatindex.h"

#include <algorithm>
#include <utility>

// 2 to 4 ms.
static constexpr int AtOnce = 16 * 1024;
// Some 30 ms, after which what was found is shown.
static constexpr int AtATime = 256 * 1024;
static constexpr int HeartbeatLane = Record::ScanLanes - 1;

HeartbeatIndex::HeartbeatIndex(const Record *record, QObject *parent)
    : QObject(parent)
    , m_record(record)
    , m_cancelled(std::make_shared<std::atomic<bool>>(false))
{
    m_pool.setMaxThreadCount(1);
}

HeartbeatIndex::~HeartbeatIndex()
{
    *m_cancelled = true;
    m_pool.waitForDone();
}

void HeartbeatIndex::clear()
{
    *m_cancelled = true;
    m_cancelled = std::make_shared<std::atomic<bool>>(false);
    m_all.clear();
    m_new.clear();
    m_known = 0;
    m_isBusy = false;
}

void HeartbeatIndex::reachTo(const RecordExtent &extent)
{
    if (m_isBusy || extent.last <= m_known)
        return;
    if (extent.lastHeartbeat > m_known) {
        const std::atomic<bool> never = false;
        std::vector<quint64> found;
        const quint64 upTo =
                m_record->heartbeats(Record::WindowLane, m_known + 1, extent.last, AtOnce, &found, never);
        MatchIndex index;
        for (const quint64 sequence : found)
            index.add(sequence);
        take(index, upTo);
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
    m_isBusy = true;
    m_pool.start([this, first = m_known + 1, last, record = m_record, cancelled = m_cancelled] {
        quint64 next = first;
        std::vector<quint64> found;
        while (!*cancelled) {
            found.clear();
            const quint64 upTo = record->heartbeats(HeartbeatLane, next, last, AtATime, &found, *cancelled);
            const auto index = std::make_shared<MatchIndex>();
            for (const quint64 sequence : found)
                index->add(sequence);
            // Where nothing more can be read, it is tried again when more has come.
            const bool isEnd = upTo >= last || upTo < next;
            const auto deliver = [this, cancelled, index, upTo, isEnd] {
                if (*cancelled)
                    return;
                take(*index, upTo);
                m_isBusy = !isEnd;
                Q_EMIT advanced();
            };
            QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
            if (isEnd)
                break;
            next = upTo + 1;
        }
    });
}

MatchIndex HeartbeatIndex::takeNew()
{
    return std::exchange(m_new, MatchIndex());
}
