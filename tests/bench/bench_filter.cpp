// SPDX-License-Identifier: MIT
// How long a filter takes on a recorded session.
//   bench_filter FILE FILTER
// Prints a JSON line: entries, matches, ms until the first hits are known and until all are, and how late the
// thread that would show them was at most (p99 and worst).
#include "log/filterscan.h"
#include "metrics/stallmeter.h"
#include "record/filerecord.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_filter FILE FILTER\n");
        return 2;
    }
    QString problem;
    const std::unique_ptr<FileRecord> record = FileRecord::open(QString::fromLocal8Bit(argv[1]), &problem);
    const FilterQuery query = FilterQuery::parse(QString::fromLocal8Bit(argv[2]));
    if (!record || !query.isValid()) {
        std::fprintf(stderr, "%s\n", qPrintable(record ? query.problem().sentence : problem));
        return 1;
    }
    const quint64 last = record->extent().last;
    const QList<EntryHead> newest = record->heads(last, 1);
    QElapsedTimer timer;
    timer.start();
    FilterScan scan(record.get(), query, 1, last, newest.isEmpty() ? 0 : newest.first().timeUs);
    MatchIndex matches;
    double firstMs = -1;
    QObject::connect(&scan, &FilterScan::advanced, &app, [&] {
        matches.add(scan.take().older);
        if (firstMs < 0 && matches.count() > 0)
            firstMs = double(timer.nsecsElapsed()) / 1e6;
        if (scan.isDone())
            QCoreApplication::quit();
    });
    QObject::connect(&scan, &FilterScan::failed, &app, [](const QString &sentence) {
        std::fprintf(stderr, "%s\n", qPrintable(sentence));
        QCoreApplication::exit(1);
    });
    const int code = QCoreApplication::exec();
    std::printf("{\"entries\":%llu,\"matches\":%llu,\"first_ms\":%.1f,\"all_ms\":%.1f}\n",
                static_cast<unsigned long long>(last), static_cast<unsigned long long>(matches.count()), firstMs,
                double(timer.nsecsElapsed()) / 1e6);
    return code;
}
