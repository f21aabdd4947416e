// SPDX-License-Identifier: MIT
#include "ui/kit/overlay.h"

#include <QEvent>
#include <QRect>
#include <QWidget>

#include <algorithm>
#include <utility>

Overlay::Overlay(QWidget *widget, QWidget *below, std::function<QRect()> area, std::function<bool()> isAtEnd)
    : QObject(widget)
    , m_widget(widget)
    , m_below(below)
    , m_area(std::move(area))
    , m_isAtEnd(std::move(isAtEnd))
{
    widget->setAutoFillBackground(true);
    widget->raise();
    widget->installEventFilter(this);
    // Words that have changed, and what lies below within its own limits, tell the parent alone.
    widget->parentWidget()->installEventFilter(this);
    for (QWidget *moved = below; moved && moved != widget->parentWidget(); moved = moved->parentWidget())
        moved->installEventFilter(this);
}

void Overlay::place()
{
    const QRect area = m_area();
    const int wanted = m_widget->hasHeightForWidth() ? m_widget->heightForWidth(area.width())
                                                     : m_widget->sizeHint().height();
    QRect place(area.topLeft(),
                QSize(area.width(), std::min(std::max(wanted, m_widget->minimumHeight()), area.height())));
    if (m_atEnd)
        place.moveBottom(area.bottom());
    m_widget->setGeometry(place.translated(m_below->mapTo(m_widget->parentWidget(), QPoint())));
    if (m_above)
        m_widget->stackUnder(m_above);
    else
        m_widget->raise();
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    const bool isOwn = watched == m_widget;
    const QEvent::Type type = event->type();
    if (isOwn && type == QEvent::Show)
        m_atEnd = m_isAtEnd();
    const bool moves = type == QEvent::LayoutRequest
                       || (isOwn ? type == QEvent::Show : type == QEvent::Resize || type == QEvent::Move);
    if (moves && !m_widget->isHidden())
        place();
    return QObject::eventFilter(watched, event);
}
