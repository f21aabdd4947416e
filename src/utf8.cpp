// SPDX-License-Identifier: MIT
#include "utf8.h"

#include <algorithm>
#include <cstring>

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

// So many bytes are looked at together.
static constexpr qsizetype StepBytes = 32;

static bool isAscii(const char *step)
{
    quint64 words[StepBytes / sizeof(quint64)];
    std::memcpy(words, step, sizeof words);
    return ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080) == 0;
}

Utf8Prefix utf8Prefix(QByteArrayView bytes)
{
    const auto at = [&](qsizetype i) { return uchar(bytes[i]); };
    qsizetype i = 0;
    while (i < bytes.size()) {
        if (bytes.size() - i >= StepBytes && isAscii(bytes.data() + i)) {
            i += StepBytes;
            continue;
        }
        for (const qsizetype end = std::min(i + StepBytes, bytes.size()); i < end;) {
            const Tail tail = tailAfter(at(i));
            if (tail.size < 0)
                return {i, true};
            for (int k = 1; k <= tail.size; ++k) {
                if (i + k == bytes.size())
                    return {i, false};
                const uchar byte = at(i + k);
                if (byte < (k == 1 ? tail.from : 0x80) || byte > (k == 1 ? tail.to : 0xBF))
                    return {i, true};
            }
            i += 1 + tail.size;
        }
    }
    return {bytes.size(), false};
}

qsizetype invalidUtf8At(QByteArrayView bytes)
{
    const qsizetype valid = utf8Prefix(bytes).size;
    return valid == bytes.size() ? -1 : valid;
}
