// SPDX-License-Identifier: MIT
#pragma once

#include "failurecause.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace Opcode {
constexpr quint8 Continuation = 0x0;
constexpr quint8 Text = 0x1;
constexpr quint8 Binary = 0x2;
constexpr quint8 Close = 0x8;
constexpr quint8 Ping = 0x9;
constexpr quint8 Pong = 0xA;
} // namespace Opcode

/// Of a control frame, in bytes (RFC 6455 section 5.5).
constexpr qsizetype MaxControlPayload = 125;

/// The header of a frame (RFC 6455 section 5.2), as it is on the wire: nothing is checked.
struct FrameHeader
{
    quint8 opcode = Opcode::Continuation;
    bool final = true;
    /// RSV1 to RSV3: 4, 2 and 1.
    quint8 reserved = 0;
    bool masked = false;
    /// Of the payload.
    quint64 length = 0;
    /// Whether fewer bytes could have told the length.
    bool longForm = false;
    /// Of the header itself, the mask's key included.
    int size = 0;

    bool isControl() const { return opcode & 0x8; }

    /// All that the first two bytes tell; `length` and `longForm` only if the length is among it.
    static FrameHeader fromStart(QByteArrayView bytes);
    /// False while `bytes` do not hold the whole header.
    bool readLength(QByteArrayView bytes);
    /// "FIN=1 RSV=0 opcode=0x1 MASK=0 length=5", for developers.
    QString toString() const;
};

/// What a frame breaks, and the close code that answers it.
struct FrameFault
{
    quint16 code = 0;
    Failure failure;

    explicit operator bool() const { return code != 0; }
};

/// What a client accepts from its server, frame by frame: all rules of RFC 6455 section 5 that headers can
/// break, and the limits.
class FrameRules
{
public:
    /// `deflate`: permessage-deflate was agreed on, which gives RSV1 a meaning (RFC 7692 section 6).
    FrameRules(bool deflate, qint64 maxFrameBytes, qint64 maxMessageBytes);

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

    const bool m_deflate;
    const quint64 m_maxFrameBytes;
    const quint64 m_maxMessageBytes;
    bool m_inMessage = false;
    bool m_compressed = false;
    bool m_text = false;
    qint64 m_messageBytes = 0;
};

/// A control frame as a client sends it: masked with a key that nobody can foresee (section 5.3). At most
/// MaxControlPayload bytes of payload.
QByteArray controlFrame(quint8 opcode, const QByteArray &payload);
