// SPDX-License-Identifier: MIT
#include "ui/chart/valuechart.h"

#include "format/text/numbers.h"
#include "ui/kit/flatcontrols.h"
#include "ui/kit/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>
#include <QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

static constexpr double LineWidth = 1.5;
// A line of more points has the width of one pixel: what else it takes some ten times as long to paint.
static constexpr qsizetype MaxWidePoints = 300;
static constexpr qsizetype PiecePoints = 32;
static constexpr double MaxSmoothRises = 16; // Pixels up and down for each across.
static constexpr double SinglePointRadius = 1.5;

ValueChart::ValueChart(QWidget *parent)
    : QWidget(parent)
    , m_close(flatButton(u"valueChartClose"_s, u"✕"_s, tr("Close the chart"), this))
{
    setObjectName(u"valueChart"_s);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    connect(m_close, &QToolButton::clicked, this, &ValueChart::closed);
    setTitle({});
}

void ValueChart::setTitle(const QString &path)
{
    m_title = path;
    setAccessibleName(tr("Chart of %1 over time").arg(path));
    describe();
    update();
}

void ValueChart::setPoints(const QList<ValuePoint> &points)
{
    m_plot.clear();
    m_plot.append(points);
    pointsChanged();
}

void ValueChart::clear()
{
    m_plot.clear();
    pointsChanged();
}

void ValueChart::pointsChanged()
{
    // The picture moves under a pointer that rests, but not away from a mark that keys have set.
    if (m_pointer)
        markUnderPointer();
    else if (m_marked && m_plot.indexOf(*m_marked) < 0)
        mark(m_plot.valueFrom(0, 1));
    describe();
    update();
}

void ValueChart::describe()
{
    const qsizetype told = toldIndex();
    QString description = tr("No number at %1 yet.").arg(m_title);
    if (told >= 0) {
        const QString range =
                tr("from %1 to %2").arg(formatValue(m_plot.minimum()), formatValue(m_plot.maximum()));
        description = m_marked ? readout(told) : tr("Latest: %1; %2").arg(readout(told), range);
    }
    // Assistive programs are told of every description that is set, the same one or not.
    if (description != accessibleDescription())
        setAccessibleDescription(description);
}

qsizetype ValueChart::toldIndex() const
{
    return m_marked ? m_plot.indexOf(*m_marked) : m_plot.valueFrom(m_plot.size() - 1, -1);
}

QString ValueChart::readout() const
{
    const qsizetype index = toldIndex();
    return index < 0 ? QString() : readout(index);
}

QString ValueChart::readout(qsizetype index) const
{
    const ValuePoint &point = m_plot.at(index);
    return tr("%1 · %2 · #%3")
            .arg(formatTimeOfDay(point.timeUs), formatValue(point.value), formatCount(point.sequence));
}

QString ValueChart::readoutWithin(int width, const QFontMetrics &metrics) const
{
    const qsizetype index = toldIndex();
    if (index < 0)
        return {};
    const ValuePoint &point = m_plot.at(index);
    const QString value = formatValue(point.value);
    for (const QString &text :
         {readout(index), tr("%1 · %2").arg(formatTimeOfDay(point.timeUs), value), value}) {
        if (metrics.horizontalAdvance(text) <= width)
            return text;
    }
    return metrics.elidedText(value, Qt::ElideRight, width);
}

void ValueChart::mark(qsizetype index)
{
    const std::optional<quint64> marked = index < 0 ? std::nullopt : std::optional(m_plot.at(index).sequence);
    if (marked == m_marked)
        return;
    m_marked = marked;
    describe();
    update();
}

void ValueChart::markUnderPointer()
{
    mark(m_plot.nearest(m_pointer->x(), layOut().line));
}

QSize ValueChart::sizeHint() const
{
    return {80 * Theme::Unit, 17 * Theme::Unit};
}

QSize ValueChart::minimumSizeHint() const
{
    return {25 * Theme::Unit, 10 * Theme::Unit};
}

