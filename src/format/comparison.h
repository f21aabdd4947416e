// SPDX-License-Identifier: MIT
#pragma once

#include "format/json/jsondiff.h"
#include "format/text/linediff.h"
#include "message.h"

/// The difference of two payloads, or of what is in them if they are compressed, in the form that says most:
/// by path if both are JSON, documents of it in a row, CBOR or MessagePack, else by line if both are UTF-8,
/// else by line of a hex dump.
struct Comparison
{
    /// Of what is compared as a hex dump, bytes from the start.
    static constexpr qint64 MaxDumpedBytes = 1024 * 1024;
    /// What holds more is compared as it is.
    static constexpr qint64 MaxInflatedBytes = 16 * 1024 * 1024;

    enum class Form { Json, Text, HexDump };

    Form form = Form::Text;
    /// The payloads are the same byte for byte.
    bool isSame = false;
    /// Only the first MaxDumpedBytes of each were compared.
    bool isCut = false;
    /// What was compared; the differences refer to it.
    QByteArray left;
    QByteArray right;
    JsonDiff json;
    LineDiff lines;
};

/// `cancelled` is asked now and then; what is returned after that is of no use. May be called from any
/// thread.
Comparison compareMessages(
        const Message &left, const Message &right,
        const std::function<bool()> &cancelled = [] { return false; });
