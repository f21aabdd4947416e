// SPDX-License-Identifier: MIT
#include "format/json/jsonstring.h"

#include <QChar>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

// Looked at together.
static constexpr qsizetype WordBytes = 8;
static constexpr quint64 Ones = 0x0101010101010101;
static constexpr quint64 Highs = 0x8080808080808080;

// The highest bit of each byte that has to be escaped; right for the lowest of them, which is the first.
static quint64 specialIn(quint64 word)
{
    const auto below = [](quint64 bytes, uchar limit) { return (bytes - Ones * limit) & ~bytes & Highs; };
    return below(word, 0x20) | below(word ^ (Ones * '"'), 1) | below(word ^ (Ones * '\\'), 1);
}

static char *escapeByte(char c, char *to)
{
    static constexpr QByteArrayView special = "\b\f\n\r\t\"\\";
    *to++ = '\\';
    if (const qsizetype at = special.indexOf(c); at >= 0) {
        *to++ = "bfnrt\"\\"[at];
        return to;
    }
    static constexpr char digits[] = "0123456789abcdef";
    to = std::copy_n("u00", 3, to);
    *to++ = digits[uchar(c) >> 4];
    *to++ = digits[uchar(c) & 0xf];
    return to;
}

char *JsonString::escape(QByteArrayView utf8, char *to)
{
    const char *at = utf8.begin();
    const char *const end = utf8.end();
    while (end - at >= WordBytes) {
        const auto special = specialIn(qFromLittleEndian<quint64>(at));
        std::memcpy(to, at, WordBytes);
        const int plain = special == 0 ? int(WordBytes) : std::countr_zero(special) / 8;
        at += plain;
        to += plain;
        if (plain < WordBytes)
            to = escapeByte(*at++, to);
    }
    for (; at != end; ++at) {
        if (uchar(*at) < 0x20 || *at == '"' || *at == '\\')
            to = escapeByte(*at, to);
        else
            *to++ = *at;
    }
    return to;
}

static char *putUtf8(char32_t codePoint, char *to)
{
    if (codePoint < 0x80) {
        *to++ = char(codePoint);
        return to;
    }
    const int more = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
    static constexpr uchar leads[] = {0, 0xC0, 0xE0, 0xF0};
    *to++ = char(leads[more] | codePoint >> (6 * more));
    for (int i = more - 1; i >= 0; --i)
        *to++ = char(0x80 | (codePoint >> (6 * i) & 0x3F));
    return to;
}

// Of "\uXXXX", which is here; 0 if it is not.
static char16_t codeUnitAt(const char *at, const char *end)
{
    quint16 unit = 0;
    if (end - at >= 6 && at[0] == '\\' && at[1] == 'u')
        std::from_chars(at + 2, at + 6, unit, 16);
    return unit;
}

char *JsonString::unescape(char *begin, char *end)
{
    char *to = std::find(begin, end, '\\');
    for (const char *at = to; at != end;) {
        if (*at != '\\') {
            const char *const next = std::find(at, static_cast<const char *>(end), '\\');
            std::memmove(to, at, size_t(next - at));
            to += next - at;
            at = next;
            continue;
        }
        static constexpr QByteArrayView letters = "bfnrt";
        const char letter = at[1];
        if (letter != 'u') {
            const qsizetype which = letters.indexOf(letter);
            *to++ = which < 0 ? letter : "\b\f\n\r\t"[which];
            at += 2;
            continue;
        }
        char32_t codePoint = codeUnitAt(at, end);
        at += 6;
        if (QChar::isSurrogate(codePoint)) {
            const char16_t low = codeUnitAt(at, end);
            if (!QChar::isHighSurrogate(codePoint) || !QChar::isLowSurrogate(low))
                return nullptr;
            codePoint = QChar::surrogateToUcs4(char16_t(codePoint), low);
            at += 6;
        }
        to = putUtf8(codePoint, to);
    }
    return to;
}
