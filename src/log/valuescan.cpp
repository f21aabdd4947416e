// SPDX-License-Identifier: MIT
#include "log/valuescan.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonvalue.h"
#include "log/logmodel.h"

#include <algorithm>
#include <limits>

// Of new values, so often.
static constexpr int StepMs = 100;
static constexpr quint64 JobEntries = 16 * 1024;
// Read one by one, unless they follow each other.
static constexpr int JobMatches = 2048;
// More than this behind, the newest ones are what is wanted.
static constexpr quint64 MostBehind = 64 * 1024;
static constexpr int Lane = Record::ScanLanes - 1;

ValueScan::ValueScan(const LogModel *log, const JsonPath &path, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_series(path)
{
    m_timer.setInterval(StepMs);
    connect(&m_timer, &QTimer::timeout, this, &ValueScan::step);
    connect(log, &LogModel::modelReset, this, [this] {
        startOver();
        Q_EMIT pointsChanged();
        step();
    });
    m_timer.start();
    startOver();
    step();
}

// The rows are others now.
void ValueScan::startOver()
{
    m_worker.cancel();
    m_series.clear();
    m_to = m_log->rows().last();
    m_from = m_to + 1;
    m_entries = 0;
}

void ValueScan::step()
{
    if (m_worker.isRunning())
        return;
    // What is shown stays until there is something newer to show.
    if (m_log->rows().last() > m_to + MostBehind && !m_log->rows().showsMatchesOnly())
        startOver();
    const Job job = nextJob();
    if (!job.ranges.empty())
        run(job);
}

ValueScan::Job ValueScan::nextJob()
{
    Job job = newerJob();
    const bool mayLookBack = !m_series.isFull() && m_entries < MostEntries;
    if (job.ranges.empty() && mayLookBack)
        job = olderJob();
    m_entries += job.entries;
    return job;
}

ValueScan::Job ValueScan::newerJob()
{
    Job job{{}, 0, true};
    const quint64 last = m_log->rows().last();
    if (!m_log->rows().showsMatchesOnly()) {
        const quint64 count = std::min(JobEntries, last - std::min(last, m_to));
        if (count > 0)
            job.ranges.push_back({m_to + 1, int(count)});
        m_to += count;
        job.entries = count;
        return job;
    }
    for (int i = 0; i < JobMatches; ++i) {
        const quint64 next = m_log->rows().matches().next(m_to);
        if (next == 0)
            break;
        job.ranges.push_back({next, 1});
        m_to = next;
        ++job.entries;
    }
    return job;
}

ValueScan::Job ValueScan::olderJob()
{
    Job job;
    if (!m_log->rows().showsMatchesOnly()) {
        const quint64 count = std::min(JobEntries, m_from - std::min(m_from, m_log->rows().first()));
        m_from -= count;
        if (count > 0)
            job.ranges.push_back({m_from, int(count)});
        job.entries = count;
        return job;
    }
    for (int i = 0; i < JobMatches; ++i) {
        const quint64 previous = m_log->rows().matches().previous(m_from);
        if (previous == 0)
            break;
        job.ranges.push_back({previous, 1});
        m_from = previous;
        ++job.entries;
    }
    // Read in the order of the file.
    std::reverse(job.ranges.begin(), job.ranges.end());
    return job;
}

void ValueScan::run(const Job &job)
{
    m_worker.start([this, job, record = m_log->record(), path = m_series.path()](ScanControl &control) {
        const std::function<bool()> cancelled = [&control] { return control.cancelled.load(); };
        Points points;
        EntryBlock block;
        for (const Range &range : job.ranges) {
            quint64 next = range.first;
            const quint64 end = range.first + quint64(range.count);
            while (next < end && !control.cancelled) {
                block.clear();
                record->readBlock(Lane, next, int(end - next), {}, &block, control.cancelled);
                for (const EntryBlock::Row &row : block.rows()) {
                    if (control.cancelled)
                        break;
                    if (const auto value = ValueSeries::valueIn(block.payload(row), path, cancelled))
                        points.push_back({row.timeUs, *value, row.sequence});
                }
                next = block.rows().empty() ? next + 1 : block.rows().back().sequence + 1;
            }
        }
        return [this, points, isNewer = job.isNewer] { take(isNewer, points); };
    });
}

void ValueScan::take(bool isNewer, const Points &points)
{
    const auto isShown = [this](const ValuePoint &point) { return !m_log->rows().isHidden(point.sequence); };
    if (isNewer) {
        for (const ValuePoint &point : points) {
            if (isShown(point))
                m_series.append(point);
        }
    } else {
        for (auto it = points.rbegin(); it != points.rend(); ++it) {
            if (isShown(*it))
                m_series.prepend(*it);
        }
    }
    if (!points.empty())
        Q_EMIT pointsChanged();
    step();
}

ValueSeries::ValueSeries(JsonPath path, qsizetype capacity)
    : m_path(std::move(path))
    , m_capacity(std::max<qsizetype>(capacity, 1))
{}

std::optional<double> ValueSeries::valueIn(QByteArrayView payload, const JsonPath &path,
                                           const std::function<bool()> &cancelled)
{
    const PayloadJson json(payload, cancelled);
    QByteArrayView value = path.find(json.text());
    if (value.isNull())
        return std::nullopt;
    if (jsonKind(value) == JsonKind::String)
        value = value.sliced(1, value.size() - 2);
    return jsonDouble(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

bool ValueSeries::append(const ValuePoint &point)
{
    if (!m_points.empty() && point.sequence <= m_points.back().sequence)
        return false;
    if (isFull())
        m_points.pop_front();
    m_points.push_back(point);
    return true;
}

bool ValueSeries::prepend(const ValuePoint &point)
{
    if (isFull() || (!m_points.empty() && point.sequence >= m_points.front().sequence))
        return false;
    m_points.push_front(point);
    return true;
}
