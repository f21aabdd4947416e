// SPDX-License-Identifier: MIT
#include "websocket/frameheader.h"

#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

using namespace Qt::StringLiterals;

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

FrameHeader FrameHeader::fromStart(QByteArrayView bytes)
{
    const auto first = uchar(bytes[0]);
    const auto second = uchar(bytes[1]);
    FrameHeader header;
    header.final = first & 0x80;
    header.reserved = (first >> 4) & 0x7;
    header.opcode = first & 0xF;
    header.masked = second & 0x80;
    header.length = second & 0x7F;
    header.size = 2 + (header.masked ? 4 : 0);
    return header;
}

bool FrameHeader::readLength(QByteArrayView bytes)
{
    if (length < 126)
        return bytes.size() >= size;
    const int lengthBytes = length == 126 ? 2 : 8;
    if (bytes.size() < size + lengthBytes)
        return false;
    size += lengthBytes;
    if (lengthBytes == 2) {
        length = qFromBigEndian<quint16>(bytes.data() + 2);
        longForm = length < 126;
    } else {
        length = qFromBigEndian<quint64>(bytes.data() + 2);
        longForm = length <= 0xFFFF;
    }
    return true;
}

MaskKey FrameHeader::maskKey(QByteArrayView bytes) const
{
    MaskKey key{};
    if (masked)
        std::copy_n(bytes.data() + size - key.size(), key.size(), key.begin());
    return key;
}

void FrameHeader::appendTo(QByteArray *bytes, MaskKey key) const
{
    std::array<char, 14> header;
    header[0] = char((final ? 0x80 : 0) | (reserved << 4) | opcode);
    const int mask = masked ? 0x80 : 0;
    int used = 2;
    if (length < 126) {
        header[1] = char(mask | int(length));
    } else if (length <= 0xFFFF) {
        header[1] = char(mask | 126);
        qToBigEndian(quint16(length), header.data() + used);
        used += sizeof(quint16);
    } else {
        header[1] = char(mask | 127);
        qToBigEndian(length, header.data() + used);
        used += sizeof(quint64);
    }
    bytes->append(header.data(), used);
    if (masked)
        bytes->append(key.data(), qsizetype(key.size()));
}

QString FrameHeader::toString() const
{
    return u"FIN=%1 RSV=%2 opcode=0x%3 MASK=%4 length=%5"_s.arg(final ? 1 : 0)
            .arg(reserved)
            .arg(QString::number(opcode, 16))
            .arg(masked ? 1 : 0)
            .arg(length);
}
