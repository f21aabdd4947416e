// SPDX-License-Identifier: MIT
#pragma once

#include <QHeaderView>

/// The log's header: flat, with the cells' own padding, so that titles stand above what they name.
class LogHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit LogHeader(QWidget *parent = nullptr);

    /// For the log's columns, in the font of their figures. Needs the model.
    void setStandardWidths(const QFont &figures);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void paintEvent(QPaintEvent *event) override;
};
