// SPDX-License-Identifier: MIT
#include "websocket/deflate/huffmancode.h"

#include <algorithm>
#include <bit>

static HuffmanEntry withBits(HuffmanEntry entry, int bits)
{
    entry.bits = quint8(bits);
    return entry;
}

HuffmanCode::Completeness HuffmanCode::set(std::span<const quint8> lengths, const HuffmanEntry *entries,
                                           int tableBits)
{
    m_entries = entries;
    m_counts.fill(0);
    for (const quint8 length : lengths)
        ++m_counts[length];
    m_counts[0] = 0;

    // Of the code words of each length, how many are left for longer ones.
    int left = 1;
    int longest = 0;
    std::array<quint16, MaxBits + 2> at{};
    for (int bits = 1; bits <= MaxBits; ++bits) {
        left = 2 * left - m_counts[bits];
        if (left < 0)
            return Completeness::TooMany;
        at[bits + 1] = at[bits] + m_counts[bits];
        if (m_counts[bits] > 0)
            longest = bits;
    }
    for (qsizetype symbol = 0; symbol < qsizetype(lengths.size()); ++symbol) {
        if (lengths[symbol] > 0)
            m_symbols[at[lengths[symbol]]++] = quint16(symbol);
    }
    if (left > 0) {
        m_table[0] = m_table[1] = HuffmanEntry();
        m_mask = 1;
        if (longest == 1)
            m_table[0] = withBits(entries[m_symbols[0]], 1);
        return longest <= 1 ? Completeness::OneOrNone : Completeness::TooFew;
    }
    fillTable(std::min(longest, tableBits));
    return Completeness::Complete;
}

// Code words begin with their highest bit, and the table's index with its lowest: so the words count up from
// the other end.
void HuffmanCode::fillTable(int tableBits)
{
    m_table[0].kind = HuffmanEntry::Long;
    const quint16 *symbol = m_symbols.data();
    quint32 word = 0;
    for (int bits = 1; bits <= tableBits; ++bits) {
        const quint32 half = 1u << (bits - 1);
        // Shorter words stand for the same, whatever follows them.
        std::copy_n(m_table.begin(), half, m_table.begin() + half);
        for (int i = 0; i < m_counts[bits]; ++i) {
            m_table[word] = withBits(m_entries[*symbol++], bits);
            const quint32 highestZero = std::bit_floor(~word & (2 * half - 1));
            word = highestZero == 0 ? 0 : (word & (highestZero - 1)) | highestZero;
        }
    }
    m_mask = (1u << tableBits) - 1;
}

// From the end, so that what follows a literal is not a pair yet.
void HuffmanCode::pairLiterals()
{
    for (quint64 index = m_mask + 1; index-- > 0;) {
        HuffmanEntry &entry = m_table[index];
        const HuffmanEntry next = m_table[index >> entry.bits];
        const int bits = entry.bits + next.bits;
        if (entry.kind == HuffmanEntry::Literal && next.kind == HuffmanEntry::Literal
            && bits <= int(std::bit_width(m_mask))) {
            entry = {quint16(entry.value | next.value << 8), quint8(bits), HuffmanEntry::TwoLiterals};
        }
    }
}

HuffmanEntry HuffmanCode::longEntry(quint64 bits) const
{
    int word = 0;
    int first = 0;
    int symbol = 0;
    for (int length = 1; length <= MaxBits; ++length) {
        word |= int(bits & 1);
        bits >>= 1;
        const int count = m_counts[length];
        if (word - first < count)
            return withBits(m_entries[m_symbols[symbol + word - first]], length);
        symbol += count;
        first = 2 * (first + count);
        word *= 2;
    }
    return HuffmanEntry();
}
