// SPDX-License-Identifier: MIT
#include "ui/inspector/json/jsontreedelegate.h"

#include "ui/inspector/json/jsontreemodel.h"
#include "ui/kit/jsoncolours.h"
#include "ui/kit/theme.h"

static QColor colourOf(JsonKind kind, const QPalette &palette)
{
    const JsonColours colours(palette);
    switch (kind) {
    case JsonKind::String:
        return colours.string;
    case JsonKind::Number:
        return colours.number;
    case JsonKind::True:
    case JsonKind::False:
    case JsonKind::Null:
        return colours.literal;
    case JsonKind::Object:
    case JsonKind::Array:
    case JsonKind::None:
        break;
    }
    return Theme::mutedText(palette);
}

void JsonTreeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QPalette &palette = option->palette;
    QColor color;
    if (index.column() == JsonTreeModel::ValueColumn)
        color = colourOf(JsonKind(index.data(JsonTreeModel::KindRole).toInt()), palette);
    else if (index.data(JsonTreeModel::IsElementRole).toBool())
        color = Theme::mutedText(palette);
    else
        color = JsonColours(palette).key;
    // The selected row keeps the palette's own.
    option->palette.setColor(QPalette::Text, color);
}
