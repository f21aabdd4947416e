// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QString>

#include <chrono>

class EntryTail;

/// A time in which nothing can be written, and what the record itself says of it. A plain value.
class Outage
{
public:
    Outage() = default;
    /// It begins now. What waits in `tail` may be older than that: the note stands before it.
    explicit Outage(const EntryTail &tail);

    /// Microseconds since 1970.
    qint64 sinceUs() const { return m_sinceUs; }
    /// The note while it lasts. `problem` is a sentence.
    Message note(const QString &problem) const;
    /// The note when it ends, now: what it says of the gap is final.
    Message lastNote(const QString &problem, const EntryTail &tail) const;
    /// Stands for an entry that memory had no room for.
    Message lostEntry() const;

private:
    qint64 m_sinceUs = 0;
    qint64 m_noteUs = 0;
    std::chrono::steady_clock::time_point m_begin;
};
