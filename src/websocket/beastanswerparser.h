// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/beastanswer.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>

// For beastcodec.cpp alone: all of Beast's templates are there.

/// Beast's parser, with the headers kept in the order of the wire, which its containers do not keep.
class BeastAnswer::Parser final : public boost::beast::http::basic_parser<false>
{
public:
    explicit Parser(BeastAnswer &answer)
        : m_answer(answer)
    {
        header_limit(MaxHeaderBytes);
        // None at all would be taken for less than any length (1.74).
        body_limit(std::numeric_limits<std::uint64_t>::max());
        eager(true);
    }

    /// What comes next is the header of a chunk, if it is not the end of the last one.
    bool isBetweenChunks() const { return is_header_done() && chunked() && m_chunkRest == 0; }

private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;

    static QByteArray bytes(Text text) { return QByteArray(text.data(), qsizetype(text.size())); }

    void on_request_impl(boost::beast::http::verb, Text, Text, int, Error &) override {}
    void on_response_impl(int code, Text phrase, int httpVersion, Error &) override
    {
        m_answer.status = code;
        m_answer.version = httpVersion;
        m_answer.reason = bytes(phrase);
        m_answer.statusLine = "HTTP/" + QByteArray::number(httpVersion / 10) + '.'
                              + QByteArray::number(httpVersion % 10) + ' ' + QByteArray::number(code);
        if (!phrase.empty())
            m_answer.statusLine += ' ' + m_answer.reason;
    }
    void on_field_impl(boost::beast::http::field, Text name, Text value, Error &) override
    {
        m_answer.headers.append({bytes(name), bytes(value)});
    }
    void on_header_impl(Error &) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t> &, Error &) override {}
    std::size_t on_body_impl(Text part, Error &) override { return keep(part); }
    void on_chunk_header_impl(std::uint64_t size, Text, Error &) override { m_chunkRest = size; }
    std::size_t on_chunk_body_impl(std::uint64_t rest, Text part, Error &) override
    {
        m_chunkRest = rest - part.size();
        return keep(part);
    }
    void on_finish_impl(Error &) override {}

    std::size_t keep(Text part)
    {
        const qsizetype room = MaxBodyBytes - m_answer.body.size();
        m_answer.body.append(part.data(), std::min(room, qsizetype(part.size())));
        m_answer.bodyWasCut = m_answer.bodyWasCut || room < qsizetype(part.size());
        return part.size();
    }

    BeastAnswer &m_answer;
    std::uint64_t m_chunkRest = 0;
};
