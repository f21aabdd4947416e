// SPDX-License-Identifier: MIT
#include "ui/kit/inlinebar.h"

#include "ui/kit/theme.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>

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

InlineBar::InlineBar(const QString &objectName, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(objectName);
    new FocusReturn(this);
    hide();
}

void InlineBar::dismiss()
{
    hide();
    Q_EMIT closed();
}

bool InlineBar::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Cancel)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void InlineBar::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Cancel))
        dismiss();
    // A field lets Enter pass when it has dealt with it.
    else if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        QWidget::keyPressEvent(event);
}

void InlineBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, Theme::hairline(palette()));
}
