// SPDX-License-Identifier: MIT
#pragma once

#include "completion.h"

#include <QListView>

class QStandardItemModel;

/// What may be typed next, one a line with a few words on it, beside the place where it is typed. A part of
/// the window that never takes the focus; nothing is chosen until somebody moves into it.
class CompletionPopup : public QListView
{
    Q_OBJECT

public:
    CompletionPopup(const QString &objectName, QWidget *window);

    /// Shows them below that part of the window, or above it where there is more room; at its left as far as
    /// they fit.
    void offer(const QList<Completion> &items, const QRect &place);
    /// Down (1) or up (-1), round and round, with "nothing" before the first.
    void moveChoice(int step);
    /// -1 for none.
    int choice() const { return currentIndex().row(); }
    /// While it is shown, the keys of the field that it belongs to: moves the choice, goes, or has one
    /// chosen. False if the field is to have the key.
    bool takesKey(const QKeyEvent *event);

    QSize sizeHint() const override;

Q_SIGNALS:
    /// By a key or a click.
    void chosen(int row);

private:
    QStandardItemModel *m_items;
};
