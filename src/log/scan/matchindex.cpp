// SPDX-License-Identifier: MIT
#include "log/scan/matchindex.h"

#include <roaring/roaring.h>

#include <algorithm>

// Named here alone: the library's own type has another namespace in later versions.
struct MatchIndex::Bitmap
{
    Bitmap() = default;
    ~Bitmap() { roaring_bitmap_free(bits); }
    Q_DISABLE_COPY_MOVE(Bitmap)

    roaring_bitmap_t *const bits = roaring_bitmap_create();
};

MatchIndex::MatchIndex()
    : m_bitmap(std::make_unique<Bitmap>())
{}

MatchIndex::~MatchIndex() = default;
MatchIndex::MatchIndex(MatchIndex &&other) noexcept = default;
MatchIndex &MatchIndex::operator=(MatchIndex &&other) noexcept = default;

void MatchIndex::clear()
{
    m_bitmap = std::make_unique<Bitmap>();
}

void MatchIndex::add(quint64 sequence)
{
    if (sequence <= MaxSequence)
        roaring_bitmap_add(m_bitmap->bits, quint32(sequence));
}

void MatchIndex::add(const MatchIndex &other)
{
    roaring_bitmap_or_inplace(m_bitmap->bits, other.m_bitmap->bits);
}

void MatchIndex::remove(const MatchIndex &other)
{
    if (&other == this)
        clear();
    else
        roaring_bitmap_andnot_inplace(m_bitmap->bits, other.m_bitmap->bits);
}

void MatchIndex::remove(quint64 first, quint64 last)
{
    if (first <= last && first <= MaxSequence)
        roaring_bitmap_remove_range_closed(m_bitmap->bits, quint32(first),
                                           quint32(std::min(last, MaxSequence)));
}

MatchIndex MatchIndex::common(const MatchIndex &other) const
{
    MatchIndex both;
    // The smaller one is the one to copy; an empty one costs nothing.
    const bool isSmaller = count() < other.count();
    both.add(isSmaller ? *this : other);
    roaring_bitmap_and_inplace(both.m_bitmap->bits, (isSmaller ? other : *this).m_bitmap->bits);
    return both;
}

quint64 MatchIndex::count() const
{
    return roaring_bitmap_get_cardinality(m_bitmap->bits);
}

bool MatchIndex::contains(quint64 sequence) const
{
    return sequence <= MaxSequence && roaring_bitmap_contains(m_bitmap->bits, quint32(sequence));
}

quint64 MatchIndex::countBelow(quint64 sequence) const
{
    // The library counts what is not above.
    return sequence == 0 ? 0
                         : roaring_bitmap_rank(m_bitmap->bits, quint32(std::min(sequence - 1, MaxSequence)));
}

quint64 MatchIndex::sequenceAt(quint64 row) const
{
    quint32 sequence = 0;
    roaring_bitmap_select(m_bitmap->bits, quint32(row), &sequence);
    return sequence;
}

quint64 MatchIndex::next(quint64 sequence) const
{
    const quint64 row = countBelow(std::min(sequence, MaxSequence) + 1);
    return row < count() ? sequenceAt(row) : 0;
}

quint64 MatchIndex::previous(quint64 sequence) const
{
    const quint64 row = countBelow(sequence);
    return row > 0 ? sequenceAt(row - 1) : 0;
}
