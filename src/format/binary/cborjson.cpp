// SPDX-License-Identifier: MIT
#include "format/binary/cborjson.h"

#include "format/binary/cborreader.h"
#include "format/binary/jsontextsink.h"

BinaryJson cborToJson(const QByteArray &payload, const std::function<bool()> &cancelled)
{
    JsonTextSink sink(cancelled);
    const QString problem = readCbor(payload, sink);
    if (!problem.isEmpty())
        return {false, {}, problem};
    return {true, sink.takeText(), {}};
}
