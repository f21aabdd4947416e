// SPDX-License-Identifier: MIT
// BeastSession: what we send.
#include "connection/engine/beastsession.h"

#include <QtEndian>

#include <algorithm>
#include <utility>

// Larger messages go out in frames of this size, so that neither the event loop nor a ping waits long.
static constexpr qsizetype SliceBytes = 1024 * 1024;
// Deflating is twenty times as slow as masking.
static constexpr qsizetype DeflateSliceBytes = 128 * 1024;
QByteArray BeastSession::closePayload(quint16 code)
{
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(code, payload.data());
    return payload;
}

bool BeastSession::send(bool text, const QByteArray &payload)
{
    if (m_over || m_asked || m_closeSent)
        return false;
    m_waiting.push_back({text, payload, 0, 0});
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
        next.wireBytes += m_codec.write(next.text, next.payload.constData() + next.written, piece, final);
        next.written += piece;
        m_waitingBytes -= piece;
        left -= std::max(piece, qsizetype(1));
        if (final) {
            m_handed.push_back({m_given + m_output.size(), next.payload.size()});
            const qint64 wireBytes = next.wireBytes;
            m_waiting.pop_front();
            m_listener.messageWritten(wireBytes);
            if (m_over)
                return false;
        }
    }
    if (m_waiting.empty() && m_asked && !m_closeSent) {
        writeClose(closePayload(m_asked->code) + m_asked->reason.toUtf8());
    }
    flush();
    forgetWritten(m_listener.unsentBytes());
    return !m_waiting.empty();
}

void BeastSession::forgetWritten(qint64 unsent)
{
    while (!m_handed.empty() && m_handed.front().end <= m_given - unsent)
        m_handed.pop_front();
}

Transport::Backlog BeastSession::backlog(qint64 unsent) const
{
    const qint64 written = m_given - unsent;
    Transport::Backlog backlog;
    const auto add = [&backlog](qint64 bytes) {
        ++backlog.messages;
        backlog.bytes += bytes;
    };
    for (const Handed &message : m_handed) {
        if (message.end > written)
            add(message.bytes);
    }
    for (const Outgoing &message : m_waiting)
        add(message.payload.size());
    backlog.close = (m_asked || m_closeEnd) && m_closeEnd.value_or(written + 1) > written;
    return backlog;
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
    m_over = true; // nothing is told
    m_output += controlFrame(Opcode::Close, closePayload(code));
    flush();
    m_closeEnd = m_given;
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
    m_closeEnd = m_given + m_output.size();
}

void BeastSession::flush()
{
    if (m_output.isEmpty())
        return;
    QByteArray output;
    output.swap(m_output);
    m_given += output.size();
    m_listener.sendBytes(output.constData(), output.size());
    output.resize(0); // its memory is for the next
    if (m_output.isEmpty())
        m_output.swap(output);
}
