// SPDX-License-Identifier: MIT
#include "ui/log/logfinder.h"

#include "log/logmodel.h"
#include "log/seenpaths.h"
#include "ui/log/filterbar.h"
#include "ui/log/logview.h"

#include <QItemSelectionModel>
#include <QScopedValueRollback>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

// Picked by hand, one by one: nobody picks more.
static constexpr qsizetype MostSelected = 1000;

// Painting figures sixty times a second takes from the cores that search.
static constexpr int CountsMs = 80;

LogFinder::LogFinder(LogModel *log, LogView *view, FilterBar *bar, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_view(view)
    , m_bar(bar)
{
    m_counts.setSingleShot(true);
    m_counts.setInterval(CountsMs);
    connect(&m_counts, &QTimer::timeout, this, &LogFinder::showCounts);
    connect(bar, &FilterBar::queryChanged, this, &LogFinder::apply);
    connect(bar, &FilterBar::modeChanged, this, &LogFinder::apply);
    connect(bar, &FilterBar::nextRequested, this, &LogFinder::nextHit);
    connect(bar, &FilterBar::previousRequested, this, &LogFinder::previousHit);
    connect(bar, &FilterBar::pathsWanted, this, &LogFinder::offerPaths);
    connect(log, &LogModel::refreshed, this, &LogFinder::refresh);
    connect(log, &LogModel::rowsAboutToChange, this, &LogFinder::keepPlace);
    connect(log, &LogModel::rowsChanged, this, [this] { restore(m_place); });
    connect(log, &LogModel::filterFailed, this, [this](const QString &sentence) {
        m_bar->setScanProblem(tr("%1 The whole log is shown.").arg(sentence));
        restore(m_before ? *std::exchange(m_before, std::nullopt) : m_place);
        refresh();
        Q_EMIT filterChanged({});
    });
    // Another entry has been picked: that is the place now.
    connect(view, &LogView::currentRowChanged, this, [this](int row) {
        if (row >= 0 && !m_isRestoring)
            m_isKept = m_isArriving = false;
    });
    connect(view, &LogView::movedByHand, this, &LogFinder::forgetPlace);
    connect(view, &LogView::followingChanged, this, [this] {
        if (!m_isRestoring)
            forgetPlace();
    });
    refresh();
}

quint64 LogFinder::currentSequence() const
{
    const QModelIndex current = m_view->currentIndex();
    return current.isValid() ? m_log->rows().sequenceAt(current.row()) : 0;
}

// --- The filter -------------------------------------------------------------------------------

void LogFinder::apply()
{
    const FilterQuery &query = m_bar->query();
    const bool begins = !m_log->isFiltered() && !query.isEmpty();
    const bool ends = m_log->isFiltered() && query.isEmpty();
    keepPlace();
    if (begins)
        m_before = m_place;
    m_log->setFilter(query, m_bar->mode());
    Q_EMIT filterChanged(query);
    restore(ends && m_before ? *std::exchange(m_before, std::nullopt) : m_place);
    refresh();
}

void LogFinder::showCounts()
{
    if (!m_log->isFiltered())
        return;
    const double progress = m_log->filterProgress();
    const quint64 hidden = m_log->rows().hiddenCount();
    m_bar->setCounts(m_log->rows().matches().count(),
                     m_log->rows().last() + 1 - m_log->rows().first() - hidden, progress < 1 ? progress : -1,
                     hidden);
}

void LogFinder::refresh()
{
    if (!m_counts.isActive())
        m_counts.start();
    if (!m_isArriving)
        return;
    goToPlace();
    m_isArriving = m_log->filterProgress() < 1;
}

// --- Places -----------------------------------------------------------------------------------

LogFinder::Place LogFinder::place() const
{
    Place place;
    place.current = currentSequence();
    place.isFollowing = m_view->isFollowing();
    if (m_log->rowCount() > 0) {
        const int row = m_view->currentIndex().row();
        place.top = topSequence();
        place.isCurrentSeen = row >= m_view->topRow() && row < m_view->topRow() + m_view->visibleRows();
    }
    const QItemSelection selection = m_view->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection.mid(0, MostSelected))
        place.selected.append(
                {m_log->rows().sequenceAt(range.top()), m_log->rows().sequenceAt(range.bottom())});
    return place;
}

// Where nobody has moved since, it is the place as it was then: with every filter it would be another a
// little.
void LogFinder::keepPlace()
{
    const bool isThere = m_isKept && (m_isArriving || m_view->isFollowing() || topSequence() == m_top);
    const Place now = place();
    if (!isThere)
        m_place = now;
    else if (!now.selected.isEmpty())
        m_place.selected = now.selected;
    m_isKept = true;
}

void LogFinder::forgetPlace()
{
    m_isKept = m_isArriving = false;
    m_before.reset();
}

quint64 LogFinder::topSequence() const
{
    const int rows = m_log->rowCount();
    return rows > 0 ? m_log->rows().sequenceAt(std::min(m_view->topRow(), rows - 1)) : 0;
}

