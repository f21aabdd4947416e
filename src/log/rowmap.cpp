// SPDX-License-Identifier: MIT
#include "log/rowmap.h"

#include <algorithm>
#include <utility>

RowMap::RowMap(Insert insert, Reset reset)
    : m_insert(std::move(insert))
    , m_reset(std::move(reset))
{}

int RowMap::count() const
{
    return int(showsMatchesOnly() ? m_matches.count() : m_last + 1 - m_first - hiddenCount());
}

int RowMap::rowOf(quint64 sequence) const
{
    const bool hasRow = showsMatchesOnly() ? m_matches.contains(sequence)
                                           : sequence >= m_first && sequence <= m_last && !isHidden(sequence);
    return hasRow ? rowAtOrAfter(sequence) : -1;
}

quint64 RowMap::sequenceAt(int row) const
{
    return showsMatchesOnly() ? m_matches.sequenceAt(quint64(row))
                              : m_hidden.sequenceAt(m_first, quint64(row));
}

int RowMap::rowAtOrAfter(quint64 sequence) const
{
    return int(showsMatchesOnly() ? m_matches.countBelow(sequence)
                                  : m_hidden.rowsBefore(m_first, std::clamp(sequence, m_first, m_last + 1)));
}

int RowMap::nearestRow(quint64 sequence) const
{
    const bool isLeftOut = showsMatchesOnly() || (isHidden(sequence) && sequence >= m_first);
    return isLeftOut && sequence <= m_last ? rowAtOrAfter(sequence) : rowOf(sequence);
}

quint64 RowMap::above(quint64 sequence) const
{
    return showsMatchesOnly() ? m_matches.previous(sequence) : m_hidden.previous(sequence);
}

void RowMap::arrange(Rows rows, const MatchIndex *hidden, quint64 last)
{
    m_rows = rows;
    m_hidden.clear();
    if (hidden) {
        m_hidden.hide(*hidden);
        m_hidden.show(m_matches);
    }
    m_last = std::max(m_first - 1, last);
}

void RowMap::insert(int row, quint64 count, const Change &change)
{
    if (count > 0)
        m_insert(row, int(count), change);
    else
        change();
}

void RowMap::reachTo(quint64 last)
{
    if (last <= m_last)
        return;
    const quint64 rows = showsMatchesOnly() ? 0 : last - m_last - m_hidden.countIn(m_last + 1, last);
    insert(count(), rows, [&] { m_last = last; });
}

void RowMap::hide(MatchIndex sequences)
{
    sequences.remove(m_matches);
    m_hidden.hide(sequences);
}

void RowMap::addMatches(const MatchIndex &found)
{
    if (found.count() == 0)
        return;
    if (showsMatchesOnly()) {
        insert(rowAtOrAfter(found.next(0)), found.count(), [&] { m_matches.add(found); });
    } else {
        m_matches.add(found);
        showHidden(found);
    }
    m_hidden.show(found);
}

// Mostly these are none or few.
void RowMap::showHidden(const MatchIndex &found)
{
    const QList<HiddenRows::Run> runs = m_hidden.runsOf(found, m_first, m_last, MostRuns);
    if (runs.size() > MostRuns) {
        m_reset([&] { m_hidden.show(found); });
        return;
    }
    for (const HiddenRows::Run &run : runs)
        insert(rowAtOrAfter(run.first), run.last - run.first + 1, [&] { m_hidden.show(run); });
}
