// SPDX-License-Identifier: MIT
#include "ui/saved/variablemodel.h"

#include "saved/variables.h"

#include <algorithm>

using namespace Qt::StringLiterals;

VariableModel::VariableModel(QObject *parent)
    : QAbstractTableModel(parent)
{}

void VariableModel::setEnvironment(const Environment &environment)
{
    if (environment == m_environment)
        return;
    beginResetModel();
    m_environment = environment;
    endResetModel();
}

static bool hasName(const Environment &environment, const QString &name)
{
    return std::any_of(environment.variables.begin(), environment.variables.end(),
                       [&](const Variable &variable) { return variable.name == name; });
}

int VariableModel::addVariable()
{
    QString name = u"variable"_s;
    for (int number = 2; hasName(m_environment, name); ++number)
        name = u"variable%1"_s.arg(number);
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_environment.variables.append({name, {}, false});
    endInsertRows();
    Q_EMIT edited();
    return row;
}

void VariableModel::removeVariable(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_environment.variables.removeAt(row);
    endRemoveRows();
    Q_EMIT edited();
}

int VariableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_environment.variables.size());
}

int VariableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

static QString shownValue(const Variable &variable)
{
    if (!variable.secret)
        return variable.value;
    // Always as many: their number would tell the length.
    return variable.value.isEmpty() ? VariableModel::tr("not known here") : QString(8, u'•');
}

QVariant VariableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Variable &variable = m_environment.variables.at(index.row());
    switch (index.column()) {
    case NameColumn:
        return role == Qt::DisplayRole || role == Qt::EditRole ? QVariant(variable.name) : QVariant();
    case ValueColumn:
        if (role == Qt::DisplayRole)
            return shownValue(variable);
        return role == Qt::EditRole ? QVariant(variable.value) : QVariant();
    case SecretColumn:
        if (role == Qt::CheckStateRole)
            return int(variable.secret ? Qt::Checked : Qt::Unchecked);
        return role == Qt::AccessibleTextRole ? QVariant(tr("Secret")) : QVariant();
    default:
        return {};
    }
}

QVariant VariableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case ValueColumn:
        return tr("Value");
    case SecretColumn:
        return tr("Secret");
    default:
        return {};
    }
}

bool VariableModel::setName(Variable *variable, const QString &typed)
{
    const QString name = typed.trimmed();
    if (name == variable->name) {
        Q_EMIT problem({});
        return false;
    }
    if (!Variables::isName(name)) {
        Q_EMIT problem(tr("A name has letters, digits, “_”, “-” and “.” only."));
        return false;
    }
    if (hasName(m_environment, name)) {
        Q_EMIT problem(tr("There is a variable “%1” already.").arg(name));
        return false;
    }
    variable->name = name;
    return true;
}

bool VariableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || index.row() >= rowCount())
        return false;
    Variable &variable = m_environment.variables[index.row()];
    if (index.column() == NameColumn && role == Qt::EditRole) {
        if (!setName(&variable, value.toString()))
            return false;
    } else if (index.column() == ValueColumn && role == Qt::EditRole) {
        variable.value = value.toString().left(EnvironmentsJson::MaxValue);
    } else if (index.column() == SecretColumn && role == Qt::CheckStateRole) {
        const bool secret = value.toInt() == Qt::Checked;
        // Its value would be lost: an empty one would take its place.
        if (!secret && variable.secret && variable.value.isEmpty()) {
            Q_EMIT problem(tr("The value of “%1” is not known here: enter it first.").arg(variable.name));
            return false;
        }
        variable.secret = secret;
    } else {
        return false;
    }
    Q_EMIT dataChanged(index.siblingAtColumn(NameColumn), index.siblingAtColumn(SecretColumn));
    Q_EMIT problem({});
    Q_EMIT edited();
    return true;
}

Qt::ItemFlags VariableModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return flags | (index.column() == SecretColumn ? Qt::ItemIsUserCheckable : Qt::ItemIsEditable);
}
