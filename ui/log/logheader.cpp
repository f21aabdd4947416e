// SPDX-License-Identifier: MIT
#include "ui/log/logheader.h"

#include "log/logcolumn.h"
#include "log/logmodel.h"
#include "ui/kit/theme.h"
#include "ui/log/logdelegate.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

// A kept width beyond it is nobody's choice.
static constexpr double MostFigures = 1000;

LogHeader::LogHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setStretchLastSection(true);
    setHighlightSections(false);
    setSectionsClickable(false);
    setMinimumSectionSize(3 * Theme::Unit);
}

// Not all fonts have figures of one width.
static QChar widestFigure(const QFontMetricsF &metrics)
{
    QChar widest = u'0';
    for (char16_t figure = u'1'; figure <= u'9'; ++figure) {
        if (metrics.horizontalAdvance(figure) > metrics.horizontalAdvance(widest))
            widest = figure;
    }
    return widest;
}

void LogHeader::setStandardWidths(const QFont &figures)
{
    const QFontMetricsF metrics(figures);
    const QChar figure = widestFigure(metrics);
    m_figure = metrics.horizontalAdvance(figure);
    for (int column = 0; column < LogModel::ColumnCount; ++column) {
        QString widest = LogColumn::at(column).widest;
        if (!widest.isEmpty())
            resizeSection(column, int(std::ceil(metrics.horizontalAdvance(widest.replace(u'0', figure))))
                                          + 2 * LogDelegate::Padding);
    }
}

void LogHeader::setFigures(const QFont &figures)
{
    const QFontMetricsF metrics(figures);
    const double before = std::exchange(m_figure, metrics.horizontalAdvance(widestFigure(metrics)));
    if (before <= 0 || qFuzzyCompare(before, m_figure))
        return;
    for (int column = 0; column < count(); ++column) {
        // The message takes what is left.
        if (column != LogModel::MessageColumn)
            resizeSection(column, int(std::ceil(sectionSize(column) * m_figure / before)));
    }
}

QByteArray LogHeader::widths() const
{
    QByteArrayList all;
    for (int column = 0; column < LogModel::ColumnCount; ++column) {
        const LogColumn &logColumn = LogColumn::at(column);
        if (!logColumn.widest.isEmpty())
            all.append(logColumn.key + '=' + QByteArray::number(sectionSize(column) / m_figure, 'f', 2));
    }
    return all.join(' ');
}

void LogHeader::restoreWidths(const QByteArray &widths)
{
    const QByteArrayList all = widths.split(' ');
    for (int column = 0; column < LogModel::ColumnCount; ++column) {
        const LogColumn &logColumn = LogColumn::at(column);
        const auto isOfColumn = [&](const QByteArray &width) {
            return width.startsWith(logColumn.key + '=');
        };
        const auto found = std::find_if(all.begin(), all.end(), isOfColumn);
        const double figures = found == all.end() ? 0 : found->mid(logColumn.key.size() + 1).toDouble();
        if (!logColumn.widest.isEmpty() && figures >= 1 && figures <= MostFigures)
            resizeSection(column, qRound(figures * m_figure));
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
    const QRect cell = rect.adjusted(LogDelegate::Padding, 0, -LogDelegate::Padding, -1);
    const QString title = model()->headerData(section, orientation()).toString();
    painter->drawText(cell, alignment | Qt::TextSingleLine,
                      fontMetrics().elidedText(title, Qt::ElideMiddle, cell.width()));
}

void LogHeader::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Window));
    painter.end();
    QHeaderView::paintEvent(event);
}
