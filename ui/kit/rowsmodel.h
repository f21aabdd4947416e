// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>
#include <QVariant>

/// One row of a list that a user edits.
struct EditedRow
{
    /// As many as the model has columns.
    QStringList cells;
    /// What it was made from, for its owner; invalid for a row that was added and not yet filled in.
    QVariant origin;

    bool isBlank() const;
};

/// A short list of rows of text: added, removed, moved, edited in place, each with what is wrong with it.
class RowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// What is wrong with the row; a sentence, empty if nothing is.
    static constexpr int ProblemRole = Qt::UserRole;

    RowsModel(const QStringList &columns, bool isEditable, QObject *parent = nullptr);

    const QList<EditedRow> &rows() const { return m_rows; }
    void setRows(const QList<EditedRow> &rows);
    /// Those that are not blank, or were not when they came: a row just added is nobody's wish yet.
    QList<EditedRow> meantRows() const;
    /// By the numbers of meantRows().
    void setProblems(const QHash<int, QString> &problems);

    void append(const EditedRow &row);
    void replace(int row, const EditedRow &with);
    void remove(int row);
    /// `by` is 1 or -1; nothing happens at the ends.
    bool move(int row, int by);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    /// By anything but setRows().
    void edited();

private:
    const QStringList m_columns;
    const bool m_isEditable;
    QList<EditedRow> m_rows;
    /// By the rows of the model.
    QHash<int, QString> m_problems;
};
