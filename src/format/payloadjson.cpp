// SPDX-License-Identifier: MIT
#include "format/payloadjson.h"

#include "format/binary/cborjson.h"
#include "format/binary/msgpackjson.h"

PayloadJson binaryAsJson(const QByteArray &payload, const std::function<bool()> &cancelled)
{
    PayloadJson result{recogniseBinary(payload), {}};
    if (result.form == BinaryForm::Cbor)
        result.json = cborToJson(payload, cancelled).json;
    else if (result.form == BinaryForm::MessagePack)
        result.json = messagePackToJson(payload, cancelled).json;
    if (result.json.isEmpty())
        return {};
    return result;
}
