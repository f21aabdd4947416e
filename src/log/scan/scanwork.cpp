// SPDX-License-Identifier: MIT
#include "log/scan/scanwork.h"

#include "log/filter/filtermatcher.h"
#include "worker.h"

#include <algorithm>

using std::chrono::steady_clock;

// First hits are to be seen at once; then ranges grow, to be worth their while.
static constexpr quint64 FirstRows = 16;
static constexpr quint64 MostRows = 128 * 1024;
static constexpr std::chrono::milliseconds TaskTime{20};
// A range whose entries take longer than those before is left to be divided after it.
static constexpr std::chrono::milliseconds LongestTask{80};
// Asking for the time costs more than looking at a small entry.
static constexpr size_t RowsPerLookAtTheClock = 64;
// What was read is still at hand, in the processor's cache, when it is looked at.
static constexpr int BlockRows = 2048;
static constexpr qint64 BlockBytes = 512 * 1024;
// So long a thread waits for new entries.
static constexpr std::chrono::milliseconds IdleTime{1000};

ScanWork::ScanWork(const Record *record, FilterQuery query, Range range, std::function<void()> notify)
    : m_record(record)
    , m_query(std::move(query))
    , m_notify(std::move(notify))
    , m_older(range)
    , m_newer{range.last + 1, range.last}
    , m_rows(FirstRows)
    , m_olderAt(range.last)
    , m_newerAt(range.last + 1)
{}

bool ScanWork::hasWork() const
{
    return !m_rests.empty() || m_older.first <= m_older.last || m_newer.first <= m_newer.last;
}

bool ScanWork::claimLane(int lane)
{
    const std::lock_guard lock(m_mutex);
    if (m_stopped || m_gaveUpAt > 0 || !hasWork())
        return false;
    return !std::exchange(m_claimed[size_t(lane)], true);
}

void ScanWork::releaseLane(int lane)
{
    const std::lock_guard lock(m_mutex);
    m_claimed[size_t(lane)] = false;
}

void ScanWork::run(int lane)
{
    runInBackground();
    FilterMatcher matcher(m_query, &m_stopped, &m_lookingAt[size_t(lane)]);
    EntryBlock block;
    std::unique_lock lock(m_mutex);
    while (m_work.wait_for(lock, IdleTime, [this] { return m_stopped || hasWork(); }) && !m_stopped) {
        Task task = nextTask(lane);
        lock.unlock();
        const auto begin = steady_clock::now();
        MatchIndex found;
        const quint64 end = look(task, lane, matcher, block, found);
        lock.lock();
        // What it says is of no use, and would not be to the next ranges either.
        if (matcher.gaveUp())
            break;
        if (end <= task.range.last) {
            m_rests.push_back({{end, task.range.last}, task.isNewer});
            task.range.last = end - 1;
            m_work.notify_one();
        }
        finish(task, std::move(found), steady_clock::now() - begin);
    }
    m_claimed[size_t(lane)] = false;
    m_left.notify_all();
}

// One lane prefers what is new, the others what is old: neither keeps the other waiting.
ScanWork::Task ScanWork::nextTask(int lane)
{
    const bool hasNewer = m_newer.first <= m_newer.last;
    const bool hasOlder = !m_rests.empty() || m_older.first <= m_older.last;
    if (hasNewer && (lane == 0 || !hasOlder))
        return takeFrom(m_newer, true);
    if (m_rests.empty())
        return takeFrom(m_older, false);
    // The results of what was looked at wait for these.
    Task &rest = m_rests.back();
    const Task task = takeFrom(rest.range, rest.isNewer);
    if (rest.range.first > rest.range.last)
        m_rests.pop_back();
    return task;
}

// From the end that is to be seen first.
ScanWork::Task ScanWork::takeFrom(Range &range, bool isNewer)
{
    const quint64 rows = std::min(m_rows, range.last - range.first + 1);
    if (isNewer) {
        range.first += rows;
        return {{range.first - rows, range.first - 1}, true};
    }
    range.last -= rows;
    return {{range.last + 1, range.last + rows}, false};
}

