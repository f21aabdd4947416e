// SPDX-License-Identifier: MIT
// The one source with Beast's templates.
#include "websocket/beastcodec.h"

#include "websocket/beastanswerparser.h"
#include "websocket/beastwire.h"
#include "websocket/frameheader.h"

#include <boost/beast/websocket.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

// The largest piece that is masked or deflated at once; of compressed messages, the largest frame.
static constexpr std::size_t WriteBufferBytes = 64 * 1024;

// Nothing is ever run on it: Beast wants one for timers that are never started, and each has three
// descriptors. Never deleted, so that it outlives every stream.
static boost::asio::io_context &idleContext()
{
    static auto *const context = new boost::asio::io_context;
    return *context;
}

class BeastCodec::Stream
{
public:
    Stream(const std::optional<DeflateTerms> &deflate, qint64 maxMessageBytes, Output output);

    Fault fault(const beast::error_code &code);
    std::size_t readSome(char *to, std::size_t size, beast::error_code &code)
    {
        ends.muted = true;
        const std::size_t read = socket.read_some(boost::asio::mutable_buffer(to, size), code);
        ends.muted = false;
        return read;
    }

    BeastWireEnds ends;
    websocket::stream<BeastWire> socket{idleContext(), ends};
    QString faultText;
    /// Written since last asked for.
    qint64 payloadBytes = 0;

private:
    void countPayload(const char *bytes, qsizetype size);

    /// Of the frame being written.
    qint64 m_frameLeft = 0;
};

BeastCodec::Stream::Stream(const std::optional<DeflateTerms> &deflate, qint64 maxBytes, Output output)
{
    ends.output = [this, output = std::move(output)](const char *bytes, qsizetype size) {
        if (!ends.inHandshake)
            countPayload(bytes, size);
        output(bytes, size);
    };
    socket.read_message_max(std::size_t(maxBytes));
    socket.auto_fragment(false);
    socket.write_buffer_bytes(WriteBufferBytes);
    if (deflate) {
        websocket::permessage_deflate option;
        option.client_enable = true;
        option.compLevel = 6;
        option.memLevel = 8;
        socket.set_option(option);
        ends.extensions = deflate->toHeader();
    }
    beast::error_code code;
    socket.handshake("localhost", "/", code);
    Q_ASSERT(!code);
    ends.inHandshake = false;
}

// Beast writes each header in one piece, by itself or followed by its payload.
void BeastCodec::Stream::countPayload(const char *bytes, qsizetype size)
{
    while (size > 0) {
        if (m_frameLeft == 0) {
            const QByteArrayView view(bytes, size);
            FrameHeader header = FrameHeader::fromStart(view);
            const bool whole = header.readLength(view);
            Q_ASSERT(whole);
            m_frameLeft = qint64(header.length);
            bytes += header.size;
            size -= header.size;
        }
        const qsizetype piece = std::min(size, qsizetype(m_frameLeft));
        payloadBytes += piece;
        m_frameLeft -= piece;
        bytes += piece;
        size -= piece;
    }
}

BeastCodec::Fault BeastCodec::Stream::fault(const beast::error_code &code)
{
    faultText = QString::fromStdString(code.message());
    if (code == websocket::error::bad_frame_payload)
        return Fault::Utf8;
    return Fault::Other;
}

BeastCodec::BeastCodec(const std::optional<DeflateTerms> &deflate, qint64 maxMessageBytes, Output output)
    : m_stream(std::make_unique<Stream>(deflate, maxMessageBytes, std::move(output)))
{
    if (deflate)
        m_inflater = std::make_unique<BeastInflater>(*deflate, maxMessageBytes);
}

BeastCodec::~BeastCodec() = default;

void BeastCodec::addHeader(const char *bytes, int size)
{
    BeastWireEnds &ends = m_stream->ends;
    Q_ASSERT(ends.headSize + std::size_t(size) <= ends.head.size());
    std::memcpy(ends.head.data() + ends.headSize, bytes, std::size_t(size));
    ends.headSize += std::size_t(size);
}

BeastCodec::Fault BeastCodec::addPlain(const char *bytes, qsizetype size, char *to)
{
    Stream &stream = *m_stream;
    stream.ends.body = bytes;
    stream.ends.bodySize = std::size_t(size);
    beast::error_code code;
    if (size == 0) {
        // Beast wants room even for nothing.
        char nothing = 0;
        stream.readSome(&nothing, 1, code);
    }
    for (std::size_t read = 0; read < std::size_t(size) && !code;)
        read += stream.readSome(to + read, std::size_t(size) - read, code);
    return code ? stream.fault(code) : Fault::None;
}

