// SPDX-License-Identifier: MIT
#include "ui/composer/composerhistory.h"

#include <utility>

qsizetype ComposerHistory::bytesOf(const ComposerEntry &entry)
{
    return entry.text.size() * qsizetype(sizeof(QChar));
}

ComposerEntry ComposerHistory::takeDraft()
{
    const auto draft = m_changed.constFind(m_entries.size());
    const bool keepDraft = m_position < m_entries.size() && draft != m_changed.constEnd();
    const ComposerEntry kept = keepDraft ? *draft : ComposerEntry();
    m_changed.clear();
    return kept;
}

void ComposerHistory::goBehind(const ComposerEntry &draft)
{
    m_position = m_entries.size();
    if (!draft.text.isEmpty())
        m_changed.insert(m_position, draft);
}

void ComposerHistory::add(const ComposerEntry &entry)
{
    const ComposerEntry draft = takeDraft();
    if (bytesOf(entry) <= MaxBytes && (m_entries.isEmpty() || m_entries.last() != entry)) {
        m_entries.append(entry);
        m_bytes += bytesOf(entry);
        prune();
    }
    goBehind(draft == entry ? ComposerEntry() : draft);
}

void ComposerHistory::append(const QList<ComposerEntry> &kept)
{
    const ComposerEntry draft = takeDraft();
    m_entries.removeIf([&kept](const ComposerEntry &entry) { return kept.contains(entry); });
    m_entries += kept;
    m_bytes = 0;
    for (const ComposerEntry &entry : std::as_const(m_entries))
        m_bytes += bytesOf(entry);
    prune();
    goBehind(draft);
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