// Returns the first entry that was not looked at.
quint64 ScanWork::look(const Task &task, int lane, FilterMatcher &matcher, EntryBlock &block,
                       MatchIndex &found)
{
    const auto until = steady_clock::now() + LongestTask;
    quint64 sequence = std::max(task.range.first, matcher.first());
    const quint64 last = std::min(task.range.last, matcher.last());
    quint64 skip = 1;
    while (sequence <= last) {
        const auto count = int(std::min<quint64>(BlockRows, last - sequence + 1));
        if (!read(lane, sequence, count, matcher, block))
            return sequence;
        // Something cannot be read: what is behind it may be.
        if (block.rows().empty()) {
            sequence += skip;
            skip *= 2;
            continue;
        }
        skip = 1;
        size_t looked = 0;
        for (const EntryBlock::Row &row : block.rows()) {
            if (m_stopped.load(std::memory_order_relaxed))
                return row.sequence;
            if (looked++ % RowsPerLookAtTheClock == 0 && row.sequence > task.range.first
                && steady_clock::now() > until)
                return row.sequence;
            if (matcher.matches(row, block.payload(row)))
                found.add(row.sequence);
            if (matcher.gaveUp()) {
                m_gaveUpAt = row.sequence;
                return row.sequence;
            }
        }
        sequence = block.rows().back().sequence + 1;
    }
    return task.range.last + 1;
}

bool ScanWork::read(int lane, quint64 first, int count, const FilterMatcher &matcher, EntryBlock &block)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped)
            return false;
        ++m_reading;
    }
    block.clear();
    const bool withPayloads = matcher.needsPayload();
    m_record->readBlock(lane, first, count,
                        {withPayloads, BlockBytes, !withPayloads || matcher.needsDetails()}, &block,
                        m_stopped);
    const std::lock_guard lock(m_mutex);
    --m_reading;
    m_left.notify_all();
    return !m_stopped;
}

void ScanWork::finish(const Task &task, MatchIndex found, steady_clock::duration took)
{
    const quint64 rows = task.range.last - task.range.first + 1;
    const double fits = double(rows) * double(steady_clock::duration(TaskTime).count())
                        / double(std::max<steady_clock::rep>(1, took.count()));
    if (rows >= m_rows || fits < double(m_rows))
        m_rows = quint64(std::clamp(fits, std::max(1.0, double(m_rows) / 4), double(m_rows) * 2));
    m_rows = std::clamp<quint64>(m_rows, 1, MostRows);
    const quint64 key = task.isNewer ? task.range.first : task.range.last;
    (task.isNewer ? m_newerDone : m_olderDone).emplace(key, Result{task.range, std::move(found)});
    if (m_notify && !std::exchange(m_notified, true))
        m_notify();
}

void ScanWork::extendTo(quint64 last)
{
    const std::lock_guard lock(m_mutex);
    if (last <= m_newer.last)
        return;
    m_newer.last = last;
    m_work.notify_all();
}

ScanResults ScanWork::take()
{
    const std::lock_guard lock(m_mutex);
    m_notified = false;
    ScanResults results;
    for (auto it = m_olderDone.find(m_olderAt); it != m_olderDone.end(); it = m_olderDone.find(m_olderAt)) {
        results.older.add(it->second.found);
        m_olderAt = it->second.range.first - 1;
        m_olderDone.erase(it);
    }
    for (auto it = m_newerDone.find(m_newerAt); it != m_newerDone.end(); it = m_newerDone.find(m_newerAt)) {
        results.newer.add(it->second.found);
        m_newerAt = it->second.range.last + 1;
        m_newerDone.erase(it);
    }
    results.olderFrom = m_olderAt + 1;
    results.newerTo = m_newerAt - 1;
    return results;
}

void ScanWork::stop()
{
    std::unique_lock lock(m_mutex);
    m_stopped = true;
    m_notify = nullptr;
    m_work.notify_all();
    m_left.wait(lock, [this] { return m_reading == 0; });
}

bool ScanWork::waitForThreads(std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    return m_left.wait_for(lock, atMost, [this] {
        return std::none_of(m_claimed.begin(), m_claimed.end(), [](bool claimed) { return claimed; });
    });
}
