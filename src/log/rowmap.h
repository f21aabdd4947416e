// SPDX-License-Identifier: MIT
#pragma once

#include "log/hiddenrows.h"
#include "log/scan/matchindex.h"

#include <functional>

/// Which entries of a record are rows of its log, and which row each of them has.
///
/// Rows::All: the entries from first() to last() are rows, but for those that are hidden, and for the hidden
/// ones only until a filter finds them. Rows::Matches: what a filter finds is a row, in order, and nothing
/// else is; last() is how far new entries have been looked at.
///
/// Knows nothing of entries but their sequence numbers. Not thread-safe.
class RowMap
{
public:
    enum class Rows { All, Matches };

    using Change = std::function<void()>;
    /// Must call `change`, by which `count` rows come to stand at `row` and behind it, once.
    using Insert = std::function<void(int row, int count, const Change &change)>;
    /// Must call `change`, after which any row may be another, once.
    using Reset = std::function<void(const Change &change)>;

    /// Of more runs of rows that come in the midst of others, making all rows anew costs less.
    static constexpr int MostRuns = 32;

    RowMap(Insert insert, Reset reset);

    int count() const;
    quint64 first() const { return m_first; }
    quint64 last() const { return m_last; }
    /// -1 if it has none.
    int rowOf(quint64 sequence) const;
    /// The entry at a row, which must exist.
    quint64 sequenceAt(int row) const;
    /// The row of the first entry at `sequence` or behind it that has one; count() if there is none.
    int rowAtOrAfter(quint64 sequence) const;
    /// The row of an entry or, if it has none because it is hidden or not found, rowAtOrAfter() it; -1 if the
    /// rows do not reach there.
    int nearestRow(quint64 sequence) const;
    /// The entry of the row above that of an entry, also if it is before first(); 0 if there is none.
    quint64 above(quint64 sequence) const;

    bool showsMatchesOnly() const { return m_rows == Rows::Matches; }
    /// What a filter has found so far.
    const MatchIndex &matches() const { return m_matches; }
    /// Only hidden entries that the rows reach to count, or are hidden, whatever the rows are.
    bool isHidden(quint64 sequence) const { return m_hidden.contains(sequence); }
    quint64 hiddenCount() const { return m_hidden.countIn(m_first, m_last); }

    // These three leave it to the caller to say that all rows are others.

    /// Begins the rows at `first`.
    void setFirst(quint64 first) { m_first = first; }
    void forgetMatches() { m_matches.clear(); }
    /// Has the rows reach up to `last`. Of `hidden`, those that were not found are hidden; none are if it is
    /// null.
    void arrange(Rows rows, const MatchIndex *hidden, quint64 last);

    /// The rows reach up to `last`, if that is further than before.
    void reachTo(quint64 last);
    /// Of entries behind last(), or where rows are matches, hides what was not found.
    void hide(MatchIndex sequences);
    /// A filter has found these, all of them before those that it found until now or all behind.
    void addMatches(const MatchIndex &found);

private:
    void insert(int row, quint64 count, const Change &change);
    void showHidden(const MatchIndex &found);

    Insert m_insert;
    Reset m_reset;
    Rows m_rows = Rows::All;
    quint64 m_first = 1;
    quint64 m_last = 0;
    MatchIndex m_matches;
    HiddenRows m_hidden;
};
