// SPDX-License-Identifier: MIT
#include "log/scan/filterscan.h"

#include "format/text/numbers.h"

#include <algorithm>
#include <system_error>

static constexpr int WatchMs = 200;
// What ends at once is waited for; a thread that is not done with something large yet ends by itself.
static constexpr std::chrono::milliseconds EndTime{5};

FilterScan::FilterScan(const Record *record, const FilterQuery &query, quint64 first, quint64 last,
                       QObject *parent)
    : QObject(parent)
    , m_first(first)
    , m_last(last)
    , m_olderFrom(last + 1)
{
    const auto notify = [this] {
        QMetaObject::invokeMethod(this, &FilterScan::advanced, Qt::QueuedConnection);
    };
    const auto firstOf = [&](qint64 us) { return firstWithin(*record, us, last); };
    m_work = std::make_shared<ScanWork>(record, query.begunAt(firstOf), ScanWork::Range{first, last}, notify);
    m_watch.setInterval(WatchMs);
    connect(&m_watch, &QTimer::timeout, this, &FilterScan::watch);
    m_watch.start();
    beginThreads();
}

void FilterScan::beginThreads()
{
    for (int lane = 0; lane < ScanWork::Lanes; ++lane) {
        if (!m_work->claimLane(lane))
            continue;
        std::thread &thread = m_threads.at(size_t(lane));
        // The one before has nothing to do any more but to return.
        if (thread.joinable())
            thread.join();
        try {
            thread = std::thread([work = m_work, lane] { work->run(lane); });
        } catch (const std::system_error &) {
            m_work->releaseLane(lane);
        }
    }
}

FilterScan::~FilterScan()
{
    m_work->stop();
    const bool haveEnded = m_work->waitForThreads(EndTime);
    for (std::thread &thread : m_threads) {
        if (thread.joinable())
            haveEnded ? thread.join() : thread.detach();
    }
}

void FilterScan::extendTo(quint64 last)
{
    m_work->extendTo(last);
    beginThreads();
}

ScanResults FilterScan::take()
{
    ScanResults results = m_work->take();
    m_olderFrom = results.olderFrom;
    return results;
}

double FilterScan::progress() const
{
    const quint64 all = m_last + 1 - m_first;
    return all == 0 ? 1 : double(m_last + 1 - m_olderFrom) / double(all);
}

void FilterScan::watch()
{
    // Where the system had no thread to give, it may have one now.
    beginThreads();
    if (const quint64 sequence = m_work->gaveUpAt()) {
        fail(tr("The regular expression takes too many steps on entry %1. Make it simpler: nested repeats "
                "such as (a+)+ are what takes so many.")
                     .arg(formatCount(sequence)));
        return;
    }
    for (int lane = 0; lane < ScanWork::Lanes; ++lane) {
        Look &look = m_looks.at(size_t(lane));
        const quint64 sequence = m_work->lookingAt(lane);
        if (sequence != look.sequence || sequence == 0) {
            look.sequence = sequence;
            look.since.start();
        } else if (look.since.hasExpired(StuckTime.count())) {
            fail(tr("The regular expression was stopped: it took more than %1 s on entry %2. Make it "
                    "simpler: repeats of what repeats, such as .*.*=, are what takes so long.")
                         .arg(StuckTime.count() / 1000)
                         .arg(formatCount(sequence)));
            return;
        }
    }
}

void FilterScan::fail(const QString &sentence)
{
    m_watch.stop();
    if (!std::exchange(m_failed, true))
        Q_EMIT failed(sentence);
}
