// SPDX-License-Identifier: MIT
#include "ui/inspector/json/jsontreeview.h"

#include "ui/inspector/json/jsontreemodel.h"
#include "ui/kit/jsoncolours.h"
#include "ui/kit/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

// What is unfolded at first must not hide what comes after it.
static constexpr int FirstRows = 200;
// What * unfolds, and how far down a container a value may be to be shown: some milliseconds' worth.
static constexpr int MaxExpandedRows = 5000;
static constexpr int MaxFetchedRows = 50'000;
// A view of a tree is recursive.
static constexpr int MaxLevels = 500;

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

namespace {

/// Colours names and values from the palette, as laid out text is.
class JsonTreeDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
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
};

} // namespace

JsonTreeView::JsonTreeView(QWidget *parent)
    : QTreeView(parent)
    , m_model(new JsonTreeModel(this))
{
    setModel(m_model);
    setItemDelegate(new JsonTreeDelegate(this));
    setObjectName(u"jsonTree"_s);
    setAccessibleName(tr("Payload as a tree"));
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setFont(Theme::monospace());
    setIndentation(2 * Theme::Unit);
    setAllColumnsShowFocus(true);
    setExpandsOnDoubleClick(true);
    setTextElideMode(Qt::ElideRight);
    setHeaderHidden(true);
    header()->setStretchLastSection(true);
    // Looks at the rows that are seen alone.
    header()->setResizeContentsPrecision(0);
    connect(this, &QTreeView::expanded, this, &JsonTreeView::fitNames, Qt::QueuedConnection);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &JsonTreeView::fitNames,
            Qt::QueuedConnection);
}

void JsonTreeView::fitNames()
{
    const int wanted = sizeHintForColumn(JsonTreeModel::NameColumn) + 2 * Theme::Unit;
    const int most = std::max(20 * Theme::Unit, viewport()->width() / 2);
    const int now = columnWidth(JsonTreeModel::NameColumn);
    if (const int width = std::min(wanted, most); width > now)
        setColumnWidth(JsonTreeModel::NameColumn, width);
}

void JsonTreeView::setOutline(const std::shared_ptr<const JsonOutline> &outline)
{
    if (outline == m_model->outline())
        return;
    m_model->setOutline(outline);
    if (!outline)
        return;
    const QModelIndex root = m_model->index(0, 0);
    expandBelow(root, 2, FirstRows);
    setColumnWidth(JsonTreeModel::NameColumn, 0);
    fitNames();
    setCurrentIndex(root);
}

const std::shared_ptr<const JsonOutline> &JsonTreeView::outline() const
{
    return m_model->outline();
}

JsonOutline::Index JsonTreeView::currentValue() const
{
    return m_model->valueOf(currentIndex());
}

bool JsonTreeView::showValue(JsonOutline::Index value)
{
    const QModelIndex index = m_model->indexOf(value, MaxFetchedRows);
    if (!index.isValid())
        return false;
    QModelIndexList way;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
        way.prepend(above);
    if (way.size() > MaxLevels)
        return false;
    for (const QModelIndex &above : std::as_const(way))
        expand(above);
    setCurrentIndex(index);
    scrollTo(index, PositionAtCenter);
    return true;
}

void JsonTreeView::expandBelow(const QModelIndex &from, int levels, int maxRows)
{
    QModelIndexList level{from};
    int rows = 0;
    for (; levels > 0 && !level.isEmpty(); --levels) {
        QModelIndexList below;
        for (const QModelIndex &index : std::as_const(level)) {
            const int count = m_model->rowCount(index);
            if (count == 0)
                continue;
            if (rows + count > maxRows && rows > 0)
                return;
            rows += count;
            expand(index);
            for (int row = 0; row < count; ++row)
                below.append(m_model->index(row, 0, index));
        }
        level = below;
    }
}

void JsonTreeView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    Q_EMIT currentValueChanged();
}

void JsonTreeView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Asterisk && currentIndex().isValid()) {
        // Qt's own has no bound.
        expandBelow(currentIndex().siblingAtColumn(0), MaxLevels, MaxExpandedRows);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void JsonTreeView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        setFont(Theme::monospace());
    QTreeView::changeEvent(event);
}
