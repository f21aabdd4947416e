// SPDX-License-Identifier: MIT
#include "log/hiddenrows.h"

#include <algorithm>

// Looking at one after the other costs less than a search, if they are no more than these.
static constexpr int NeighbourSteps = 64;

void HiddenRows::changed()
{
    m_any = m_hidden.count() > 0;
    // No row begins at entry 0.
    m_count = {};
    m_sequence = {};
}

void HiddenRows::clear()
{
    m_hidden.clear();
    changed();
}

void HiddenRows::hide(const MatchIndex &sequences)
{
    m_hidden.add(sequences);
    changed();
}

void HiddenRows::show(const MatchIndex &sequences)
{
    m_hidden.remove(sequences);
    changed();
}

void HiddenRows::show(const Run &run)
{
    m_hidden.remove(run.first, run.last);
    changed();
}

quint64 HiddenRows::countIn(quint64 first, quint64 last) const
{
    if (!m_any || first > last)
        return 0;
    if (m_count.first != first || m_count.key != last)
        m_count = {first, last, m_hidden.countBelow(last + 1) - m_hidden.countBelow(first)};
    return m_count.value;
}

quint64 HiddenRows::rowsBefore(quint64 first, quint64 sequence) const
{
    if (!m_any)
        return sequence - first;
    return sequence - first - (m_hidden.countBelow(sequence) - m_hidden.countBelow(first));
}

quint64 HiddenRows::sequenceAt(quint64 first, quint64 row) const
{
    if (!m_any)
        return first + row;
    if (m_sequence.first == first && m_sequence.key == row)
        return m_sequence.value;
    const bool isNeighbour = m_sequence.first == first && row == m_sequence.key + 1;
    quint64 next = m_sequence.value + 1;
    for (int left = isNeighbour ? NeighbourSteps : 0; left > 0; --left, ++next) {
        if (!m_hidden.contains(next)) {
            m_sequence = {first, row, next};
            return next;
        }
    }
    // Hidden ones have so many rows before them: the place at its index less what is hidden before. That
    // never falls, so that those up to the row are found by halving.
    const quint64 base = m_hidden.countBelow(first);
    quint64 begin = base;
    quint64 end = m_hidden.count();
    while (begin < end) {
        const quint64 middle = begin + (end - begin) / 2;
        if (m_hidden.sequenceAt(middle) - first - (middle - base) <= row)
            begin = middle + 1;
        else
            end = middle;
    }
    m_sequence = {first, row, first + row + (begin - base)};
    return m_sequence.value;
}

quint64 HiddenRows::previous(quint64 sequence) const
{
    if (!m_any)
        return sequence - std::min<quint64>(sequence, 1);
    for (int left = NeighbourSteps; left > 0 && sequence > 1; --left) {
        if (!m_hidden.contains(--sequence))
            return sequence;
    }
    if (sequence <= 1)
        return 0;
    const quint64 rows = rowsBefore(1, sequence);
    return rows > 0 ? sequenceAt(1, rows - 1) : 0;
}

QList<HiddenRows::Run> HiddenRows::runsOf(const MatchIndex &sequences, quint64 first, quint64 last,
                                          int most) const
{
    QList<Run> runs;
    const MatchIndex both = m_hidden.common(sequences);
    const quint64 end = both.countBelow(last + 1);
    for (quint64 at = both.countBelow(first); at < end && runs.size() <= most;) {
        const quint64 from = both.sequenceAt(at);
        // As long as each follows the one before, number and place grow alike.
        quint64 same = at;
        quint64 other = end;
        while (other - same > 1) {
            const quint64 middle = same + (other - same) / 2;
            (both.sequenceAt(middle) - from == middle - at ? same : other) = middle;
        }
        runs.append({from, from + (same - at)});
        at = same + 1;
    }
    return runs;
}
