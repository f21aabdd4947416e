// SPDX-License-Identifier: MIT
#include "format/binary/binaryform.h"
#include "format/binary/cborjson.h"
#include "format/json/jsonlayout.h"
#include "tests/fuzz/fuzzing.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray payload = fuzzBytes(data, size);
    const BinaryJson result = cborToJson(payload);
    mustHold(result.ok == result.problem.isEmpty(), "either it is right or a sentence says what is wrong");
    if (recogniseBinary(payload) == BinaryForm::Cbor)
        mustHold(result.ok, "what is recognised can be read");
    if (!result.ok) {
        mustHold(result.json.isEmpty(), "there is nothing of what is wrong");
        return 0;
    }
    mustHold(checkJson(result.json).ok, "what was read is JSON");
    mustHold(result.json.size() <= 32 * payload.size() + 64, "the text is bounded by the payload");
    return 0;
}
