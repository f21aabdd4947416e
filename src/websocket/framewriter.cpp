// SPDX-License-Identifier: MIT
#include "websocket/framewriter.h"

static constexpr quint8 Compressed = 4; // RSV1 (RFC 7692 section 6)

FrameWriter::FrameWriter(Role sender, const std::optional<DeflateWindow> &deflate)
    : m_sender(sender)
{
    if (deflate)
        m_deflater = std::make_unique<MessageDeflater>(*deflate);
}

qint64 FrameWriter::writeMessage(bool text, const char *bytes, qsizetype size, bool final, QByteArray *frames)
{
    if (m_deflater) {
        m_deflated.resize(0);
        m_deflater->add(bytes, size, final, &m_deflated);
        bytes = m_deflated.constData();
        size = m_deflated.size();
        if (size == 0 && !final)
            return 0;
    }
    FrameHeader header;
    header.final = final;
    header.length = quint64(size);
    if (!m_inMessage) {
        header.opcode = text ? Opcode::Text : Opcode::Binary;
        header.reserved = m_deflater ? Compressed : 0;
    }
    m_inMessage = !final;
    write(header, bytes, frames);
    return size;
}

void FrameWriter::writeControl(quint8 opcode, const QByteArray &payload, QByteArray *frames)
{
    Q_ASSERT(payload.size() <= MaxControlPayload);
    FrameHeader header;
    header.opcode = opcode;
    header.length = quint64(payload.size());
    write(header, payload.constData(), frames);
}

void FrameWriter::write(FrameHeader header, const char *payload, QByteArray *frames)
{
    const auto size = qsizetype(header.length);
    header.masked = m_sender == Role::Client;
    if (!header.masked) {
        header.appendTo(frames, {});
        frames->append(payload, size);
        return;
    }
    const MaskKey key = m_maskKeys.next();
    header.appendTo(frames, key);
    const qsizetype before = frames->size();
    frames->resize(before + size);
    applyMask(key, 0, payload, frames->data() + before, size);
}
