// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QTabBar>

class QToolButton;
class QWidget;

/// Without a frame until the pointer is over it. `name` is what it is called and its tooltip.
QToolButton *flatButton(const QString &objectName, const QString &text, const QString &name, QWidget *parent);

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
