// SPDX-License-Identifier: MIT
#include "format/comparison.h"

#include "format/binary/payloaddecoder.h"
#include "format/json/jsonlayout.h"
#include "format/text/binarytext.h"

#include <QUtf8StringView>

#include <algorithm>

// What may be JSON; whether it is, the comparison finds out.
static QByteArray possibleJson(const QByteArray &payload, const std::function<bool()> &cancelled)
{
    return looksLikeJson(payload) ? payload : PayloadJson(payload, cancelled, payload.size()).decoded();
}

static bool compareAsJson(Comparison *comparison, const Message &left, const Message &right,
                          const std::function<bool()> &cancelled)
{
    comparison->left = possibleJson(left.payload, cancelled);
    if (comparison->left.isEmpty() || cancelled())
        return false;
    comparison->right = possibleJson(right.payload, cancelled);
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
    if (compareAsJson(&comparison, left, right, cancelled)) {
        comparison.form = Comparison::Form::Json;
        return comparison;
    }
    if (cancelled())
        return comparison;
    comparison.left = left.payload;
    comparison.right = right.payload;
    if (!QUtf8StringView(left.payload).isValidUtf8() || !QUtf8StringView(right.payload).isValidUtf8()) {
        comparison.form = Comparison::Form::HexDump;
        comparison.isCut = std::max(left.payload.size(), right.payload.size()) > Comparison::MaxDumpedBytes;
        comparison.left = dump(left.payload);
        comparison.right = dump(right.payload);
    }
    comparison.lines = diffLines(comparison.left, comparison.right, cancelled);
    return comparison;
}
