// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"
#include "log/scan/matchindex.h"
#include "record/record.h"

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

class FilterMatcher;

/// What of a scan was found since it was last asked.
struct ScanResults
{
    /// Among the entries that were there at first, newest first: all down to `olderFrom` have been looked at.
    MatchIndex older;
    quint64 olderFrom = 0;
    /// Among those that came later: all up to `newerTo` have been looked at.
    MatchIndex newer;
    quint64 newerTo = 0;
};

/// The work of a FilterScan, shared by its threads, which divide it among themselves: ranges of older entries
/// from the newest one down, ranges of new ones upwards. All functions may be called from any thread.
///
/// A thread that looks at entries holds nothing but copies of them, and this object: nobody need wait until
/// it is done with a large one.
class ScanWork
{
public:
    /// Threads, each of which reads in a lane of its own; those of the record beyond are for others.
    static constexpr int Lanes = 2;

    struct Range
    {
        quint64 first = 1;
        quint64 last = 0;
    };

    /// `notify` is called from any thread when there are results, once until the next take().
    ScanWork(const Record *record, FilterQuery query, Range range, std::function<void()> notify);

    /// True if there is something to do in a lane without a thread: the caller begins one, which does run().
    bool claimLane(int lane);
    /// The system has no thread to give for a lane that was claimed.
    void releaseLane(int lane);
    /// Until the work is stopped, or nothing has been to do for a while; `lane` is below Lanes.
    void run(int lane);
    /// Ends it: nobody is notified, and nobody reads the record any more, once this returns. It does not wait
    /// for those who look at what they have read.
    void stop();
    /// Waits until all threads have ended, at most so long. True if they have.
    bool waitForThreads(std::chrono::milliseconds atMost);

    /// There are new entries, up to this one.
    void extendTo(quint64 last);
    ScanResults take();

    /// The entry that a thread is asking a regular expression of; 0 while it is not.
    quint64 lookingAt(int lane) const { return m_lookingAt.at(size_t(lane)); }
    /// The entry at which a regular expression gave up; 0 if none did.
    quint64 gaveUpAt() const { return m_gaveUpAt; }

private:
    struct Task
    {
        Range range;
        bool isNewer = false;
    };
    struct Result
    {
        Range range;
        MatchIndex found;
    };

    bool hasWork() const;
    Task nextTask(int lane);
    Task takeFrom(Range &range, bool isNewer);
    quint64 look(const Task &task, int lane, FilterMatcher &matcher, EntryBlock &block, MatchIndex &found);
    bool read(int lane, quint64 first, int count, const FilterMatcher &matcher, EntryBlock &block);
    void finish(const Task &task, MatchIndex found, std::chrono::steady_clock::duration took);

    const Record *const m_record;
    const FilterQuery m_query;
    std::atomic<bool> m_stopped = false;
    std::atomic<quint64> m_gaveUpAt = 0;
    std::array<std::atomic<quint64>, Lanes> m_lookingAt{};

    std::mutex m_mutex;
    std::condition_variable m_work;
    /// A thread stopped reading, or ended.
    std::condition_variable m_left;
    // All below: with the mutex held.
    std::function<void()> m_notify;
    bool m_notified = false;
    std::array<bool, Lanes> m_claimed{};
    int m_reading = 0;
    /// Not begun yet.
    Range m_older;
    Range m_newer;
    /// Begun, but left because it took too long.
    std::vector<Task> m_rests;
    /// Rows of the next range: as many as take some milliseconds.
    quint64 m_rows;
    /// By their last entry, and by their first.
    std::map<quint64, Result> m_olderDone;
    std::map<quint64, Result> m_newerDone;
    /// The next one to be taken ends, or begins, there.
    quint64 m_olderAt;
    quint64 m_newerAt;
};
