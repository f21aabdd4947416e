// SPDX-License-Identifier: MIT
#include "ui/saved/variabledelegate.h"

#include "ui/saved/variablemodel.h"

#include <QLineEdit>

QWidget *VariableDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const
{
    QWidget *editor = QStyledItemDelegate::createEditor(parent, option, index);
    const QModelIndex secret = index.siblingAtColumn(VariableModel::SecretColumn);
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (line && index.column() == VariableModel::ValueColumn
        && secret.data(Qt::CheckStateRole).toInt() == Qt::Checked)
        line->setEchoMode(QLineEdit::Password);
    return editor;
}
