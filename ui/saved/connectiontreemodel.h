// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractItemModel>
#include <QHash>
#include <QStringList>

class ConnectionStore;

/// The saved connections and messages as a tree of one column: names that can be edited, and rows that can be
/// dragged to other places, messages also into connections.
class ConnectionTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole, ///< QString.
        IsFolderRole,          ///< bool.
        IsMessageRole,         ///< bool.
        DetailRole, ///< QString: a URL as typed, without its secrets, or the beginning of a message;
                    ///< plain text in one line.
        NotesRole,  ///< QString: plain text.
    };

    /// `store` must outlive the model.
    explicit ConnectionTreeModel(ConnectionStore *store, QObject *parent = nullptr);

    /// Empty for an index that is not valid.
    QString idOf(const QModelIndex &index) const;
    /// Not valid for "" and for what is not there.
    QModelIndex indexOf(const QString &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;

private:
    quintptr numberOf(const QString &id) const;
    QString detail(const QString &id) const;
    QString toolTip(const QString &id) const;
    void follow();

    ConnectionStore *const m_store;
    /// What indexes know an id by.
    mutable QHash<QString, quintptr> m_numbers;
    mutable QStringList m_ids;
};
