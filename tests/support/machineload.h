// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QThread>

#include <algorithm>
#include <chrono>
#include <utility>

// What other programs take of the machine, for tests of time: a bound is of what the program does, not of how
// long it waits for a core.

/// How long this thread has waited for a core so far; 0 where the system does not tell.
inline std::chrono::nanoseconds waitedForCore()
{
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    // How long it has run, how long it has waited, how often.
    return std::chrono::nanoseconds(text.split(' ').value(1).toLongLong());
}

/// Which share of the machine others had from moment to moment, beside this process and one that it has
/// started.
class OthersShare
{
public:
    using Clock = std::chrono::steady_clock;

    explicit OthersShare(qint64 child)
        : m_child(child)
    {}

    /// To be called as often as is wanted to know.
    void look() { m_samples.append({Clock::now(), takenByOthers()}); }

    /// The moment from which on the rest of the machine comes to so much time, up to the last look: that time
    /// ago, if nobody else was at work.
    Clock::time_point backBy(std::chrono::milliseconds time) const
    {
        const auto [end, taken] = m_samples.last();
        Clock::time_point moment = end - time;
        for (auto sample = m_samples.crbegin(); sample != m_samples.crend(); ++sample) {
            const auto lost = (taken - sample->second) / QThread::idealThreadCount();
            moment = std::min(moment, end - time - std::max(lost, std::chrono::milliseconds(0)));
            if (sample->first <= moment)
                break;
        }
        return moment;
    }

private:
    // In ticks of 10 ms, as Linux counts for all architectures.
    static qint64 ticks(const QString &fileName, int first, int count)
    {
        QFile file(fileName);
        const QByteArray text = file.open(QIODevice::ReadOnly) ? file.readLine() : QByteArray();
        // Behind the name of the program, which may have blanks.
        const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 1).simplified().split(' ');
        qint64 sum = 0;
        for (int i = first; i < first + count; ++i)
            sum += fields.value(i).toLongLong();
        return sum;
    }

    std::chrono::milliseconds takenByOthers() const
    {
        // In user mode, with a nice value, and in the system; and by other machines on the same one.
        const auto all = QStringLiteral("/proc/stat");
        qint64 taken = ticks(all, 1, 3) + ticks(all, 8, 1);
        for (const auto &process : {QStringLiteral("self"), QString::number(m_child)})
            taken -= ticks(QStringLiteral("/proc/%1/stat").arg(process), 11, 2);
        return std::chrono::milliseconds(10 * taken);
    }

    const qint64 m_child;
    QList<std::pair<Clock::time_point, std::chrono::milliseconds>> m_samples;
};
