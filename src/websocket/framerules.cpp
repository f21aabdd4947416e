// SPDX-License-Identifier: MIT
#include "websocket/framerules.h"

#include "websocket/closecode.h"

#include <QStringList>

using namespace Qt::StringLiterals;

FrameRules::FrameRules(Role sender, bool deflate, const FrameLimits &limits)
    : m_sender(sender)
    , m_deflate(deflate)
    , m_maxFrameBytes(quint64(limits.maxFrameBytes))
    , m_maxMessageBytes(quint64(limits.maxMessageBytes))
{}

static FrameFault broken(FailureCause cause, const QStringList &arguments = {})
{
    return {CloseCode::ProtocolError, {cause, arguments}, {}};
}

static QString reservedBits(quint8 bits)
{
    QStringList names;
    for (int i = 0; i < 3; ++i) {
        if (bits & (4 >> i))
            names.append(u"RSV%1"_s.arg(i + 1));
    }
    return names.join(u", "_s);
}

FrameFault FrameRules::checkStart(const FrameHeader &header) const
{
    const bool startsMessage = header.opcode == Opcode::Text || header.opcode == Opcode::Binary;
    const quint8 allowed = m_deflate && startsMessage ? 4 : 0;
    if (header.reserved & ~allowed)
        return broken(FailureCause::ReservedBits, {reservedBits(quint8(header.reserved & ~allowed))});
    if ((header.opcode > Opcode::Binary && !header.isControl()) || header.opcode > Opcode::Pong)
        return broken(FailureCause::ReservedOpcode, {QString::number(header.opcode, 16).toUpper()});
    if (header.masked != (m_sender == Role::Client))
        return broken(header.masked ? FailureCause::FrameMasked : FailureCause::FrameUnmasked);
    if (header.isControl()) {
        if (!header.final)
            return broken(FailureCause::ControlInFragments);
        if (header.length > MaxControlPayload)
            return broken(FailureCause::ControlTooLong);
        if (header.opcode == Opcode::Close && header.length == 1)
            return broken(FailureCause::CloseHalfCode);
        return {};
    }
    if (startsMessage && m_inMessage)
        return broken(FailureCause::MessageUnfinished);
    if (!startsMessage && !m_inMessage)
        return broken(FailureCause::ContinuationAlone);
    return {};
}

static FrameFault tooLarge(FailureCause cause, quint64 bytes, quint64 limit)
{
    return {CloseCode::MessageTooBig, {cause, {QString::number(bytes), QString::number(limit)}}, {}};
}

FrameFault FrameRules::checkLength(const FrameHeader &header) const
{
    if (header.length >> 63)
        return broken(FailureCause::FrameHuge);
    if (header.longForm)
        return broken(FailureCause::LengthNotMinimal, {QString::number(header.length)});
    if (header.isControl())
        return {};
    if (header.length > m_maxFrameBytes)
        return tooLarge(FailureCause::FrameTooLarge, header.length, m_maxFrameBytes);
    const bool continues = header.opcode == Opcode::Continuation;
    const bool compressed = continues ? m_compressed : isCompressed(header);
    const quint64 before = continues ? quint64(m_messageBytes) : 0;
    if (!compressed && before + header.length > m_maxMessageBytes)
        return tooLarge(FailureCause::MessageTooLarge, before + header.length, m_maxMessageBytes);
    return {};
}

void FrameRules::accept(const FrameHeader &header)
{
    if (header.isControl())
        return;
    if (header.opcode != Opcode::Continuation) {
        m_compressed = isCompressed(header);
        m_text = header.opcode == Opcode::Text;
        m_messageBytes = 0;
    }
    m_messageBytes += qint64(header.length);
    m_inMessage = !header.final;
}
