// SPDX-License-Identifier: MIT
// The work of a filter's scan under ThreadSanitizer: while a record is appended to, its threads read, results
// are taken and more entries asked for, and it is stopped in the midst of that, again and again. Threads and
// waiting are std's, since a Qt that is not instrumented hides both.
#include "log/scan/scanwork.h"
#include "record/recorder.h"

#include <QTemporaryDir>

#include <atomic>
#include <cstdio>
#include <thread>

using namespace Qt::StringLiterals;

static constexpr int Total = 40'000;
static constexpr int PerBatch = 50;

static int failures = 0;

static void check(bool holds, const char *what)
{
    if (!holds) {
        ++failures;
        std::fprintf(stderr, "does not hold: %s\n", what);
    }
}

static QList<Message> batchFrom(qint64 first)
{
    QList<Message> batch;
    for (qint64 number = first; number < first + PerBatch; ++number)
        batch.append(
                {0, number, Direction::In, MessageType::Text, "{\"n\":" + QByteArray::number(number) + '}'});
    return batch;
}

/// One scan, stopped after some turns; to its end if `turns` is negative.
static void scan(const Record &record, const QString &filter, quint64 wanted, int turns)
{
    const quint64 last = record.extent().last;
    std::atomic<int> notified = 0;
    const auto work = std::make_shared<ScanWork>(&record, FilterQuery::parse(filter),
                                                 ScanWork::Range{1, last}, [&notified] { ++notified; });
    std::vector<std::thread> threads;
    quint64 found = 0;
    quint64 olderFrom = last + 1;
    quint64 newerTo = last;
    for (int turn = 0; turn != turns && (turns >= 0 || olderFrom > 1 || newerTo < Total); ++turn) {
        work->extendTo(record.extent().last);
        for (int lane = 0; lane < ScanWork::Lanes; ++lane) {
            if (work->claimLane(lane))
                threads.emplace_back([work, lane] { work->run(lane); });
        }
        const ScanResults results = work->take();
        check(results.olderFrom <= olderFrom && results.newerTo >= newerTo, "what was looked at grows");
        olderFrom = results.olderFrom;
        newerTo = results.newerTo;
        found += results.older.count() + results.newer.count();
        check(work->gaveUpAt() == 0, "no expression gives up");
        (void)work->lookingAt(0);
        std::this_thread::yield();
    }
    work->stop();
    const int afterStop = notified;
    for (std::thread &thread : threads)
        thread.join();
    check(notified == afterStop, "nobody is notified once it has stopped");
    check(work->waitForThreads(std::chrono::milliseconds(0)), "all threads have ended");
    if (turns < 0)
        check(found == wanted, "all is found, once");
}

int main()
{
    const QTemporaryDir folder;
    Recorder record({folder.filePath(u"a.sqlite"_s), folder.path(), false});
    std::thread writer([&] {
        for (qint64 next = 1; next <= Total; next += PerBatch)
            record.append(batchFrom(next));
    });
    const QString filters[]{u"$.n>20000"_s, u"777"_s, u"/^.*9.$/"_s, u"seq:100..200"_s, u"size:>6 dir:in"_s};
    for (int i = 0; i < 60; ++i)
        scan(record, filters[i % 5], 0, i % 7);
    scan(record, u"$.n>20000"_s, 20'000, -1);
    writer.join();
    scan(record, u"/5}$/"_s, Total / 10, -1);
    check(record.finish(), "all was kept");
    return failures == 0 ? 0 : 1;
}
