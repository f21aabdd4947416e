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
    /// The figures are of another font now: the columns that have one width keep it in figures.
    void setFigures(const QFont &figures);
    /// Of the columns that do not take what is left: their widths in figures, each under its key.
    QByteArray widths() const;
    /// What is no width of a column, and columns of which nothing is said, change nothing.
    void restoreWidths(const QByteArray &widths);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    /// As wide as the widest figure; 0 before there is any.
    double m_figure = 0;
};
