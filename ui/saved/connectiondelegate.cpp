// SPDX-License-Identifier: MIT
#include "ui/saved/connectiondelegate.h"

#include "ui/kit/theme.h"
#include "ui/saved/connectiontreemodel.h"

#include <QApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

// Above and below the lines.
static constexpr int Margin = Theme::Unit / 4;

// Nothing if the name says it already.
static QString secondLine(const QModelIndex &index)
{
    const QString url = index.data(ConnectionTreeModel::UrlRole).toString();
    return url == index.data(Qt::DisplayRole).toString() ? QString() : url;
}

QSize ConnectionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int lines = secondLine(index).isEmpty() ? 1 : 2;
    return {0, lines * option.fontMetrics.height() + 2 * Margin};
}

void ConnectionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                               const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QString name = option.text;
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const bool isSelected = option.state & QStyle::State_Selected;
    const QColor color =
            option.palette.color(option.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive,
                                 isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QString url = secondLine(index);
    const int line = option.fontMetrics.height();
    QRect area = option.rect.adjusted(Theme::Unit / 2, Margin, -Theme::Unit / 2, -Margin);
    painter->save();
    painter->setFont(option.font);
    painter->setPen(color);
    const auto draw = [&](const QString &text) {
        const QRect row(area.left(), area.top(), area.width(), line);
        painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, row.width()));
        area.setTop(area.top() + line);
    };
    if (index.data(ConnectionTreeModel::IsFolderRole).toBool()) {
        QFont bold = option.font;
        bold.setBold(true);
        painter->setFont(bold);
        if (index.model()->rowCount(index) == 0) {
            // Nothing else tells that it is one.
            const QString empty = tr("empty");
            painter->setFont(option.font);
            painter->setPen(isSelected ? color : Theme::mutedText(option.palette));
            painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, empty);
            area.setRight(area.right() - option.fontMetrics.horizontalAdvance(empty) - Theme::Unit);
            painter->setFont(bold);
            painter->setPen(color);
        }
    }
    draw(name);
    if (!url.isEmpty()) {
        painter->setPen(isSelected ? color : Theme::mutedText(option.palette));
        draw(url);
    }
    painter->restore();
}

void ConnectionDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                              const QModelIndex &) const
{
    // All of the row: half of the URL below would be no use. The editor fits itself to its text otherwise.
    editor->setMinimumSize(option.rect.size());
    editor->setGeometry(option.rect);
}
