// SPDX-License-Identifier: MIT
#include "ui/kit/overlay.h"

#include <QEvent>
#include <QWidget>

#include <algorithm>
#include <utility>

Overlay::Overlay(QWidget *widget, QWidget *below, std::function<bool()> isAtEnd)
    : QObject(widget)
    , m_widget(widget)
    , m_below(below)
    , m_isAtEnd(std::move(isAtEnd))
{
    widget->installEventFilter(this);
    for (QWidget *moved = below; moved && moved != widget->parentWidget(); moved = moved->parentWidget())
        moved->installEventFilter(this);
}

void Overlay::place()
{
    const int width = m_below->width();
    const int wanted =
            m_widget->hasHeightForWidth() ? m_widget->heightForWidth(width) : m_widget->sizeHint().height();
    const int height = std::min(wanted, m_below->height());
    const QPoint place =
            m_below->mapTo(m_widget->parentWidget(), QPoint(0, m_atEnd ? m_below->height() - height : 0));
    m_widget->setGeometry(QRect(place, QSize(width, height)));
    m_widget->raise();
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    const bool isOwn = watched == m_widget;
    const QEvent::Type type = event->type();
    if (isOwn && type == QEvent::Show)
        m_atEnd = m_isAtEnd();
    const bool moves = isOwn ? type == QEvent::Show || type == QEvent::LayoutRequest
                             : type == QEvent::Resize || type == QEvent::Move;
    if (moves && !m_widget->isHidden())
        place();
    return QObject::eventFilter(watched, event);
}
