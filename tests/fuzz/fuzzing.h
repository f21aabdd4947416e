// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// Has the program of this name do this with each input that libFuzzer makes.
class FuzzTarget
{
public:
    using Run = void (*)(const uint8_t *data, size_t size);

    FuzzTarget(const char *name, Run run);
};

/// Ends the program, which libFuzzer reports as a finding, if what must always hold does not.
inline void mustHold(bool condition, const char *what)
{
    if (condition)
        return;
    std::fprintf(stderr, "Does not hold: %s\n", what);
    std::abort();
}

/// A copy of exact size, so that AddressSanitizer sees a read beyond it.
inline QByteArray fuzzBytes(const uint8_t *data, size_t size)
{
    return QByteArray(reinterpret_cast<const char *>(data), qsizetype(size));
}
