// SPDX-License-Identifier: MIT
// The record under ThreadSanitizer: one thread appends, others read, poll and copy, and the end comes in the
// midst of that. Threads and waiting are std's, since a Qt that is not instrumented hides both.
#include "record/filerecord.h"
#include "record/recorder.h"

#include <QFile>
#include <QTemporaryDir>

#include <atomic>
#include <cstdio>
#include <limits>
#include <thread>

using namespace Qt::StringLiterals;

static constexpr int Total = 50'000;
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
        batch.append({0, number, Direction::In, MessageType::Text, QByteArray::number(number)});
    return batch;
}

static void run(const RecordTarget &target, bool withOutage)
{
    Recorder record(target);
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::thread writer([&] {
        for (qint64 next = 1; next <= Total; next += PerBatch)
            record.append(batchFrom(next));
    });
    std::vector<std::thread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!done) {
                const RecordExtent extent = record.poll();
                const quint64 from = extent.last > 64 ? extent.last - 63 : 1;
                (void)record.heads(from, 64);
                (void)record.entries(from, 10, std::numeric_limits<qint64>::max());
                (void)sequenceAt(record, qint64(from));
                (void)record.keeping();
                if (extent.stored > extent.received)
                    ++wrong;
            }
        });
    }
    std::thread copier([&] {
        while (!done) {
            if (!target.isPrivate)
                (void)record.copyTo(target.file + u".copy"_s);
            (void)record.fileBytes();
        }
    });
    if (withOutage) {
        while (record.extent().stored == 0)
            std::this_thread::yield();
        QFile::remove(target.file);
    }
    writer.join();
    // While the others still read.
    check(record.finish(), "all was kept");
    check(record.extent().stored == Total, "all is stored");
    done = true;
    for (std::thread &reader : readers)
        reader.join();
    copier.join();
    check(wrong == 0, "stored is never ahead of received");
}

int main()
{
    const QTemporaryDir folder;
    run({folder.filePath(u"a.sqlite"_s), folder.path(), false}, false);
    run({folder.filePath(u"b.sqlite"_s), folder.path(), false}, true);
    run({{}, folder.path(), true}, false);
    for (const auto &name : {u"a.sqlite"_s, u"b.sqlite"_s}) {
        QString problem;
        const auto file = FileRecord::open(folder.filePath(name), &problem);
        check(file && file->extent().received == Total, "the file has all");
    }
    return failures == 0 ? 0 : 1;
}
