// SPDX-License-Identifier: MIT
#include "ui/log/pill.h"

#include "ui/kit/theme.h"

#include <QApplication>
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
    // The list below it has another for what is selected.
    const QPalette colours = QApplication::palette();
    const QColor highlight = colours.color(QPalette::Highlight);
    const bool pressed = isDown() || underMouse();
    painter.setPen(Qt::NoPen);
    painter.setBrush(pressed ? Theme::mixed(highlight, colours.color(QPalette::Text), 0.85) : highlight);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.setPen(colours.color(QPalette::HighlightedText));
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextSingleLine, text());
}
