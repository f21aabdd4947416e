// SPDX-License-Identifier: MIT
#include "log/logmodel.h"

#include "format/json/jsonvalue.h"
#include "format/text/numbers.h"
#include "log/filter/filterquery.h"
#include "log/logcolumn.h"

#include <QPointer>

#include <algorithm>

using namespace Qt::StringLiterals;

// 60 a second.
static constexpr int FrameMs = 16;
// In a flood nobody reads rows that stay for a sixtieth of a second, and painting takes from the cores that
// receive and write.
static constexpr int FloodFrameMs = 40;
static constexpr quint64 FloodRows = 2000;

LogModel::LogModel(Record *record, QObject *parent)
    : QAbstractTableModel(parent)
    , m_record(record)
    , m_cache(record)
    , m_large(record)
    , m_heartbeats(record)
    , m_connections(record)
    , m_rows(
              [this](int row, int count, const RowMap::Change &change) {
                  beginInsertRows({}, row, row + count - 1);
                  change();
                  endInsertRows();
              },
              [this](const RowMap::Change &change) { resetRows(change); })
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &LogModel::refresh);
    connect(record, &Record::grown, this, &LogModel::scheduleRefresh, Qt::QueuedConnection);
    connect(&m_large, &LargeRows::ready, this, &LogModel::improve);
    connect(&m_heartbeats, &HeartbeatIndex::advanced, this, &LogModel::scheduleRefresh);
    refresh();
}

// At once if the last frame is over: a message that comes alone need not wait for a beat.
void LogModel::scheduleRefresh()
{
    if (m_frame.isActive())
        return;
    const qint64 elapsed = m_sinceRefresh.elapsed();
    m_frame.start(int(std::max<qint64>(0, m_frameMs - elapsed)));
}

void LogModel::setPaused(bool paused)
{
    m_paused = paused;
    refresh();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows.count();
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount + int(jsonColumns().size());
}

std::optional<Message> LogModel::entry(int row) const
{
    return m_record->entry(m_rows.sequenceAt(row));
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const quint64 sequence = m_rows.sequenceAt(index.row());
    if (role == SequenceRole)
        return sequence;
    const LogColumn &column = LogColumn::at(index.column());
    if (role == Qt::TextAlignmentRole && column.text)
        return column.alignment.toInt();
    if (role == IsHitRole)
        return m_rows.matches().contains(sequence);
    const bool isSpoken = role == Qt::AccessibleTextRole && column.spoken;
    if (role != Qt::DisplayRole && role != DirectionRole && role != TypeRole && role != PayloadSizeRole
        && role != HitsRole && role != Qt::TextAlignmentRole && role != Qt::ToolTipRole && !isSpoken)
        return {};
    // A file that cannot be read any more has no rows to show.
    const LogRow *row = rowOfEntry(sequence);
    if (!row)
        return {};
    if (role == HitsRole)
        return QVariant::fromValue(row->hits);
    if (role == Qt::TextAlignmentRole) {
        const bool figure = isJsonNumber(row->values.value(index.column() - ColumnCount).toLatin1());
        return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == PayloadSizeRole)
        return row->head.size;
    if (role == DirectionRole)
        return int(row->head.direction);
    if (role == TypeRole)
        return int(row->head.type);
    if (role == Qt::ToolTipRole)
        return column.toolTip ? column.toolTip(*this, *row) : urlOf(*row);
    if (isSpoken)
        return column.spoken(*this, *row);
    return column.text ? column.text(*this, *row) : row->values.value(index.column() - ColumnCount);
}

const LogRow *LogModel::rowOfEntry(quint64 sequence) const
{
    const LogRow *row = m_cache.row(sequence);
    // Without columns, only of what the filter has found is there more to be seen.
    const bool isWanted = !jsonColumns().isEmpty() || m_rows.matches().contains(sequence);
    if (row && row->isPartial && isWanted)
        m_large.request(row->head);
    return row;
}

QString LogModel::delta(const LogRow &row) const
{
    const quint64 before = m_rows.above(row.head.sequence);
    const LogRow *above = before > 0 ? m_cache.row(before) : nullptr;
    return above ? formatDelta(row.head.timeUs - above->head.timeUs) : QString();
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const LogColumn &column = LogColumn::at(section);
    if (role == Qt::TextAlignmentRole)
        return column.alignment.toInt();
    if (role == Qt::AccessibleTextRole && !column.spokenTitle.isEmpty())
        return column.spokenTitle;
    if (role != Qt::DisplayRole)
        return {};
    return section < ColumnCount ? column.title : jsonColumns().at(section - ColumnCount).toString();
}

