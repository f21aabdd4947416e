// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>

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
