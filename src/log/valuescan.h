// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonpath.h"
#include "worker.h"

#include <QByteArrayView>
#include <QList>
#include <QObject>
#include <QTimer>
#include <QTypeInfo>

#include <deque>
#include <functional>
#include <optional>
#include <vector>

/// A number out of one entry.
struct ValuePoint
{
    /// UTC microseconds since the Unix epoch.
    qint64 timeUs = 0;
    /// Not finite where the entry has something else than a number, or one beyond a double's range: a gap.
    double value = 0;
    quint64 sequence = 0;
};

Q_DECLARE_TYPEINFO(ValuePoint, Q_PRIMITIVE_TYPE);

/// The numbers that entries have at one JSON path: the newest so many of them, in order. Grows at both ends:
/// newer entries are appended as they come, while a scan prepends older ones, the newest of these first.
/// A plain value; no thread of its own.
class ValueSeries
{
public:
    static constexpr qsizetype DefaultCapacity = 5000;

    explicit ValueSeries(JsonPath path = {}, qsizetype capacity = DefaultCapacity);

    const JsonPath &path() const { return m_path; }
    qsizetype size() const { return qsizetype(m_points.size()); }
    /// Nothing older has room: a scan for older entries may stop.
    bool isFull() const { return size() == m_capacity; }
    /// Oldest first.
    QList<ValuePoint> points() const { return {m_points.cbegin(), m_points.cend()}; }

    /// What is at the path of a payload, or of what it is decoded to: the nearest double of a number and of a
    /// string that is one by JSON's grammar, as "64231.07", which is how exchanges send prices; not a number
    /// (NaN) for any other value; nothing if there is no value. Of no use once `cancelled`,
    /// which is asked while decoding, said so.
    static std::optional<double> valueIn(
            QByteArrayView payload, const JsonPath &path,
            const std::function<bool()> &cancelled = [] { return false; });

    /// Takes an entry newer than all points; makes room for it if full. False if it is not newer, so that an
    /// entry that comes twice counts once.
    bool append(const ValuePoint &point);
    /// Takes an entry older than all points. False if it is not older or has no room.
    bool prepend(const ValuePoint &point);
    void clear() { m_points.clear(); }

private:
    JsonPath m_path;
    qsizetype m_capacity;
    std::deque<ValuePoint> m_points;
};

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
