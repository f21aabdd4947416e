// SPDX-License-Identifier: MIT
// What a HAR file may hold.
#include "tests/fuzz/exchangefuzz.h"

static void run(const uint8_t *data, size_t size)
{
    static const ExchangeFuzz fuzz(HarFormat);
    fuzz.run(fuzzBytes(data, size));
}

static const FuzzTarget target("fuzz_har", run);
