// SPDX-License-Identifier: MIT
#pragma once

#include "saved/writtenmessage.h"

#include <QHash>
#include <QList>

#include <optional>

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
    void add(const WrittenMessage &entry);

    /// What was sent over another connection before, or over this one by other tabs: it comes behind all that
    /// is here, in the place of what is the same.
    void append(const QList<WrittenMessage> &kept);

    /// The entry before or behind the one that `current` was made from, or nothing at the ends.
    /// An unchanged newest entry in the place of the draft counts as that entry.
    std::optional<WrittenMessage> older(const WrittenMessage &current);
    std::optional<WrittenMessage> newer(const WrittenMessage &current);

    qsizetype size() const { return m_entries.size(); }
    qsizetype bytes() const { return m_bytes; }

private:
    static qsizetype bytesOf(const WrittenMessage &entry);
    void remember(const WrittenMessage &current);
    WrittenMessage takeDraft();
    void goBehind(const WrittenMessage &draft);
    void prune();
    WrittenMessage at(qsizetype position) const;
    qsizetype placeOf(const WrittenMessage &current) const;

    QList<WrittenMessage> m_entries;
    /// By position; the one at m_entries.size() is the draft.
    QHash<qsizetype, WrittenMessage> m_changed;
    qsizetype m_position = 0;
    qsizetype m_bytes = 0;
};
