// SPDX-License-Identifier: MIT
#include "connection/engine/nativetransport.h"

#include "connection/engine/redirect.h"
#include "net/socketstream.h"

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

std::unique_ptr<Transport> makeNativeTransport()
{
    return std::make_unique<NativeTransport>();
}

NativeTransport::NativeTransport(QObject *parent)
    : Transport(parent)
{
    m_bodyTimer.setSingleShot(true);
    m_lingerTimer.setSingleShot(true);
    connect(&m_bodyTimer, &QTimer::timeout, this, [this] { m_connection->cutBody(); });
    connect(&m_lingerTimer, &QTimer::timeout, this, &NativeTransport::settle);
}

NativeTransport::~NativeTransport()
{
    abort(CloseCode::GoingAway);
}

void NativeTransport::open(const ConnectionProfile &profile)
{
    m_profile = profile;
    m_attempt.start();
    m_buffer = QByteArray(ReadSlice, Qt::Uninitialized);
    connectTo(profile.url);
}

void NativeTransport::connectTo(const QUrl &url)
{
    m_visited.append(url);
    m_streamEnded = false;
    m_streamError.reset();
    m_unwritten = 0;
    m_stream = std::make_unique<SocketStream>();
    SocketStream *stream = m_stream.get();
    connect(stream, &SocketStream::opened, this, [this] {
        m_connection = std::make_unique<ClientConnection>(static_cast<ClientListener &>(*this), m_profile,
                                                          m_visited, m_stream->info());
        m_connection->start();
    });
    connect(stream, &SocketStream::readyRead, this, &NativeTransport::read);
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
void NativeTransport::dropStream()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->abort();
    m_stream.release()->deleteLater();
}

void NativeTransport::read()
{
    if (m_done || !m_stream)
        return;
    for (int i = 0; i < SlicesAtOnce; ++i) {
        const qint64 size = m_connection ? m_stream->read(m_buffer.data(), m_buffer.size()) : 0;
        if (size <= 0) {
            if (m_streamEnded)
                settle();
            return;
        }
        m_moved += size;
        if (!m_end)
            m_connection->add(m_buffer.constData(), size);
        if (m_done || !m_stream)
            return;
    }
    readLater();
}

void NativeTransport::readLater()
{
    if (std::exchange(m_readPosted, true))
        return;
    const auto posted = [this] {
        m_readPosted = false;
        read();
    };
    QMetaObject::invokeMethod(this, posted, Qt::QueuedConnection);
}

void NativeTransport::write()
{
    if (m_done || m_end || !m_connection || !m_stream)
        return;
    if (m_stream->bytesToWrite() < WriteAheadBytes && m_connection->writeSome())
        writeLater();
}

// What compresses well would fill no buffer and keep the thread to itself.
void NativeTransport::writeLater()
{
    if (m_stream->bytesToWrite() >= WriteAheadBytes || std::exchange(m_writePosted, true))
        return;
    const auto posted = [this] {
        m_writePosted = false;
        write();
    };
    QMetaObject::invokeMethod(this, posted, Qt::QueuedConnection);
}

bool NativeTransport::send(bool text, const QByteArray &payload)
{
    if (m_done || m_end || !m_connection || !m_connection->send(text, payload))
        return false;
    write();
    return true;
}

bool NativeTransport::sendText(const QByteArray &utf8)
{
    return send(true, utf8);
}

bool NativeTransport::sendBinary(const QByteArray &data)
{
    return send(false, data);
}

void NativeTransport::ping(const QByteArray &payload)
{
    if (!m_done && m_connection)
        m_connection->ping(payload);
}

void NativeTransport::close(quint16 code, const QString &reason)
{
    if (m_done || m_end || !m_connection)
        return;
    m_connection->close(code, reason);
    write();
}

void NativeTransport::abort(std::optional<quint16> code)
{
    if (std::exchange(m_done, true))
        return;
    m_bodyTimer.stop();
    m_lingerTimer.stop();
    if (code && m_connection && m_stream) {
        if (!m_end)
            m_connection->closeNow(*code);
        m_stream->flush();
    }
    if (m_connection) {
        m_backlog = m_connection->backlog(m_unwritten);
        m_connection->stop();
    }
    dropStream();
}

bool NativeTransport::tellsSentBytes() const
{
    return m_connection && m_connection->compresses();
}

qint64 NativeTransport::bytesToWrite() const
{
    return (m_connection ? m_connection->waitingBytes() : 0) + unsentBytes();
}

Transport::Backlog NativeTransport::backlog() const
{
    return m_done || !m_connection ? m_backlog : m_connection->backlog(m_unwritten);
}

std::optional<ConnectionError> NativeTransport::stalled() const
{
    if (m_connection || !m_stream)
        return {};
    return m_stream->stalled();
}

qint64 NativeTransport::bytesMoved() const
{
    return m_moved + (m_stream ? m_stream->bytesAvailable() : 0);
}

void NativeTransport::sendBytes(const char *bytes, qsizetype size)
{
    if (!m_stream)
        return;
    m_unwritten += size;
    m_stream->write(bytes, size);
}

qint64 NativeTransport::unsentBytes() const
{
    return m_stream ? m_stream->bytesToWrite() : 0;
}

void NativeTransport::handshakeDone(const HandshakeInfo &info)
{
    m_open = true;
    m_moved = 0;
    Q_EMIT opened(info);
}

void NativeTransport::messageRead(bool text, const QByteArray &payload, qint64 wireBytes)
{
    if (text)
        Q_EMIT textReceived(payload, wireBytes);
    else
        Q_EMIT binaryReceived(payload, wireBytes);
}

void NativeTransport::messageWritten(qint64 wireBytes)
{
    if (!m_done)
        Q_EMIT messageSent(wireBytes);
}

void NativeTransport::controlSeen(const ControlFrame &frame)
{
    Q_EMIT controlFrame(frame);
    if (frame.incoming && frame.opcode == Opcode::Pong && !m_done)
        Q_EMIT pongReceived(frame.payload);
}

void NativeTransport::redirected(const QUrl &url)
{
    dropStream();
    // The connection is still at work.
    QMetaObject::invokeMethod(
            this,
            [this, url] {
                if (m_done)
                    return;
                m_connection.reset();
                connectTo(url);
            },
            Qt::QueuedConnection);
}

void NativeTransport::refusing()
{
    const auto left = m_profile.handshakeTimeout - std::chrono::milliseconds(m_attempt.elapsed());
    const auto wait =
            std::min({BodyTimeout, m_profile.handshakeTimeout / BodyShareOfHandshake, left - BodyReserve});
    m_bodyTimer.start(std::max(wait, 0ms));
}

void NativeTransport::protocolEnded(const TransportEnd &end, bool mayLinger)
{
    m_bodyTimer.stop();
    m_end = end;
    if (!mayLinger || m_streamEnded) {
        QMetaObject::invokeMethod(this, &NativeTransport::settle, Qt::QueuedConnection);
        return;
    }
    m_stream->finish();
    auto wait = end.close->by == CloseInfo::By::Us ? LingerAfterUs : LingerAfterPeer;
    m_lingerTimer.start(std::min(wait, m_profile.closeTimeout));
    Q_EMIT closing();
}

void NativeTransport::settle()
{
    if (m_done)
        return;
    if (!m_end) {
        if (m_connection) {
            m_connection->end(m_streamError); // ends here again
            return;
        }
        m_end.emplace();
        m_end->error = m_streamError;
        m_end->handshake.emplace(m_stream->info());
        m_end->handshake->redirects = m_visited.first(std::max<qsizetype>(m_visited.size() - 1, 0));
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
