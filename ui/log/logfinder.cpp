// SPDX-License-Identifier: MIT
#include "ui/log/logfinder.h"

#include "log/logmodel.h"
#include "log/seenpaths.h"
#include "ui/log/filterbar.h"
#include "ui/log/logview.h"

#include <QItemSelectionModel>
#include <QScrollBar>

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
    connect(log, &LogModel::rowsAboutToChange, this, [this] { m_kept = place(); });
    connect(log, &LogModel::rowsChanged, this, [this] {
        if (m_kept)
            restore(*std::exchange(m_kept, std::nullopt));
    });
    connect(log, &LogModel::filterFailed, this, [this](const QString &sentence) {
        m_bar->setScanProblem(tr("%1 The whole log is shown.").arg(sentence));
        if (m_before)
            restore(*std::exchange(m_before, std::nullopt));
        refresh();
        Q_EMIT filterChanged({});
    });
    // Picking another entry ends the search for the one that was picked before.
    connect(view, &LogView::currentRowChanged, this, [this](int row) {
        if (row >= 0)
            m_wanted = 0;
    });
    // So does going elsewhere: seconds later nobody wants to be pulled back.
    connect(view->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { m_wanted = 0; });
    connect(view, &LogView::followingChanged, this, [this](bool following) {
        if (following)
            m_wanted = 0;
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
    if (begins)
        m_before = place();
    const quint64 current = currentSequence();
    m_log->setFilter(query, m_bar->mode());
    Q_EMIT filterChanged(query);
    if (ends && m_before) {
        restore(*std::exchange(m_before, std::nullopt));
    } else if (current > 0) {
        m_wanted = current;
    }
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
    const int row = m_wanted > 0 ? m_log->rows().rowOf(m_wanted) : -1;
    if (row >= 0) {
        m_wanted = 0;
        pick(row);
        m_view->scrollTo(m_view->currentIndex(), LogView::PositionAtCenter);
    } else if (m_log->filterProgress() >= 1) {
        m_wanted = 0;
    }
}

// --- Places -----------------------------------------------------------------------------------

LogFinder::Place LogFinder::place() const
{
    Place place;
    place.current = currentSequence();
    place.isFollowing = m_view->isFollowing();
    if (m_log->rowCount() > 0)
        place.top = m_log->rows().sequenceAt(std::min(m_view->topRow(), m_log->rowCount() - 1));
    const QItemSelection selection = m_view->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection.mid(0, MostSelected))
        place.selected.append(
                {m_log->rows().sequenceAt(range.top()), m_log->rows().sequenceAt(range.bottom())});
    return place;
}

void LogFinder::restore(const Place &place)
{
    m_wanted = 0;
    const int current = m_log->rows().rowOf(place.current);
    if (current >= 0)
        pick(current);
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
    m_view->setFollowing(place.isFollowing);
    if (!place.isFollowing)
        m_view->setTopRow(m_log->rows().rowAtOrAfter(place.top));
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