void LogFinder::restore(const Place &place)
{
    const QScopedValueRollback restoring(m_isRestoring, true);
    m_place = place;
    m_isKept = true;
    m_isArriving = true;
    goToPlace();
    QItemSelection selection;
    for (const auto &[from, to] : place.selected) {
        // What was an end of it may be hidden now.
        const int first = m_log->rows().rowAtOrAfter(from);
        const int last = m_log->rows().rowAtOrAfter(to + 1) - 1;
        if (from >= m_log->rows().first() && first <= last)
            selection.select(m_log->index(first, 0), m_log->index(last, m_log->columnCount() - 1));
    }
    if (!selection.isEmpty())
        m_view->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}

// As far as the rows are there: a filter finds the newest first, and those around the place may be still to
// come.
void LogFinder::goToPlace()
{
    const QScopedValueRollback restoring(m_isRestoring, true);
    const int row = m_log->rows().rowOf(m_place.current);
    if (row >= 0 && currentSequence() != m_place.current)
        pick(row);
    m_view->setFollowing(m_place.isFollowing);
    if (!m_place.isFollowing)
        m_view->setTopRow(m_log->rows().rowAtOrAfter(m_place.top));
    if (!m_place.isFollowing && m_place.isCurrentSeen && row >= 0)
        m_view->scrollTo(m_view->currentIndex());
    m_top = topSequence();
}

// Whatever keys are held: the view's own way would take Shift+F3 for a selection that grows.
void LogFinder::pick(int row)
{
    m_view->selectionModel()->setCurrentIndex(m_log->index(row, LogModel::MessageColumn),
                                              QItemSelectionModel::ClearAndSelect
                                                      | QItemSelectionModel::Rows);
}

bool LogFinder::goTo(quint64 sequence)
{
    const int rows = m_log->rowCount();
    if (rows == 0)
        return false;
    forgetPlace();
    m_view->setFollowing(false);
    pick(std::min(m_log->rows().rowAtOrAfter(sequence), rows - 1));
    m_view->scrollTo(m_view->currentIndex(), LogView::PositionAtCenter);
    return true;
}

void LogFinder::showInWholeLog()
{
    const quint64 sequence = currentSequence();
    if (sequence == 0) {
        Q_EMIT said(tr("Pick an entry first."));
        return;
    }
    if (!m_log->rows().showsMatchesOnly()) {
        Q_EMIT said(tr("The whole log is shown already."));
        return;
    }
    m_bar->setMode(FilterMode::Highlight);
    goTo(sequence);
}

// In front where what stands there would take it in: an OR at the end, or a quotation mark that is open.
static QString withTerm(const QString &text, const QString &term)
{
    const FilterQuery before = FilterQuery::parse(text);
    const QList<FilterGroup> added = FilterQuery::parse(term).groups();
    const auto isThere = [&before](const FilterGroup &group) { return before.groups().contains(group); };
    if (std::all_of(added.begin(), added.end(), isThere))
        return text;
    const QString behind = text + u' ' + term;
    if (before.isValid() && FilterQuery::parse(behind).groups() == before.groups() + added)
        return behind;
    return term + u' ' + text;
}

void LogFinder::addTerm(const QString &term)
{
    const QString text = m_bar->text().trimmed();
    // The value in it is of the log, and need not be found in every other one.
    m_bar->setTextInPassing(text.isEmpty() ? term : withTerm(text, term));
}

void LogFinder::offerPaths()
{
    if (std::exchange(m_pathsUntil, m_log->rows().last()) != m_log->rows().last())
        m_bar->setPaths(seenPaths(*m_log->record(), m_log->rows().last()));
}

// --- Hits -------------------------------------------------------------------------------------

void LogFinder::goToHit(quint64 sequence)
{
    if (!m_log->isFiltered())
        Q_EMIT said(tr("Type a filter first: then one can go from hit to hit."));
    else if (m_log->rows().last() < m_log->rows().first())
        Q_EMIT said(tr("The log is empty."));
    else if (sequence == 0)
        Q_EMIT said(m_log->rows().matches().count() == 0 ? tr("Nothing matches the filter.")
                                                         : tr("There is no further hit this way."));
    else
        goTo(sequence);
}

void LogFinder::nextHit()
{
    const quint64 current = currentSequence();
    const int top = m_view->topRow();
    const quint64 from = current > 0               ? current
                         : top < m_log->rowCount() ? m_log->rows().sequenceAt(top) - 1
                                                   : 0;
    const quint64 next = m_log->rows().matches().next(from);
    // Paused, some may be behind the last row.
    goToHit(next <= m_log->rows().last() ? next : 0);
}

void LogFinder::previousHit()
{
    const quint64 current = currentSequence();
    const int end = std::min(m_view->topRow() + m_view->visibleRows(), m_log->rowCount());
    const quint64 from = current > 0 ? current : end > 0 ? m_log->rows().sequenceAt(end - 1) + 1 : 0;
    goToHit(m_log->rows().matches().previous(std::min(from, m_log->rows().last() + 1)));
}
