// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

/// Edits the cells of a VariableModel: a secret value without showing it.
class VariableDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
};