// Known from the second time on: it is looked for when somebody asks.
QString LogModel::urlOf(const LogRow &row) const
{
    m_connections.reachTo(m_rows.last());
    QString url = row.head.direction == Direction::Local ? QString() : m_connections.urlOf(row.head.sequence);
    // A tooltip guesses whether text is rich.
    return url.replace(u'<', u"%3C"_s);
}

// --- How rows come and go ---------------------------------------------------------------------

void LogModel::refresh()
{
    m_sinceRefresh.start();
    const RecordExtent extent = reachable(m_record->poll());
    if (extent.generation != m_generation || extent.last < m_rows.last())
        startOver(extent);
    // First what came of the last step, then the next one: nobody else may call again.
    takeMatches();
    if (!m_paused)
        advance(extent);
    else
        m_heartbeats.reachTo(m_target);
    MatchIndex heartbeats = m_heartbeats.takeNew();
    if (m_hidesHeartbeats && heartbeats.count() > 0)
        m_rows.hide(std::move(heartbeats));
    if (!m_rows.showsMatchesOnly())
        reachTo(reach());
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
    m_connections.clear();
    setBuilder(m_builder);
    m_rows.setFirst(std::min(m_rows.first(), extent.last + 1));
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
    const auto rows = m_scan && m_mode == FilterMode::ShowOnly ? RowMap::Rows::Matches : RowMap::Rows::All;
    m_rows.arrange(rows, m_hidesHeartbeats ? &m_heartbeats.all() : nullptr,
                   rows == RowMap::Rows::All ? reach() : m_target.last);
    m_shown = m_rows.last() == m_target.last ? m_target.received : std::min(m_shown, m_target.received);
}

void LogModel::advance(const RecordExtent &extent)
{
    m_frameMs = extent.last - m_rows.last() > FloodRows ? FloodFrameMs : FrameMs;
    m_heartbeats.reachTo(extent);
    // One step at a time: what the rows reach to is known with what was received until there.
    if (m_target.last <= m_rows.last()) {
        m_target = extent;
        if (m_scan)
            m_scan->extendTo(extent.last);
    }
    if (extent.last == m_rows.last())
        m_shown = extent.received;
}

// How far it is known which entries have a row.
quint64 LogModel::reach() const
{
    return m_hidesHeartbeats ? std::min(m_target.last, m_heartbeats.known()) : m_target.last;
}

void LogModel::reachTo(quint64 last)
{
    m_rows.reachTo(last);
    if (m_rows.last() >= m_target.last)
        m_shown = m_target.received;
}

void LogModel::takeMatches()
{
    if (!m_scan)
        return;
    const ScanResults results = m_scan->take();
    m_rows.addMatches(results.older);
    m_rows.addMatches(results.newer);
    if (m_rows.showsMatchesOnly())
        reachTo(results.newerTo);
}

void LogModel::resetRows(const RowMap::Change &change)
{
    Q_EMIT rowsAboutToChange();
    beginResetModel();
    change();
    endResetModel();
    Q_EMIT rowsChanged();
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
    m_cache.setSparse(m_rows.showsMatchesOnly());
    setBuilder(RowBuilder(query, jsonColumns()));
    endResetModel();
    refresh();
}

void LogModel::startScan()
{
    m_scan.reset();
    m_rows.forgetMatches();
    if (m_query.isEmpty())
        return;
    const bool isForAll = m_heartbeatsShown || findsHeartbeats(m_query);
    m_scan = std::make_unique<FilterScan>(m_record, isForAll ? m_query : withoutHeartbeats(m_query),
                                          m_rows.first(), m_target.last);
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
    resetRows([&] {
        m_heartbeatsShown = shown;
        if (m_scan && !findsHeartbeats(m_query))
            startScan();
        rearrange();
    });
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
    const int number = m_rows.rowOf(row.head.sequence);
    if (number >= 0)
        Q_EMIT dataChanged(index(number, 0), index(number, columnCount() - 1));
}

void LogModel::clear()
{
    const RecordExtent extent = reachable(m_record->extent());
    beginResetModel();
    m_cache.clear();
    m_rows.setFirst(extent.last + 1);
    m_cleared = extent.received;
    m_target = extent;
    startScan();
    rearrange();
    endResetModel();
    refresh();
}
