// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <memory>

/// The peer's half of permessage-deflate (RFC 7692 section 7.2), as tests make and read it.
class PeerDeflate
{
public:
    /// 9 to 15, or 8 to inflate alone. `takeover`: the window stays from one message to the next.
    explicit PeerDeflate(int windowBits = 15, bool takeover = true);
    ~PeerDeflate();

    /// The payload of a message, compressed, without the tail that section 7.2.1 takes off.
    QByteArray deflated(const QByteArray &message);
    /// The same made of blocks the last of which is marked as final (section 7.2.3.4), and an empty one.
    QByteArray deflatedToTheEnd(const QByteArray &message);
    /// What such a payload holds; null if it cannot be read.
    QByteArray inflated(const QByteArray &payload);

private:
    struct Streams;
    const bool m_takeover;
    std::unique_ptr<Streams> m_streams;
};
