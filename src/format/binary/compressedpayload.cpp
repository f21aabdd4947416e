// SPDX-License-Identifier: MIT
#include "format/binary/compressedpayload.h"

#include "scancontrol.h"

#include <QUtf8StringView>

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <memory>

static constexpr qsizetype InflatingStep = 256 * 1024;

// Room for the next step, at most so much in all.
static qsizetype makeRoom(QByteArray *bytes, qsizetype most)
{
    const qsizetype room = std::min(InflatingStep, most - bytes->size());
    bytes->resize(bytes->size() + room);
    return room;
}

static InflatedPayload inflateZlib(const char *format, int windowBits, QByteArrayView payload, qsizetype most,
                                   const ScanControl *control)
{
    z_stream stream = {};
    if (payload.size() > std::numeric_limits<uInt>::max() || inflateInit2(&stream, windowBits) != Z_OK)
        return {};
    const auto end = [](z_stream *ended) { inflateEnd(ended); };
    const std::unique_ptr<z_stream, decltype(end)> guard(&stream, end);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(payload.data()));
    stream.avail_in = uInt(payload.size());
    InflatedPayload result{format, {}, true};
    for (;;) {
        const qsizetype before = result.bytes.size();
        const qsizetype room = makeRoom(&result.bytes, most);
        stream.next_out = reinterpret_cast<Bytef *>(result.bytes.data() + before);
        stream.avail_out = uInt(room);
        const int status = inflate(&stream, Z_NO_FLUSH);
        result.bytes.resize(before + room - qsizetype(stream.avail_out));
        if (isCancelled(control) || (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR))
            return {};
        if (status == Z_STREAM_END) {
            if (stream.avail_in == 0)
                return result;
            // Members of gzip may follow each other.
            if (windowBits < 16 || inflateReset(&stream) != Z_OK)
                return {};
        } else if (stream.avail_in == 0 && stream.avail_out > 0) {
            // All of it was read.
            return payload.endsWith(QByteArrayView("\0\0\xFF\xFF", 4)) ? result : InflatedPayload();
        } else if (result.bytes.size() == most) {
            result.isWhole = false;
            return result;
        } else if (status == Z_BUF_ERROR) {
            return {};
        }
    }
}

static InflatedPayload inflateZstandard(QByteArrayView payload, qsizetype most, const ScanControl *control)
{
    const auto end = [](ZSTD_DCtx *ended) { ZSTD_freeDCtx(ended); };
    const std::unique_ptr<ZSTD_DCtx, decltype(end)> context(ZSTD_createDCtx(), end);
    // What a frame may ask for: memory of eight mebibytes, as RFC 8878 section 3.1.1.1.2 recommends.
    if (!context || ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, 23)))
        return {};
    ZSTD_inBuffer in{payload.data(), size_t(payload.size()), 0};
    InflatedPayload result{"Zstandard", {}, true};
    for (;;) {
        const qsizetype before = result.bytes.size();
        const qsizetype room = makeRoom(&result.bytes, most);
        ZSTD_outBuffer out{result.bytes.data() + before, size_t(room), 0};
        const size_t left = ZSTD_decompressStream(context.get(), &out, &in);
        result.bytes.resize(before + qsizetype(out.pos));
        if (isCancelled(control) || ZSTD_isError(left))
            return {};
        // Asked once more, a frame that has ended would begin another.
        if (in.pos == in.size && (left == 0 || out.pos < out.size))
            return left == 0 ? result : InflatedPayload();
        if (result.bytes.size() == most) {
            result.isWhole = false;
            return result;
        }
    }
}

static bool isZlib(QByteArrayView payload)
{
    const int method = uchar(payload[0]);
    const int flags = uchar(payload[1]);
    const bool needsDictionary = flags & 0x20;
    return (method & 0xF) == Z_DEFLATED && method >> 4 <= 7 && (method * 256 + flags) % 31 == 0
           && !needsDictionary;
}

InflatedPayload inflatePayload(QByteArrayView payload, qsizetype most, const ScanControl *control)
{
    if (payload.size() < 3)
        return {};
    if (payload.startsWith("\x1F\x8B\x08"))
        return inflateZlib("gzip", 16 + MAX_WBITS, payload, most, control);
    if (payload.startsWith("\x28\xB5\x2F\xFD"))
        return inflateZstandard(payload, most, control);
    if (isZlib(payload)) {
        if (InflatedPayload found = inflateZlib("zlib", MAX_WBITS, payload, most, control); found.format)
            return found;
    }
    InflatedPayload found = inflateZlib("DEFLATE", -MAX_WBITS, payload, most, control);
    const bool isText = found.format && found.isWhole && found.bytes.size() > payload.size()
                        && !found.bytes.contains('\0') && QUtf8StringView(found.bytes).isValidUtf8();
    return isText ? found : InflatedPayload();
}
