// SPDX-License-Identifier: MIT
#pragma once

#include "format/comparison.h"

#include <QAbstractTableModel>

#include <memory>

/// The rows of a comparison. By path: sign, path, left and right value; by line: sign and line, where runs of
/// lines that are the same are one row, but for a few around each difference. Values are cut to what a cell
/// can show; tooltips have more, as plain text.
class CompareModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Kind { Same, Added, Removed, Changed, Gap };
    Q_ENUM(Kind)
    enum Role { KindRole = Qt::UserRole };
    /// PathColumn is that of the line in a comparison by line, which has no more.
    enum Column { SignColumn, PathColumn, LeftColumn, RightColumn };

    static constexpr qsizetype MaxCellText = 1000;
    static constexpr qsizetype MaxToolTipText = 4000;
    /// Lines that are shown before and after a difference.
    static constexpr qsizetype ContextLines = 3;

    explicit CompareModel(QObject *parent = nullptr);

    /// A null pointer empties the model.
    void setComparison(std::shared_ptr<const Comparison> comparison);
    bool isByPath() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Of a comparison by line: a line, or a number of them that are the same.
    struct Row
    {
        qsizetype line = 0;
        qsizetype count = 1;
        bool isGap = false;
    };

    void layOutLines();
    Kind kindOf(int row) const;
    QString textOf(int row, int column, qsizetype atMost) const;

    std::shared_ptr<const Comparison> m_comparison;
    QList<Row> m_rows;
};
