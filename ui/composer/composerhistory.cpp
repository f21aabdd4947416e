// SPDX-License-Identifier: MIT
#include "ui/composer/composerhistory.h"

#include <utility>

qsizetype ComposerHistory::bytesOf(const WrittenMessage &entry)
{
    return entry.text.size() * qsizetype(sizeof(QChar));
}

WrittenMessage ComposerHistory::takeDraft()
{
    const auto draft = m_changed.constFind(m_entries.size());
    const bool keepDraft = m_position < m_entries.size() && draft != m_changed.constEnd();
    const WrittenMessage kept = keepDraft ? *draft : WrittenMessage();
    m_changed.clear();
    return kept;
}

void ComposerHistory::goBehind(const WrittenMessage &draft)
{
    m_position = m_entries.size();
    if (!draft.text.isEmpty())
        m_changed.insert(m_position, draft);
}

void ComposerHistory::add(const WrittenMessage &entry)
{
    const WrittenMessage draft = takeDraft();
    if (bytesOf(entry) <= MaxBytes && (m_entries.isEmpty() || m_entries.last() != entry)) {
        m_entries.append(entry);
        m_bytes += bytesOf(entry);
        prune();
    }
    goBehind(draft == entry ? WrittenMessage() : draft);
}

void ComposerHistory::append(const QList<WrittenMessage> &kept)
{
    const WrittenMessage draft = takeDraft();
    m_entries.removeIf([&kept](const WrittenMessage &entry) { return kept.contains(entry); });
    m_entries += kept;
    m_bytes = 0;
    for (const WrittenMessage &entry : std::as_const(m_entries))
        m_bytes += bytesOf(entry);
    prune();
    goBehind(draft);
}

void ComposerHistory::prune()
{
    while (m_entries.size() > MaxEntries || m_bytes > MaxBytes)
        m_bytes -= bytesOf(m_entries.takeFirst());
}

WrittenMessage ComposerHistory::at(qsizetype position) const
{
    return m_changed.value(position, m_entries.value(position));
}

// After sending, what was sent still stands in the editor: going back from there must not bring it again.
qsizetype ComposerHistory::placeOf(const WrittenMessage &current) const
{
    const bool isNewest =
            m_position == m_entries.size() && !m_entries.isEmpty() && m_entries.last() == current;
    return isNewest ? m_position - 1 : m_position;
}

void ComposerHistory::remember(const WrittenMessage &current)
{
    if (m_position == m_entries.size() || current != m_entries[m_position])
        m_changed.insert(m_position, current);
    else
        m_changed.remove(m_position);
}

std::optional<WrittenMessage> ComposerHistory::older(const WrittenMessage &current)
{
    const qsizetype place = placeOf(current);
    if (place == 0)
        return std::nullopt;
    m_position = place;
    remember(current);
    return at(--m_position);
}

std::optional<WrittenMessage> ComposerHistory::newer(const WrittenMessage &current)
{
    const qsizetype place = placeOf(current);
    if (place == m_entries.size())
        return std::nullopt;
    m_position = place;
    remember(current);
    ++m_position;
    // An empty draft keeps the format that is in use.
    if (m_position == m_entries.size() && !m_changed.contains(m_position))
        return WrittenMessage{{}, current.format};
    return at(m_position);
}
