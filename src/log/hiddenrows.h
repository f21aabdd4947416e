// SPDX-License-Identifier: MIT
#pragma once

#include "log/scan/matchindex.h"

#include <QList>

/// The entries of a log that have no row, and with them the arithmetic of those that have one: which row an
/// entry has, and which entry is at a row, if the rows begin at the entry `first` and all that is not hidden
/// follows. While nothing is hidden that is an addition; else it costs a search among what is hidden, some
/// microseconds with millions of them. Movable; not thread-safe.
class HiddenRows
{
public:
    /// Both included.
    struct Run
    {
        quint64 first = 0;
        quint64 last = 0;
    };

    void clear();
    void hide(const MatchIndex &sequences);
    void show(const MatchIndex &sequences);
    void show(const Run &run);

    bool contains(quint64 sequence) const { return m_any && m_hidden.contains(sequence); }
    /// From `first` to `last`, both included.
    quint64 countIn(quint64 first, quint64 last) const;
    /// The rows before an entry, which is not before `first`: its own row, if it is not hidden.
    quint64 rowsBefore(quint64 first, quint64 sequence) const;
    quint64 sequenceAt(quint64 first, quint64 row) const;
    /// The nearest one before an entry that is not hidden; 0 if there is none.
    quint64 previous(quint64 sequence) const;

    /// Those of `sequences` that are hidden, from `first` to `last`, as what follows each other; no more runs
    /// than `most` + 1.
    QList<Run> runsOf(const MatchIndex &sequences, quint64 first, quint64 last, int most) const;

private:
    void changed();

    MatchIndex m_hidden;
    bool m_any = false;
    // What was asked last is mostly what is asked next: a row is painted cell by cell.
    struct Answer
    {
        quint64 first = 0;
        quint64 key = 0;
        quint64 value = 0;
    };
    mutable Answer m_count;
    mutable Answer m_sequence;
};
