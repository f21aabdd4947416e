// SPDX-License-Identifier: MIT
#include "format/binary/pictureheader.h"
#include "tests/fuzz/fuzzing.h"

static void run(const uint8_t *data, size_t size)
{
    const PictureHeader header = readPictureHeader(fuzzBytes(data, size));
    mustHold(header.width >= 0 && header.height >= 0, "sizes are no less than nothing");
    mustHold(header.decodedBytes() >= 0, "what it takes is no less than nothing");
    mustHold(header.name || !header.hasSize(), "only a picture has a size");
}

static const FuzzTarget target("fuzz_pictureheader", run);
