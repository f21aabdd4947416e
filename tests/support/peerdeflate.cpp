// SPDX-License-Identifier: MIT
#include "support/peerdeflate.h"

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/beast/zlib/inflate_stream.hpp>

#include <algorithm>

namespace zlib = boost::beast::zlib;

struct PeerDeflate::Streams
{
    zlib::deflate_stream out;
    zlib::inflate_stream in;
};

PeerDeflate::PeerDeflate(int windowBits, bool takeover)
    : m_windowBits(windowBits)
    , m_takeover(takeover)
    , m_streams(std::make_unique<Streams>())
{
    m_streams->out.reset(6, std::max(windowBits, 9), 8, zlib::Strategy::normal);
    m_streams->in.reset(windowBits);
}

PeerDeflate::~PeerDeflate() = default;

template <typename Stream>
static QByteArray pumped(Stream &stream, const QByteArray &bytes, qsizetype room,
                         zlib::Flush flush = zlib::Flush::sync)
{
    QByteArray result(room, Qt::Uninitialized);
    zlib::z_params params;
    params.next_in = bytes.constData();
    params.avail_in = std::size_t(bytes.size());
    params.next_out = result.data();
    params.avail_out = std::size_t(room);
    boost::beast::error_code error;
    stream.write(params, flush, error);
    if (error && error != zlib::error::need_buffers && error != zlib::error::end_of_stream)
        return {};
    result.truncate(qsizetype(params.total_out));
    return result;
}

QByteArray PeerDeflate::deflated(const QByteArray &message)
{
    if (!m_takeover)
        m_streams->out.reset(6, m_windowBits, 8, zlib::Strategy::normal);
    // An empty message is an empty block (section 7.2.3.6).
    if (message.isEmpty())
        return QByteArray(1, '\0');
    QByteArray bytes = pumped(m_streams->out, message, message.size() + message.size() / 100 + 1024);
    bytes.chop(4);
    return bytes;
}

QByteArray PeerDeflate::deflatedToTheEnd(const QByteArray &message)
{
    const auto restart = [this] {
        m_streams->out.reset(6, std::max(m_windowBits, 9), 8, zlib::Strategy::normal);
    };
    if (!m_takeover)
        restart();
    const QByteArray bytes = pumped(m_streams->out, message, message.size() + message.size() / 100 + 1024,
                                    zlib::Flush::finish);
    restart();
    return bytes + '\0';
}

QByteArray PeerDeflate::inflated(const QByteArray &payload)
{
    if (!m_takeover)
        m_streams->in.reset(m_windowBits);
    return pumped(m_streams->in, payload + QByteArray("\0\0\xff\xff", 4), 1032 * (payload.size() + 8));
}
