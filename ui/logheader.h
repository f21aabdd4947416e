// SPDX-License-Identifier: MIT
#pragma once

#include <QHeaderView>

/// The log's header: flat, with the cells' own padding, so that titles stand above what they name.
class LogHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit LogHeader(QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void paintEvent(QPaintEvent *event) override;
};
