// SPDX-License-Identifier: MIT
#include "websocket/frameheader.h"

#include "websocket/closecode.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QtEndian>

using namespace Qt::StringLiterals;

FrameHeader FrameHeader::fromStart(QByteArrayView bytes)
{
    const auto first = uchar(bytes[0]);
    const auto second = uchar(bytes[1]);
    FrameHeader header;
    header.final = first & 0x80;
    header.reserved = (first >> 4) & 0x7;
    header.opcode = first & 0xF;
    header.masked = second & 0x80;
    header.length = second & 0x7F;
    header.size = 2 + (header.masked ? 4 : 0);
    return header;
}

bool FrameHeader::readLength(QByteArrayView bytes)
{
    if (length < 126)
        return bytes.size() >= size;
    const int lengthBytes = length == 126 ? 2 : 8;
    if (bytes.size() < size + lengthBytes)
        return false;
    size += lengthBytes;
    if (lengthBytes == 2) {
        length = qFromBigEndian<quint16>(bytes.data() + 2);
        longForm = length < 126;
    } else {
        length = qFromBigEndian<quint64>(bytes.data() + 2);
        longForm = length <= 0xFFFF;
    }
    return true;
}

QString FrameHeader::toString() const
{
    return u"FIN=%1 RSV=%2 opcode=0x%3 MASK=%4 length=%5"_s.arg(final ? 1 : 0)
            .arg(reserved)
            .arg(QString::number(opcode, 16))
            .arg(masked ? 1 : 0)
            .arg(length);
}

FrameRules::FrameRules(bool deflate, qint64 maxFrameBytes, qint64 maxMessageBytes)
    : m_deflate(deflate)
    , m_maxFrameBytes(quint64(maxFrameBytes))
    , m_maxMessageBytes(quint64(maxMessageBytes))
{}

static FrameFault broken(FailureCause cause, const QStringList &arguments = {})
{
    return {CloseCode::ProtocolError, {cause, arguments}};
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
    if (header.masked)
        return broken(FailureCause::FrameMasked);
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
    return {CloseCode::MessageTooBig, {cause, {QString::number(bytes), QString::number(limit)}}};
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

QByteArray controlFrame(quint8 opcode, const QByteArray &payload)
{
    Q_ASSERT(payload.size() <= MaxControlPayload);
    QByteArray frame(6 + payload.size(), Qt::Uninitialized);
    frame[0] = char(0x80 | opcode);
    frame[1] = char(0x80 | payload.size());
    char *mask = frame.data() + 2;
    qToBigEndian(QRandomGenerator::system()->generate(), mask);
    for (qsizetype i = 0; i < payload.size(); ++i)
        mask[4 + i] = char(payload[i] ^ mask[i % 4]);
    return frame;
}
