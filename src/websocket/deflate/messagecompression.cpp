// SPDX-License-Identifier: MIT
#include "websocket/deflate/messagecompression.h"

#include <algorithm>
#include <limits>

#include <zlib.h>

using namespace Qt::StringLiterals;

static constexpr int Level = 6;
// The empty block that ends what was flushed; its last four bytes are left out on the wire.
static constexpr qsizetype TrailerBytes = 4;
static constexpr qsizetype LeastRoomBytes = 16 * 1024;

struct MessageDeflater::Stream
{
    z_stream zlib{};
};

// zlib goes through its whole table of hashes each time it has filled the window: one that is made for the
// largest window makes the smallest several times as slow.
static int memoryLevel(int windowBits)
{
    return std::clamp(windowBits - 6, 5, 8);
}

MessageDeflater::MessageDeflater(const DeflateWindow &window)
    : m_takesOver(window.takesOver)
    , m_stream(std::make_unique<Stream>())
{
    const int result = deflateInit2(&m_stream->zlib, Level, Z_DEFLATED, -window.bits,
                                    memoryLevel(window.bits), Z_DEFAULT_STRATEGY);
    Q_ASSERT(result != Z_STREAM_ERROR);
    if (result != Z_OK)
        qBadAlloc();
}

MessageDeflater::~MessageDeflater()
{
    deflateEnd(&m_stream->zlib);
}

void MessageDeflater::add(const char *bytes, qsizetype size, bool final, QByteArray *payload)
{
    Q_ASSERT(size <= std::numeric_limits<uInt>::max());
    z_stream &zlib = m_stream->zlib;
    m_isEmpty = m_isEmpty && size == 0;
    // zlib does not write to it.
    zlib.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes));
    zlib.avail_in = uInt(size);
    while (!m_isEmpty) {
        const qsizetype before = payload->size();
        const qsizetype room = std::max(LeastRoomBytes, qsizetype(zlib.avail_in));
        payload->resize(before + room);
        zlib.next_out = reinterpret_cast<Bytef *>(payload->data() + before);
        zlib.avail_out = uInt(room);
        deflate(&zlib, final ? Z_SYNC_FLUSH : Z_NO_FLUSH);
        payload->resize(before + room - zlib.avail_out);
        if (zlib.avail_out > 0)
            break;
    }
    if (!final)
        return;
    // A block of nothing (section 7.2.3.6), for which zlib has no reason.
    if (m_isEmpty)
        payload->append('\0');
    else
        payload->chop(TrailerBytes);
    m_isEmpty = true;
    if (!m_takesOver)
        deflateReset(&zlib);
}

MessageInflater::MessageInflater(const DeflateWindow &window, qint64 maxMessageBytes)
    : m_takesOver(window.takesOver)
    , m_maxMessageBytes(maxMessageBytes)
    , m_stream(window.bits)
{}

MessageInflater::Fault MessageInflater::broken(QLatin1StringView text)
{
    m_faultText = text;
    return Fault::Broken;
}

MessageInflater::Fault MessageInflater::add(const char *bytes, qsizetype size, const Sink &sink)
{
    const char *const end = bytes + size;
    for (;;) {
        const InflateStream::Stop stop = m_stream.read(&bytes, end);
        const QByteArrayView made = m_stream.takeOutput();
        m_inflatedBytes += made.size();
        if (m_inflatedBytes > m_maxMessageBytes)
            return Fault::TooBig;
        if (!made.isEmpty() && !sink(made))
            return Fault::Refused;
        if (stop == InflateStream::Stop::Broken)
            return broken(m_stream.fault());
        if (stop == InflateStream::Stop::InputUsed)
            return Fault::None;
    }
}

MessageInflater::Fault MessageInflater::finish()
{
    m_inflatedBytes = 0;
    if (!m_stream.endMessage())
        return broken("the last block is incomplete"_L1);
    if (!m_takesOver)
        m_stream.restart();
    return Fault::None;
}
