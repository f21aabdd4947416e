// SPDX-License-Identifier: MIT
#include "support/peerdeflate.h"

#include <zlib.h>

#include <algorithm>

struct PeerDeflate::Streams
{
    explicit Streams(int windowBits)
    {
        // zlib makes no window of 8 bits, and reads none.
        const int bits = std::max(windowBits, 9);
        deflateInit2(&out, 6, Z_DEFLATED, -bits, 8, Z_DEFAULT_STRATEGY);
        inflateInit2(&in, -bits);
    }
    ~Streams()
    {
        deflateEnd(&out);
        inflateEnd(&in);
    }

    z_stream out{};
    z_stream in{};
};

PeerDeflate::PeerDeflate(int windowBits, bool takeover)
    : m_takeover(takeover)
    , m_streams(std::make_unique<Streams>(windowBits))
{}

PeerDeflate::~PeerDeflate() = default;

static QByteArray pumped(z_stream &stream, int (*pump)(z_stream *, int), const QByteArray &bytes,
                         qsizetype room, int flush = Z_SYNC_FLUSH)
{
    QByteArray result(room, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    stream.avail_in = uInt(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(result.data());
    stream.avail_out = uInt(room);
    const int code = pump(&stream, flush);
    if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END)
        return {};
    result.chop(stream.avail_out);
    return result;
}

QByteArray PeerDeflate::deflated(const QByteArray &message)
{
    if (!m_takeover)
        deflateReset(&m_streams->out);
    // An empty message is an empty block (section 7.2.3.6).
    if (message.isEmpty())
        return QByteArray(1, '\0');
    QByteArray bytes = pumped(m_streams->out, deflate, message, message.size() + message.size() / 100 + 1024);
    bytes.chop(4);
    return bytes;
}

QByteArray PeerDeflate::deflatedToTheEnd(const QByteArray &message)
{
    if (!m_takeover)
        deflateReset(&m_streams->out);
    const QByteArray bytes =
            pumped(m_streams->out, deflate, message, message.size() + message.size() / 100 + 1024, Z_FINISH);
    deflateReset(&m_streams->out);
    return bytes + '\0';
}

QByteArray PeerDeflate::inflated(const QByteArray &payload)
{
    if (!m_takeover)
        inflateReset(&m_streams->in);
    return pumped(m_streams->in, inflate, payload + QByteArray("\0\0\xff\xff", 4),
                  1032 * (payload.size() + 8));
}
