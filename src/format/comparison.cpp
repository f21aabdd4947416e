// SPDX-License-Identifier: MIT
#include "format/comparison.h"

#include "format/binary/compressedpayload.h"
#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "format/json/jsonrecords.h"
#include "format/text/binarytext.h"

#include <QUtf8StringView>

#include <algorithm>

// What is in it, if it is compressed.
static QByteArray contentOf(const Message &message)
{
    if (message.type != MessageType::Binary || looksLikeJson(message.payload))
        return message.payload;
    const InflatedPayload found = inflatePayload(message.payload, Comparison::MaxInflatedBytes);
    return found.format && found.isWhole ? found.bytes : message.payload;
}

// What may be JSON; whether it is, the comparison finds out. Documents in a row are an array, as they are in
// the inspector.
static QByteArray possibleJson(const QByteArray &content, const std::function<bool()> &cancelled)
{
    if (isMeantAsJson(content)) {
        const QByteArray records = readJsonRecords(content).json;
        return records.isNull() ? content : records;
    }
    return PayloadJson(content, cancelled, content.size()).decoded();
}

static bool compareAsJson(Comparison *comparison, const QByteArray &left, const QByteArray &right,
                          const std::function<bool()> &cancelled)
{
    comparison->left = possibleJson(left, cancelled);
    if (comparison->left.isEmpty() || cancelled())
        return false;
    comparison->right = possibleJson(right, cancelled);
    if (comparison->right.isEmpty() || cancelled())
        return false;
    comparison->json = diffJson(comparison->left, comparison->right, cancelled);
    return comparison->json.ok;
}

static QByteArray dump(const QByteArray &payload)
{
    return hexDump(payload, 0, Comparison::MaxDumpedBytes).toUtf8();
}

Comparison compareMessages(const Message &left, const Message &right, const std::function<bool()> &cancelled)
{
    Comparison comparison;
    comparison.isSame = left.payload == right.payload;
    if (comparison.isSame)
        return comparison;
    const QByteArray leftContent = contentOf(left);
    const QByteArray rightContent = contentOf(right);
    if (compareAsJson(&comparison, leftContent, rightContent, cancelled)) {
        comparison.form = Comparison::Form::Json;
        return comparison;
    }
    if (cancelled())
        return comparison;
    comparison.left = leftContent;
    comparison.right = rightContent;
    if (!QUtf8StringView(leftContent).isValidUtf8() || !QUtf8StringView(rightContent).isValidUtf8()) {
        comparison.form = Comparison::Form::HexDump;
        comparison.isCut = std::max(leftContent.size(), rightContent.size()) > Comparison::MaxDumpedBytes;
        comparison.left = dump(leftContent);
        comparison.right = dump(rightContent);
    }
    comparison.lines = diffLines(comparison.left, comparison.right, cancelled);
    return comparison;
}
