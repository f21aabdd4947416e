// SPDX-License-Identifier: MIT
#include "ui/log/logview.h"

#include "format/text/numbers.h"
#include "log/logcolumn.h"
#include "log/logmodel.h"
#include "ui/kit/theme.h"
#include "ui/log/hitscrollbar.h"
#include "ui/log/logdelegate.h"
#include "ui/log/logheader.h"
#include "ui/log/pill.h"

#include <QAbstractButton>
#include <QApplication>
#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace Qt::StringLiterals;

static constexpr int MarksMs = 200;
static constexpr int HitBar = 3;
// Of a column whose values are not known yet, and of one that leaves the message some room.
static constexpr int LeastChars = 12;
static constexpr int MostChars = 40;

LogView::LogView(QWidget *parent)
    : QAbstractItemView(parent)
    , m_header(new LogHeader(this))
    , m_scrollBar(new HitScrollBar(this))
    , m_pill(new Pill(viewport()))
{
    setVerticalScrollBar(m_scrollBar);
    setObjectName(u"logView"_s);
    setAccessibleName(tr("Message log"));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setItemDelegate(new LogDelegate(this));
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);

    m_header->setObjectName(u"logHeader"_s);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        updateScrollBars();
        viewport()->update();
    });
    connect(m_header, &QHeaderView::sectionHandleDoubleClicked, this, &LogView::fitColumn);

    m_marks.setSingleShot(true);
    m_marks.setInterval(MarksMs);
    connect(&m_marks, &QTimer::timeout, this, &LogView::updateMarks);
    m_pill->setObjectName(u"newMessagesPill"_s);
    m_pill->hide();
    connect(m_pill, &QAbstractButton::clicked, this, [this] { setFollowing(true); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::userScrolled);
    // Also where there is no further to go.
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, &LogView::movedByHand);
    updateRowHeight();
}

LogModel *LogView::log() const
{
    return qobject_cast<LogModel *>(model());
}

void LogView::setModel(QAbstractItemModel *model)
{
    if (this->model())
        disconnect(this->model(), nullptr, m_pill, nullptr);
    QAbstractItemView::setModel(model);
    m_header->setModel(model);
    if (log()) {
        connect(log(), &LogModel::refreshed, m_pill, [this] {
            updatePill();
            scheduleMarks();
        });
    }
    // After the base class and the selection model have done theirs.
    connect(model, &QAbstractItemModel::rowsRemoved, m_pill,
            [this](const QModelIndex &, int first, int last) {
                const int removed = last - first + 1;
                if (m_following)
                    updateScrollBars();
                else
                    setTopRow(std::max(0, m_removing - removed));
                viewport()->update();
            });
    m_header->setStandardWidths(fontOf(LogModel::TimeColumn));
}

void LogView::reset()
{
    QAbstractItemView::reset();
    updateScrollBars();
    updateMarks();
    Q_EMIT currentRowChanged(-1);
}

void LogView::doItemsLayout()
{
    updateGeometries();
    QAbstractItemView::doItemsLayout();
}

// The base class asks the model for every row, which may be millions.
void LogView::keyboardSearch(const QString &) {}

// --- Geometry ---------------------------------------------------------------------------------

int LogView::rowCount() const
{
    return model() ? model()->rowCount() : 0;
}

int LogView::topRow() const
{
    return verticalScrollBar()->value();
}

int LogView::visibleRows() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

int LogView::rowAt(int y) const
{
    const int row = topRow() + y / m_rowHeight;
    return y >= 0 && row < rowCount() ? row : -1;
}

QFont LogView::fontOf(int column) const
{
    return LogColumn::at(column).font == LogColumn::Font::Words ? font() : Theme::monospace();
}

void LogView::updateRowHeight()
{
    const int text = std::max(QFontMetrics(Theme::monospace()).height(), fontMetrics().height());
    m_rowHeight = text + Theme::Unit / 2;
}

QRect LogView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const int column = index.column();
    return {m_header->sectionViewportPosition(column), (index.row() - topRow()) * m_rowHeight,
            m_header->sectionSize(column), m_rowHeight};
}

QModelIndex LogView::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    const int column = m_header->logicalIndexAt(point.x());
    return row < 0 || column < 0 ? QModelIndex() : model()->index(row, column);
}

void LogView::updateGeometries()
{
    const int height = m_header->sizeHint().height();
    setViewportMargins(0, height, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left(), area.top() - height, area.width(), height);
    updateScrollBars();
    QAbstractItemView::updateGeometries();
}

