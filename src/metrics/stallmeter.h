// SPDX-License-Identifier: MIT
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <array>
#include <memory>

class QSocketNotifier;

/// How late timers fire, as a histogram with steps of 0.1 ms up to 2 s. A plain value.
class StallHistogram
{
public:
    void add(double milliseconds);
    void clear();
    /// The lateness that `share` (0 to 1) of all stay within, in milliseconds; 0 when empty.
    double quantile(double share) const;
    double max() const { return m_max; }

private:
    static constexpr int StepsPerMs = 10;
    static constexpr int Steps = 2000 * StepsPerMs;

    std::array<quint32, Steps> m_counts{};
    quint64 m_total = 0;
    double m_max = 0;
};

/// Measures how long the thread it lives on keeps events waiting: a stall is how late a precise timer
/// of 4 ms fires.
///
/// On Linux the timer is the system's (timerfd_create(2)): Qt's event dispatcher for GLib rounds what is
/// left of a precise timer down to milliseconds and then spins, which takes a third of a core at 4 ms and
/// would disturb what is measured.
class StallMeter : public QObject
{
    Q_OBJECT

public:
    static constexpr int IntervalMs = 4;

    explicit StallMeter(QObject *parent = nullptr);
    ~StallMeter() override;

    void start();
    /// Since start().
    const StallHistogram &whole() const { return m_whole; }
    /// Since the last call of restartRecent().
    const StallHistogram &recent() const { return m_recent; }
    void restartRecent() { m_recent.clear(); }

private:
    bool startSystemTimer();
    void fired();

    QTimer m_timer;
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_timerDescriptor = -1;
    QElapsedTimer m_sinceLast;
    StallHistogram m_whole;
    StallHistogram m_recent;
};
