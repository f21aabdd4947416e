// SPDX-License-Identifier: MIT
#include "format/text/hexdump.h"

#include <algorithm>

static constexpr char HexDigits[] = "0123456789abcdef";
static constexpr int BytesPerGroup = HexDumpBytesPerLine / 2;
// Two digits and a blank a byte, and a blank between the groups.
static constexpr int HexColumns = 3 * HexDumpBytesPerLine + 1;

static int offsetDigits(qint64 last)
{
    int digits = 8;
    while (digits < 16 && last >> (4 * digits) != 0)
        ++digits;
    return digits;
}

static QChar *putLine(QChar *out, const QByteArray &data, qint64 from, int count, int digits)
{
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        *out++ = QLatin1Char(HexDigits[(from >> shift) & 0xF]);
    *out++ = u' ';
    *out++ = u' ';
    std::fill_n(out, HexColumns, QChar(u' '));
    QChar *ascii = out + HexColumns + 1;
    for (int i = 0; i < count; ++i) {
        const uchar byte = uchar(data.at(qsizetype(from + i)));
        QChar *hex = out + 3 * i + (i >= BytesPerGroup ? 1 : 0);
        hex[0] = QLatin1Char(HexDigits[byte >> 4]);
        hex[1] = QLatin1Char(HexDigits[byte & 0xF]);
        ascii[i] = byte >= 0x20 && byte < 0x7F ? QChar(ushort(byte)) : QChar(u'\u00b7');
    }
    out[HexColumns] = u' ';
    return ascii + count;
}

QString hexDump(const QByteArray &data, qint64 from, qint64 length)
{
    const qint64 size = data.size();
    // A negative start keeps the end of the range where it was asked for.
    if (from < 0) {
        length = length > 0 ? length + from : 0;
        from = 0;
    }
    if (from >= size || length <= 0)
        return {};
    const qint64 end = length > size - from ? size : from + length;
    const qint64 lines = (end - from + HexDumpBytesPerLine - 1) / HexDumpBytesPerLine;
    const int digits = offsetDigits(from + (lines - 1) * HexDumpBytesPerLine);
    const qint64 lineSize = digits + 2 + HexColumns + 1 + HexDumpBytesPerLine + 1;
    QString text(qsizetype(lines * lineSize), Qt::Uninitialized);
    QChar *out = text.data();
    for (qint64 at = from; at < end; at += HexDumpBytesPerLine) {
        if (at > from)
            *out++ = u'\n';
        out = putLine(out, data, at, int(std::min<qint64>(HexDumpBytesPerLine, end - at)), digits);
    }
    text.truncate(out - text.constData());
    return text;
}
