// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"
#include "websocket/frameheader.h"

/// What a frame breaks, and the close code that answers it.
struct FrameFault
{
    quint16 code = 0;
    Failure failure;
    /// For developers.
    QString raw;

    explicit operator bool() const { return code != 0; }
};

/// In bytes; a message's once it is inflated.
struct FrameLimits
{
    qint64 maxFrameBytes = 0;
    qint64 maxMessageBytes = 0;
};

/// What is accepted from the other side, frame by frame: all rules of RFC 6455 section 5 that headers can
/// break, and the limits.
class FrameRules
{
public:
    /// `deflate`: permessage-deflate was agreed on, which gives RSV1 a meaning (RFC 7692 section 6).
    FrameRules(Role sender, bool deflate, const FrameLimits &limits);

    /// What the first two bytes break.
    FrameFault checkStart(const FrameHeader &header) const;
    /// What the length breaks.
    FrameFault checkLength(const FrameHeader &header) const;
    /// The frame is accepted. Of a data frame, the payload counts as part of its message.
    void accept(const FrameHeader &header);

    /// Of the message that the last accepted data frame belongs to.
    bool isCompressed() const { return m_compressed; }
    bool isText() const { return m_text; }
    /// Its bytes on the wire so far, headers not counted.
    qint64 messageBytes() const { return m_messageBytes; }

private:
    // Without permessage-deflate there is nobody to inflate it, whatever the header says.
    bool isCompressed(const FrameHeader &header) const { return m_deflate && (header.reserved & 4); }

    const Role m_sender;
    const bool m_deflate;
    const quint64 m_maxFrameBytes;
    const quint64 m_maxMessageBytes;
    bool m_inMessage = false;
    bool m_compressed = false;
    bool m_text = false;
    qint64 m_messageBytes = 0;
};
