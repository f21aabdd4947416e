// SPDX-License-Identifier: MIT
// From opening a session file to its first rows, through the same record and model as the window's: every
// column of the rows of one screen, at the start and at the end.
//   bench_open FILE
// Prints one JSON line.
#include "log/logmodel.h"
#include "record/filerecord.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>

static constexpr int ScreenRows = 64;

/// Bytes of text, so that nothing is left out as unused.
static qsizetype readRows(const LogModel &log, int first)
{
    qsizetype size = 0;
    for (int row = first; row < std::min(first + ScreenRows, log.rowCount()); ++row) {
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            size += log.index(row, column).data().toString().size();
    }
    return size;
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fputs("usage: bench_open FILE\n", stderr);
        return 2;
    }
    QElapsedTimer sinceOpen;
    sinceOpen.start();
    QString problem;
    const auto record = FileRecord::open(QString::fromLocal8Bit(argv[1]), &problem);
    if (!record) {
        std::fputs(qUtf8Printable(problem + QLatin1Char('\n')), stderr);
        return 1;
    }
    const LogModel log(record.get());
    const qsizetype read = readRows(log, 0) + readRows(log, std::max(0, log.rowCount() - ScreenRows));
    const double ms = double(sinceOpen.nsecsElapsed()) / 1e6;
    std::printf("{\"received\":%llu,\"rows\":%d,\"read\":%lld,\"rows_ms\":%.2f}\n", record->extent().received,
                log.rowCount(), qint64(read), ms);
    return read > 0 ? 0 : 1;
}
