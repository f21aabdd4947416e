// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <span>

/// What a code word of DEFLATE stands for (RFC 1951 section 3.2.5).
struct HuffmanEntry
{
    /// Beside these, the numbers of extra bits: so much more than `value` is said by what follows.
    enum Kind : quint8 {
        Literal = 0x11,     ///< The byte `value`.
        TwoLiterals = 0x12, ///< The low byte of `value`, then the high one; `bits` are of both code words.
        EndOfBlock = 0x20,  ///< The symbol 256.
        Invalid = 0x30,     ///< No code word begins so.
        Long = 0x40         ///< The code word is longer than the table's index: see HuffmanCode::longEntry().
    };

    quint16 value = 0;
    /// Of the code word.
    quint8 bits = 1;
    quint8 kind = Invalid;

    bool isBase() const { return kind < Literal; }
    /// Of a base.
    int extraBits() const { return kind & 0xF; }
    bool isLiteral() const { return (kind & 0xF0) == 0x10; }
    /// 1 or 2, of literals.
    int literalCount() const { return kind & 0xF; }
};

/// A Huffman code as DEFLATE describes it, by the lengths of its code words (RFC 1951 section 3.2.2). Short
/// code words, which are nearly all that occur, are looked up in a table; long ones are found bit by bit.
class HuffmanCode
{
public:
    static constexpr int MaxBits = 15;
    static constexpr int MaxSymbols = 288;
    enum class Completeness {
        Complete,  ///< Every sequence of bits is one of code words.
        OneOrNone, ///< There is no code word, or one of one bit. DEFLATE allows that.
        TooMany,   ///< There are more code words than bits can tell apart.
        TooFew     ///< Some sequences of bits are none of code words.
    };

    /// `entries` are those of the symbols, `lengths` their code words'; 0 for none. The table has an index of
    /// `tableBits` at most. With too many or too few words the code must not be used.
    Completeness set(std::span<const quint8> lengths, const HuffmanEntry *entries, int tableBits);

    /// The entry of the code word that `bits` begin with, the first one lowest. Bits that are not known yet
    /// have to be 0: what the entry is, is certain only if its own are known.
    HuffmanEntry entry(quint64 bits) const
    {
        const HuffmanEntry entry = m_table[bits & m_mask];
        return entry.kind == HuffmanEntry::Long ? longEntry(bits) : entry;
    }
    HuffmanEntry shortEntry(quint64 bits) const { return m_table[bits & m_mask]; }
    /// What any code word stands for; never two literals.
    HuffmanEntry longEntry(quint64 bits) const;

    /// Makes one entry of two literals wherever both fit into the table's index: worth it for many symbols.
    void pairLiterals();

private:
    static constexpr int MostTableBits = 11;

    void fillTable(int tableBits);

    std::array<HuffmanEntry, 1 << MostTableBits> m_table;
    quint64 m_mask = 0;
    /// The symbols in the order of their code words, and how many of these there are of each length.
    std::array<quint16, MaxSymbols> m_symbols;
    std::array<quint16, MaxBits + 1> m_counts;
    const HuffmanEntry *m_entries = nullptr;
};
