// SPDX-License-Identifier: MIT
#include "ui/composer/composerhistory.h"

qsizetype ComposerHistory::bytesOf(const ComposerEntry &entry)
{
    return entry.text.size() * qsizetype(sizeof(QChar));
}

void ComposerHistory::add(const ComposerEntry &entry)
{
    const auto draft = m_changed.constFind(m_entries.size());
    const bool keepDraft = m_position < m_entries.size() && draft != m_changed.constEnd();
    const ComposerEntry kept = keepDraft ? *draft : ComposerEntry();
    m_changed.clear();
    if (bytesOf(entry) <= MaxBytes && (m_entries.isEmpty() || m_entries.last() != entry)) {
        m_entries.append(entry);
        m_bytes += bytesOf(entry);
        prune();
    }
    m_position = m_entries.size();
    if (!kept.text.isEmpty() && kept != entry)
        m_changed.insert(m_position, kept);
}

void ComposerHistory::prune()
{
    while (m_entries.size() > MaxEntries || m_bytes > MaxBytes)
        m_bytes -= bytesOf(m_entries.takeFirst());
}

ComposerEntry ComposerHistory::at(qsizetype position) const
{
    return m_changed.value(position, m_entries.value(position));
}

// After sending, what was sent still stands in the editor: going back from there must not bring it again.
qsizetype ComposerHistory::placeOf(const ComposerEntry &current) const
{
    const bool isNewest =
            m_position == m_entries.size() && !m_entries.isEmpty() && m_entries.last() == current;
    return isNewest ? m_position - 1 : m_position;
}

void ComposerHistory::remember(const ComposerEntry &current)
{
    if (m_position == m_entries.size() || current != m_entries[m_position])
        m_changed.insert(m_position, current);
    else
        m_changed.remove(m_position);
}

std::optional<ComposerEntry> ComposerHistory::older(const ComposerEntry &current)
{
    const qsizetype place = placeOf(current);
    if (place == 0)
        return std::nullopt;
    m_position = place;
    remember(current);
    return at(--m_position);
}

std::optional<ComposerEntry> ComposerHistory::newer(const ComposerEntry &current)
{
    const qsizetype place = placeOf(current);
    if (place == m_entries.size())
        return std::nullopt;
    m_position = place;
    remember(current);
    ++m_position;
    // An empty draft keeps the format that is in use.
    if (m_position == m_entries.size() && !m_changed.contains(m_position))
        return ComposerEntry{{}, current.format};
    return at(m_position);
}