void LogView::updateScrollBars()
{
    const QScopedValueRollback adjusting(m_adjusting, true);
    const int rows = visibleRows();
    verticalScrollBar()->setPageStep(rows);
    verticalScrollBar()->setRange(0, std::max(0, rowCount() - rows));
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
    updatePill();
}

void LogView::setTopRow(int row)
{
    const QScopedValueRollback adjusting(m_adjusting, true);
    verticalScrollBar()->setRange(0, std::max(0, rowCount() - visibleRows()));
    verticalScrollBar()->setValue(row);
    updatePill();
}

int LogView::horizontalOffset() const
{
    return m_header->offset();
}

int LogView::verticalOffset() const
{
    return topRow() * m_rowHeight;
}

bool LogView::isIndexHidden(const QModelIndex &) const
{
    return false;
}

void LogView::scrollContentsBy(int, int)
{
    m_header->setOffset(horizontalScrollBar()->value());
    if (!m_inserting)
        viewport()->update();
}

void LogView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int row = index.row();
    const int rows = visibleRows();
    int top = topRow();
    if (hint == PositionAtTop)
        top = row;
    else if (hint == PositionAtBottom)
        top = row - rows + 1;
    else if (hint == PositionAtCenter)
        top = row - rows / 2;
    else if (row < top)
        top = row;
    else if (row >= top + rows)
        top = row - rows + 1;
    setTopRow(std::max(0, top));
}

int LogView::sizeHintForColumn(int column) const
{
    if (!model())
        return -1;
    const QString title = model()->headerData(column, Qt::Horizontal).toString();
    double width = m_header->fontMetrics().horizontalAdvance(title);
    const QFontMetricsF metrics(fontOf(column));
    const int end = std::min(rowCount(), topRow() + visibleRows() + 1);
    for (int row = topRow(); row < end; ++row) {
        const QString text = model()->index(row, column).data().toString();
        width = std::max(width, metrics.horizontalAdvance(text));
    }
    return int(std::ceil(width)) + 2 * LogDelegate::Padding;
}

void LogView::fitColumn(int column)
{
    m_header->resizeSection(column, sizeHintForColumn(column));
}

void LogView::fitNewColumn(int column)
{
    const int figure = QFontMetrics(fontOf(column)).horizontalAdvance(u'0');
    m_header->resizeSection(column,
                            std::clamp(sizeHintForColumn(column), LeastChars * figure, MostChars * figure));
}

void LogView::fitColumns()
{
    for (int column = 0; model() && column < model()->columnCount(); ++column) {
        // The message takes what is left.
        if (column != LogModel::MessageColumn)
            fitColumn(column);
    }
}

// --- Following --------------------------------------------------------------------------------

void LogView::setFollowing(bool following)
{
    const bool changed = m_following != following;
    m_following = following;
    if (following)
        updateScrollBars();
    else if (changed && log())
        m_seen = log()->rows().last();
    updatePill();
    if (changed)
        Q_EMIT followingChanged(following);
}

// Whatever moved the scroll bar and was not this class.
void LogView::userScrolled()
{
    if (m_adjusting)
        return;
    setFollowing(topRow() >= verticalScrollBar()->maximum());
    Q_EMIT movedByHand();
}

// An entry has been picked.
void LogView::userPicked()
{
    setFollowing(false);
    Q_EMIT movedByHand();
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    QAbstractItemView::mousePressEvent(event);
    if (indexAt(event->position().toPoint()).isValid())
        userPicked();
}

void LogView::selectAll()
{
    QAbstractItemView::selectAll();
    userPicked();
}

// The base class would move the cursor to an entry that nobody picked.
void LogView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LogView::wheelEvent(QWheelEvent *event)
{
    QAbstractItemView::wheelEvent(event);
    // At the end already, the scroll bar does not move.
    if (event->angleDelta().y() < 0 && topRow() >= verticalScrollBar()->maximum())
        setFollowing(true);
}

void LogView::updatePill()
{
    const int below = rowCount() - topRow() - visibleRows();
    // While the end is in view, what is new needs no announcing.
    const bool isNews = log() && !m_following && below > 0;
    const auto count = isNews ? quint64(rowCount() - log()->rows().rowAtOrAfter(m_seen + 1)) : 0;
    if (count > 0) {
        m_pill->setText(count == 1 ? tr("1 new message ↓") : tr("%1 new messages ↓").arg(formatCount(count)));
        m_pill->adjustSize();
        m_pill->move((viewport()->width() - m_pill->width()) / 2,
                     viewport()->height() - m_pill->height() - Theme::Unit);
    }
    m_pill->setVisible(count > 0);
}

