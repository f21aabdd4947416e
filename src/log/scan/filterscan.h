// SPDX-License-Identifier: MIT
#pragma once

#include "log/scan/scanwork.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <array>
#include <memory>
#include <thread>

/// Asks a filter of every entry of a record, on worker threads: those that are there from the newest one
/// down, then, as they come, the new ones in order. Belongs to the GUI thread, and so do its results.
/// Destroying it ends it within milliseconds, whatever it is doing.
///
/// A regular expression that takes more than StuckTime with one entry, or more steps than it may, ends it
/// with a sentence.
class FilterScan : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds StuckTime{2000};

    /// Of the entries `first` to `last`, and those that follow. The record must outlive the scan. Times like
    /// last:5m count back from `last`.
    FilterScan(const Record *record, const FilterQuery &query, quint64 first, quint64 last,
               QObject *parent = nullptr);
    ~FilterScan() override;

    void extendTo(quint64 last);
    /// What came since the last take().
    ScanResults take();
    /// Of the entries that were there at first, how many have been looked at: 0 to 1.
    double progress() const;
    bool isDone() const { return m_olderFrom <= m_first; }

Q_SIGNALS:
    /// There is something to take.
    void advanced();
    /// It has ended before its time. Plain text.
    void failed(const QString &sentence);

private:
    void beginThreads();
    void watch();
    void fail(const QString &sentence);

    const quint64 m_first;
    const quint64 m_last;
    quint64 m_olderFrom;
    std::shared_ptr<ScanWork> m_work;
    /// They end when there is nothing to do, and others follow them.
    std::array<std::thread, ScanWork::Lanes> m_threads;
    QTimer m_watch;
    struct Look
    {
        quint64 sequence = 0;
        QElapsedTimer since;
    };
    std::array<Look, ScanWork::Lanes> m_looks;
    bool m_failed = false;
};
