// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <functional>

class QWidget;

/// Has a widget, whenever it is shown, lie over a part of another one instead of pushing it away: at its
/// upper edge or, if that is said when it comes, at its lower one, as wide as it is and as high as it needs
/// to be.
class Overlay : public QObject
{
    Q_OBJECT

public:
    /// The parent of `widget` is an ancestor of `below`.
    Overlay(QWidget *widget, QWidget *below, std::function<bool()> isAtEnd);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QWidget *const m_widget;
    QWidget *const m_below;
    const std::function<bool()> m_isAtEnd;
    bool m_atEnd = false;
};
