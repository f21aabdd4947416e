// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <memory>

/// The entries that a filter lets through, as their sequence numbers in a compressed bitmap (CRoaring): a
/// number's place among them, and the number at a place, cost well under a microsecond among millions.
/// Numbers up to MaxSequence only, which is more than rows of a view can be. Movable; not thread-safe.
class MatchIndex
{
public:
    static constexpr quint64 MaxSequence = 0xffffffff;

    MatchIndex();
    ~MatchIndex();
    MatchIndex(MatchIndex &&other) noexcept;
    MatchIndex &operator=(MatchIndex &&other) noexcept;

    void clear();
    void add(quint64 sequence);
    void add(const MatchIndex &other);
    /// Those of the other one go.
    void remove(const MatchIndex &other);
    /// `first` to `last`, both included.
    void remove(quint64 first, quint64 last);
    /// Those that are in both.
    MatchIndex common(const MatchIndex &other) const;

    quint64 count() const;
    bool contains(quint64 sequence) const;
    /// How many are below it: the row it has, or would have.
    quint64 countBelow(quint64 sequence) const;
    /// The one at a row, which must exist.
    quint64 sequenceAt(quint64 row) const;
    /// The nearest one behind or before it; 0 if there is none.
    quint64 next(quint64 sequence) const;
    quint64 previous(quint64 sequence) const;

private:
    struct Bitmap;

    std::unique_ptr<Bitmap> m_bitmap;
};
