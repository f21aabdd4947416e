// SPDX-License-Identifier: MIT
#include "ui/chart/rateline.h"

#include "format/text/numbers.h"
#include "ui/chart/ratehistory.h"
#include "ui/kit/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr int PreferredWidth = 180;
static constexpr int SmallestWidth = 80;
static constexpr double RateLineWidth = 1.5;
static constexpr double DotRadius = 2.5;

RateLine::RateLine(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"rateLine"_s);
    setAccessibleName(tr("Rate of the last 60 seconds"));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    setMouseTracking(true);
    refresh();
}

void RateLine::setHistory(const RateHistory *history)
{
    m_history = history;
    refresh();
}

static QString figures(const RateSample &sample)
{
    return RateLine::tr("%1 msg/s · %2")
            .arg(formatCount(quint64(std::llround(sample.messagesPerSecond))),
                 formatRate(std::llround(sample.bytesPerSecond)));
}

void RateLine::refresh()
{
    QList<double> values;
    QString current = tr("nothing measured yet");
    if (m_history && !m_history->samples().empty()) {
        values.reserve(RateHistory::Buckets);
        for (const RateSample &sample : m_history->samples())
            values.append(sample.messagesPerSecond);
        current = figures(m_history->samples().back());
    }
    // Assistive programs are told of every description that is set, the same one or not.
    if (current != accessibleDescription())
        setAccessibleDescription(current);
    if (values != m_values) {
        m_values = std::move(values);
        m_maximum = m_values.isEmpty() ? 0 : *std::max_element(m_values.cbegin(), m_values.cend());
        update();
    }
    // A tip that was put away, by a key or by another window, does not come back by itself.
    if (m_pointer && QToolTip::isVisible() && QToolTip::text() == m_tip)
        showTip();
}

QSize RateLine::sizeHint() const
{
    return {PreferredWidth, fontMetrics().height() + Theme::Unit / 2};
}

QSize RateLine::minimumSizeHint() const
{
    return {SmallestWidth, sizeHint().height()};
}

/// The dot at the highest and the last sample has room in it.
QRectF RateLine::plotArea() const
{
    const double margin = DotRadius + 0.5;
    return QRectF(rect()).adjusted(margin, margin, -margin, -margin);
}

/// The newest is at the right end, so that a short history grows to the left.
QPointF RateLine::pointAt(qsizetype index) const
{
    const QRectF area = plotArea();
    const double step = area.width() / (RateHistory::Buckets - 1);
    const double share = m_maximum > 0 ? m_values[index] / m_maximum : 0;
    return {area.right() - double(m_values.size() - 1 - index) * step, area.bottom() - share * area.height()};
}

qsizetype RateLine::indexAt(double x) const
{
    const QRectF area = plotArea();
    if (m_values.isEmpty() || area.width() <= 0)
        return -1;
    const double step = area.width() / (RateHistory::Buckets - 1);
    const auto fromEnd = qsizetype(std::llround((area.right() - x) / step));
    return std::clamp<qsizetype>(m_values.size() - 1 - fromEnd, 0, m_values.size() - 1);
}

void RateLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRectF area = plotArea();
    // On whole pixels: antialiasing would smear it.
    painter.fillRect(QRect(0, int(std::ceil(area.bottom())), width(), 1), Theme::hairline(palette()));
    if (m_values.isEmpty())
        return;
    const qsizetype marked = m_pointer ? indexAt(m_pointer->x()) : -1;
    if (marked >= 0) {
        painter.fillRect(QRect(int(std::floor(pointAt(marked).x())), 0, 1, height()),
                         Theme::mutedText(palette()));
    }
    QPolygonF line;
    line.reserve(m_values.size());
    for (qsizetype i = 0; i < m_values.size(); ++i)
        line.append(pointAt(i));
    const QColor accent = Theme::accent(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(accent, RateLineWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    if (marked >= 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(accent);
        painter.drawEllipse(line[marked], DotRadius, DotRadius);
    }
}

void RateLine::showTip()
{
    const qsizetype index = indexAt(m_pointer->x());
    if (index < 0) {
        QToolTip::hideText();
        return;
    }
    const RateSample &sample = m_history->samples()[std::size_t(index)];
    // Whole seconds: of a half second's figure the milliseconds say nothing.
    const QString time = formatTimeOfDay(sample.utcUs).section(u'.', 0, 0);
    // Figures only, so that the tooltip has nothing to take for rich text.
    m_tip = tr("%1 · %2").arg(time, figures(sample));
    QToolTip::showText(mapToGlobal(*m_pointer), m_tip, this);
}

void RateLine::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position().toPoint();
    // The history may have gone on since, and the tip reads from it by index.
    refresh();
    showTip();
    update();
}

void RateLine::leaveEvent(QEvent *event)
{
    m_pointer.reset();
    QToolTip::hideText();
    update();
    QWidget::leaveEvent(event);
}

bool RateLine::event(QEvent *event)
{
    // The tip is up as soon as the pointer moves; the one that comes late would be empty and close it.
    if (event->type() == QEvent::ToolTip)
        return true;
    return QWidget::event(event);
}
