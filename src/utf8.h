// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

/// One code point of UTF-8.
struct Utf8Step
{
    /// A Unicode scalar value; meaningless if not ok.
    char32_t codePoint = 0;
    /// Bytes that belong to it, at least 1; of malformed text, the maximal subpart (Unicode 3.9).
    int length = 1;
    bool ok = false;
    /// Malformed only because the text ends: with more bytes it could be well-formed.
    bool truncated = false;
};

/// Decodes what begins at `p`, which is before `end`. Strict: no overlong forms, no surrogates,
/// nothing beyond U+10FFFF (RFC 3629).
inline Utf8Step decodeUtf8(const char *p, const char *end)
{
    const auto byteAt = [p](int i) { return uchar(p[i]); };
    const uchar lead = byteAt(0);
    if (lead < 0x80)
        return {lead, 1, true, false};
    if (lead < 0xC2 || lead > 0xF4)
        return {};
    const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    // Table 3-7 of Unicode: only the second byte has limits of its own.
    const uchar lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const uchar highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (p + 1 == end)
        return {0, 1, false, true};
    if (byteAt(1) < lowest || byteAt(1) > highest)
        return {};
    char32_t codePoint = ((lead & (0xFF >> (length + 1))) << 6) | (byteAt(1) & 0x3F);
    for (int i = 2; i < length; ++i) {
        if (p + i == end)
            return {0, i, false, true};
        if ((byteAt(i) & 0xC0) != 0x80)
            return {0, i, false, false};
        codePoint = (codePoint << 6) | (byteAt(i) & 0x3F);
    }
    return {codePoint, length, true, false};
}

/// Malformed text becomes U+FFFD. QString::fromUtf8() alone would drop U+FEFF at the beginning.
inline QString stringFromUtf8(QByteArrayView utf8)
{
    QString text = QString::fromUtf8(utf8);
    if (utf8.startsWith("\xEF\xBB\xBF"))
        text.prepend(QChar(QChar::ByteOrderMark));
    return text;
}

/// From how many bytes the first `units` UTF-16 code units of stringFromUtf8(utf8) were decoded: of malformed
/// text, each byte has become one.
inline qsizetype utf8BytesOf(QByteArrayView utf8, qsizetype units)
{
    const char *at = utf8.begin();
    while (units > 0 && at != utf8.end()) {
        const Utf8Step step = decodeUtf8(at, utf8.end());
        units -= step.ok && step.codePoint > 0xFFFF ? 2 : 1;
        at += step.ok ? step.length : 1;
    }
    return at - utf8.begin();
}

/// How much of a text that may go on is UTF-8.
struct Utf8Prefix
{
    /// Of whole sequences.
    qsizetype size = 0;
    /// What follows them cannot become a sequence, whatever comes; else it is the beginning of one, or
    /// nothing.
    bool broken = false;
};
Utf8Prefix utf8Prefix(QByteArrayView bytes);

/// Where the first byte sequence begins that is not UTF-8 (RFC 3629: no surrogates, nothing longer than
/// needed, nothing above U+10FFFF, nothing cut short); -1 if all is.
qsizetype invalidUtf8At(QByteArrayView bytes);
