// SPDX-License-Identifier: MIT
#include "ui/inspector/json/jsontreemodel.h"

#include "format/text/numbers.h"
#include "format/text/unseen.h"

#include <algorithm>

using namespace Qt::StringLiterals;

JsonTreeModel::JsonTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{}

void JsonTreeModel::setOutline(std::shared_ptr<const JsonOutline> outline)
{
    beginResetModel();
    m_outline = std::move(outline);
    m_children.clear();
    endResetModel();
}

JsonOutline::Index JsonTreeModel::valueOf(const QModelIndex &index) const
{
    return index.isValid() ? JsonOutline::Index(index.internalId()) : JsonOutline::None;
}

JsonTreeModel::Values &JsonTreeModel::childrenOf(JsonOutline::Index parent) const
{
    auto known = m_children.find(parent);
    if (known == m_children.end()) {
        known = m_children.insert(parent, {});
        appendChildren(parent, &*known, Portion);
    }
    return *known;
}

void JsonTreeModel::appendChildren(JsonOutline::Index parent, Values *children, quint32 upTo) const
{
    const JsonOutline::Index end = m_outline->at(parent).end;
    JsonOutline::Index next = children->empty() ? parent + 1 : m_outline->at(children->back()).end;
    for (; next < end && children->size() < upTo; next = m_outline->at(next).end)
        children->push_back(next);
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || !m_outline || parent.column() > 0)
        return {};
    if (!parent.isValid())
        return row == 0 ? createIndex(0, column, quintptr(0)) : QModelIndex();
    const Values &children = childrenOf(valueOf(parent));
    if (size_t(row) >= children.size())
        return {};
    return createIndex(row, column, quintptr(children[size_t(row)]));
}

QModelIndex JsonTreeModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const JsonOutline::Index parent = m_outline->at(valueOf(index)).parent;
    if (parent == JsonOutline::None)
        return {};
    return createIndex(int(m_outline->at(parent).row), NameColumn, quintptr(parent));
}

int JsonTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!m_outline || parent.column() > 0)
        return 0;
    if (!parent.isValid())
        return 1;
    if (m_outline->at(valueOf(parent)).count == 0)
        return 0;
    return int(childrenOf(valueOf(parent)).size());
}

int JsonTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

bool JsonTreeModel::hasChildren(const QModelIndex &parent) const
{
    if (!m_outline || parent.column() > 0)
        return false;
    return !parent.isValid() || m_outline->at(valueOf(parent)).count > 0;
}

bool JsonTreeModel::canFetchMore(const QModelIndex &parent) const
{
    if (!parent.isValid() || parent.column() > 0)
        return false;
    const quint32 count = m_outline->at(valueOf(parent)).count;
    return count > 0 && childrenOf(valueOf(parent)).size() < count;
}

void JsonTreeModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        fetch(parent, quint32(rowCount(parent)) + Portion);
}

void JsonTreeModel::fetch(const QModelIndex &parent, quint32 upTo)
{
    const JsonOutline::Index value = valueOf(parent);
    Values children = childrenOf(value);
    const int before = int(children.size());
    appendChildren(value, &children, upTo);
    if (int(children.size()) == before)
        return;
    beginInsertRows(parent, before, int(children.size()) - 1);
    m_children[value] = std::move(children);
    endInsertRows();
}

QModelIndex JsonTreeModel::indexOf(JsonOutline::Index value, int maxRows)
{
    if (!m_outline || value >= m_outline->size())
        return {};
    std::vector<JsonOutline::Index> way;
    for (; value != JsonOutline::None; value = m_outline->at(value).parent)
        way.push_back(value);
    QModelIndex found;
    for (auto step = way.rbegin(); step != way.rend(); ++step) {
        const quint32 row = m_outline->at(*step).row;
        if (row >= quint32(maxRows))
            return {};
        if (found.isValid() && row >= quint32(rowCount(found)))
            fetch(found, row + 1);
        found = index(int(row), NameColumn, found);
    }
    return found;
}

static QString shortText(QByteArrayView utf8)
{
    // No character takes more than three bytes for each of its code units.
    const bool isCut = utf8.size() > JsonTreeModel::MaxText * 3;
    QString text = QString::fromUtf8(isCut ? utf8.first(JsonTreeModel::MaxText * 3) : utf8);
    text = withUnseenNamed(text);
    if (isCut || text.size() > JsonTreeModel::MaxText) {
        text.truncate(JsonTreeModel::MaxText - 1);
        if (!text.isEmpty() && text.back().isHighSurrogate())
            text.chop(1);
        text += u'…';
    }
    return text;
}

QString JsonTreeModel::nameText(JsonOutline::Index value) const
{
    const JsonOutline::Value &at = m_outline->at(value);
    if (at.parent == JsonOutline::None)
        return u"$"_s;
    if (at.nameStart == JsonOutline::None)
        return QString::number(at.row);
    const QByteArrayView name = m_outline->name(value);
    // Nothing would be seen of an empty name.
    return shortText(name.size() > 2 ? name.sliced(1, name.size() - 2) : name);
}

QString JsonTreeModel::valueText(JsonOutline::Index value) const
{
    const quint32 count = m_outline->at(value).count;
    switch (m_outline->kind(value)) {
    case JsonKind::Object:
        if (count == 0)
            return u"{}"_s;
        return u"{…} "_s + (count == 1 ? tr("1 member") : tr("%1 members").arg(formatCount(count)));
    case JsonKind::Array:
        if (count == 0)
            return u"[]"_s;
        return u"[…] "_s + (count == 1 ? tr("1 element") : tr("%1 elements").arg(formatCount(count)));
    default:
        return shortText(m_outline->value(value));
    }
}

QVariant JsonTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const JsonOutline::Index value = valueOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == NameColumn ? nameText(value) : valueText(value);
    case KindRole:
        return int(m_outline->kind(value));
    case IsElementRole:
        return m_outline->at(value).nameStart == JsonOutline::None;
    default:
        return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Name") : tr("Value");
}
