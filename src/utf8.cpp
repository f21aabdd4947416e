// SPDX-License-Identifier: MIT
#include "utf8.h"

#include <algorithm>
#include <cstring>

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
    const char *at = bytes.begin();
    const char *const end = bytes.end();
    while (at != end) {
        if (end - at >= StepBytes && isAscii(at)) {
            at += StepBytes;
            continue;
        }
        for (const char *const stepEnd = at + std::min(StepBytes, qsizetype(end - at)); at < stepEnd;) {
            const Utf8Step step = decodeUtf8(at, end);
            if (!step.ok)
                return {at - bytes.begin(), !step.truncated};
            at += step.length;
        }
    }
    return {bytes.size(), false};
}

qsizetype invalidUtf8At(QByteArrayView bytes)
{
    const qsizetype valid = utf8Prefix(bytes).size;
    return valid == bytes.size() ? -1 : valid;
}
