// SPDX-License-Identifier: MIT
#include "websocket/framemask.h"

#include <QRandomGenerator>

#include <bit>
#include <cstring>

void applyMask(MaskKey key, qint64 offset, const char *from, char *to, qsizetype size)
{
    std::array<char, sizeof(quint64)> turned;
    for (std::size_t i = 0; i < turned.size(); ++i)
        turned[i] = key[(std::size_t(offset) + i) % key.size()];
    const auto mask = std::bit_cast<quint64>(turned);
    qsizetype i = 0;
    for (; i + qsizetype(sizeof mask) <= size; i += sizeof mask) {
        quint64 word;
        std::memcpy(&word, from + i, sizeof word);
        word ^= mask;
        std::memcpy(to + i, &word, sizeof word);
    }
    for (; i < size; ++i)
        to[i] = char(from[i] ^ turned[std::size_t(i) % turned.size()]);
}

MaskKey MaskKeys::next()
{
    if (m_used == m_random.size()) {
        QRandomGenerator::system()->fillRange(m_random.data(), qsizetype(m_random.size()));
        m_used = 0;
    }
    return std::bit_cast<MaskKey>(m_random[m_used++]);
}
