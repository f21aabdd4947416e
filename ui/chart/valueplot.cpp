// SPDX-License-Identifier: MIT
#include "ui/chart/valueplot.h"

#include "format/text/numbers.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr int LabelDigits = 8;
static constexpr qint64 Second = 1'000'000;

namespace {

/// Of one column of pixels, the span of its values.
class Column
{
public:
    explicit Column(QPointF first)
        : m_highest(first)
        , m_lowest(first)
    {}

    bool contains(double x) const { return std::floor(x) == std::floor(m_highest.x()); }

    void add(QPointF point)
    {
        if (point.y() < m_highest.y())
            m_highest = point;
        if (point.y() > m_lowest.y())
            m_lowest = point;
    }

    void appendTo(QPolygonF &line) const
    {
        const bool isHighestFirst = m_highest.x() < m_lowest.x();
        line.append(isHighestFirst ? m_highest : m_lowest);
        if (m_highest != m_lowest)
            line.append(isHighestFirst ? m_lowest : m_highest);
    }

private:
    QPointF m_highest;
    QPointF m_lowest;
};

} // namespace

void ValuePlot::append(const QList<ValuePoint> &points)
{
    const qsizetype added = std::min(points.size(), MaxPoints);
    const qsizetype dropped = std::max<qsizetype>(m_points.size() + added - MaxPoints, 0);
    m_points.remove(0, dropped);
    m_times.remove(0, dropped);
    for (qsizetype i = points.size() - added; i < points.size(); ++i) {
        const qint64 timeUs = points.at(i).timeUs;
        m_times.append(m_times.isEmpty() ? timeUs : std::max(timeUs, m_times.last()));
        m_points.append(points.at(i));
    }
    measure();
}

void ValuePlot::clear()
{
    m_points.clear();
    m_times.clear();
    measure();
}

void ValuePlot::measure()
{
    m_last = -1;
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        const double value = m_points.at(i).value;
        if (!std::isfinite(value))
            continue;
        m_minimum = m_last < 0 ? value : std::min(m_minimum, value);
        m_maximum = m_last < 0 ? value : std::max(m_maximum, value);
        m_last = i;
    }
}

QStringList ValuePlot::valueLabels() const
{
    if (!hasValues())
        return {};
    QStringList labels = {formatValue(m_maximum, LabelDigits)};
    if (m_minimum < m_maximum)
        labels.append(formatValue(m_minimum, LabelDigits));
    return labels;
}

static QString timeLabel(qint64 timeUs, qint64 spanUs)
{
    if (spanUs >= 24 * 3600 * Second)
        return formatTimestamp(timeUs).first(16).replace(u'T', u' ');
    return spanUs >= 60 * Second ? formatTimeOfDay(timeUs).section(u'.', 0, 0) : formatTimeOfDay(timeUs);
}

QStringList ValuePlot::timeLabels() const
{
    const qint64 firstUs = m_points.first().timeUs;
    const qint64 lastUs = m_points.last().timeUs;
    const qint64 spanUs = lastUs - firstUs;
    if (spanUs == 0)
        return {timeLabel(lastUs, spanUs)};
    return {timeLabel(firstUs, spanUs), timeLabel(lastUs, spanUs)};
}

qsizetype ValuePlot::valueFrom(qsizetype index, int step) const
{
    for (; index >= 0 && index < m_points.size(); index += step) {
        if (std::isfinite(m_points.at(index).value))
            return index;
    }
    return -1;
}

qsizetype ValuePlot::indexOf(quint64 sequence) const
{
    const auto found = std::find_if(m_points.cbegin(), m_points.cend(), [sequence](const ValuePoint &point) {
        return point.sequence == sequence && std::isfinite(point.value);
    });
    return found == m_points.cend() ? -1 : found - m_points.cbegin();
}

double ValuePlot::xOf(qsizetype index, const QRectF &area) const
{
    const double span = double(m_times.last()) - double(m_times.first());
    const double share = span > 0 ? double(m_times.at(index) - m_times.first()) / span : 0.5;
    return area.left() + share * area.width();
}

double ValuePlot::yOf(double value, const QRectF &area) const
{
    // Halved, because the difference of two doubles may be beyond their range.
    const double span = m_maximum / 2 - m_minimum / 2;
    const double share = span > 0 ? (value / 2 - m_minimum / 2) / span : 0.5;
    return area.bottom() - share * area.height();
}

QPointF ValuePlot::position(qsizetype index, const QRectF &area) const
{
    return {xOf(index, area), yOf(m_points.at(index).value, area)};
}

qsizetype ValuePlot::nearest(double x, const QRectF &area) const
{
    if (!hasValues())
        return -1;
    const double span = double(m_times.last()) - double(m_times.first());
    const double share = area.width() > 0 ? std::clamp((x - area.left()) / area.width(), 0.0, 1.0) : 1.0;
    const qint64 timeUs = m_times.first() + std::llround(share * span);
    const auto after = std::lower_bound(m_times.cbegin(), m_times.cend(), timeUs) - m_times.cbegin();
    const qsizetype right = valueFrom(after, 1);
    const qsizetype left = valueFrom(after - 1, -1);
    if (left < 0 || right < 0)
        return std::max(left, right);
    return timeUs - m_times.at(left) < m_times.at(right) - timeUs ? left : right;
}

QList<QPolygonF> ValuePlot::lines(const QRectF &area) const
{
    QList<QPolygonF> result;
    QPolygonF line;
    std::optional<Column> column;
    const auto endColumn = [&] {
        if (column)
            column->appendTo(line);
        column.reset();
    };
    const auto endLine = [&] {
        endColumn();
        if (!line.isEmpty())
            result.append(line);
        line.clear();
    };
    bool isGap = false;
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        if (!std::isfinite(m_points.at(i).value)) {
            isGap = true;
            continue;
        }
        const QPointF point = position(i, area);
        if (column && column->contains(point.x())) {
            column->add(point);
        } else {
            isGap ? endLine() : endColumn();
            column.emplace(point);
        }
        isGap = false;
    }
    endLine();
    return result;
}
