// SPDX-License-Identifier: MIT
#pragma once

#include "websocket/deflate/messagecompression.h"
#include "websocket/frameheader.h"

#include <QByteArray>

#include <memory>
#include <optional>

/// Makes frames of messages (RFC 6455 section 5, RFC 7692 section 7.2.1).
class FrameWriter
{
public:
    /// `sender` is this side. `deflate` is how it compresses, if that was agreed on.
    FrameWriter(Role sender, const std::optional<DeflateWindow> &deflate);

    bool compresses() const { return m_deflater != nullptr; }

    /// Appends a piece of a message, as a frame; if it is compressed, with the one of a later piece perhaps.
    /// `final` ends the message. Pieces of a message are given one after the other, control frames may come
    /// between them. Returns how many bytes are in the payload that was appended.
    qint64 writeMessage(bool text, const char *bytes, qsizetype size, bool final, QByteArray *frames);
    /// At most MaxControlPayload bytes.
    void writeControl(quint8 opcode, const QByteArray &payload, QByteArray *frames);

private:
    void write(FrameHeader header, const char *payload, QByteArray *frames);

    const Role m_sender;
    /// Null without compression.
    std::unique_ptr<MessageDeflater> m_deflater;
    MaskKeys m_maskKeys;
    QByteArray m_deflated;
    /// A frame of the message has been appended, and it goes on.
    bool m_inMessage = false;
};
