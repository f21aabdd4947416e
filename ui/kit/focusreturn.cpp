// SPDX-License-Identifier: MIT
#include "ui/kit/focusreturn.h"

#include <QApplication>
#include <QEvent>

FocusReturn::FocusReturn(QWidget *bar)
    : QObject(bar)
    , m_bar(bar)
{
    bar->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { remember(now); });
}

void FocusReturn::remember(QWidget *focused)
{
    if (focused && focused->window() == m_bar->window() && !isInBar(focused))
        m_before = focused;
}

bool FocusReturn::isInBar(const QWidget *widget) const
{
    return widget == m_bar || m_bar->isAncestorOf(widget);
}

bool FocusReturn::eventFilter(QObject *watched, QEvent *event)
{
    // Hidden by itself, not with what it is in. Qt looks for another place after this.
    if (event->type() == QEvent::Hide && m_bar->isHidden() && m_before && m_before->isVisible()
        && isInBar(m_bar->window()->focusWidget()))
        m_before->setFocus();
    return QObject::eventFilter(watched, event);
}
