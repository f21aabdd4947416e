// SPDX-License-Identifier: MIT
#include "ui/kit/spinner.h"

#include "ui/kit/theme.h"

#include <QPainter>

#include <algorithm>

static constexpr int Steps = 12;
static constexpr int StepMs = 80;

Spinner::Spinner(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_timer.setInterval(StepMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_step = (m_step + 1) % Steps;
        update();
    });
}

void Spinner::setSpinning(bool spinning)
{
    if (spinning == isSpinning())
        return;
    if (spinning)
        m_timer.start();
    else
        m_timer.stop();
    setAccessibleDescription(spinning ? tr("in progress") : tr("idle"));
    update();
}

QSize Spinner::sizeHint() const
{
    const int side = fontMetrics().height();
    return {side, side};
}

void Spinner::paintEvent(QPaintEvent *)
{
    if (!isSpinning())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = std::min(width(), height());
    painter.translate(width() / 2.0, height() / 2.0);
    const QColor color = Theme::busy(palette());
    for (int i = 0; i < Steps; ++i) {
        QColor faded = color;
        faded.setAlphaF(float((i + 1)) / Steps);
        painter.save();
        painter.rotate(360.0 / Steps * (m_step + i + 1));
        painter.setPen(QPen(faded, side / 10, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(0, -side * 0.24), QPointF(0, -side * 0.42));
        painter.restore();
    }
}
