// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsonoutline.h"

#include <QAbstractItemModel>
#include <QHash>

#include <memory>
#include <vector>

/// The values of a JSON text as a tree, names and values as they were sent. Of a container that has many, the
/// first Portion are there at once and the rest a portion at a time, as a view asks for it.
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    enum Role {
        /// int of a JsonKind: of the value, whatever the column.
        KindRole = Qt::UserRole,
        /// bool: the name is an element's place, not a member's name.
        IsElementRole,
    };
    static constexpr int Portion = 1000;
    /// Of a name or value, in UTF-16 code units.
    static constexpr int MaxText = 256;

    explicit JsonTreeModel(QObject *parent = nullptr);

    /// Null for no rows.
    void setOutline(std::shared_ptr<const JsonOutline> outline);
    const std::shared_ptr<const JsonOutline> &outline() const { return m_outline; }

    /// JsonOutline::None if the index is not valid.
    JsonOutline::Index valueOf(const QModelIndex &index) const;
    /// Fetches what lies before it, but for no more than `maxRows` of a container: then not valid.
    QModelIndex indexOf(JsonOutline::Index value, int maxRows);

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    using Values = std::vector<JsonOutline::Index>;

    Values &childrenOf(JsonOutline::Index parent) const;
    void appendChildren(JsonOutline::Index parent, Values *children, quint32 upTo) const;
    void fetch(const QModelIndex &parent, quint32 upTo);
    QString nameText(JsonOutline::Index value) const;
    QString valueText(JsonOutline::Index value) const;

    std::shared_ptr<const JsonOutline> m_outline;
    // Of the containers that were asked for, as far as they are fetched.
    mutable QHash<JsonOutline::Index, Values> m_children;
};
