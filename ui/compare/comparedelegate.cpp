// SPDX-License-Identifier: MIT
#include "ui/compare/comparedelegate.h"

#include "ui/compare/comparemodel.h"
#include "ui/kit/theme.h"

using Kind = CompareModel::Kind;

static QColor inkOf(Kind kind, const QPalette &palette)
{
    switch (kind) {
    case Kind::Added:
        return Theme::good(palette);
    case Kind::Removed:
        return Theme::bad(palette);
    case Kind::Changed:
        return Theme::busy(palette);
    case Kind::Gap:
    case Kind::Same:
        break;
    }
    return Theme::mutedText(palette);
}

CompareDelegate::CompareDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{}

void CompareDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto kind = index.data(CompareModel::KindRole).value<Kind>();
    const bool byPath = index.model()->columnCount() > CompareModel::LeftColumn;
    // Lines are coloured whole; of paths the sign alone, values stay easy to read.
    if (index.column() == CompareModel::SignColumn || (!byPath && kind != Kind::Same))
        option->palette.setColor(QPalette::Text, inkOf(kind, option->palette));
}
