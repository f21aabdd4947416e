// SPDX-License-Identifier: MIT
#include "ui/saved/connectiontree.h"

#include "ui/kit/theme.h"
#include "ui/saved/connectiontreemodel.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace {

/// A saved connection: its name, and below it, quietly, its URL. A message: the arrow of what is sent, its
/// name, and below it how it begins. A folder: its name. All plain text.
class ConnectionDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
};

// Above and below the lines.
constexpr int Margin = Theme::Unit / 4;

// Nothing if the name says it already.
QString secondLine(const QModelIndex &index)
{
    const QString detail = index.data(ConnectionTreeModel::DetailRole).toString();
    return detail == index.data(Qt::DisplayRole).toString() ? QString() : detail;
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
    const QString detail = secondLine(index);
    const QColor quiet = isSelected ? color : Theme::mutedText(option.palette);
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
            const QString empty = ConnectionTree::tr("empty");
            painter->setFont(option.font);
            painter->setPen(quiet);
            painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, empty);
            area.setRight(area.right() - option.fontMetrics.horizontalAdvance(empty) - Theme::Unit);
            painter->setFont(bold);
            painter->setPen(color);
        }
    }
    if (index.data(ConnectionTreeModel::IsMessageRole).toBool()) {
        const QString sent = u"↑"_s;
        painter->setPen(quiet);
        painter->drawText(QRect(area.topLeft(), QSize(area.width(), line)), Qt::AlignLeft | Qt::AlignVCenter,
                          sent);
        painter->setPen(color);
        area.setLeft(area.left() + option.fontMetrics.horizontalAdvance(sent) + Theme::Unit / 2);
    }
    draw(name);
    if (!detail.isEmpty()) {
        painter->setPen(quiet);
        draw(detail);
    }
    painter->restore();
}

void ConnectionDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                              const QModelIndex &) const
{
    // All of the row: half of the line below would be no use. The editor fits itself to its text otherwise.
    editor->setMinimumSize(option.rect.size());
    editor->setGeometry(option.rect);
}

} // namespace

ConnectionTree::ConnectionTree(ConnectionTreeModel *model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
{
    setObjectName(u"connectionTree"_s);
    setAccessibleName(tr("Saved connections and messages"));
    setModel(model);
    setItemDelegate(new ConnectionDelegate(this));
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setIndentation(2 * Theme::Unit);
    setTextElideMode(Qt::ElideRight);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setDragDropMode(QAbstractItemView::InternalMove);
    setDefaultDropAction(Qt::MoveAction);
    setAutoExpandDelay(600);

    m_apply.setSingleShot(true);
    connect(&m_apply, &QTimer::timeout, this, &ConnectionTree::apply);
    connect(this, &QTreeView::collapsed, this,
            [this](const QModelIndex &index) { noteToggled(index, false); });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { noteToggled(index, true); });
    connect(model, &QAbstractItemModel::modelReset, this, &ConnectionTree::applyLater);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ConnectionTree::applyLater);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ConnectionTree::applyLater);
    connect(model, &QAbstractItemModel::rowsMoved, this, &ConnectionTree::applyLater);
    connect(model, &QAbstractItemModel::dataChanged, this, &ConnectionTree::applyLater);
    apply();
}

void ConnectionTree::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    apply();
}

static bool isFolder(const QModelIndex &index)
{
    return index.data(ConnectionTreeModel::IsFolderRole).toBool();
}

void ConnectionTree::noteToggled(const QModelIndex &index, bool isOpen)
{
    if (m_isApplying || hasFilter())
        return;
    if (isOpen == isFolder(index))
        m_toggled.remove(m_model->idOf(index));
    else
        m_toggled.insert(m_model->idOf(index));
}

// Many changes of the model are one here.
void ConnectionTree::applyLater()
{
    m_apply.start(0);
}

void ConnectionTree::apply()
{
    m_apply.stop();
    const QScopedValueRollback applying(m_isApplying, true);
    m_firstMatch.clear();
    m_hasMatches = applyFilter({}, m_filter.isEmpty());
    const QModelIndex chosen = m_model->indexOf(m_currentId);
    if (chosen.isValid() && !currentIndex().isValid())
        setCurrentIndex(chosen);
    if (hasFilter() && currentIndex().isValid() && isIndexHidden(currentIndex()))
        setCurrentIndex({});
    Q_EMIT matchesChanged();
}

bool ConnectionTree::matches(const QModelIndex &index) const
{
    for (const int role :
         {int(Qt::DisplayRole), int(ConnectionTreeModel::DetailRole), int(ConnectionTreeModel::NotesRole)}) {
        if (index.data(role).toString().contains(m_filter, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

// Whether anything below `parent` is shown.
bool ConnectionTree::applyFilter(const QModelIndex &parent, bool parentMatches)
{
    bool any = false;
    const int rows = m_model->rowCount(parent);
    for (int row = 0; row < rows; ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        const bool itself = parentMatches || matches(index);
        if (itself && !isFolder(index) && m_firstMatch.isEmpty())
            m_firstMatch = m_model->idOf(index);
        const bool below = applyFilter(index, itself);
        setRowHidden(row, parent, !itself && !below);
        const bool isOpen = hasFilter() ? below && (isFolder(index) || !itself)
                                        : isFolder(index) != m_toggled.contains(m_model->idOf(index));
        setExpanded(index, isOpen);
        any = any || itself || below;
    }
    return any;
}

QString ConnectionTree::currentId() const
{
    return m_model->idOf(currentIndex());
}

void ConnectionTree::setCurrentId(const QString &id)
{
    const QModelIndex index = m_model->indexOf(id);
    if (m_apply.isActive())
        apply();
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index);
}

void ConnectionTree::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    // A reset takes the current one away without anybody's wish.
    if (current.isValid())
        m_currentId = m_model->idOf(current);
    Q_EMIT currentIdChanged();
}

void ConnectionTree::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!isEnter || state() == EditingState) {
        QTreeView::keyPressEvent(event);
        return;
    }
    const QModelIndex index = currentIndex();
    if (isFolder(index))
        setExpanded(index, !isExpanded(index));
    else if (index.isValid())
        Q_EMIT openRequested(m_model->idOf(index), event->modifiers().testFlag(Qt::ControlModifier));
}

// Notes and notices come up below it: what was in sight stays there.
void ConnectionTree::resizeEvent(QResizeEvent *event)
{
    const QModelIndex current = currentIndex();
    const bool wasSeen = current.isValid() && visualRect(current).top() < event->oldSize().height();
    QTreeView::resizeEvent(event);
    if (wasSeen && visualRect(current).bottom() >= 0)
        scrollTo(current);
}

void ConnectionTree::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    setExpandsOnDoubleClick(isFolder(index));
    QTreeView::mouseDoubleClickEvent(event);
    if (event->button() == Qt::LeftButton && index.isValid() && !isFolder(index))
        Q_EMIT openRequested(m_model->idOf(index), event->modifiers().testFlag(Qt::ControlModifier));
}
