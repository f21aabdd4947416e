// SPDX-License-Identifier: MIT
#include "ui/kit/fields/completionpopup.h"

#include "ui/kit/theme.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr int MostRows = 10;
static constexpr int ExplanationRole = Qt::UserRole;

namespace {

/// The term, and beside it, muted, the explanation. Both plain text.
class TwoColumns : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QPalette &colours = option.palette;
        const bool isChosen = option.state & QStyle::State_Selected;
        const QColor chosenText = colours.color(QPalette::Active, QPalette::HighlightedText);
        if (isChosen)
            painter->fillRect(option.rect, colours.color(QPalette::Active, QPalette::Highlight));
        const QRect area = option.rect.adjusted(Theme::Unit, 0, -Theme::Unit, 0);
        const QString explanation = index.data(ExplanationRole).toString();
        const int column = explanation.isEmpty() ? area.width() : std::min(termWidth(), area.width());
        const auto draw = [&](const QRect &rect, const QString &text, const QColor &color) {
            painter->setPen(isChosen ? chosenText : color);
            painter->drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                              option.fontMetrics.elidedText(text, Qt::ElideRight, rect.width()));
        };
        painter->save();
        painter->setFont(option.font);
        draw({area.topLeft(), QSize(column, area.height())}, index.data().toString(),
             colours.color(QPalette::Text));
        draw(area.adjusted(column + 2 * Theme::Unit, 0, 0, 0), explanation, Theme::mutedText(colours));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QString explanation = index.data(ExplanationRole).toString();
        const int beside = explanation.isEmpty()
                                   ? 0
                                   : 2 * Theme::Unit + option.fontMetrics.horizontalAdvance(explanation);
        const int term = explanation.isEmpty() ? option.fontMetrics.horizontalAdvance(index.data().toString())
                                               : termWidth();
        // Advances are rounded, and a fraction of a pixel too little costs a word.
        return {term + beside + 2 * Theme::Unit + 1, option.fontMetrics.height() + Theme::Unit};
    }

private:
    /// Of the widest term.
    int termWidth() const
    {
        const auto *view = static_cast<const QListView *>(parent());
        int width = 0;
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            const QString term = view->model()->index(row, 0).data().toString();
            width = std::max(width, view->fontMetrics().horizontalAdvance(term));
        }
        return width + 1;
    }
};

} // namespace

CompletionPopup::CompletionPopup(const QString &objectName, QWidget *window)
    : QListView(window)
    , m_items(new QStandardItemModel(this))
{
    setObjectName(objectName);
    setAccessibleName(tr("What may be typed"));
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::StyledPanel);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new TwoColumns(this));
    setModel(m_items);
    connect(this, &QListView::clicked, this,
            [this](const QModelIndex &index) { Q_EMIT chosen(index.row()); });
    hide();
}

bool CompletionPopup::takesKey(const QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Down:
        moveChoice(1);
        return true;
    case Qt::Key_Up:
        moveChoice(-1);
        return true;
    case Qt::Key_Escape:
        hide();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (choice() >= 0) {
            Q_EMIT chosen(choice());
            return true;
        }
        hide();
        return false;
    default:
        return false;
    }
}

void CompletionPopup::offer(const QList<Completion> &items, const QRect &place)
{
    m_items->clear();
    for (const Completion &item : items) {
        auto *row = new QStandardItem(item.insert);
        row->setData(item.explanation, ExplanationRole);
        row->setData(item.explanation.isEmpty() ? item.insert : item.insert + u", "_s + item.explanation,
                     Qt::AccessibleTextRole);
        m_items->appendRow(row);
    }
    setCurrentIndex({});
    const QSize wanted = sizeHint().boundedTo(parentWidget()->size());
    const int below = parentWidget()->height() - place.bottom() - 1;
    const bool isAbove = wanted.height() > below && place.top() > below;
    const int height = std::min(wanted.height(), std::max(0, isAbove ? place.top() : below));
    const int left = std::max(0, std::min(place.left(), parentWidget()->width() - wanted.width()));
    setGeometry(left, isAbove ? place.top() - height : place.bottom() + 1, wanted.width(), height);
    scrollToTop();
    raise();
    show();
}

void CompletionPopup::moveChoice(int step)
{
    const int places = m_items->rowCount() + 1;
    const int place = (choice() + 1 + step + places) % places;
    setCurrentIndex(m_items->index(place - 1, 0));
    if (place == 0) {
        clearSelection();
        return;
    }
    // The focus stays in the field: without this a screen reader would not follow.
    QAccessibleEvent moved(this, QAccessible::Focus);
    moved.setChild(place - 1);
    QAccessible::updateAccessibility(&moved);
}

QSize CompletionPopup::sizeHint() const
{
    const int rows = m_items->rowCount();
    const bool scrolls = rows > MostRows;
    int width = 0;
    for (int row = 0; row < rows; ++row)
        width = std::max(width, sizeHintForIndex(m_items->index(row, 0)).width());
    width += 2 * frameWidth() + (scrolls ? 2 * Theme::Unit : 0);
    return {width, std::min(rows, MostRows) * std::max(0, sizeHintForRow(0)) + 2 * frameWidth()};
}
