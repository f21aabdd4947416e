// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QtGlobal>

#include <array>

/// The two sides of a connection (RFC 6455): a client's frames are masked, a server's are not.
enum class Role { Client, Server };

/// What the payload of a client's frame is masked with (RFC 6455 section 5.3), as it is on the wire.
using MaskKey = std::array<char, 4>;

/// Writes `size` bytes, masked or unmasked, to `to`, which may be `from`. `offset` is where in the payload
/// they are.
void applyMask(MaskKey key, qint64 offset, const char *from, char *to, qsizetype size);

/// Makes keys that nobody can foresee.
class MaskKeys
{
public:
    MaskKey next();

private:
    /// The system is asked for 64 keys at a time, as each call costs as much as making one.
    std::array<quint32, 64> m_random{};
    std::size_t m_used = m_random.size();
};

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

    /// The key that the payload is masked with, as it is on the wire; nothing without a mask. `bytes` hold
    /// the whole header.
    MaskKey maskKey(QByteArrayView bytes) const;
    /// Appends a header to `bytes`, with as few bytes as tell the length. The key is used if it is masked.
    void appendTo(QByteArray *bytes, MaskKey key) const;
    /// All that the first two bytes tell; `length` and `longForm` only if the length is among it.
    static FrameHeader fromStart(QByteArrayView bytes);
    /// False while `bytes` do not hold the whole header.
    bool readLength(QByteArrayView bytes);
    /// "FIN=1 RSV=0 opcode=0x1 MASK=0 length=5", for developers.
    QString toString() const;
};
