// SPDX-License-Identifier: MIT
#include "format/binary/msgpackjson.h"

#include "format/binary/jsontextsink.h"
#include "format/binary/msgpackreader.h"

BinaryJson messagePackToJson(const QByteArray &payload, const std::function<bool()> &cancelled)
{
    JsonTextSink sink(cancelled);
    const QString problem = readMessagePack(payload, sink);
    if (!problem.isEmpty())
        return {false, {}, problem};
    return {true, sink.takeText(), {}};
}
