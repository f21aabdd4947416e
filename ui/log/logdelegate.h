// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

/// Paints the cells of the log: payloads and figures in monospace, local entries stepped back,
/// directions and errors in colour beside their shape and word. Payloads are drawn as plain text
/// without layout, since every visible cell may be painted sixty times a second.
class LogDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit LogDelegate(QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

    static constexpr int Padding = 8;
};
