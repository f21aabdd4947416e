// SPDX-License-Identifier: MIT
#include "tests/fuzz/fuzzing.h"
#include "utf8.h"
#include "websocket/framereader.h"
#include "websocket/framewriter.h"

#include <algorithm>
#include <vector>

static constexpr FrameLimits Limits{50'000, 100'000};

namespace {

struct Read
{
    std::vector<ReceivedMessage> messages;
    FrameFault fault;
};

Read readInPieces(Role sender, bool deflate, const QByteArray &bytes, qsizetype piece)
{
    FrameReader reader(sender, Limits, deflate ? std::optional(DeflateWindow()) : std::nullopt);
    Read read;
    for (qsizetype at = 0; at < bytes.size() && !reader.fault(); at += piece) {
        const QByteArray part(bytes.constData() + at, std::min(piece, bytes.size() - at));
        reader.add(part.constData(), part.size());
        while (const auto message = reader.next())
            read.messages.push_back(*message);
    }
    read.fault = reader.fault();
    return read;
}

void check(const Read &read)
{
    for (const ReceivedMessage &message : read.messages) {
        const qsizetype most = message.isControl() ? MaxControlPayload : qsizetype(Limits.maxMessageBytes);
        mustHold(message.payload.size() <= most, "limits are kept");
        mustHold(message.opcode != Opcode::Text || invalidUtf8At(message.payload) < 0, "text is UTF-8");
    }
    mustHold(read.fault.failure.isEmpty() == !read.fault && (!read.fault || !read.fault.raw.isEmpty()),
             "a fault has a cause");
}

// What was read can be written, and is read again.
void checkWritten(Role sender, bool deflate, const Read &read)
{
    FrameWriter writer(sender, deflate ? std::optional(DeflateWindow()) : std::nullopt);
    QByteArray bytes;
    for (const ReceivedMessage &message : read.messages) {
        if (message.isControl())
            writer.writeControl(message.opcode, message.payload, &bytes);
        else if (message.payload.size() <= Limits.maxFrameBytes / 2)
            writer.writeMessage(message.opcode == Opcode::Text, message.payload.constData(),
                                message.payload.size(), true, &bytes);
    }
    mustHold(!readInPieces(sender, deflate, bytes, 1000).fault, "what was written is right");
}

} // namespace

// The first byte: whose frames they are, whether they are compressed, and how they are cut into pieces.
static void run(const uint8_t *data, size_t size)
{
    if (size == 0)
        return;
    const Role sender = data[0] & 1 ? Role::Client : Role::Server;
    const bool deflate = data[0] & 2;
    const QByteArray bytes = fuzzBytes(data + 1, size - 1);
    const Read whole = readInPieces(sender, deflate, bytes, std::max(bytes.size(), qsizetype(1)));
    const Read pieces = readInPieces(sender, deflate, bytes, 1 + (data[0] >> 2));
    check(whole);
    check(pieces);
    mustHold(whole.messages.size() == pieces.messages.size(), "pieces change nothing");
    mustHold(whole.fault.code == pieces.fault.code, "pieces change no fault");
    checkWritten(sender, deflate, whole);
}

static const FuzzTarget target("fuzz_framereader", run);
