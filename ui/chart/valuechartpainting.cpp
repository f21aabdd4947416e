// SPDX-License-Identifier: MIT
#include "format/text/numbers.h"
#include "ui/chart/valuechart.h"
#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyleOptionFocusRect>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr double LineWidth = 1.5;
// A line of more points has the width of one pixel: what else it takes some ten times as long to paint.
static constexpr qsizetype MaxWidePoints = 300;
static constexpr qsizetype PiecePoints = 32;
static constexpr double MaxSmoothRises = 16; // Pixels up and down for each across.
static constexpr double SinglePointRadius = 1.5;
static constexpr qint64 Second = 1'000'000;

void ValueChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Layout layout = layOut();
    paintTopLine(painter, layout.top);
    painter.fillRect(0, 0, width(), 1, Theme::hairline(palette()));
    // On whole pixels: antialiasing would smear it.
    painter.fillRect(QRect(layout.plot.left(), layout.plot.bottom(), layout.plot.width(), 1),
                     Theme::hairline(palette()));
    if (m_plot.hasValues()) {
        paintAxes(painter, layout);
        paintLine(painter, layout.line);
        paintMark(painter, layout);
    } else {
        painter.setPen(Theme::mutedText(palette()));
        const QString text = tr("No number at %1 yet.").arg(m_title);
        painter.drawText(layout.plot, Qt::AlignCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(text, Qt::ElideMiddle, layout.plot.width()));
    }
    if (hasFocus()) {
        QStyleOptionFocusRect option;
        option.initFrom(this);
        option.rect = layout.plot;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
    }
}

void ValueChart::paintTopLine(QPainter &painter, const QRect &area) const
{
    painter.setFont(Theme::monospace());
    const QFontMetrics metrics = painter.fontMetrics();
    const int gap = 2 * Theme::Unit;
    const int wanted = metrics.horizontalAdvance(readout());
    // The path gives way to the readout, but not beyond a third.
    const int titleWidth = std::max(area.width() / 3, area.width() - wanted - gap);
    const QString title = metrics.elidedText(m_title, Qt::ElideMiddle, titleWidth);
    constexpr int flags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(area, flags, title);
    QRect rest = area;
    rest.setLeft(area.left() + metrics.horizontalAdvance(title) + (title.isEmpty() ? 0 : gap));
    if (!m_marked)
        painter.setPen(Theme::mutedText(palette()));
    painter.drawText(rest, flags, readoutWithin(rest.width(), metrics));
}

/// As exact as the distance of two ends so far apart makes sense.
static QString timeLabel(qint64 timeUs, qint64 spanUs)
{
    if (spanUs >= 24 * 3600 * Second)
        return formatTimestamp(timeUs).first(16).replace(u'T', u' ');
    return spanUs >= 60 * Second ? formatTimeOfDay(timeUs).section(u'.', 0, 0) : formatTimeOfDay(timeUs);
}

void ValueChart::paintAxes(QPainter &painter, const Layout &layout) const
{
    painter.setFont(Theme::monospace());
    painter.setPen(Theme::mutedText(palette()));
    const QFontMetrics metrics = painter.fontMetrics();
    const QStringList labels = axisLabels();
    const auto drawLabel = [&](const QString &text, int alignment) {
        painter.drawText(layout.labels, Qt::AlignRight | Qt::TextSingleLine | alignment,
                         metrics.elidedText(text, Qt::ElideRight, layout.labels.width()));
    };
    drawLabel(labels.first(), labels.size() == 1 ? Qt::AlignVCenter : Qt::AlignTop);
    // Two labels need two lines.
    if (labels.size() > 1 && layout.labels.height() >= 2 * metrics.height())
        drawLabel(labels.last(), Qt::AlignBottom);

    const qint64 spanUs = m_plot.lastTimeUs() - m_plot.firstTimeUs();
    const QString last = timeLabel(m_plot.lastTimeUs(), spanUs);
    const QString first = timeLabel(m_plot.firstTimeUs(), spanUs);
    const auto drawTime = [&](const QString &text, int alignment) {
        painter.drawText(layout.times, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
    };
    if (spanUs == 0)
        return drawTime(last, Qt::AlignHCenter);
    drawTime(last, Qt::AlignRight);
    const int both = metrics.horizontalAdvance(first) + metrics.horizontalAdvance(last) + Theme::Unit;
    if (both <= layout.times.width())
        drawTime(first, Qt::AlignLeft);
}

void ValueChart::paintLine(QPainter &painter, const QRectF &area) const
{
    const QColor accent = Theme::accent(palette());
    const QList<QPolygonF> lines = m_plot.lines(area);
    qsizetype points = 0;
    double rises = 0;
    for (const QPolygonF &line : lines) {
        points += line.size();
        for (qsizetype i = 1; i < line.size(); ++i)
            rises += std::abs(line.at(i).y() - line.at(i - 1).y());
    }
    // Strokes side by side fill the plot; smoothing them takes long and cannot be seen.
    painter.setRenderHint(QPainter::Antialiasing, rises < MaxSmoothRises * area.width());
    const double width = points > MaxWidePoints ? 0 : LineWidth;
    const QPen pen(accent, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setBrush(accent);
    for (const QPolygonF &line : lines) {
        painter.setPen(line.size() == 1 ? QPen(Qt::NoPen) : pen);
        if (line.size() == 1)
            painter.drawEllipse(line.first(), SinglePointRadius, SinglePointRadius);
        // In pieces: what a wide line takes grows with the square of its length.
        for (qsizetype i = 0; i < line.size() - 1; i += PiecePoints - 1)
            painter.drawPolyline(line.constData() + i, int(std::min(PiecePoints, line.size() - i)));
    }
}

void ValueChart::paintMark(QPainter &painter, const Layout &layout) const
{
    if (!m_marked)
        return;
    const QPointF point = m_plot.position(toldIndex(), layout.line);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRect(int(std::floor(point.x())), layout.plot.top(), 1, layout.plot.height()),
                     Theme::mutedText(palette()));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::accent(palette()));
    painter.drawEllipse(point, DotRadius, DotRadius);
}
