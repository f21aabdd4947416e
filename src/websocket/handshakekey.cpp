// SPDX-License-Identifier: MIT
#include "websocket/handshakekey.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <array>

QByteArray makeHandshakeKey()
{
    std::array<quint32, 4> nonce{};
    QRandomGenerator::system()->fillRange(nonce.data(), nonce.size());
    return QByteArray(reinterpret_cast<const char *>(nonce.data()), sizeof nonce).toBase64();
}

QByteArray acceptForKey(const QByteArray &key)
{
    return QCryptographicHash::hash(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1)
            .toBase64();
}
