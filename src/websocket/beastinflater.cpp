// SPDX-License-Identifier: MIT
#include "websocket/beastinflater.h"

#include <boost/beast/zlib/inflate_stream.hpp>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
namespace zlib = boost::beast::zlib;

static constexpr qsizetype RoomBytes = 64 * 1024;
// What the sender has taken off the end of each message (RFC 7692 section 7.2.1).
static constexpr std::array<char, 4> Trailer{0x00, 0x00, char(0xFF), char(0xFF)};

// Of z_params::data_type: the bits that have been read and not used.
static constexpr int ReservoirMask = 0x3F;
// Of z_params::data_type: just behind a block that is not the last, and no bits are left.
static constexpr int AtBoundary = 128;

struct BeastInflater::Stream
{
    zlib::inflate_stream inflater;
};

BeastInflater::BeastInflater(const DeflateTerms &terms, qint64 maxMessageBytes)
    : m_terms(terms)
    , m_maxMessageBytes(maxMessageBytes)
    , m_stream(std::make_unique<Stream>())
    , m_room(std::make_unique_for_overwrite<char[]>(RoomBytes))
{
    restart();
}

BeastInflater::~BeastInflater() = default;

void BeastInflater::append(qsizetype size, QByteArray *message)
{
    if (message->isNull())
        *message = QByteArray(m_room.get(), size); // of exact size
    else
        message->append(m_room.get(), size);
}

BeastInflater::Fault BeastInflater::broken(const QString &text)
{
    m_faultText = text;
    return Fault::Broken;
}

BeastInflater::Fault BeastInflater::add(const char *bytes, qsizetype size, QByteArray *message)
{
    if (size == 0)
        return Fault::None;
    const Fault fault = inflate(bytes, size, Part::Payload, message);
    for (qsizetype i = std::max(qsizetype(0), size - qsizetype(Trailer.size())); i < size; ++i)
        m_tail = m_tail << 8 | quint8(bytes[i]);
    return fault;
}

BeastInflater::Fault BeastInflater::finish(QByteArray *message)
{
    if (message->isNull())
        *message = QByteArray("");
    // Nothing at all, a final block with nothing behind it, and a trailer that was not taken off are not what
    // section 7.2.1 makes, but clear.
    const bool isWhole = !m_begun || (m_state == AtBoundary && m_tail == 0x0000FFFF);
    const Fault fault = isWhole ? Fault::None : addTrailer(message);
    m_begun = false;
    if (m_terms.serverNoContextTakeover)
        restart();
    return fault;
}

// A whole message ends in the header of an empty stored block, so that the trailer is the block's LEN and
// NLEN (RFC 1951 section 3.2.4). These are the only 32 bits that are ever waited for: where all of the first
// three bytes wait to be used, that is it. What they let out was decided before: the inflater wants to see
// some bits behind each symbol.
BeastInflater::Fault BeastInflater::addTrailer(QByteArray *message)
{
    constexpr qsizetype Waiting = Trailer.size() - 1;
    if (const Fault fault = inflate(Trailer.data(), Waiting, Part::Trailer, message); fault != Fault::None)
        return fault;
    if (m_unusedBits != Waiting * 8)
        return broken(u"the last block is incomplete"_s);
    // Nothing was begun any more if that only made the end of a final block seen.
    return m_begun ? inflate(Trailer.data() + Waiting, 1, Part::Trailer, message) : Fault::None;
}

void BeastInflater::restart()
{
    m_stream->inflater.reset(m_terms.serverMaxWindowBits);
    m_begun = false;
}

BeastInflater::Fault BeastInflater::inflate(const char *bytes, qsizetype size, Part part, QByteArray *message)
{
    const char *at = bytes;
    const char *const end = bytes + size;
    for (;;) {
        zlib::z_params step;
        step.next_in = at;
        step.avail_in = std::size_t(end - at);
        step.next_out = m_room.get();
        // One byte more than allowed, so that it is noticed.
        const auto room = std::size_t(std::min(RoomBytes, m_maxMessageBytes - message->size() + 1));
        step.avail_out = room;
        m_begun = m_begun || at < end;
        boost::beast::error_code code;
        m_stream->inflater.write(step, zlib::Flush::sync, code);
        at = end - step.avail_in;
        m_state = step.data_type;
        m_unusedBits = (m_state & ReservoirMask) + 8 * (end - at);
        if (const auto made = qsizetype(room - step.avail_out); made > 0)
            append(made, message);
        if (message->size() > m_maxMessageBytes)
            return Fault::TooBig;
        if (code == zlib::error::end_of_stream) {
            // The inflater may have looked at the byte after the end.
            const int unread = (m_state & ReservoirMask) / 8;
            restart();
            if (part == Part::Trailer)
                return Fault::None;
            Q_ASSERT(unread <= 1);
            if (unread > at - bytes) {
                const char last = char(m_tail & 0xFF);
                if (const Fault fault = inflate(&last, 1, part, message); fault != Fault::None)
                    return fault;
            } else {
                at -= unread;
            }
            if (at == end)
                return Fault::None;
            continue;
        }
        if (code && code != zlib::error::need_buffers)
            return broken(QString::fromStdString(code.message()));
        if (at == end && (step.avail_out > 0 || m_state == AtBoundary))
            return Fault::None;
    }
}