BeastCodec::Fault BeastCodec::inflated(BeastInflater::Fault fault)
{
    switch (fault) {
    case BeastInflater::Fault::None:
        break;
    case BeastInflater::Fault::TooBig:
        return Fault::TooBig;
    case BeastInflater::Fault::Broken:
        m_stream->faultText = m_inflater->message();
        return Fault::Inflate;
    }
    return Fault::None;
}

BeastCodec::Fault BeastCodec::addDeflated(const char *bytes, qsizetype size, QByteArray *message)
{
    return inflated(m_inflater->add(bytes, size, message));
}

BeastCodec::Fault BeastCodec::finishDeflated(QByteArray *message)
{
    return inflated(m_inflater->finish(message));
}

QString BeastCodec::message() const
{
    return m_stream->faultText;
}

qint64 BeastCodec::write(bool text, const char *bytes, qsizetype size, bool final)
{
    m_stream->socket.text(text);
    beast::error_code code;
    m_stream->socket.write_some(final, boost::asio::const_buffer(bytes, std::size_t(size)), code);
    Q_ASSERT(!code);
    return std::exchange(m_stream->payloadBytes, 0);
}

// BeastAnswer is here, too, for the sake of its parser.

BeastAnswer::BeastAnswer()
    : m_parser(std::make_unique<Parser>(*this))
{}

BeastAnswer::~BeastAnswer() = default;

BeastAnswer::State BeastAnswer::add(const char *bytes, qsizetype size)
{
    m_unread.append(bytes, size);
    return m_state = parse();
}

// "0\r\n\r\n", the last chunk (RFC 9112 section 7.1): so much is always still to come.
static constexpr qsizetype LeastChunkedBytes = 5;

static bool isHttp(const QByteArray &start)
{
    static constexpr QByteArrayView version("HTTP/");
    return QByteArrayView(start).first(std::min(start.size(), version.size()))
           == version.first(std::min(start.size(), version.size()));
}

BeastAnswer::State BeastAnswer::parse()
{
    while (m_state == State::Headers || m_state == State::Body) {
        if (!m_parser->got_some() && !isHttp(m_unread))
            return State::NotHttp;
        // Beast takes it for granted that it does not get the last chunk in smaller pieces.
        if (m_parser->isBetweenChunks() && m_unread.size() < LeastChunkedBytes)
            return m_state;
        beast::error_code code;
        const boost::asio::const_buffer unread(m_unread.constData(), std::size_t(m_unread.size()));
        const auto used = qsizetype(m_parser->put(unread, code));
        m_unread.remove(0, used);
        if (code && code != beast::http::error::need_more)
            return broken(QString::fromStdString(code.message()), code == beast::http::error::header_limit);
        if (m_parser->is_header_done() && (status < 100 || status >= 200 || status == 101)) {
            // A chunk's line or a trailer without an end: Beast has no limit for these.
            bodyWasCut = bodyWasCut || m_unread.size() > MaxHeaderBytes;
            return m_parser->is_done() || bodyWasCut ? State::Done : State::Body;
        }
        if (!m_parser->is_header_done()) {
            // Beast's own limit is for what it is given at once.
            m_headerBytes += used;
            return m_headerBytes > MaxHeaderBytes ? State::TooLarge : State::Headers;
        }
        // An interim response (RFC 9110 section 15.2): the final one follows.
        headers.clear();
        interimStatus = std::exchange(status, 0);
        m_headerBytes = 0;
        m_parser = std::make_unique<Parser>(*this);
        if (m_unread.isEmpty())
            return State::Headers;
    }
    return m_state;
}

BeastAnswer::State BeastAnswer::broken(const QString &text, bool tooLarge)
{
    fault = text;
    if (m_parser->is_header_done())
        return State::Done; // of the body, what could be read
    if (tooLarge)
        return State::TooLarge;
    return status == 0 ? State::NotHttp : State::Broken;
}

BeastAnswer::State BeastAnswer::end()
{
    if (m_state == State::Body)
        m_state = State::Done;
    return m_state;
}

QByteArray BeastAnswer::takeRest()
{
    return std::exchange(m_unread, {});
}

QByteArray BeastAnswer::joined(const QByteArray &name) const
{
    QByteArray all;
    for (const HttpHeader &header : headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            all += all.isNull() ? QByteArray("").append(header.value) : ", " + header.value;
    }
    return all;
}

int BeastAnswer::count(const QByteArray &name) const
{
    return int(std::count_if(headers.begin(), headers.end(), [&](const HttpHeader &header) {
        return header.name.compare(name, Qt::CaseInsensitive) == 0;
    }));
}
