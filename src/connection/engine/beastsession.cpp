// SPDX-License-Identifier: MIT
#include "connection/engine/beastsession.h"

#include "failure/connectionloss.h"
#include "websocket/utf8.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

// With so much unsent, only the last ping is answered (RFC 6455 section 5.5.3).
static constexpr qint64 PongBacklogBytes = 256 * 1024;
static constexpr qsizetype OutputBytes = 64 * 1024;
// What a message gets at once; then it doubles.
static constexpr qsizetype FirstRoomBytes = 1024 * 1024;

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
        if (!m_inFrame && m_header.final && checkEnd())
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
        fail(fault.code, fault.failure, header.toString());
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
    if (!m_rules.isCompressed())
        m_codec.addHeader(bytes, m_header.size);
    if (m_header.length == 0 && !m_header.final)
        return;
    m_inFrame = true;
    m_frameLeft = m_header.length;
}

// As bytes arrive: what a header announces may never come.
void BeastSession::makeRoom(qsizetype size)
{
    const qsizetype needed = m_filled + size;
    if (!m_message.isNull() && needed <= m_message.size())
        return;
    const qsizetype whole = m_filled + qsizetype(m_frameLeft);
    const qsizetype room = std::min(whole, std::max({needed, 2 * m_message.size(), FirstRoomBytes}));
    if (m_filled == 0)
        m_message = QByteArray(room, Qt::Uninitialized); // of exact size
    else
        m_message.resize(room);
}

bool BeastSession::addPayload(const char *bytes, qsizetype size)
{
    BeastCodec::Fault fault;
    if (m_rules.isCompressed()) {
        fault = m_codec.addDeflated(bytes, size, &m_message);
        m_filled = m_message.size();
        if (fault == BeastCodec::Fault::None && m_rules.isText())
            fault = checkInflatedText();
    } else {
        makeRoom(size);
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

BeastCodec::Fault BeastSession::checkInflatedText()
{
    const Utf8Prefix valid = utf8Prefix(QByteArrayView(m_message).sliced(m_checked));
    m_checked += valid.size;
    return valid.broken ? BeastCodec::Fault::Utf8 : BeastCodec::Fault::None;
}

bool BeastSession::checkEnd()
{
    BeastCodec::Fault fault = BeastCodec::Fault::None;
    if (m_rules.isCompressed()) {
        fault = m_codec.finishDeflated(&m_message);
        m_filled = m_message.size();
        if (fault == BeastCodec::Fault::None && m_rules.isText() && m_checked < m_filled)
            fault = BeastCodec::Fault::Utf8;
    } else if (m_header.length == 0 && m_rules.isText() && invalidUtf8At(m_message) >= 0) {
        // Beast does not look at an empty last frame: a code point that should have ended in it would pass.
        fault = BeastCodec::Fault::Utf8;
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
    m_checked = 0;
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
    close.by = m_closeSent ? CloseInfo::By::Us : CloseInfo::By::Peer;
    close.code = payload.isEmpty() ? CloseCode::NoStatus : qFromBigEndian<quint16>(payload.constData());
    const QByteArray reason = payload.mid(2);
    close.reason = QString::fromUtf8(reason);
    close.clean = true;
    m_listener.controlSeen({Opcode::Close, true, payload});
    if (m_over)
        return;
    if (const qsizetype wrong = invalidUtf8At(reason); wrong >= 0) {
        fail(CloseCode::InvalidPayload,
             {FailureCause::CloseReasonNotUtf8, {QString::number(close.code), QString::number(wrong)}},
             QString::fromLatin1(payload.toHex(' ')));
        return;
    }
    TransportEnd end;
    const bool legal = payload.isEmpty() || CloseCode::maySend(close.code);
    if (!legal) {
        close.detail = CloseDetail::notAllowed(close.code);
        end.error =
                protocolBroken(close.code, {FailureCause::PeerClosedIllegally, {QString::number(close.code)}},
                               close.reason.isEmpty() ? close.detail : close.reason);
    } else if (m_closeSent && *m_closeSent != payload && m_closeSent->left(2) != payload.left(2)) {
        close.detail = CloseDetail::weSent(qFromBigEndian<quint16>(m_closeSent->constData()));
    }
    const bool answers = !m_closeSent;
    if (answers)
        writeClose(legal ? payload.left(2) : QByteArray("\x03\xEA")); // 1002
    end.close = close;
    over(end, answers);
}

void BeastSession::failCodec(BeastCodec::Fault fault)
{
    const QString said = m_codec.message();
    const QString raw = said.isEmpty() ? m_header.toString() : said;
    switch (fault) {
    case BeastCodec::Fault::Utf8: {
        const qsizetype wrong = invalidUtf8At(QByteArrayView(m_message).first(m_filled));
        fail(CloseCode::InvalidPayload,
             {FailureCause::TextNotUtf8, {QString::number(wrong < 0 ? m_filled : wrong)}}, raw);
        return;
    }
    case BeastCodec::Fault::TooBig:
        fail(CloseCode::MessageTooBig, {FailureCause::InflatedTooLarge, {QString::number(m_maxMessageBytes)}},
             raw);
        return;
    case BeastCodec::Fault::Inflate:
        fail(CloseCode::InvalidPayload, {FailureCause::DeflateBroken, {raw}}, raw);
        return;
    case BeastCodec::Fault::Other:
    case BeastCodec::Fault::None:
        fail(CloseCode::ProtocolError, {FailureCause::FrameUnreadable, {raw}}, raw);
        return;
    }
}

void BeastSession::fail(quint16 code, const Failure &failure, const QString &raw)
{
    TransportEnd end;
    if (m_closeSent) {
        // Only one Close frame may be sent: this code is never on the wire.
        end.close = closeWithoutFrame(m_asked->code);
        end.error = protocolBroken(CloseCode::Abnormal, failure, raw);
        end.close->detail = end.error->sentence;
    } else {
        writeClose(closePayload(code));
        end.close = closeByEngine(code);
        end.error = protocolBroken(code, failure, raw);
    }
    over(end, true);
}

void BeastSession::over(const TransportEnd &end, bool mayLinger)
{
    flush();
    if (m_over)
        return;
    m_over = true;
    m_listener.protocolEnded(end, mayLinger);
}

void BeastSession::end(const std::optional<ConnectionError> &error)
{
    if (m_over)
        return;
    TransportEnd end;
    end.close = closeWithoutFrame(m_closeSent ? m_asked->code : quint16(0));
    if (!m_closeSent) {
        end.error = error ? *error : connectionLost();
        end.error->closeCode = CloseCode::Abnormal;
    }
    over(end, false);
}
