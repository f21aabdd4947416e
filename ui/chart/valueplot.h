// SPDX-License-Identifier: MIT
#pragma once

#include "log/valuescan.h"

#include <QList>
#include <QPolygonF>
#include <QRectF>
#include <QStringList>

/// The newest points of a chart over time, and where they are in an area of pixels. A point whose value is
/// not finite is a gap: it has a place in time only. Clocks may be set back; time then stands still in the
/// picture until they have caught up.
class ValuePlot
{
public:
    static constexpr qsizetype MaxPoints = ValueSeries::DefaultCapacity;

    /// Newer ones, oldest first; the oldest of all make room.
    void append(const QList<ValuePoint> &points);
    void clear();

    qsizetype size() const { return m_points.size(); }
    const ValuePoint &at(qsizetype index) const { return m_points.at(index); }

    /// Whether there is anything but gaps. Only then the following may be asked.
    bool hasValues() const { return m_last >= 0; }
    double minimum() const { return m_minimum; }
    double maximum() const { return m_maximum; }
    /// What stands beside the line: the maximum and the minimum, or one where they are the same. They say
    /// where the line is, and are not exact.
    QStringList valueLabels() const;
    /// What stands below it: the time of the oldest and of the newest, or one where they are the same; as
    /// exact as their distance makes sense.
    QStringList timeLabels() const;
    /// The nearest value at or before (`step` -1) or at or after (1) an index; -1 if there is none.
    qsizetype valueFrom(qsizetype index, int step) const;
    /// The index of an entry's value; -1 if it has none here.
    qsizetype indexOf(quint64 sequence) const;

    /// The oldest is at the left edge and the newest at the right one, the minimum at the bottom and the
    /// maximum at the top; what has no extent is in the middle.
    QPointF position(qsizetype index, const QRectF &area) const;
    /// The value nearest in time; -1 if there is none.
    qsizetype nearest(double x, const QRectF &area) const;
    /// What to draw, gaps left out: of each column of pixels the lowest and the highest value, so that no
    /// peak is lost. A value between two gaps is a line of one point; gaps within a column do not show.
    QList<QPolygonF> lines(const QRectF &area) const;

private:
    double xOf(qsizetype index, const QRectF &area) const;
    double yOf(double value, const QRectF &area) const;
    void measure();

    QList<ValuePoint> m_points;
    QList<qint64> m_times; ///< Those of the points, but never going back.
    double m_minimum = 0;
    double m_maximum = 0;
    qsizetype m_last = -1; ///< The newest value's index.
};
