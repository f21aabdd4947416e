// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filtercompletion.h"

#include <QListView>

class QStandardItemModel;

/// What may be typed next, one a line with a few words on it, below the field it belongs to. A part of the
/// window that never takes the focus; nothing is chosen until somebody moves into it.
class FilterPopup : public QListView
{
    Q_OBJECT

public:
    explicit FilterPopup(QWidget *window);

    /// Shows them below `field`, beginning at `x` within it where there is room.
    void offer(const QList<FilterCompletion> &items, const QWidget *field, int x);
    /// Down (1) or up (-1), round and round, with "nothing" before the first.
    void moveChoice(int step);
    /// -1 for none.
    int choice() const { return currentIndex().row(); }

    QSize sizeHint() const override;

private:
    QStandardItemModel *m_items;
};
