// SPDX-License-Identifier: MIT
#include "connection/beastsession.h"

#include "connection/connectionloss.h"
#include "connection/utf8.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

// Larger messages go out in frames of this size, so that neither the event loop nor a ping waits long.
static constexpr qsizetype SliceBytes = 1024 * 1024;
// Deflating is twenty times as slow as masking.
static constexpr qsizetype DeflateSliceBytes = 128 * 1024;
// With so much unsent, only the last ping is answered (RFC 6455 section 5.5.3).
static constexpr qint64 PongBacklogBytes = 256 * 1024;
static constexpr qsizetype OutputBytes = 64 * 1024;

BeastSession::BeastSession(BeastListener &listener, const ConnectionProfile &profile,
                           const std::optional<DeflateTerms> &deflate)
    : m_listener(listener)
    , m_maxMessageBytes(profile.maxMessageBytes)
    , m_answerPings(profile.answerPings)
    , m_compresses(deflate.has_value())
    , m_codec(deflate, profile.maxMessageBytes,
              [this](const char *bytes, qsizetype size) {
                  m_output.append(bytes, size);
                  if (m_output.size() >= OutputBytes)
                      flush();
              })
    , m_rules(deflate.has_value(), profile.maxFrameBytes, profile.maxMessageBytes)
{}

void BeastSession::add(const char *bytes, qsizetype size)
{
    if (m_held.isEmpty()) {
        const qsizetype used = process(bytes, size);
        if (!m_over)
            m_held = QByteArray(bytes + used, size - used);
    } else {
        QByteArray all = std::exchange(m_held, {});
        all.append(bytes, size);
        const qsizetype used = process(all.constData(), all.size());
        if (!m_over)
            m_held = all.sliced(used);
    }
    flush();
}

qsizetype BeastSession::process(const char *bytes, qsizetype size)
{
    qsizetype at = 0;
    while (!m_over && (at < size || m_inFrame)) {
        if (!m_inFrame) {
            const qsizetype used = processHeader(bytes + at, size - at);
            if (used == 0)
                break;
            at += used;
            continue;
        }
        const auto piece = qsizetype(std::min(m_frameLeft, quint64(size - at)));
        if (piece == 0 && m_frameLeft > 0)
            break;
        if (!addPayload(bytes + at, piece))
            break;
        at += piece;
        m_frameLeft -= quint64(piece);
        m_inFrame = m_frameLeft > 0;
        if (!m_inFrame && m_header.final)
            deliver();
    }
    return at;
}

// How many bytes were used: of a data frame the header, of a control frame all; 0 while that is not all
// there.
qsizetype BeastSession::processHeader(const char *bytes, qsizetype size)
{
    if (size < 2)
        return 0;
    const QByteArrayView view(bytes, size);
    FrameHeader header = FrameHeader::fromStart(view);
    FrameFault fault = m_rules.checkStart(header);
    if (!fault) {
        if (!header.readLength(view))
            return 0;
        fault = m_rules.checkLength(header);
    }
    if (fault) {
        fail(fault.code, fault.sentence, header.toString());
        return 0;
    }
    if (header.isControl())
        return processControl(header, bytes, size);
    m_rules.accept(header);
    m_header = header;
    beginFrame(bytes);
    return header.size;
}

void BeastSession::beginFrame(const char *bytes)
{
    // An empty frame that neither begins nor ends a message says nothing, and there may be any number.
    const bool saysNothing =
            m_header.length == 0 && !m_header.final && m_header.opcode == Opcode::Continuation;
    if (saysNothing)
        return;
    m_codec.addHeader(bytes, m_header.size);
    if (m_header.length == 0 && !m_header.final)
        return;
    m_inFrame = true;
    m_frameLeft = m_header.length;
    if (m_rules.isCompressed())
        return;
    const qsizetype whole = m_filled + qsizetype(m_header.length);
    if (m_filled == 0)
        m_message = QByteArray(whole, Qt::Uninitialized); // of exact size
    else
        m_message.resize(whole);
}

