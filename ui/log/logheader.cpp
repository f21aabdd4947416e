// SPDX-License-Identifier: MIT
#include "ui/log/logheader.h"

#include "log/logmodel.h"
#include "ui/kit/theme.h"
#include "ui/log/logdelegate.h"

#include <QPainter>

using namespace Qt::StringLiterals;

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
    const auto set = [&](int column, const QString &widest) {
        resizeSection(column, metrics.horizontalAdvance(widest) + 2 * LogDelegate::Padding);
    };
    set(LogModel::TimeColumn, u"00:00:00.000"_s);
    set(LogModel::DeltaColumn, u"+000.00 ms"_s);
    set(LogModel::DirectionColumn, u"●"_s);
    set(LogModel::TypeColumn, u"binary"_s);
    set(LogModel::SizeColumn, u"000.0 MB"_s);
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
