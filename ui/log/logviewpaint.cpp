// SPDX-License-Identifier: MIT
// How the log is painted: its rows, and along the scroll bar where the hits are.
#include "ui/log/logview.h"

#include "log/logmodel.h"
#include "ui/kit/hitscrollbar.h"
#include "ui/kit/theme.h"
#include "ui/log/logdelegate.h"
#include "ui/log/logheader.h"

#include <QPaintEvent>
#include <QPainter>

#include <algorithm>

static constexpr int HitBar = 3;

void LogView::setHint(const QString &hint)
{
    if (m_hint == hint)
        return;
    m_hint = hint;
    viewport()->update();
}

void LogView::paintRow(QPainter *painter, int row, const QRect &area)
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(model()->index(row, 0)));
    const int y = (row - topRow()) * m_rowHeight;
    for (int column = 0; column < model()->columnCount(); ++column) {
        option.rect = QRect(m_header->sectionViewportPosition(column), y, m_header->sectionSize(column),
                            m_rowHeight);
        if (!option.rect.intersects(area))
            continue;
        option.font = fontOf(column);
        option.fontMetrics = QFontMetrics(option.font);
        itemDelegate()->paint(painter, option, model()->index(row, column));
    }
    // What the filter finds, where it need not be in the line to be seen.
    if (!log()->rows().showsMatchesOnly() && model()->index(row, 0).data(LogModel::IsHitRole).toBool())
        painter->fillRect(0, y, HitBar, m_rowHeight, Theme::hitMark(palette()));
    if (currentIndex().row() == row && hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = QRect(0, y, viewport()->width(), m_rowHeight);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, painter, this);
    }
}

void LogView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const QRect area = event->rect();
    const int end = std::min(rowCount(), topRow() + viewport()->height() / m_rowHeight + 1);
    for (int row = topRow(); row < end; ++row)
        paintRow(&painter, row, area);

    const int used = (end - topRow()) * m_rowHeight;
    const QRect rest = viewport()->rect().adjusted(3 * Theme::Unit, used, -3 * Theme::Unit, 0);
    if (!m_hint.isEmpty() && rest.height() > 3 * m_rowHeight) {
        painter.setPen(Theme::mutedText(palette()));
        painter.setFont(font());
        painter.drawText(rest, Qt::AlignCenter | Qt::TextWordWrap, m_hint);
    }
}

// --- Hits -------------------------------------------------------------------------------------

// Rows that are all hits need no marks.
void LogView::updateMarks()
{
    QList<bool> marks;
    if (log() && log()->isFiltered() && !log()->rows().showsMatchesOnly() && rowCount() > 0) {
        const MatchIndex &matches = log()->rows().matches();
        const auto rows = quint64(rowCount());
        const auto places = quint64(m_scrollBar->places());
        quint64 before = matches.countBelow(log()->rows().first());
        for (quint64 place = 1; place <= places; ++place) {
            const quint64 row = rows * place / places;
            const quint64 end = row < rows ? log()->rows().sequenceAt(int(row)) : log()->rows().last() + 1;
            const quint64 upTo = matches.countBelow(end);
            marks.append(upTo > before);
            before = upTo;
        }
        // Rows that are there have become hits.
        viewport()->update();
    }
    m_scrollBar->setMarks(marks);
}

// Looked at again a few times a second while it changes: it costs a look at each pixel of the bar.
void LogView::scheduleMarks()
{
    if (!m_marks.isActive())
        m_marks.start();
}
