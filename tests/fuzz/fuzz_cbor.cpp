// SPDX-License-Identifier: MIT
#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "tests/fuzz/fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray payload = fuzzBytes(data, size);
    const QByteArray json = CborDecoder.toJson(payload);
    if (PayloadJson(payload).decoder() == &CborDecoder)
        mustHold(!json.isNull(), "what is recognised can be read");
    if (json.isNull())
        return 0;
    mustHold(checkJson(json).ok, "what was read is JSON");
    mustHold(json.size() <= 32 * payload.size() + 64, "the text is bounded by the payload");
    return 0;
}
