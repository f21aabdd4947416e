// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

/// The colours of a CompareModel's rows, which say nothing that the signs do not say as well.
class CompareDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit CompareDelegate(QObject *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};
