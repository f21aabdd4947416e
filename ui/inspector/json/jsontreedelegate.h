// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

/// Colours names and values of a JsonTreeModel from the palette, as laid out text is.
class JsonTreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};
