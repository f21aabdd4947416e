// SPDX-License-Identifier: MIT
#include "format/binary/pictureheader.h"

namespace {

/// Beyond its end there is nothing but zeroes.
class Bytes
{
public:
    explicit Bytes(QByteArrayView view)
        : m_view(view)
    {}

    qsizetype size() const { return m_view.size(); }
    quint32 at(qsizetype place) const { return place < m_view.size() ? uchar(m_view[place]) : 0; }
    quint32 big(qsizetype place, int count) const
    {
        quint32 number = 0;
        for (int i = 0; i < count; ++i)
            number = number << 8 | at(place + i);
        return number;
    }
    quint32 little(qsizetype place, int count) const
    {
        quint32 number = 0;
        for (int i = count; i-- > 0;)
            number = number << 8 | at(place + i);
        return number;
    }
    bool has(qsizetype place, QByteArrayView text) const
    {
        return place <= m_view.size() && m_view.sliced(place).startsWith(text);
    }
    bool contains(QByteArrayView text) const { return m_view.lastIndexOf(text) >= 0; }

private:
    QByteArrayView m_view;
};

} // namespace

// Of more than an int holds nobody wants a picture.
static void setSize(PictureHeader *header, quint32 width, quint32 height)
{
    constexpr quint32 most = 0x7FFF'FFFF;
    header->width = width <= most ? int(width) : 0;
    header->height = height <= most ? int(height) : 0;
}

static PictureHeader readPng(const Bytes &bytes)
{
    PictureHeader header{"PNG"};
    header.isCut = true;
    for (qsizetype at = 8; at < bytes.size();) {
        constexpr qsizetype around = 12; // its length, its type and its checksum
        const qsizetype data = at + 8;
        if (at == 8 && bytes.has(at + 4, "IHDR")) { // Others do not count.
            setSize(&header, bytes.big(data, 4), bytes.big(data + 4, 4));
            if (bytes.at(data + 8) == 16)
                header.pixelBytes = 8;
        } else if (bytes.has(at + 4, "acTL")) {
            header.isAnimated = bytes.big(data, 4) > 1;
        } else if (bytes.has(at + 4, "IEND")) {
            header.isCut = false;
            break;
        }
        at += around + qsizetype(bytes.big(at, 4));
    }
    return header;
}

static PictureHeader readJpeg(const Bytes &bytes)
{
    PictureHeader header{"JPEG"};
    header.isCut = !bytes.contains("\xFF\xD9");
    for (qsizetype at = 2; at < bytes.size() && bytes.at(at) == 0xFF;) {
        const quint32 marker = bytes.at(at + 1);
        if (marker == 0xFF) { // It may come any number of times.
            ++at;
            continue;
        }
        const bool isFrame =
                marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (isFrame)
            setSize(&header, bytes.big(at + 7, 2), bytes.big(at + 5, 2));
        if (isFrame || marker == 0xDA || marker == 0xD9)
            break;
        const bool isAlone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        at += isAlone ? 2 : 2 + qsizetype(bytes.big(at + 2, 2));
    }
    return header;
}

// Behind the blocks that begin there; beyond the end if they do not end.
static qsizetype endOfGifBlocks(const Bytes &bytes, qsizetype at)
{
    while (at < bytes.size()) {
        const quint32 size = bytes.at(at++);
        if (size == 0)
            return at;
        at += size;
    }
    return bytes.size() + 1;
}

static qsizetype gifColours(quint32 flags)
{
    return flags & 0x80 ? qsizetype(3) << ((flags & 7) + 1) : 0;
}

static PictureHeader readGif(const Bytes &bytes)
{
    PictureHeader header{"GIF"};
    setSize(&header, bytes.little(6, 2), bytes.little(8, 2));
    header.isCut = true;
    for (qsizetype at = 13 + gifColours(bytes.at(10)); at < bytes.size();) {
        const quint32 block = bytes.at(at);
        if (block == 0x21) {
            at = endOfGifBlocks(bytes, at + 2);
            continue;
        }
        if (block != 0x2C)
            break;
        if (!header.isCut) {
            header.isAnimated = true;
            break;
        }
        at = endOfGifBlocks(bytes, at + 11 + gifColours(bytes.at(at + 9)));
        header.isCut = at > bytes.size();
    }
    return header;
}

static PictureHeader readWebp(const Bytes &bytes)
{
    PictureHeader header{"WebP"};
    header.isCut = qint64(bytes.little(4, 4)) + 8 > bytes.size();
    if (bytes.has(12, "VP8X")) {
        header.isAnimated = bytes.at(20) & 2;
        if (bytes.size() >= 30)
            setSize(&header, bytes.little(24, 3) + 1, bytes.little(27, 3) + 1);
    } else if (bytes.has(12, "VP8L") && bytes.size() >= 25) {
        const quint32 sizes = bytes.little(21, 4);
        setSize(&header, (sizes & 0x3FFF) + 1, (sizes >> 14 & 0x3FFF) + 1);
    } else if (bytes.has(12, "VP8 ")) {
        setSize(&header, bytes.little(26, 2) & 0x3FFF, bytes.little(28, 2) & 0x3FFF);
    }
    return header;
}

PictureHeader readPictureHeader(QByteArrayView payload)
{
    const Bytes bytes(payload);
    if (bytes.has(0, "\x89PNG\r\n\x1A\n"))
        return readPng(bytes);
    // Behind the signature another marker begins.
    if (bytes.has(0, "\xFF\xD8\xFF") && bytes.at(3) >= 0xC0)
        return readJpeg(bytes);
    if (bytes.has(0, "GIF87a") || bytes.has(0, "GIF89a"))
        return readGif(bytes);
    if (bytes.has(0, "RIFF") && bytes.has(8, "WEBP"))
        return readWebp(bytes);
    return {};
}
