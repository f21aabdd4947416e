// SPDX-License-Identifier: MIT
#include "connection/utf8.h"

namespace {

// How a sequence goes on after its first byte: so many bytes, the first of them in this range.
struct Tail
{
    int size = -1;
    uchar from = 0x80;
    uchar to = 0xBF;
};

// Table 3-7 of the Unicode standard.
Tail tailAfter(uchar lead)
{
    if (lead < 0x80)
        return {0};
    if (lead >= 0xC2 && lead <= 0xDF)
        return {1};
    if (lead >= 0xE0 && lead <= 0xEF)
        return {2, uchar(lead == 0xE0 ? 0xA0 : 0x80), uchar(lead == 0xED ? 0x9F : 0xBF)};
    if (lead >= 0xF0 && lead <= 0xF4)
        return {3, uchar(lead == 0xF0 ? 0x90 : 0x80), uchar(lead == 0xF4 ? 0x8F : 0xBF)};
    return {};
}

} // namespace

qsizetype invalidUtf8At(QByteArrayView bytes)
{
    const auto at = [&](qsizetype i) { return uchar(bytes[i]); };
    for (qsizetype i = 0; i < bytes.size();) {
        const Tail tail = tailAfter(at(i));
        if (tail.size < 0 || i + tail.size >= bytes.size())
            return i;
        for (int k = 1; k <= tail.size; ++k) {
            const uchar byte = at(i + k);
            if (byte < (k == 1 ? tail.from : 0x80) || byte > (k == 1 ? tail.to : 0xBF))
                return i;
        }
        i += 1 + tail.size;
    }
    return -1;
}