// --- Rows -------------------------------------------------------------------------------------

void LogView::rowsInserted(const QModelIndex &, int start, int end)
{
    // The base class would lay editors out anew; there are none.
    const int count = end - start + 1;
    const int before = topRow();
    const bool isFirst = rowCount() == count;
    {
        const QScopedValueRollback inserting(m_inserting, true);
        if (m_following)
            updateScrollBars();
        else if (isFirst)
            setTopRow(rowCount()); // What a filter finds first is the newest.
        else
            setTopRow(start <= before ? before + count : before);
    }
    // A filter finds older ones many times a second: above what is in view they change nothing there.
    const bool isSameInView = start <= before && before > 0 && topRow() == before + count;
    if (!isSameInView)
        viewport()->update();
}

void LogView::rowsAboutToBeRemoved(const QModelIndex &, int, int end)
{
    // The base class would move the cursor to the next entry, which nobody picked.
    if (currentIndex().isValid() && currentIndex().row() <= end)
        selectionModel()->clearCurrentIndex();
    m_removing = topRow();
}

void LogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    // The base class repaints two cells; here the cursor is a row.
    viewport()->update();
    if (current.row() != previous.row() || !previous.isValid())
        Q_EMIT currentRowChanged(current.row());
}

QModelIndex LogView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = rowCount() - 1;
    if (last < 0)
        return {};
    int row = currentIndex().isValid() ? currentIndex().row() : -1;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row = row < 0 ? last : row - 1;
        break;
    case MoveDown:
    case MoveNext:
        row = row < 0 ? topRow() : row + 1;
        break;
    case MovePageUp:
        row = (row < 0 ? last : row) - visibleRows();
        break;
    case MovePageDown:
        row = (row < 0 ? topRow() : row) + visibleRows();
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = last;
        break;
    case MoveLeft:
    case MoveRight:
        row = std::max(0, row);
        break;
    }
    return model()->index(std::clamp(row, 0, last), LogModel::MessageColumn);
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    // Not every keyboard has a key for the menu.
    if (event->key() == Qt::Key_F10 && event->modifiers() == Qt::ShiftModifier) {
        const QPoint place = visualRect(currentIndex()).bottomLeft();
        QContextMenuEvent menu(QContextMenuEvent::Keyboard, place, viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(viewport(), &menu);
        return;
    }
    const QModelIndex before = currentIndex();
    QAbstractItemView::keyPressEvent(event);
    if (currentIndex() != before)
        userPicked();
    if (event->key() == Qt::Key_End && event->modifiers() == Qt::NoModifier)
        setFollowing(true);
}

void LogView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags flags)
{
    const int count = rowCount();
    if (count == 0)
        return;
    const auto rowOf = [&](int y) {
        const int offset = y < 0 ? (y - m_rowHeight + 1) / m_rowHeight : y / m_rowHeight;
        return std::clamp(topRow() + offset, 0, count - 1);
    };
    const QRect normal = rect.normalized();
    const QModelIndex from = model()->index(rowOf(normal.top()), 0);
    const QModelIndex to = model()->index(rowOf(normal.bottom()), model()->columnCount() - 1);
    selectionModel()->select(QItemSelection(from, to), flags);
}

QRegion LogView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QItemSelectionRange &range : selection) {
        const int first = std::max(range.top(), topRow());
        const int last = std::min(range.bottom(), topRow() + visibleRows() + 1);
        if (first <= last) {
            region += QRect(0, (first - topRow()) * m_rowHeight, viewport()->width(),
                            (last - first + 1) * m_rowHeight);
        }
    }
    return region;
}

void LogView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void LogView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        updateRowHeight();
        m_header->setFigures(fontOf(LogModel::TimeColumn));
        scheduleDelayedItemsLayout();
    }
    QAbstractItemView::changeEvent(event);
}

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
    const std::shared_ptr<void> still = log() ? log()->record()->heldStill() : nullptr;
    QPainter painter(viewport());
    const QRect area = event->rect();
    const int end = std::min(rowCount(), topRow() + viewport()->height() / m_rowHeight + 1);
    for (int row = topRow(); row < end; ++row)
        paintRow(&painter, row, area);

    if (hasFocus() && !currentIndex().isValid()) {
        // The style's own has round corners: around all of a log that moves, these take a third of its
        // painting.
        painter.setPen(QApplication::palette().color(QPalette::Highlight));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }

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
