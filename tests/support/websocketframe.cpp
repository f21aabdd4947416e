// SPDX-License-Identifier: MIT
#include "support/websocketframe.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <cctype>

QByteArray WebSocketFrame::encoded() const
{
    QByteArray bytes;
    bytes += char((final ? 0x80 : 0) | (reserved << 4) | opcode);
    const char maskBit = masked ? char(0x80) : char(0);
    const qsizetype size = payload.size();
    if (size <= 125) {
        bytes += char(maskBit | char(size));
    } else if (size <= 0xFFFF) {
        bytes += char(maskBit | 126);
        char length[2];
        qToBigEndian(quint16(size), length);
        bytes.append(length, sizeof length);
    } else {
        bytes += char(maskBit | 127);
        char length[8];
        qToBigEndian(quint64(size), length);
        bytes.append(length, sizeof length);
    }
    if (!masked)
        return bytes + payload;
    const QByteArray key = QByteArrayLiteral("\x12\x34\x56\x78");
    bytes += key;
    for (qsizetype i = 0; i < size; ++i)
        bytes += char(payload[i] ^ key[i % 4]);
    return bytes;
}

std::optional<WebSocketFrame> WebSocketFrame::take(QByteArray &bytes)
{
    if (bytes.size() < 2)
        return {};
    const auto *data = reinterpret_cast<const uchar *>(bytes.constData());
    WebSocketFrame frame;
    frame.final = data[0] & 0x80;
    frame.reserved = (data[0] >> 4) & 0x7;
    frame.opcode = data[0] & 0xF;
    frame.masked = data[1] & 0x80;
    quint64 size = data[1] & 0x7F;
    qsizetype at = 2;
    const int lengthBytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    const int maskBytes = frame.masked ? 4 : 0;
    if (bytes.size() < at + lengthBytes + maskBytes)
        return {};
    if (lengthBytes == 2)
        size = qFromBigEndian<quint16>(data + at);
    else if (lengthBytes == 8)
        size = qFromBigEndian<quint64>(data + at);
    at += lengthBytes + maskBytes;
    if (quint64(bytes.size() - at) < size)
        return {};
    frame.payload = bytes.mid(at, qsizetype(size));
    frame.mask = bytes.mid(at - maskBytes, maskBytes);
    for (qsizetype i = 0; frame.masked && i < frame.payload.size(); ++i)
        frame.payload[i] = char(frame.payload[i] ^ frame.mask[i % 4]);
    bytes.remove(0, at + qsizetype(size));
    return frame;
}

WebSocketFrame WebSocketFrame::close(quint16 code, const QByteArray &reason)
{
    QByteArray payload(2, Qt::Uninitialized);
    qToBigEndian(code, payload.data());
    return {Close, payload + reason};
}

quint16 WebSocketFrame::closeCode() const
{
    return payload.size() < 2 ? quint16(0) : qFromBigEndian<quint16>(payload.constData());
}

QByteArray webSocketAccept(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
}

QByteArray inAnotherCase(QByteArray text)
{
    for (char &letter : text) {
        if (isalpha(uchar(letter)))
            letter = char(letter ^ 0x20);
    }
    return text;
}
