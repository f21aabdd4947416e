// SPDX-License-Identifier: MIT
#pragma once

#include "log/valueseries.h"
#include "worker.h"

#include <QObject>
#include <QTimer>

#include <vector>

class LogModel;

/// Keeps the newest numbers at a JSON path of the entries that a log shows: all, or what its filter leaves.
/// Reads them on a worker, the newest first, and goes on with what comes. Belongs to the GUI thread.
/// Destroying it waits for a read, some milliseconds.
class ValueScan : public QObject
{
    Q_OBJECT

public:
    /// Entries that are looked at without enough numbers among them.
    static constexpr quint64 MostEntries = 2'000'000;

    /// The log must outlive it.
    ValueScan(const LogModel *log, const JsonPath &path, QObject *parent = nullptr);

    const JsonPath &path() const { return m_series.path(); }
    QList<ValuePoint> points() const { return m_series.points(); }

Q_SIGNALS:
    void pointsChanged();

private:
    struct Range
    {
        quint64 first;
        int count;
    };
    struct Job
    {
        std::vector<Range> ranges;
        quint64 entries = 0;
        bool isNewer = false;
    };
    using Points = std::vector<ValuePoint>;

    void startOver();
    void step();
    Job nextJob();
    Job newerJob();
    Job olderJob();
    void run(const Job &job);
    void take(bool isNewer, const Points &points);

    const LogModel *const m_log;
    ValueSeries m_series;
    QTimer m_timer;
    /// Looked at, both ends included; nothing yet if the first is behind the last.
    quint64 m_from = 1;
    quint64 m_to = 0;
    quint64 m_entries = 0;
    Worker m_worker;
};
