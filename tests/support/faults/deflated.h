// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

/// Makes the payload of a compressed message (RFC 7692 section 7.2.1) symbol by symbol, in one block of
/// DEFLATE's fixed codes (RFC 1951 section 3.2.6): anything can be made, a bomb or what reaches too far back
/// as well.
class Deflated
{
public:
    Deflated();

    Deflated &literals(const QByteArray &bytes);
    /// So many times the 258 bytes that are one byte back: 13 bits each.
    Deflated &repeats(int count);
    /// 258 bytes from 1025 bytes back.
    Deflated &fromFarBack();
    /// The payload, without the tail that is left out on the wire.
    QByteArray payload() const;

private:
    void bits(quint32 value, int count);
    void code(quint32 value, int count);

    QByteArray m_bytes;
    int m_used = 8;
};
