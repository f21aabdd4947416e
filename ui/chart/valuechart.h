// SPDX-License-Identifier: MIT
#pragma once

#include "ui/chart/valueplot.h"

#include <QWidget>

#include <optional>

class QToolButton;

/// The numbers at one JSON path over time: the newest ones as a line, scaled to their own range. One value
/// can be marked, by the pointer over it or with Left, Right, Home and End, and is then told in the top line
/// with its time and its entry; a click or Enter asks to see that entry. No mark, and it is the newest.
class ValueChart : public QWidget
{
    Q_OBJECT

public:
    explicit ValueChart(QWidget *parent = nullptr);

    /// The path, as JsonPath::toString() writes it. It is shown as it stands.
    void setTitle(const QString &path);

    /// Of all that it is given it keeps the newest ValuePlot::MaxPoints. Oldest first. Cheap enough for
    /// every frame.
    void setPoints(const QList<ValuePoint> &points);
    void clear();
    const ValuePlot &plot() const { return m_plot; }

    /// The entry whose value is marked.
    std::optional<quint64> markedSequence() const { return m_marked; }
    /// What the top line tells of the marked value, else of the newest; empty if there is none.
    QString readout() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void pointActivated(quint64 sequence);
    /// The button to close it was clicked. What becomes of the chart is up to its owner.
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    static constexpr double DotRadius = 3; ///< Of the mark.

    struct Layout
    {
        QRect top;
        QRect labels;
        QRect times;
        QRectF line; ///< Where values are: within the plot, with room for the dot.
        QRect plot;
    };

    Layout layOut() const;
    qsizetype toldIndex() const;
    QString readout(qsizetype index) const;
    /// In at most so many pixels, by leaving out what is of less interest.
    QString readoutWithin(int width, const QFontMetrics &metrics) const;
    void mark(qsizetype index);
    void markUnderPointer();
    void moveMark(int key);
    void pointsChanged();
    void describe();
    void placeClose();

    void paintTopLine(QPainter &painter, const QRect &area) const;
    void paintAxes(QPainter &painter, const Layout &layout) const;
    void paintLine(QPainter &painter, const QRectF &area) const;
    void paintMark(QPainter &painter, const Layout &layout) const;

    QToolButton *const m_close;
    QString m_title;
    ValuePlot m_plot;
    std::optional<quint64> m_marked;
    std::optional<QPointF> m_pointer;
};
