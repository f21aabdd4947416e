// SPDX-License-Identifier: MIT
#include "format/text/binarytext.h"
#include "tests/fuzz/fuzzing.h"

static void checkParsed(const ParsedBytes &parsed, const QString &text)
{
    mustHold(parsed.ok == (parsed.errorPosition == -1), "an error has a position");
    mustHold(parsed.ok == parsed.errorMessage.isEmpty(), "an error has a sentence");
    mustHold(parsed.ok || parsed.bytes.isEmpty(), "an error gives no bytes");
    mustHold(parsed.errorPosition <= text.size(), "an error is within the text");
}

static void run(const uint8_t *data, size_t size)
{
    const QByteArray bytes = fuzzBytes(data, size);
    mustHold(parseHex(toHex(bytes)).bytes == bytes, "hexadecimal goes there and back");
    mustHold(parseBase64(toBase64(bytes)).bytes == bytes, "base64 goes there and back");
    const QString text = QString::fromUtf8(bytes);
    const ParsedBytes hex = parseHex(text);
    checkParsed(hex, text);
    checkParsed(parseBase64(text), text);
    const qint64 from = size > 0 ? qint64(data[0]) - 8 : 0;
    const QString dump = hexDump(bytes, from, 100);
    mustHold(dump.count(u'\n') <= 100 / HexDumpBytesPerLine, "a dump is no longer than asked for");
}

static const FuzzTarget target("fuzz_binarytext", run);
