// SPDX-License-Identifier: MIT
#include "log/logmodel.h"

#include "format/numbers.h"

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
{
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &LogModel::refresh);
    connect(record, &Record::grown, this, &LogModel::scheduleRefresh, Qt::QueuedConnection);
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

void LogModel::refresh()
{
    m_sinceRefresh.start();
    const RecordExtent extent = m_record->poll();
    if (extent.generation != m_generation || extent.last < m_last) {
        // An outage is over: numbers and contents may be others.
        beginResetModel();
        m_generation = extent.generation;
        m_cache.clear();
        m_last = extent.last;
        m_first = std::min(m_first, m_last + 1);
        m_shown = extent.received;
        endResetModel();
    } else if (!m_paused) {
        m_frameMs = extent.last - m_last > FloodRows ? FloodFrameMs : FrameMs;
        m_shown = extent.received;
        if (extent.last > m_last) {
            beginInsertRows({}, rowCount(), int(extent.last - m_first));
            m_last = extent.last;
            endInsertRows();
        }
    }
    Q_EMIT refreshed();
}

void LogModel::setPaused(bool paused)
{
    m_paused = paused;
    refresh();
}

void LogModel::clear()
{
    const RecordExtent extent = m_record->extent();
    beginResetModel();
    m_cache.clear();
    m_last = extent.last;
    m_first = m_last + 1;
    m_shown = extent.received;
    endResetModel();
    refresh();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_last + 1 - m_first);
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

int LogModel::rowOf(quint64 sequence) const
{
    return sequence >= m_first && sequence <= m_last ? int(sequence - m_first) : -1;
}

std::optional<Message> LogModel::entry(int row) const
{
    return m_record->entry(sequenceAt(row));
}

qint64 LogModel::sizeAt(int row) const
{
    const LogRow *found = m_cache.row(sequenceAt(row));
    return found ? found->head.size : 0;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == SequenceRole)
        return sequenceAt(index.row());
    if (role == Qt::TextAlignmentRole) {
        const bool figure = index.column() == DeltaColumn || index.column() == SizeColumn;
        return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    const bool spoken = role == Qt::AccessibleTextRole && index.column() == DirectionColumn;
    if (role != Qt::DisplayRole && role != DirectionRole && role != TypeRole && !spoken)
        return {};
    // A file that cannot be read any more has no rows to show.
    const LogRow *row = m_cache.row(sequenceAt(index.row()));
    if (!row)
        return {};
    if (role == DirectionRole)
        return int(row->head.direction);
    if (role == TypeRole)
        return int(row->head.type);
    if (spoken)
        return directionName(row->head.direction);
    return display(*row, index.column());
}

QString LogModel::display(const LogRow &row, int column) const
{
    const EntryHead &head = row.head;
    const bool local = head.direction == Direction::Local;
    switch (column) {
    case TimeColumn:
        return formatTimeOfDay(head.timeUs);
    case DeltaColumn:
        return row.deltaUs ? formatDelta(*row.deltaUs) : QString();
    case DirectionColumn:
        return local ? u"●"_s : head.direction == Direction::In ? u"↓"_s : u"↑"_s;
    case TypeColumn:
        return typeName(head.type);
    case SizeColumn:
        return local ? QString() : formatSize(head.size);
    case MessageColumn:
        return row.preview;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool figure = section == DeltaColumn || section == SizeColumn;
        return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::AccessibleTextRole && section == DeltaColumn)
        return tr("Time since the entry before");
    if (role == Qt::AccessibleTextRole && section == DirectionColumn)
        return tr("Direction");
    if (role != Qt::DisplayRole)
        return {};
    static const QStringList titles{tr("Time"), u"Δ"_s, QString(), tr("Type"), tr("Size"), tr("Message")};
    return titles.at(section);
}

QString LogModel::directionName(Direction direction)
{
    switch (direction) {
    case Direction::In:
        return tr("received");
    case Direction::Out:
        return tr("sent");
    case Direction::Local:
        return tr("local");
    }
    return {};
}

QString LogModel::typeName(MessageType type)
{
    switch (type) {
    case MessageType::Text:
        return u"text"_s;
    case MessageType::Binary:
        return u"binary"_s;
    case MessageType::Ping:
        return u"ping"_s;
    case MessageType::Pong:
        return u"pong"_s;
    case MessageType::Open:
        return u"open"_s;
    case MessageType::Close:
        return u"close"_s;
    case MessageType::Error:
        return u"error"_s;
    case MessageType::Retry:
        return u"retry"_s;
    case MessageType::Note:
        return u"note"_s;
    }
    return {};
}
