// SPDX-License-Identifier: MIT
#include "ui/chart/valuechart.h"

#include "format/text/numbers.h"
#include "ui/kit/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

// An axis label says where the line is; the readout is exact.
static constexpr int LabelDigits = 8;

ValueChart::ValueChart(QWidget *parent)
    : QWidget(parent)
    , m_close(new QToolButton(this))
{
    setObjectName(u"valueChart"_s);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    m_close->setObjectName(u"valueChartClose"_s);
    m_close->setText(u"✕"_s);
    m_close->setAutoRaise(true);
    m_close->setAccessibleName(tr("Close the chart"));
    m_close->setToolTip(tr("Close the chart"));
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

QStringList ValueChart::axisLabels() const
{
    if (!m_plot.hasValues())
        return {};
    QStringList labels = {formatValue(m_plot.maximum(), LabelDigits)};
    if (m_plot.minimum() < m_plot.maximum())
        labels.append(formatValue(m_plot.minimum(), LabelDigits));
    return labels;
}

ValueChart::Layout ValueChart::layOut() const
{
    const QFontMetrics figures(Theme::monospace(), this);
    int labelWidth = 0;
    for (const QString &label : axisLabels())
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

void ValueChart::focusInEvent(QFocusEvent *event)
{
    update();
    QWidget::focusInEvent(event);
}

void ValueChart::focusOutEvent(QFocusEvent *event)
{
    if (!m_pointer)
        mark(-1);
    update();
    QWidget::focusOutEvent(event);
}
