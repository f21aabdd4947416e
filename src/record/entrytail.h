// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <chrono>
#include <deque>
#include <vector>

/// The entries that are not in the file yet, in order, as places: 0 is the one that follows the file's
/// last entry. While nothing can be written, a note of that stands at place 0, and the oldest entries
/// behind it are dropped when they take up too much: their places stay empty, so that the rest keeps its
/// numbers while it is being looked at. Not thread-safe.
class EntryTail
{
public:
    /// What an entry takes up apart from its payload: the Message, the payload's header, the allocator.
    static constexpr qint64 EntryOverhead = 96;

    /// In bytes of memory.
    static qint64 costOf(const MessageBatch &batch)
    {
        return batch.size() * EntryOverhead + batch.payloadBytes();
    }

    bool isEmpty() const { return m_parts.empty() && m_note.isEmpty(); }
    /// In bytes of memory.
    qint64 cost() const { return m_cost; }
    /// How long the oldest batch has been waiting; 0 if there is none.
    std::chrono::steady_clock::duration age() const;
    /// Places, empty ones included.
    quint64 places() const { return m_end - m_begin + quint64(m_note.size()); }
    /// Of what was dropped and has a place still.
    const MessageCount &dropped() const { return m_dropped; }
    bool hasDropped() const { return m_hasDropped; }
    /// The entry at a place; null for an empty one and beyond the end.
    const Message *at(quint64 place) const;

    void append(const MessageBatch &batch);
    void setNote(const Message &note) { m_note = {note}; }
    bool hasNote() const { return !m_note.isEmpty(); }
    /// Drops the oldest batches until the cost is at most `cost`; the newest one stays in any case. They
    /// are given to the caller, who frees them when nobody waits.
    std::vector<MessageBatch> drop(qint64 cost);

    /// What to write next: the note, then batches up to about `cost`, at least one. Valid until taken.
    std::vector<const MessageBatch *> front(qint64 cost) const;
    /// In bytes of memory, the note not counted.
    qint64 costOfFront(size_t count) const;
    /// Takes what front() gave off, the note and empty places with it.
    std::vector<MessageBatch> takeFront(size_t count);

private:
    struct Part
    {
        MessageBatch batch;
        qint64 cost;
        quint64 begin;
        std::chrono::steady_clock::time_point arrived;
    };

    std::deque<Part> m_parts;
    MessageBatch m_note;
    qint64 m_cost = 0;
    // Counted through: the first place behind the note, and the one behind the last.
    quint64 m_begin = 0;
    quint64 m_end = 0;
    MessageCount m_dropped;
    bool m_hasDropped = false;
};
