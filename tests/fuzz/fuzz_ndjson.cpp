// SPDX-License-Identifier: MIT
// What an NDJSON file may hold.
#include "tests/fuzz/exchangefuzz.h"

static void run(const uint8_t *data, size_t size)
{
    static const ExchangeFuzz fuzz(NdjsonFormat);
    fuzz.run(fuzzBytes(data, size));
}

static const FuzzTarget target("fuzz_ndjson", run);
