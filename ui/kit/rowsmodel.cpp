// SPDX-License-Identifier: MIT
#include "ui/kit/rowsmodel.h"

#include <QTextDocument>

#include <algorithm>

bool EditedRow::isBlank() const
{
    return std::all_of(cells.begin(), cells.end(), [](const QString &cell) { return cell.isEmpty(); });
}

static bool isMeant(const EditedRow &row)
{
    return row.origin.isValid() || !row.isBlank();
}

RowsModel::RowsModel(const QStringList &columns, bool isEditable, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(columns)
    , m_isEditable(isEditable)
{}

void RowsModel::setRows(const QList<EditedRow> &rows)
{
    beginResetModel();
    m_rows = rows;
    m_problems.clear();
    endResetModel();
}

QList<EditedRow> RowsModel::meantRows() const
{
    QList<EditedRow> meant;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(meant), isMeant);
    return meant;
}

void RowsModel::setProblems(const QHash<int, QString> &problems)
{
    QHash<int, QString> byRow;
    int meant = 0;
    for (int row = 0; row < int(m_rows.size()); ++row) {
        if (!isMeant(m_rows[row]))
            continue;
        if (const auto found = problems.find(meant++); found != problems.end())
            byRow.insert(row, *found);
    }
    if (byRow == m_problems)
        return;
    m_problems = byRow;
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void RowsModel::append(const EditedRow &row)
{
    const int at = rowCount();
    beginInsertRows({}, at, at);
    m_rows.append(row);
    endInsertRows();
    Q_EMIT edited();
}

void RowsModel::replace(int row, const EditedRow &with)
{
    m_rows[row] = with;
    Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    Q_EMIT edited();
}

void RowsModel::remove(int row)
{
    beginRemoveRows({}, row, row);
    m_rows.removeAt(row);
    // The owner looks at all rows again after every edit.
    m_problems.clear();
    endRemoveRows();
    Q_EMIT edited();
}

bool RowsModel::move(int row, int by)
{
    const int to = row + by;
    if (row < 0 || to < 0 || to >= rowCount())
        return false;
    // Qt counts the place before the row has been taken out.
    beginMoveRows({}, row, row, {}, by > 0 ? to + 1 : to);
    m_rows.swapItemsAt(row, to);
    m_problems.clear();
    endMoveRows();
    Q_EMIT edited();
    return true;
}

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return m_rows[index.row()].cells.value(index.column());
    case ProblemRole:
    case Qt::AccessibleDescriptionRole:
        return m_problems.value(index.row());
    case Qt::ToolTipRole:
        if (const QString problem = m_problems.value(index.row()); !problem.isEmpty())
            return Qt::convertFromPlainText(problem);
        break;
    default:
        break;
    }
    return {};
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_columns.value(section)) : QVariant(section + 1);
}

Qt::ItemFlags RowsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return m_isEditable ? flags | Qt::ItemIsEditable : flags;
}

bool RowsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !m_isEditable || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    QString &cell = m_rows[index.row()].cells[index.column()];
    // An editor that is left without a change has changed nothing.
    if (cell == value.toString())
        return true;
    cell = value.toString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT edited();
    return true;
}
