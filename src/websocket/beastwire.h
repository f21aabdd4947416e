// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/handshakekey.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <QByteArray>

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

// For beastcodec.cpp alone: all of Beast's templates are there.

/// What a BeastWire reads from and writes to.
struct BeastWireEnds
{
    /// What Beast still has to read: `head`, then `body`.
    std::array<char, 64> head{};
    std::size_t headSize = 0;
    std::size_t headRead = 0;
    const char *body = nullptr;
    std::size_t bodySize = 0;
    std::function<void(const char *, qsizetype)> output;
    /// What Beast writes is thrown away: the Close frame of a fault that it finds is sent by others.
    bool muted = false;

    /// Until the handshake is over: what Beast wrote, and the answer to it.
    bool inHandshake = true;
    QByteArray request;
    QByteArray answer;
    QByteArray extensions;

    std::size_t unread() const { return headSize - headRead + bodySize; }
};

/// Beast's SyncStream, of memory.
class BeastWire
{
public:
    using executor_type = boost::asio::io_context::executor_type;

    BeastWire(boost::asio::io_context &context, BeastWireEnds &ends)
        : m_context(context)
        , m_ends(ends)
    {}

    executor_type get_executor() noexcept { return m_context.get_executor(); }

    template <typename Buffers>
    std::size_t read_some(const Buffers &buffers, boost::beast::error_code &error)
    {
        error = {};
        if (m_ends.inHandshake)
            answerHandshake();
        std::size_t read = 0;
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != boost::asio::buffer_sequence_end(buffers) && m_ends.unread() > 0; ++it) {
            const boost::asio::mutable_buffer buffer = *it;
            read += take(static_cast<char *>(buffer.data()), buffer.size());
        }
        if (read == 0 && boost::asio::buffer_size(buffers) > 0)
            error = boost::asio::error::would_block;
        return read;
    }

    template <typename Buffers>
    std::size_t write_some(const Buffers &buffers, boost::beast::error_code &error)
    {
        error = {};
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != boost::asio::buffer_sequence_end(buffers); ++it) {
            const boost::asio::const_buffer buffer = *it;
            const auto *data = static_cast<const char *>(buffer.data());
            if (m_ends.inHandshake)
                m_ends.request.append(data, qsizetype(buffer.size()));
            else if (!m_ends.muted && buffer.size() > 0)
                m_ends.output(data, qsizetype(buffer.size()));
        }
        return boost::asio::buffer_size(buffers);
    }

    // What throws is part of the concept, and called by nobody.
    template <typename Buffers>
    std::size_t read_some(const Buffers &buffers)
    {
        boost::beast::error_code error;
        return read_some(buffers, error);
    }
    template <typename Buffers>
    std::size_t write_some(const Buffers &buffers)
    {
        boost::beast::error_code error;
        return write_some(buffers, error);
    }

private:
    std::size_t take(char *to, std::size_t size)
    {
        const std::size_t head = std::min(size, m_ends.headSize - m_ends.headRead);
        std::memcpy(to, m_ends.head.data() + m_ends.headRead, head);
        m_ends.headRead += head;
        if (m_ends.headRead == m_ends.headSize)
            m_ends.headRead = m_ends.headSize = 0;
        const std::size_t body = std::min(size - head, m_ends.bodySize);
        if (body > 0)
            std::memcpy(to + head, m_ends.body, body);
        m_ends.body += body;
        m_ends.bodySize -= body;
        return head + body;
    }

    // The real handshake is over when this one begins: Beast cannot be told that in another way.
    void answerHandshake()
    {
        if (!m_ends.answer.isEmpty())
            return;
        const QByteArray name = "Sec-WebSocket-Key: ";
        const qsizetype key = m_ends.request.indexOf(name) + name.size();
        m_ends.answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: "
                        + acceptForKey(m_ends.request.mid(key, m_ends.request.indexOf('\r', key) - key))
                        + "\r\n";
        if (!m_ends.extensions.isEmpty())
            m_ends.answer += "Sec-WebSocket-Extensions: " + m_ends.extensions + "\r\n";
        m_ends.answer += "\r\n";
        m_ends.body = m_ends.answer.constData();
        m_ends.bodySize = std::size_t(m_ends.answer.size());
    }

    boost::asio::io_context &m_context;
    BeastWireEnds &m_ends;
};

// Found by Beast by their arguments: the socket is ended by others.
inline void teardown(boost::beast::role_type, BeastWire &, boost::beast::error_code &error)
{
    error = {};
}
inline void beast_close_socket(BeastWire &) {}