bool BeastSession::addPayload(const char *bytes, qsizetype size)
{
    BeastCodec::Fault fault;
    if (m_rules.isCompressed()) {
        fault = m_codec.addDeflated(bytes, size, &m_message);
        m_filled = m_message.size();
    } else {
        char *to = m_message.data() + m_filled;
        fault = m_codec.addPlain(bytes, size, to);
        m_filled += size;
        // Beast stops in the middle; where the fault is, is looked for in all of it.
        if (fault != BeastCodec::Fault::None && size > 0)
            std::memcpy(to, bytes, std::size_t(size));
    }
    if (fault == BeastCodec::Fault::None)
        return true;
    failCodec(fault);
    return false;
}

void BeastSession::deliver()
{
    const qint64 wireBytes = m_rules.messageBytes();
    const QByteArray message = std::exchange(m_message, {});
    m_filled = 0;
    m_listener.messageRead(m_rules.isText(), message, wireBytes);
}

qsizetype BeastSession::processControl(const FrameHeader &header, const char *bytes, qsizetype size)
{
    const qsizetype whole = header.size + qsizetype(header.length);
    if (size < whole)
        return 0;
    const QByteArray payload(bytes + header.size, qsizetype(header.length));
    if (header.opcode == Opcode::Close) {
        receivedClose(payload);
        return whole;
    }
    m_listener.controlSeen({header.opcode, true, payload});
    if (header.opcode == Opcode::Ping && !m_over)
        receivedPing(payload);
    return whole;
}

void BeastSession::receivedPing(const QByteArray &payload)
{
    if (!m_answerPings || m_closeSent)
        return;
    if (m_owedPong || m_listener.unsentBytes() + m_output.size() > PongBacklogBytes)
        m_owedPong = payload;
    else
        writeControl(Opcode::Pong, payload);
}

void BeastSession::receivedClose(const QByteArray &payload)
{
    CloseInfo close;
    close.by = m_asked || m_closeSent ? CloseInfo::By::Us : CloseInfo::By::Peer;
    close.code = payload.isEmpty() ? CloseCode::NoStatus : qFromBigEndian<quint16>(payload.constData());
    const QByteArray reason = payload.mid(2);
    close.reason = QString::fromUtf8(reason);
    close.clean = true;
    m_listener.controlSeen({Opcode::Close, true, payload});
    if (m_over)
        return;
    if (const qsizetype wrong = invalidUtf8At(reason); wrong >= 0) {
        fail(CloseCode::InvalidPayload,
             u"The reason in the peer's Close frame (%1) is not UTF-8, at byte %2."_s.arg(close.code)
                     .arg(wrong),
             QString::fromLatin1(payload.toHex(' ')));
        return;
    }
    TransportEnd end;
    const bool legal = payload.isEmpty() || CloseCode::maySend(close.code);
    if (!legal) {
        close.detail = u"RFC 6455 does not allow the code %1 in a Close frame."_s.arg(close.code);
        end.error = protocolBroken(
                close.code,
                u"The peer closed the connection with %1, a code that RFC 6455 does not allow there."_s.arg(
                        close.code),
                close.reason.isEmpty() ? close.detail : close.reason);
    } else if (m_closeSent && *m_closeSent != payload && m_closeSent->left(2) != payload.left(2)) {
        close.detail = u"We sent %1."_s.arg(qFromBigEndian<quint16>(m_closeSent->constData()));
    }
    const bool answers = !m_closeSent;
    if (answers)
        writeClose(legal ? payload.left(2) : QByteArray("\x03\xEA")); // 1002
    end.close = close;
    over(end, answers);
}

void BeastSession::failCodec(BeastCodec::Fault fault)
{
    const QString raw = m_codec.message();
    switch (fault) {
    case BeastCodec::Fault::Utf8: {
        const qsizetype wrong = invalidUtf8At(QByteArrayView(m_message).first(m_filled));
        fail(CloseCode::InvalidPayload,
             u"The peer sent a text message that is not UTF-8, at byte %1 of the message."_s.arg(
                     wrong < 0 ? m_filled : wrong),
             raw);
        return;
    }
    case BeastCodec::Fault::TooBig:
        fail(CloseCode::MessageTooBig,
             u"The peer sent a compressed message that, inflated, is larger than the limit of %1 bytes."_s
                     .arg(m_maxMessageBytes),
             raw);
        return;
    case BeastCodec::Fault::Inflate:
        fail(CloseCode::InvalidPayload,
             u"The peer sent compressed data that cannot be inflated: %1."_s.arg(raw), raw);
        return;
    case BeastCodec::Fault::Other:
    case BeastCodec::Fault::None:
        fail(CloseCode::ProtocolError, u"The peer sent a frame that cannot be read: %1."_s.arg(raw), raw);
        return;
    }
}

