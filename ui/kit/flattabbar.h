// SPDX-License-Identifier: MIT
#pragma once

#include <QTabBar>

/// Tabs as words in a row: the chosen one is bold and underlined in the accent colour.
class FlatTabBar : public QTabBar
{
    Q_OBJECT

public:
    explicit FlatTabBar(QWidget *parent = nullptr);

protected:
    QSize tabSizeHint(int index) const override;
    QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
};
