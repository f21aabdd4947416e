// SPDX-License-Identifier: MIT
#include "ui/log/logheader.h"

#include "log/logcolumn.h"
#include "log/logmodel.h"
#include "ui/kit/theme.h"
#include "ui/log/logdelegate.h"

#include <QPainter>

LogHeader::LogHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setStretchLastSection(true);
    setHighlightSections(false);
    setSectionsClickable(false);
    setMinimumSectionSize(3 * Theme::Unit);
}

void LogHeader::setStandardWidths(const QFont &figures)
{
    const QFontMetrics metrics(figures);
    for (int column = 0; column < LogModel::ColumnCount; ++column) {
        if (const QString widest = LogColumn::at(column).widest; !widest.isEmpty())
            resizeSection(column, metrics.horizontalAdvance(widest) + 2 * LogDelegate::Padding);
    }
}

QSize LogHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), fontMetrics().height() + Theme::Unit};
}

void LogHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const QColor line = Theme::hairline(palette());
    painter->fillRect(rect, palette().color(QPalette::Window));
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, line);
    // Where the pointer finds the edge to drag.
    painter->fillRect(rect.right(), rect.top() + Theme::Unit / 2, 1, rect.height() - Theme::Unit, line);
    const int alignment = model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt();
    painter->setPen(Theme::mutedText(palette()));
    painter->drawText(rect.adjusted(LogDelegate::Padding, 0, -LogDelegate::Padding, -1),
                      alignment | Qt::TextSingleLine, model()->headerData(section, orientation()).toString());
}

void LogHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Window));
    painter.end();
    QHeaderView::paintEvent(event);
}
