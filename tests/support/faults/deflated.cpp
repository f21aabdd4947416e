// SPDX-License-Identifier: MIT
#include "support/faults/deflated.h"

// The length code for 258.
static constexpr quint32 LongestLength = 0xC5;

Deflated::Deflated()
{
    bits(0b010, 3); // not the last block, fixed codes
}

Deflated &Deflated::literals(const QByteArray &bytes)
{
    for (const char byte : bytes) {
        const auto value = quint32(uchar(byte));
        if (value < 144)
            code(0x30 + value, 8);
        else
            code(0x190 + value - 144, 9);
    }
    return *this;
}

Deflated &Deflated::repeats(int count)
{
    for (int i = 0; i < count; ++i) {
        code(LongestLength, 8);
        code(0, 5);
    }
    return *this;
}

Deflated &Deflated::fromFarBack()
{
    code(LongestLength, 8);
    code(20, 5);
    bits(0, 9);
    return *this;
}

QByteArray Deflated::payload() const
{
    Deflated whole = *this;
    whole.code(0, 7); // the block's end
    whole.bits(0, 3); // an empty stored block, whose length is the tail
    return whole.m_bytes;
}

void Deflated::bits(quint32 value, int count)
{
    for (int i = 0; i < count; ++i) {
        if (m_used == 8) {
            m_bytes.append('\0');
            m_used = 0;
        }
        m_bytes.back() = char(uchar(m_bytes.back()) | (((value >> i) & 1) << m_used));
        ++m_used;
    }
}

// Huffman codes begin with their highest bit.
void Deflated::code(quint32 value, int count)
{
    for (int i = count - 1; i >= 0; --i)
        bits((value >> i) & 1, 1);
}