ValueChart::Layout ValueChart::layOut() const
{
    const QFontMetrics figures(Theme::monospace(), this);
    int labelWidth = 0;
    for (const QString &label : m_plot.valueLabels())
        // One more, since the advance is rounded, and a label cut for a fraction of a pixel would be lost.
        labelWidth = std::max(labelWidth, figures.horizontalAdvance(label) + 1);
    labelWidth = std::min(labelWidth, width() / 3);

    Layout layout;
    const QRect inner = rect().adjusted(Theme::Unit, 0, -Theme::Unit, 0);
    layout.top = QRect(inner.left(), 0, m_close->x() - Theme::Unit - inner.left(),
                       m_close->geometry().bottom() + 1);
    layout.times = QRect(inner.left(), height() - figures.height() - 2, inner.width(), figures.height());
    layout.plot = QRect(inner.left(), layout.top.bottom() + 1, inner.width(),
                        layout.times.top() - layout.top.bottom() - 2);
    layout.labels = layout.plot;
    layout.labels.setWidth(labelWidth);
    layout.plot.setLeft(layout.labels.right() + 1 + (labelWidth > 0 ? Theme::Unit : 0));
    layout.times.setLeft(layout.plot.left());
    layout.line = QRectF(layout.plot).adjusted(DotRadius, DotRadius + 1, -DotRadius, -DotRadius - 1);
    return layout;
}

void ValueChart::placeClose()
{
    const QSize size = m_close->sizeHint();
    m_close->setGeometry(width() - size.width() - Theme::Unit / 2, Theme::Unit / 4, size.width(),
                         size.height());
}

void ValueChart::resizeEvent(QResizeEvent *)
{
    placeClose();
}

void ValueChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        placeClose();
    QWidget::changeEvent(event);
}

void ValueChart::mouseMoveEvent(QMouseEvent *event)
{
    m_pointer = event->position();
    markUnderPointer();
}

void ValueChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_pointer = event->position();
    markUnderPointer();
    if (m_marked)
        Q_EMIT pointActivated(*m_marked);
}

void ValueChart::leaveEvent(QEvent *event)
{
    m_pointer.reset();
    mark(-1);
    QWidget::leaveEvent(event);
}

void ValueChart::moveMark(int key)
{
    const qsizetype end = m_plot.size() - 1;
    // Without a mark it is the newest that is told.
    const qsizetype from = toldIndex();
    qsizetype to = -1;
    if (key == Qt::Key_Home)
        to = m_plot.valueFrom(0, 1);
    else if (key == Qt::Key_End)
        to = m_plot.valueFrom(end, -1);
    else
        to = key == Qt::Key_Left ? m_plot.valueFrom(from - 1, -1) : m_plot.valueFrom(from + 1, 1);
    m_pointer.reset();
    mark(to >= 0 ? to : from);
}

void ValueChart::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
        moveMark(event->key());
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const qsizetype index = toldIndex(); index >= 0)
            Q_EMIT pointActivated(m_plot.at(index).sequence);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ValueChart::focusOutEvent(QFocusEvent *event)
{
    if (!m_pointer)
        mark(-1);
    QWidget::focusOutEvent(event);
}

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

void ValueChart::paintAxes(QPainter &painter, const Layout &layout) const
{
    painter.setFont(Theme::monospace());
    painter.setPen(Theme::mutedText(palette()));
    const QFontMetrics metrics = painter.fontMetrics();
    const QStringList labels = m_plot.valueLabels();
    const auto drawLabel = [&](const QString &text, int alignment) {
        painter.drawText(layout.labels, Qt::AlignRight | Qt::TextSingleLine | alignment,
                         metrics.elidedText(text, Qt::ElideRight, layout.labels.width()));
    };
    drawLabel(labels.first(), labels.size() == 1 ? Qt::AlignVCenter : Qt::AlignTop);
    // Two labels need two lines.
    if (labels.size() > 1 && layout.labels.height() >= 2 * metrics.height())
        drawLabel(labels.last(), Qt::AlignBottom);

    const QStringList times = m_plot.timeLabels();
    const auto drawTime = [&](const QString &text, int alignment) {
        painter.drawText(layout.times, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
    };
    if (times.size() == 1)
        return drawTime(times.last(), Qt::AlignHCenter);
    drawTime(times.last(), Qt::AlignRight);
    const int both = metrics.horizontalAdvance(times.first()) + metrics.horizontalAdvance(times.last());
    if (both + Theme::Unit <= layout.times.width())
        drawTime(times.first(), Qt::AlignLeft);
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
