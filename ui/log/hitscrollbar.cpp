// SPDX-License-Identifier: MIT
#include "ui/log/hitscrollbar.h"

#include "ui/kit/theme.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionSlider>

#include <algorithm>

// A single hit among millions is to be seen.
static constexpr int MarkHeight = 2;

HitScrollBar::HitScrollBar(QWidget *parent)
    : QScrollBar(Qt::Vertical, parent)
{}

QRect HitScrollBar::groove() const
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    return style()->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarGroove, this);
}

int HitScrollBar::places() const
{
    return std::max(1, groove().height());
}

void HitScrollBar::setMarks(const QList<bool> &marks)
{
    if (m_marks == marks)
        return;
    m_marks = marks;
    update();
}

void HitScrollBar::paintEvent(QPaintEvent *event)
{
    QScrollBar::paintEvent(event);
    if (m_marks.isEmpty())
        return;
    QPainter painter(this);
    const QRect area = groove();
    const QColor color = Theme::hitMark(palette());
    // At the edge: many of them are a solid strip, beside which the handle is still seen.
    const int width = std::max(3, area.width() / 4);
    const int left = area.right() + 1 - width;
    for (qsizetype i = 0; i < m_marks.size(); ++i) {
        if (!m_marks.at(i))
            continue;
        // Places were counted at another height, it may be.
        const int y = area.top() + int(i * area.height() / m_marks.size());
        painter.fillRect(left, y, width, MarkHeight, color);
    }
}
