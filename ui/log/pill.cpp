// SPDX-License-Identifier: MIT
#include "ui/log/pill.h"

#include "ui/kit/theme.h"

#include <QPainter>

Pill::Pill(QWidget *parent)
    : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    // The keyboard has the End key for what this does; the focus stays where it is.
    setFocusPolicy(Qt::NoFocus);
}

QSize Pill::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    return {metrics.horizontalAdvance(text()) + 4 * Theme::Unit, metrics.height() + Theme::Unit};
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor highlight = palette().color(QPalette::Highlight);
    const bool pressed = isDown() || underMouse();
    painter.setPen(Qt::NoPen);
    painter.setBrush(pressed ? Theme::mixed(highlight, palette().color(QPalette::Text), 0.85) : highlight);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setPen(palette().color(QPalette::HighlightedText));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
}
