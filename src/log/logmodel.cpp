// SPDX-License-Identifier: MIT
#include "log/logmodel.h"

#include "format/json/jsonvalue.h"
#include "format/text/numbers.h"
#include "log/filter/filtervalues.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

LogModel::LogModel(Record *record, QObject *parent)
    : QAbstractTableModel(parent)
    , m_record(record)
    , m_cache(record)
    , m_large(record)
    , m_heartbeats(record)
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
    if (parent.isValid())
        return 0;
    return showsMatchesOnly() ? int(m_matches.count()) : int(m_last + 1 - m_first - hiddenCount());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount + int(jsonColumns().size());
}

int LogModel::rowOf(quint64 sequence) const
{
    if (showsMatchesOnly())
        return m_matches.contains(sequence) ? int(m_matches.countBelow(sequence)) : -1;
    const bool hasRow = sequence >= m_first && sequence <= m_last && !m_hidden.contains(sequence);
    return hasRow ? int(m_hidden.rowsBefore(m_first, sequence)) : -1;
}

int LogModel::rowAtOrAfter(quint64 sequence) const
{
    if (showsMatchesOnly())
        return int(m_matches.countBelow(sequence));
    return int(m_hidden.rowsBefore(m_first, std::clamp(sequence, m_first, m_last + 1)));
}

quint64 LogModel::sequenceAt(int row) const
{
    return showsMatchesOnly() ? m_matches.sequenceAt(quint64(row))
                              : m_hidden.sequenceAt(m_first, quint64(row));
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
    if (role == Qt::TextAlignmentRole && index.column() < ColumnCount) {
        const bool figure = index.column() == DeltaColumn || index.column() == SizeColumn;
        return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == IsHitRole)
        return m_scan && (showsMatchesOnly() || m_matches.contains(sequenceAt(index.row())));
    if (role == Qt::ToolTipRole)
        return index.column() == SizeColumn ? sizeToolTip(sequenceAt(index.row())) : QString();
    const bool spoken = role == Qt::AccessibleTextRole && index.column() == DirectionColumn;
    if (role != Qt::DisplayRole && role != DirectionRole && role != TypeRole && role != HitsRole
        && role != Qt::TextAlignmentRole && !spoken)
        return {};
    // A file that cannot be read any more has no rows to show.
    const LogRow *row = rowOfEntry(sequenceAt(index.row()));
    if (!row)
        return {};
    if (role == HitsRole)
        return QVariant::fromValue(row->hits);
    if (role == Qt::TextAlignmentRole) {
        const bool figure = isJsonNumber(row->values.value(index.column() - ColumnCount).toLatin1());
        return int((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == DirectionRole)
        return int(row->head.direction);
    if (role == TypeRole)
        return int(row->head.type);
    if (spoken)
        return directionName(row->head.direction);
    return display(*row, index.row(), index.column());
}

const LogRow *LogModel::rowOfEntry(quint64 sequence) const
{
    const LogRow *row = m_cache.row(sequence);
    // Without columns, only of what the filter has found is there more to be seen.
    const bool isWanted = !jsonColumns().isEmpty() || showsMatchesOnly() || m_matches.contains(sequence);
    if (row && row->isPartial && isWanted)
        m_large.request(row->head);
    return row;
}

// Since the row above, whatever is between the two; but since the entry before for the first one that was
// not cleared.
QString LogModel::delta(const LogRow &row, int rowNumber) const
{
    const quint64 sequence = row.head.sequence;
    const qint64 timeUs = row.head.timeUs;
    const quint64 before = !showsMatchesOnly() ? m_hidden.previous(sequence)
                           : rowNumber > 0     ? sequenceAt(rowNumber - 1)
                                               : 0;
    const LogRow *above = before > 0 ? m_cache.row(before) : nullptr;
    return above ? formatDelta(timeUs - above->head.timeUs) : QString();
}

QString LogModel::display(const LogRow &row, int rowNumber, int column) const
{
    const EntryHead &head = row.head;
    const bool local = head.direction == Direction::Local;
    switch (column) {
    case TimeColumn:
        return formatTimeOfDay(head.timeUs);
    case DeltaColumn:
        return delta(row, rowNumber);
    case DirectionColumn:
        return local ? u"●"_s : head.direction == Direction::In ? u"↓"_s : u"↑"_s;
    case TypeColumn:
        return typeName(head.type);
    case SizeColumn:
        return local ? QString() : formatSize(head.size);
    case MessageColumn:
        return row.preview;
    default:
        return row.values.value(column - ColumnCount);
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
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
    if (section >= ColumnCount)
        return jsonColumns().at(section - ColumnCount).toString();
    static const QStringList titles{tr("Time"), u"Δ"_s, QString(), tr("Type"), tr("Size"), tr("Message")};
    return titles.at(section);
}

QString LogModel::sizeToolTip(quint64 sequence) const
{
    const LogRow *row = m_cache.row(sequence);
    if (!row || row->head.direction == Direction::Local)
        return {};
    const qint64 size = row->head.size;
    return sizeInWords(size, m_record->wireBytes(sequence));
}

QString LogModel::sizeInWords(qint64 size, qint64 wireBytes)
{
    const QString plain = tr("%1 B").arg(formatCount(quint64(size)));
    if (wireBytes < 0 || wireBytes == size)
        return plain;
    const QString wire = formatCount(quint64(wireBytes));
    if (wireBytes > size)
        return tr("%1, %2 B on the wire").arg(plain, wire);
    const QString packed = tr("%1, %2 B compressed").arg(plain, wire);
    return tr("%1 (%2 %)").arg(packed).arg(std::llround(100 * double(wireBytes) / double(size)));
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
    return filterTypeNames().value(int(type));
}
