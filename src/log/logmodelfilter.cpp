// SPDX-License-Identifier: MIT
// How the rows of the log come and go: with the record, and with what a filter finds in it.
#include "log/logmodel.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>

// 60 a second.
static constexpr int FrameMs = 16;
// In a flood nobody reads rows that stay for a sixtieth of a second, and painting takes from the cores that
// receive and write.
static constexpr int FloodFrameMs = 40;
static constexpr quint64 FloodRows = 2000;

void LogModel::refresh()
{
    m_sinceRefresh.start();
    const RecordExtent extent = m_record->poll();
    if (extent.generation != m_generation || extent.last < m_last)
        startOver(extent);
    // First what came of the last step, then the next one: nobody else may call again.
    takeMatches();
    if (!m_paused)
        advance(extent);
    Q_EMIT refreshed();
}

// An outage is over: numbers and contents may be others.
void LogModel::startOver(const RecordExtent &extent)
{
    beginResetModel();
    m_generation = extent.generation;
    m_cache.clear();
    setBuilder(m_builder);
    m_last = extent.last;
    m_first = std::min(m_first, m_last + 1);
    m_shown = extent.received;
    startScan();
    endResetModel();
}

void LogModel::advance(const RecordExtent &extent)
{
    m_frameMs = extent.last - m_last > FloodRows ? FloodFrameMs : FrameMs;
    if (showsMatchesOnly()) {
        // One step at a time: what the rows reach to is known with what was received until there.
        if (m_target.last <= m_last) {
            m_target = extent;
            m_scan->extendTo(extent.last);
        }
        if (extent.last == m_last)
            m_shown = extent.received;
        return;
    }
    m_shown = extent.received;
    if (extent.last > m_last) {
        beginInsertRows({}, rowCount(), int(extent.last - m_first));
        m_last = extent.last;
        endInsertRows();
    }
    m_target = extent;
    if (m_scan)
        m_scan->extendTo(extent.last);
}

void LogModel::takeMatches()
{
    if (!m_scan)
        return;
    const ScanResults results = m_scan->take();
    if (!showsMatchesOnly()) {
        m_matches.add(results.older);
        m_matches.add(results.newer);
        return;
    }
    insertMatches(results.older, true);
    insertMatches(results.newer, false);
    m_last = std::max(m_last, results.newerTo);
    if (m_last >= m_target.last)
        m_shown = m_target.received;
}

void LogModel::insertMatches(const MatchIndex &found, bool inFront)
{
    const auto count = int(found.count());
    if (count == 0)
        return;
    const int at = inFront ? 0 : rowCount();
    beginInsertRows({}, at, at + count - 1);
    m_matches.add(found);
    endInsertRows();
}

// --- Filters ----------------------------------------------------------------------------------

void LogModel::setFilter(const FilterQuery &query, FilterMode mode)
{
    if (query == m_query && (mode == m_mode || query.isEmpty())) {
        m_mode = mode;
        return;
    }
    // What it finds is the same; only the rows are others.
    const bool isSameScan = query == m_query && m_scan;
    beginResetModel();
    const RecordExtent extent = m_record->extent();
    m_query = query;
    m_mode = mode;
    if (!m_paused && !isSameScan) {
        m_last = extent.last;
        m_shown = extent.received;
    }
    if (!isSameScan)
        startScan();
    m_cache.setSparse(showsMatchesOnly());
    setBuilder(RowBuilder(query, jsonColumns()));
    endResetModel();
    refresh();
}

void LogModel::startScan()
{
    m_scan.reset();
    m_matches.clear();
    m_target = {m_last, m_shown, 0, 0, 0, m_generation};
    if (m_query.isEmpty())
        return;
    const QList<EntryHead> newest = m_record->heads(m_last, 1);
    // Before there is any entry, the first one is about to come.
    const qint64 newestUs =
            newest.isEmpty() ? QDateTime::currentMSecsSinceEpoch() * 1000 : newest.first().timeUs;
    m_scan = std::make_unique<FilterScan>(m_record, m_query, m_first, m_last, newestUs);
    connect(m_scan.get(), &FilterScan::advanced, this, &LogModel::scheduleRefresh);
    // Queued, since the scan goes in the course of it; by then there may be another one.
    const auto fail = [this, scan = QPointer(m_scan.get())](const QString &sentence) {
        if (scan && scan == m_scan.get())
            failFilter(sentence);
    };
    connect(m_scan.get(), &FilterScan::failed, this, fail, Qt::QueuedConnection);
}

void LogModel::failFilter(const QString &sentence)
{
    setFilter({}, m_mode);
    Q_EMIT filterFailed(sentence);
}

void LogModel::setJsonColumns(const QList<JsonPath> &paths)
{
    const QList<JsonPath> old = jsonColumns();
    qsizetype same = 0;
    while (same < old.size() && same < paths.size() && old.at(same) == paths.at(same))
        ++same;
    if (same < old.size()) {
        beginRemoveColumns({}, ColumnCount + int(same), ColumnCount + int(old.size()) - 1);
        setBuilder(RowBuilder(m_query, paths.mid(0, same)));
        endRemoveColumns();
    }
    if (same < paths.size()) {
        beginInsertColumns({}, ColumnCount + int(same), ColumnCount + int(paths.size()) - 1);
        setBuilder(RowBuilder(m_query, paths));
        endInsertColumns();
    }
}

void LogModel::setBuilder(const RowBuilder &builder)
{
    m_builder = builder;
    m_cache.setBuilder(builder);
    m_large.setBuilder(builder);
}

void LogModel::improve(const LogRow &row)
{
    m_cache.replace(row);
    const int number = rowOf(row.head.sequence);
    if (number >= 0)
        Q_EMIT dataChanged(index(number, 0), index(number, columnCount() - 1));
}

void LogModel::clear()
{
    const RecordExtent extent = m_record->extent();
    beginResetModel();
    m_cache.clear();
    m_last = extent.last;
    m_first = m_last + 1;
    m_shown = extent.received;
    startScan();
    endResetModel();
    refresh();
}
