// SPDX-License-Identifier: MIT
#pragma once

#include "saved/sentmessages.h"

#include <QHash>
#include <QList>

#include <optional>

/// What was written into the composer.
using ComposerEntry = SentMessage;

/// What was sent, to be called back one by one.
///
/// Works as a shell's history does: behind the newest entry is the draft, and whatever was changed
/// while going through the history is still there when one comes by again, until the next add().
class ComposerHistory
{
public:
    static constexpr qsizetype MaxEntries = 100;
    /// Of text, in UTF-16. A longer entry is not kept at all.
    static constexpr qsizetype MaxBytes = 4 * 1024 * 1024;

    /// Keeps what was sent, unless it repeats the newest entry, and goes behind it. An unfinished
    /// draft stays.
    void add(const ComposerEntry &entry);

    /// What was sent over another connection before, or over this one by other tabs: it comes behind all that
    /// is here, in the place of what is the same.
    void append(const QList<ComposerEntry> &kept);

    /// The entry before or behind the one that `current` was made from, or nothing at the ends.
    /// An unchanged newest entry in the place of the draft counts as that entry.
    std::optional<ComposerEntry> older(const ComposerEntry &current);
    std::optional<ComposerEntry> newer(const ComposerEntry &current);

    qsizetype size() const { return m_entries.size(); }
    qsizetype bytes() const { return m_bytes; }

private:
    static qsizetype bytesOf(const ComposerEntry &entry);
    void remember(const ComposerEntry &current);
    ComposerEntry takeDraft();
    void goBehind(const ComposerEntry &draft);
    void prune();
    ComposerEntry at(qsizetype position) const;
    qsizetype placeOf(const ComposerEntry &current) const;

    QList<ComposerEntry> m_entries;
    /// By position; the one at m_entries.size() is the draft.
    QHash<qsizetype, ComposerEntry> m_changed;
    qsizetype m_position = 0;
    qsizetype m_bytes = 0;
};
