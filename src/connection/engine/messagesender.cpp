// SPDX-License-Identifier: MIT
#include "connection/engine/messagesender.h"

#include <algorithm>

// Larger messages go out in frames of this size, unless the profile says another.
static constexpr qsizetype SliceBytes = 1024 * 1024;
// Deflating is twenty times as slow as masking.
static constexpr qsizetype DeflateSliceBytes = 128 * 1024;
// More memory than this is not kept for what comes next.
static constexpr qsizetype KeptBytes = 256 * 1024;

MessageSender::MessageSender(const std::optional<DeflateWindow> &deflate, qint64 frameBytes)
    : m_writer(Role::Client, deflate)
    , m_frameBytes(frameBytes > 0 ? frameBytes : sliceBytes())
{}

void MessageSender::add(bool text, const QByteArray &payload)
{
    m_waiting.push_back({text, payload, 0, 0});
    m_waitingBytes += payload.size();
}

qsizetype MessageSender::sliceBytes() const
{
    return compresses() ? DeflateSliceBytes : SliceBytes;
}

MessageSender::Slice MessageSender::writeNext()
{
    Outgoing &next = m_waiting.front();
    const qsizetype piece = std::min(next.payload.size() - next.written, m_frameBytes);
    const bool final = next.written + piece == next.payload.size();
    next.wireBytes += m_writer.writeMessage(next.text, next.payload.constData() + next.written, piece, final,
                                            &m_output);
    next.written += piece;
    m_waitingBytes -= piece;
    if (!final)
        return {piece, {}};
    const Slice last{piece, next.wireBytes};
    m_written.push_back({m_given + m_output.size(), next.payload.size()});
    m_waiting.pop_front();
    return last;
}

void MessageSender::writeControl(quint8 opcode, const QByteArray &payload)
{
    m_writer.writeControl(opcode, payload, &m_output);
    if (opcode == Opcode::Close)
        m_closeEnd = m_given + m_output.size();
}

void MessageSender::reuse(QByteArray &output)
{
    if (!m_output.isEmpty() || output.capacity() > KeptBytes)
        return;
    output.resize(0);
    m_output.swap(output);
}

void MessageSender::forgetSent(qint64 unsent)
{
    while (!m_written.empty() && m_written.front().end <= m_given - unsent)
        m_written.pop_front();
}

Transport::Backlog MessageSender::backlog(qint64 unsent) const
{
    const qint64 sent = m_given - unsent;
    Transport::Backlog backlog;
    const auto add = [&backlog](qint64 bytes) {
        ++backlog.messages;
        backlog.bytes += bytes;
    };
    for (const Written &message : m_written) {
        if (message.end > sent)
            add(message.bytes);
    }
    for (const Outgoing &message : m_waiting)
        add(message.payload.size());
    backlog.close = m_closeEnd && *m_closeEnd > sent;
    return backlog;
}
