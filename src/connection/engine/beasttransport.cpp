// SPDX-License-Identifier: MIT
#include "connection/engine/beasttransport.h"

#include "connection/engine/beastredirect.h"
#include "net/socketstream.h"
#include "profile/websocketurl.h"

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

static constexpr qsizetype ReadSlice = 256 * 1024;
// Then other events have their turn.
static constexpr int SlicesAtOnce = 4;
// More is given to the stream when it has less than this to write.
static constexpr qint64 WriteAheadBytes = 1024 * 1024;
// How long a refusal's body is waited for, at most: what has come must be told before the handshake's time is
// over.
static constexpr std::chrono::milliseconds BodyTimeout = 2s;
static constexpr int BodyShareOfHandshake = 4;
static constexpr std::chrono::milliseconds BodyReserve = 50ms;
// How long the peer may take to end TCP once all Close frames are sent.
static constexpr std::chrono::milliseconds LingerAfterPeer = 1s;
// Our close was answered: nothing of ours is under way.
static constexpr std::chrono::milliseconds LingerAfterUs = 100ms;

BeastTransport::BeastTransport(QObject *parent)
    : Transport(parent)
{
    m_bodyTimer.setSingleShot(true);
    m_lingerTimer.setSingleShot(true);
    connect(&m_bodyTimer, &QTimer::timeout, this, [this] { m_protocol->cutBody(); });
    connect(&m_lingerTimer, &QTimer::timeout, this, &BeastTransport::settle);
}

BeastTransport::~BeastTransport()
{
    abort(CloseCode::GoingAway);
}

QString BeastTransport::engine() const
{
    return u"beast"_s;
}

Transport::Capabilities BeastTransport::capabilities() const
{
    return Capability::Headers | Capability::ControlFrames | Capability::Compression | Capability::ExactClose;
}

void BeastTransport::open(const ConnectionProfile &profile)
{
    m_profile = profile;
    m_attempt.start();
    m_buffer = QByteArray(ReadSlice, Qt::Uninitialized);
    connectTo(profile.url);
}

void BeastTransport::connectTo(const QUrl &url)
{
    m_visited.append(url);
    m_streamEnded = false;
    m_streamError.reset();
    m_unwritten = 0;
    m_stream = std::make_unique<SocketStream>();
    SocketStream *stream = m_stream.get();
    connect(stream, &SocketStream::opened, this, [this] {
        m_protocol = std::make_unique<BeastProtocol>(static_cast<BeastListener &>(*this), m_profile,
                                                     m_visited, m_stream->info());
        m_protocol->start();
    });
    connect(stream, &SocketStream::readyRead, this, &BeastTransport::read);
    connect(stream, &SocketStream::bytesWritten, this, [this](qint64 bytes) {
        m_moved += bytes;
        m_unwritten = m_stream->bytesToWrite();
        write();
    });
    connect(stream, &SocketStream::ended, this, [this](const std::optional<ConnectionError> &error) {
        m_streamEnded = true;
        m_streamError = error;
        read();
    });
    stream->open(profileAt(m_profile, m_visited), url);
}

// Later, since it may be the sender.
void BeastTransport::dropStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->abort();
    m_stream.release()->deleteLater();
}

void BeastTransport::read()
{
    if (m_done || !m_stream)
        return;
    for (int i = 0; i < SlicesAtOnce; ++i) {
        const qint64 size = m_protocol ? m_stream->read(m_buffer.data(), m_buffer.size()) : 0;
        if (size <= 0) {
            if (m_streamEnded)
                settle();
            return;
        }
        m_moved += size;
        if (!m_end)
            m_protocol->add(m_buffer.constData(), size);
        if (m_done || !m_stream)
            return;
    }
    readLater();
}

void BeastTransport::readLater()
{
    if (std::exchange(m_readPosted, true))
        return;
    const auto posted = [this] {
        m_readPosted = false;
        read();
    };
    QMetaObject::invokeMethod(this, posted, Qt::QueuedConnection);
}

void BeastTransport::write()
{
    if (m_done || m_end || !m_protocol || !m_stream)
        return;
    if (m_stream->bytesToWrite() < WriteAheadBytes && m_protocol->writeSome())
        writeLater();
}

// What compresses well would fill no buffer and keep the thread to itself.
void BeastTransport::writeLater()
{
    if (m_stream->bytesToWrite() >= WriteAheadBytes || std::exchange(m_writePosted, true))
        return;
    const auto posted = [this] {
        m_writePosted = false;
        write();
    };
    QMetaObject::invokeMethod(this, posted, Qt::QueuedConnection);
}

bool BeastTransport::send(bool text, const QByteArray &payload)
{
    if (m_done || m_end || !m_protocol || !m_protocol->send(text, payload))
        return false;
    write();
    return true;
}

