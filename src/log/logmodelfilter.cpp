// SPDX-License-Identifier: MIT
// How the rows of the log come and go: with the record, and with what a filter finds in it.
#include "log/logmodel.h"

#include "log/filter/filterheartbeats.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>

// 60 a second.
static constexpr int FrameMs = 16;
// In a flood nobody reads rows that stay for a sixtieth of a second, and painting takes from the cores that
// receive and write.
static constexpr int FloodFrameMs = 40;
static constexpr quint64 FloodRows = 2000;
// To be inserted one after the other; of more, making all rows anew costs less.
static constexpr int MostRuns = 32;

void LogModel::refresh()
{
    m_sinceRefresh.start();
    const RecordExtent extent = reachable(m_record->poll());
    if (extent.generation != m_generation || extent.last < m_last)
        startOver(extent);
    // First what came of the last step, then the next one: nobody else may call again.
    takeMatches();
    if (!m_paused)
        advance(extent);
    else
        m_heartbeats.reachTo(m_target);
    hideNew();
    if (!showsMatchesOnly())
        grow();
    Q_EMIT refreshed();
}

// How many of the messages are among the entries that have rows is not known then; no more than these,
// surely.
RecordExtent LogModel::reachable(RecordExtent extent)
{
    if (extent.last > LastEntry) {
        m_isFull = true;
        extent.last = LastEntry;
        extent.received = std::min(extent.received, LastEntry);
        extent.lastHeartbeat = std::min(extent.lastHeartbeat, LastEntry);
    }
    return extent;
}

// An outage is over: numbers and contents may be others.
void LogModel::startOver(const RecordExtent &extent)
{
    beginResetModel();
    m_generation = extent.generation;
    m_cache.clear();
    m_heartbeats.clear();
    setBuilder(m_builder);
    m_first = std::min(m_first, extent.last + 1);
    m_target = extent;
    startScan();
    rearrange();
    endResetModel();
}

// Within a reset: what is hidden, and how far the rows reach.
void LogModel::rearrange()
{
    m_heartbeats.reachTo(m_target);
    m_heartbeats.takeNew();
    m_hidesHeartbeats = !m_heartbeatsShown && !(m_scan && namesHeartbeats(m_query));
    m_hidden.clear();
    if (m_hidesHeartbeats) {
        m_hidden.hide(m_heartbeats.all());
        m_hidden.show(m_matches);
    }
    m_last = m_target.last;
    if (m_hidesHeartbeats && !showsMatchesOnly())
        m_last = std::max(m_first - 1, std::min(m_last, m_heartbeats.known()));
    m_shown = m_last == m_target.last ? m_target.received : std::min(m_shown, m_target.received);
}

void LogModel::advance(const RecordExtent &extent)
{
    m_frameMs = extent.last - m_last > FloodRows ? FloodFrameMs : FrameMs;
    m_heartbeats.reachTo(extent);
    // One step at a time: what the rows reach to is known with what was received until there.
    if (m_target.last <= m_last) {
        m_target = extent;
        if (m_scan)
            m_scan->extendTo(extent.last);
    }
    if (extent.last == m_last)
        m_shown = extent.received;
}

// Towards the target, as far as it is known which entries have a row.
void LogModel::grow()
{
    const quint64 last = m_hidesHeartbeats ? std::min(m_target.last, m_heartbeats.known()) : m_target.last;
    if (last <= m_last)
        return;
    const auto count = int(last - m_last - m_hidden.countIn(m_last + 1, last));
    if (count > 0)
        beginInsertRows({}, rowCount(), rowCount() + count - 1);
    m_last = last;
    if (count > 0)
        endInsertRows();
    if (m_last >= m_target.last)
        m_shown = m_target.received;
}

// Of entries that the rows do not reach to yet.
void LogModel::hideNew()
{
    MatchIndex found = m_heartbeats.takeNew();
    if (!m_hidesHeartbeats || found.count() == 0)
        return;
    found.remove(m_matches);
    m_hidden.hide(found);
}

// Of what is found nothing is hidden. Mostly these are none or few.
void LogModel::showFound(const MatchIndex &found)
{
    if (!m_hidesHeartbeats || found.count() == 0)
        return;
    if (!showsMatchesOnly()) {
        const QList<HiddenRows::Run> runs = m_hidden.runsOf(found, m_first, m_last, MostRuns);
        if (runs.size() > MostRuns) {
            Q_EMIT rowsAboutToChange();
            beginResetModel();
            m_hidden.show(found);
            endResetModel();
            Q_EMIT rowsChanged();
            return;
        }
        for (const HiddenRows::Run &run : runs) {
            const auto row = int(m_hidden.rowsBefore(m_first, run.first));
            beginInsertRows({}, row, row + int(run.last - run.first));
            m_hidden.show(run);
            endInsertRows();
        }
    }
    m_hidden.show(found);
}

void LogModel::takeMatches()
{
    if (!m_scan)
        return;
    const ScanResults results = m_scan->take();
    if (!showsMatchesOnly()) {
        m_matches.add(results.older);
        m_matches.add(results.newer);
    } else {
        insertMatches(results.older, true);
        insertMatches(results.newer, false);
        m_last = std::max(m_last, results.newerTo);
        if (m_last >= m_target.last)
            m_shown = m_target.received;
    }
    showFound(results.older);
    showFound(results.newer);
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
    const RecordExtent extent = reachable(m_record->extent());
    m_query = query;
    m_mode = mode;
    if (!m_paused && !isSameScan)
        m_target = extent;
    if (!isSameScan)
        startScan();
    rearrange();
    m_cache.setSparse(showsMatchesOnly());
    setBuilder(RowBuilder(query, jsonColumns()));
    endResetModel();
    refresh();
}

void LogModel::startScan()
{
    m_scan.reset();
    m_matches.clear();
    if (m_query.isEmpty())
        return;
    const QList<EntryHead> newest = m_record->heads(m_target.last, 1);
    // Before there is any entry, the first one is about to come.
    const qint64 newestUs =
            newest.isEmpty() ? QDateTime::currentMSecsSinceEpoch() * 1000 : newest.first().timeUs;
    const bool isForAll = m_heartbeatsShown || findsHeartbeats(m_query);
    m_scan = std::make_unique<FilterScan>(m_record, isForAll ? m_query : withoutHeartbeats(m_query), m_first,
                                          m_target.last, newestUs);
    connect(m_scan.get(), &FilterScan::advanced, this, &LogModel::scheduleRefresh);
    // Queued, since the scan goes in the course of it; by then there may be another one.
    const auto fail = [this, scan = QPointer(m_scan.get())](const QString &sentence) {
        if (scan && scan == m_scan.get())
            failFilter(sentence);
    };
    connect(m_scan.get(), &FilterScan::failed, this, fail, Qt::QueuedConnection);
}

void LogModel::setHeartbeatsShown(bool shown)
{
    if (shown == m_heartbeatsShown)
        return;
    Q_EMIT rowsAboutToChange();
    beginResetModel();
    m_heartbeatsShown = shown;
    if (m_scan && !findsHeartbeats(m_query))
        startScan();
    rearrange();
    endResetModel();
    Q_EMIT rowsChanged();
    refresh();
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
    const RecordExtent extent = reachable(m_record->extent());
    beginResetModel();
    m_cache.clear();
    m_first = extent.last + 1;
    m_target = extent;
    startScan();
    rearrange();
    endResetModel();
    refresh();
}
