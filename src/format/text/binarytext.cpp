// SPDX-License-Identifier: MIT
#include "format/text/binarytext.h"

#include "utf8.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static ParsedBytes failure(qsizetype position, const QString &message)
{
    return {false, {}, position, message};
}

// Names the character at `position`, so that a blank or an invisible one is told as well.
static QString nameOf(QStringView text, qsizetype position)
{
    const QChar first = text.at(position);
    if (first.unicode() > 0x20 && first.unicode() < 0x7F)
        return u"“%1”"_s.arg(first);
    char32_t codePoint = first.unicode();
    if (first.isHighSurrogate() && position + 1 < text.size() && text.at(position + 1).isLowSurrogate())
        codePoint = QChar::surrogateToUcs4(first, text.at(position + 1));
    return u"The character U+%1"_s.arg(QString::number(codePoint, 16).toUpper(), 4, u'0');
}

static int hexValue(QChar character)
{
    const char16_t c = character.unicode();
    if (c >= u'0' && c <= u'9')
        return c - u'0';
    const char16_t lower = c | 0x20;
    return lower >= u'a' && lower <= u'f' ? lower - u'a' + 10 : -1;
}

static bool isHexSeparator(QChar character)
{
    return character.isSpace() || character == u':' || character == u',' || character == u'-';
}

static bool isHexPrefix(QStringView text, qsizetype at)
{
    return text.at(at) == u'0' && at + 1 < text.size()
           && (text.at(at + 1) == u'x' || text.at(at + 1) == u'X');
}

ParsedBytes parseHex(QStringView text)
{
    ParsedBytes parsed;
    parsed.bytes.reserve(text.size() / 2);
    qsizetype at = 0;
    while (at < text.size()) {
        if (isHexSeparator(text.at(at))) {
            ++at;
            continue;
        }
        const bool prefixed = isHexPrefix(text, at);
        if (prefixed)
            at += 2;
        if (at == text.size() || (prefixed && isHexSeparator(text.at(at))))
            return failure(at, u"Two hexadecimal digits are missing after 0x."_s);
        const int high = hexValue(text.at(at));
        if (high < 0)
            return failure(at, u"%1 is not a hexadecimal digit."_s.arg(nameOf(text, at)));
        const bool alone = at + 1 == text.size() || isHexSeparator(text.at(at + 1));
        if (alone)
            return failure(at, u"A byte needs two hexadecimal digits; this one has only one."_s);
        const int low = hexValue(text.at(at + 1));
        if (low < 0)
            return failure(at + 1, u"%1 is not a hexadecimal digit."_s.arg(nameOf(text, at + 1)));
        parsed.bytes.append(char(high << 4 | low));
        at += 2;
    }
    parsed.ok = true;
    return parsed;
}

static int base64Value(QChar character)
{
    const char16_t c = character.unicode();
    if (c >= u'A' && c <= u'Z')
        return c - u'A';
    if (c >= u'a' && c <= u'z')
        return c - u'a' + 26;
    if (c >= u'0' && c <= u'9')
        return c - u'0' + 52;
    if (c == u'+' || c == u'-')
        return 62;
    return c == u'/' || c == u'_' ? 63 : -1;
}

// What follows the last character of the alphabet: nothing, or the padding of the last group.
static ParsedBytes checkPadding(QStringView text, qsizetype from, int charactersInGroup)
{
    const int wanted = (4 - charactersInGroup) % 4;
    int found = 0;
    for (qsizetype at = from; at < text.size(); ++at) {
        if (text.at(at).isSpace())
            continue;
        if (text.at(at) != u'=')
            return failure(at, u"Nothing may follow the padding (=) at the end."_s);
        if (++found > wanted)
            return failure(at, wanted == 0 ? u"The = is too much: the text is complete without it."_s
                                           : u"There is one = too many at the end."_s);
    }
    if (found > 0 && found < wanted)
        return failure(text.size(), u"A second = is missing at the end; leaving both away is fine too."_s);
    return {true, {}, -1, {}};
}

ParsedBytes parseBase64(QStringView text)
{
    QByteArray bytes;
    bytes.reserve(text.size() / 4 * 3 + 3);
    quint32 bits = 0;
    int inGroup = 0;
    qsizetype lastInGroup = 0;
    qsizetype at = 0;
    for (; at < text.size() && text.at(at) != u'='; ++at) {
        if (text.at(at).isSpace())
            continue;
        const int value = base64Value(text.at(at));
        if (value < 0)
            return failure(at, u"%1 is not a base64 character."_s.arg(nameOf(text, at)));
        bits = bits << 6 | quint32(value);
        lastInGroup = at;
        inGroup = (inGroup + 1) % 4;
        // Each character after a group's first one completes a byte.
        static constexpr int spareBits[] = {0, 0, 4, 2};
        if (inGroup != 1)
            bytes.append(char(bits >> spareBits[inGroup]));
    }
    if (inGroup == 1)
        return failure(lastInGroup,
                       u"A character is missing or too many: one alone at the end is no byte."_s);
    ParsedBytes parsed = checkPadding(text, at, inGroup);
    if (parsed.ok)
        parsed.bytes = bytes;
    return parsed;
}

QString toHex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' '));
}

QString toBase64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

static constexpr char HexDigits[] = "0123456789abcdef";
static QString escapedByte(char byte)
{
    switch (byte) {
    case '\r':
        return u"\\r"_s;
    case '\n':
        return u"\\n"_s;
    case '\t':
        return u"\\t"_s;
    case '\\':
        return u"\\\\"_s;
    default:
        return u"\\x"_s + QChar(ushort(HexDigits[uchar(byte) >> 4])) + QChar(ushort(HexDigits[byte & 0xF]));
    }
}

QString escapedBytes(const QByteArray &bytes)
{
    QString text;
    const char *end = bytes.constData() + bytes.size();
    for (const char *at = bytes.constData(); at < end;) {
        const Utf8Step step = decodeUtf8(at, end);
        if (step.ok && QChar::isPrint(step.codePoint) && step.codePoint != U'\\') {
            text += QString::fromUcs4(&step.codePoint, 1);
        } else {
            for (int i = 0; i < step.length; ++i)
                text += escapedByte(at[i]);
        }
        at += step.length;
    }
    return text;
}

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
