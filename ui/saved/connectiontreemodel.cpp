// SPDX-License-Identifier: MIT
#include "ui/saved/connectiontreemodel.h"

#include "saved/connectionstore.h"
#include "saved/secrets.h"

#include <QMimeData>
#include <QTextDocument>

using namespace Qt::StringLiterals;

// Of the notes, in a tooltip.
static constexpr qsizetype MaxNotes = 1000;

ConnectionTreeModel::ConnectionTreeModel(ConnectionStore *store, QObject *parent)
    : QAbstractItemModel(parent)
    , m_store(store)
{
    follow();
}

void ConnectionTreeModel::follow()
{
    connect(m_store, &ConnectionStore::aboutToAdd, this,
            [this](const QString &folder, int row) { beginInsertRows(indexOf(folder), row, row); });
    connect(m_store, &ConnectionStore::added, this, &ConnectionTreeModel::endInsertRows);
    connect(m_store, &ConnectionStore::aboutToRemove, this, [this](const QString &id) {
        const int row = m_store->rowOf(id);
        beginRemoveRows(indexOf(m_store->parentOf(id)), row, row);
    });
    connect(m_store, &ConnectionStore::removed, this, &ConnectionTreeModel::endRemoveRows);
    connect(m_store, &ConnectionStore::aboutToMove, this,
            [this](const QString &id, const QString &folder, int row) {
                const int from = m_store->rowOf(id);
                beginMoveRows(indexOf(m_store->parentOf(id)), from, from, indexOf(folder), row);
            });
    connect(m_store, &ConnectionStore::moved, this, &ConnectionTreeModel::endMoveRows);
    connect(m_store, &ConnectionStore::changed, this, [this](const QString &id) {
        const QModelIndex changed = indexOf(id);
        Q_EMIT dataChanged(changed, changed);
    });
    connect(m_store, &ConnectionStore::aboutToReset, this, &ConnectionTreeModel::beginResetModel);
    connect(m_store, &ConnectionStore::reset, this, &ConnectionTreeModel::endResetModel);
}

quintptr ConnectionTreeModel::numberOf(const QString &id) const
{
    const auto known = m_numbers.constFind(id);
    if (known != m_numbers.constEnd())
        return *known;
    const auto number = quintptr(m_ids.size());
    m_ids.append(id);
    m_numbers.insert(id, number);
    return number;
}

QString ConnectionTreeModel::idOf(const QModelIndex &index) const
{
    return index.isValid() ? m_ids.value(qsizetype(index.internalId())) : QString();
}

QModelIndex ConnectionTreeModel::indexOf(const QString &id) const
{
    if (!m_store->contains(id))
        return {};
    return createIndex(m_store->rowOf(id), 0, numberOf(id));
}

QModelIndex ConnectionTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, numberOf(m_store->childrenOf(idOf(parent)).at(row)));
}

QModelIndex ConnectionTreeModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(m_store->parentOf(idOf(index))) : QModelIndex();
}

int ConnectionTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(m_store->childrenOf(idOf(parent)).size());
}

int ConnectionTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QString ConnectionTreeModel::detail(const QString &id) const
{
    return m_store->isMessage(id) ? beginning(m_store->message(id))
                                  : Secrets::maskedUrlText(m_store->connection(id).urlText);
}

// The view reads tooltips as rich text unless they are made plain.
QString ConnectionTreeModel::toolTip(const QString &id) const
{
    const SavedConnection saved = m_store->connection(id);
    QStringList lines{saved.name};
    if (const QString shown = detail(id); !shown.isEmpty())
        lines.append(shown);
    if (!saved.notes.isEmpty())
        lines.append(saved.notes.left(MaxNotes));
    return Qt::convertFromPlainText(lines.join(u'\n'));
}

QVariant ConnectionTreeModel::data(const QModelIndex &index, int role) const
{
    const QString id = idOf(index);
    if (!m_store->contains(id))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return m_store->connection(id).name;
    case Qt::ToolTipRole:
        return toolTip(id);
    case Qt::AccessibleTextRole: {
        const QString name = m_store->connection(id).name;
        return m_store->isFolder(id)    ? tr("%1, folder").arg(name)
               : m_store->isMessage(id) ? tr("%1, message").arg(name)
                                        : name;
    }
    case Qt::AccessibleDescriptionRole:
    case DetailRole:
        return detail(id);
    case IdRole:
        return id;
    case IsFolderRole:
        return m_store->isFolder(id);
    case IsMessageRole:
        return m_store->isMessage(id);
    case NotesRole:
        return m_store->connection(id).notes;
    default:
        return {};
    }
}

bool ConnectionTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().simplified();
    if (role != Qt::EditRole || !index.isValid() || name.isEmpty())
        return false;
    m_store->rename(idOf(index), name);
    return true;
}

Qt::ItemFlags ConnectionTreeModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled; // the top
    Qt::ItemFlags flags =
            Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled;
    flags |= m_store->isMessage(idOf(index)) ? Qt::ItemNeverHasChildren : Qt::ItemIsDropEnabled;
    return flags;
}

static QString mimeType()
{
    return u"application/x-socketscope-connections"_s;
}

QStringList ConnectionTreeModel::mimeTypes() const
{
    return {mimeType()};
}

QMimeData *ConnectionTreeModel::mimeData(const QModelIndexList &indexes) const
{
    QStringList ids;
    for (const QModelIndex &index : indexes)
        ids.append(idOf(index));
    if (ids.isEmpty())
        return nullptr;
    auto *data = new QMimeData;
    data->setData(mimeType(), ids.join(u'\n').toUtf8());
    return data;
}

static QStringList draggedIds(const QMimeData *data)
{
    return QString::fromUtf8(data->data(mimeType())).split(u'\n', Qt::SkipEmptyParts);
}

bool ConnectionTreeModel::canDropMimeData(const QMimeData *data, Qt::DropAction action, int, int,
                                          const QModelIndex &parent) const
{
    if (action != Qt::MoveAction || !data->hasFormat(mimeType()))
        return false;
    const QStringList ids = draggedIds(data);
    for (const QString &id : ids) {
        if (!m_store->canMove(id, idOf(parent)))
            return false;
    }
    return !ids.isEmpty();
}

bool ConnectionTreeModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                                       const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const QString folder = idOf(parent);
    int at = row;
    const QStringList ids = draggedIds(data);
    for (const QString &id : ids) {
        m_store->move(id, folder, at);
        // The next one goes after this one.
        at = m_store->rowOf(id) + 1;
    }
    return true;
}
