// SPDX-License-Identifier: MIT
#include "tests/fuzz/fuzzing.h"
#include "websocket/deflate/inflatestream.h"

#include <zlib.h>

#include <algorithm>

static constexpr qsizetype MostBytes = 1'000'000;

namespace {

struct Inflated
{
    QByteArray bytes;
    bool isBroken = false;
};

// Of the first stream; without what comes before a fault, which zlib takes for good later.
Inflated byZlib(const QByteArray &input)
{
    z_stream stream{};
    inflateInit2(&stream, -15);
    Inflated result{QByteArray(MostBytes, Qt::Uninitialized)};
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(input.constData()));
    stream.avail_in = uInt(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.bytes.data());
    stream.avail_out = uInt(MostBytes);
    result.isBroken = inflate(&stream, Z_SYNC_FLUSH) == Z_DATA_ERROR;
    result.bytes.chop(stream.avail_out);
    inflateEnd(&stream);
    return result;
}

Inflated byOurs(const QByteArray &input, qsizetype piece)
{
    InflateStream stream(15);
    Inflated result;
    for (qsizetype from = 0; from < input.size() && !result.isBroken; from += piece) {
        const QByteArray part(input.constData() + from, std::min(piece, input.size() - from));
        const char *at = part.constData();
        const char *const end = at + part.size();
        InflateStream::Stop stop;
        do {
            stop = stream.read(&at, end);
            const QByteArrayView made = stream.takeOutput();
            mustHold(made.size() <= InflateStream::MostOutput, "no more is made at once than was said");
            result.bytes.append(made);
        } while (stop == InflateStream::Stop::RoomFull && result.bytes.size() < MostBytes);
        result.isBroken = stop == InflateStream::Stop::Broken;
        if (result.bytes.size() >= MostBytes)
            break;
    }
    mustHold(!result.isBroken || !stream.fault().isEmpty(), "a fault has words");
    stream.endMessage();
    return result;
}

} // namespace

// The first byte: how it is cut into pieces.
static void run(const uint8_t *data, size_t size)
{
    if (size == 0)
        return;
    const QByteArray input = fuzzBytes(data + 1, size - 1);
    const Inflated whole = byOurs(input, std::max(input.size(), qsizetype(1)));
    const Inflated pieces = byOurs(input, 1 + data[0]);
    mustHold(whole.isBroken == pieces.isBroken, "pieces change nothing");
    mustHold(whole.bytes.left(MostBytes) == pieces.bytes.left(MostBytes), "pieces change no byte");
    const Inflated expected = byZlib(input);
    mustHold(expected.isBroken || whole.bytes.left(expected.bytes.size()) == expected.bytes,
             "zlib reads the same");
}

static const FuzzTarget target("fuzz_inflatestream", run);
