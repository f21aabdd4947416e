// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QPointer>
#include <QWidget>

#include <functional>

/// Has a widget, whenever it is shown, lie over a part of another one instead of pushing it away: at the
/// upper edge of an area of it or, if that is said when it comes, at the lower one, as wide as the area and
/// as high as it needs to be.
class Overlay : public QObject
{
    Q_OBJECT

public:
    /// The parent of `widget` is an ancestor of `below`. The area is in the coordinates of `below`.
    Overlay(
            QWidget *widget, QWidget *below, std::function<QRect()> area,
            std::function<bool()> isAtEnd = [] { return false; });

    /// Where both lie, this one is below the other, which is laid over already.
    void stackUnder(const Overlay *other) { m_above = other->m_widget; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QWidget *const m_widget;
    QWidget *const m_below;
    QPointer<QWidget> m_above;
    const std::function<QRect()> m_area;
    const std::function<bool()> m_isAtEnd;
    bool m_atEnd = false;
};
