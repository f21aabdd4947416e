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
    /// Of the widest figure, in which the columns' widths are kept; 0 before there is any.
    double figure() const { return m_figure; }
    /// As saveState() has it, with what figure() was then; 0 if that is not known.
    void restoreWidths(const QByteArray &state, double figure);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    void scaleFrom(double figure);

    double m_figure = 0;
};