void BeastSession::fail(quint16 code, const QString &sentence, const QString &raw)
{
    if (!m_closeSent) {
        QByteArray payload(2, Qt::Uninitialized);
        qToBigEndian(code, payload.data());
        writeClose(payload);
    }
    TransportEnd end;
    end.close = closeByEngine(code);
    end.error = protocolBroken(code, sentence, raw);
    over(end, true);
}

void BeastSession::over(const TransportEnd &end, bool mayLinger)
{
    flush();
    if (m_over)
        return;
    m_over = true;
    m_waiting.clear();
    m_waitingBytes = 0;
    m_listener.protocolEnded(end, mayLinger);
}

void BeastSession::end(const std::optional<ConnectionError> &error)
{
    if (m_over)
        return;
    TransportEnd end;
    const quint16 sent = m_asked ? m_asked->code : quint16(0);
    end.close = closeWithoutFrame(sent);
    if (sent == 0)
        end.error = connectionLost(error ? error->raw : QString());
    over(end, false);
}

bool BeastSession::send(bool text, const QByteArray &payload)
{
    if (m_over || m_asked || m_closeSent)
        return false;
    m_waiting.push_back({text, payload});
    m_waitingBytes += payload.size();
    return true;
}

bool BeastSession::writeSome()
{
    if (m_over)
        return false;
    if (m_owedPong)
        writeControl(Opcode::Pong, *std::exchange(m_owedPong, {}));
    const qsizetype slice = m_compresses ? DeflateSliceBytes : SliceBytes;
    qsizetype left = slice;
    while (!m_waiting.empty() && left > 0) {
        Outgoing &next = m_waiting.front();
        const qsizetype piece = std::min(next.payload.size() - next.written, slice);
        const bool final = next.written + piece == next.payload.size();
        m_codec.write(next.text, next.payload.constData() + next.written, piece, final);
        next.written += piece;
        m_waitingBytes -= piece;
        left -= std::max(piece, qsizetype(1));
        if (final)
            m_waiting.pop_front();
    }
    if (m_waiting.empty() && m_asked && !m_closeSent) {
        QByteArray payload(2, Qt::Uninitialized);
        qToBigEndian(m_asked->code, payload.data());
        writeClose(payload + m_asked->reason.toUtf8());
    }
    flush();
    return !m_waiting.empty();
}

void BeastSession::ping(const QByteArray &payload)
{
    if (m_over || m_closeSent)
        return;
    writeControl(Opcode::Ping, payload);
    flush();
}

void BeastSession::close(quint16 code, const QString &reason)
{
    if (!m_over && !m_asked)
        m_asked = OwnClose{code, reason};
}

void BeastSession::closeNow(quint16 code)
{
    if (m_over || m_closeSent)
        return;
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(code, payload.data());
    m_over = true; // nothing is told
    m_output += controlFrame(Opcode::Close, payload);
    flush();
}

void BeastSession::writeControl(quint8 opcode, const QByteArray &payload)
{
    m_output += controlFrame(opcode, payload);
    m_listener.controlSeen({opcode, false, payload});
}

void BeastSession::writeClose(const QByteArray &payload)
{
    m_closeSent = payload;
    writeControl(Opcode::Close, payload);
}

void BeastSession::flush()
{
    if (m_output.isEmpty())
        return;
    QByteArray output;
    output.swap(m_output);
    m_listener.sendBytes(output.constData(), output.size());
    output.resize(0); // its memory is for the next
    if (m_output.isEmpty())
        m_output.swap(output);
}
