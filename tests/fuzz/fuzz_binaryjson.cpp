// SPDX-License-Identifier: MIT
#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "tests/fuzz/fuzzing.h"

static void check(const PayloadDecoder &decoder, const QByteArray &payload)
{
    const QByteArray json = decoder.toJson(payload);
    if (PayloadJson(payload).decoder() == &decoder)
        mustHold(!json.isNull(), "what is recognised can be read");
    if (json.isNull())
        return;
    mustHold(checkJson(json).ok, "what was read is JSON");
    mustHold(json.size() <= 32 * payload.size() + 64, "the text is bounded by the payload");
}

static void run(const uint8_t *data, size_t size)
{
    const QByteArray payload = fuzzBytes(data, size);
    for (const PayloadDecoder *decoder : PayloadDecoders)
        check(*decoder, payload);
}

static const FuzzTarget target("fuzz_binaryjson", run);