bool BeastTransport::sendText(const QByteArray &utf8)
{
    return send(true, utf8);
}

bool BeastTransport::sendBinary(const QByteArray &data)
{
    return send(false, data);
}

void BeastTransport::ping(const QByteArray &payload)
{
    if (!m_done && m_protocol)
        m_protocol->ping(payload);
}

void BeastTransport::close(quint16 code, const QString &reason)
{
    if (m_done || m_end || !m_protocol)
        return;
    m_protocol->close(code, reason);
    write();
}

void BeastTransport::abort(quint16 code)
{
    if (std::exchange(m_done, true))
        return;
    m_bodyTimer.stop();
    m_lingerTimer.stop();
    if (m_protocol && m_stream) {
        if (!m_end)
            m_protocol->closeNow(code);
        m_stream->flush();
    }
    if (m_protocol) {
        m_backlog = m_protocol->backlog(m_unwritten);
        m_protocol->stop();
    }
    dropStream();
}

bool BeastTransport::tellsSentBytes() const
{
    return m_protocol && m_protocol->compresses();
}

qint64 BeastTransport::bytesToWrite() const
{
    return (m_protocol ? m_protocol->waitingBytes() : 0) + unsentBytes();
}

Transport::Backlog BeastTransport::backlog() const
{
    return m_done || !m_protocol ? m_backlog : m_protocol->backlog(m_unwritten);
}

std::optional<ConnectionError> BeastTransport::stalled() const
{
    if (m_protocol || !m_stream)
        return {};
    return m_stream->stalled();
}

qint64 BeastTransport::bytesMoved() const
{
    return m_moved + (m_stream ? m_stream->bytesAvailable() : 0);
}

void BeastTransport::sendBytes(const char *bytes, qsizetype size)
{
    if (!m_stream)
        return;
    m_unwritten += size;
    m_stream->write(bytes, size);
}

qint64 BeastTransport::unsentBytes() const
{
    return m_stream ? m_stream->bytesToWrite() : 0;
}

void BeastTransport::handshakeDone(const HandshakeInfo &info)
{
    m_open = true;
    m_moved = 0;
    Q_EMIT opened(info);
}

void BeastTransport::messageRead(bool text, const QByteArray &payload, qint64 wireBytes)
{
    if (text)
        Q_EMIT textReceived(payload, wireBytes);
    else
        Q_EMIT binaryReceived(payload, wireBytes);
}

void BeastTransport::messageWritten(qint64 wireBytes)
{
    if (!m_done)
        Q_EMIT messageSent(wireBytes);
}

void BeastTransport::controlSeen(const ControlFrame &frame)
{
    Q_EMIT controlFrame(frame);
    if (frame.incoming && frame.opcode == Opcode::Pong && !m_done)
        Q_EMIT pongReceived(frame.payload);
}

void BeastTransport::redirected(const QUrl &url)
{
    dropStream();
    // The protocol is still at work.
    QMetaObject::invokeMethod(
            this,
            [this, url] {
                if (m_done)
                    return;
                m_protocol.reset();
                connectTo(url);
            },
            Qt::QueuedConnection);
}

void BeastTransport::refusing()
{
    const auto left = m_profile.handshakeTimeout - std::chrono::milliseconds(m_attempt.elapsed());
    const auto wait =
            std::min({BodyTimeout, m_profile.handshakeTimeout / BodyShareOfHandshake, left - BodyReserve});
    m_bodyTimer.start(std::max(wait, 0ms));
}

void BeastTransport::protocolEnded(const TransportEnd &end, bool mayLinger)
{
    m_bodyTimer.stop();
    m_end = end;
    if (!mayLinger || m_streamEnded) {
        QMetaObject::invokeMethod(this, &BeastTransport::settle, Qt::QueuedConnection);
        return;
    }
    m_stream->finish();
    auto wait = end.close->by == CloseInfo::By::Us ? LingerAfterUs : LingerAfterPeer;
    m_lingerTimer.start(std::min(wait, m_profile.closeTimeout));
    Q_EMIT closing();
}

void BeastTransport::settle()
{
    if (m_done)
        return;
    if (!m_end) {
        if (m_protocol) {
            m_protocol->end(m_streamError); // ends here again
            return;
        }
        m_end.emplace();
        m_end->error = m_streamError;
        m_end->handshake.emplace(m_stream->info());
        for (qsizetype i = 0; i + 1 < m_visited.size(); ++i)
            m_end->handshake->redirects.append(displayUrl(m_visited[i]));
    }
    TransportEnd end = *m_end;
    if (end.close && end.close->clean && unsentBytes() > 0) {
        end.close->clean = false;
        end.close->detail =
                tr("Our answer to the peer's Close frame could not be delivered: it does not read.");
    }
    abort(CloseCode::Normal);
    Q_EMIT finished(end);
}
