// SPDX-License-Identifier: MIT
#pragma once

#include "demo/demoframe.h"

#include <QByteArray>

#include <array>

/// Makes the messages of a flood: one frame is made once, and only its number is written anew for each
/// message. Numbers start at 1 and have twelve digits, or as many of the last as there is room for:
///
/// - text: `message 000000000001 ` and filler, or the number alone below 21 bytes;
/// - json: `{"seq":           1,"pad":"..."}`, padded with blanks because JSON knows no leading zeros;
/// - binary: the number in eight bytes, big-endian, and filler.
class DemoFloodPayload
{
public:
    enum class Kind { Text, Binary, Json };

    static constexpr qint64 SmallestJson = 20;

    /// `size` is the payload's, in bytes, and not below SmallestJson for JSON.
    DemoFloodPayload(Kind kind, qsizetype size);

    /// With the frame's header.
    qsizetype frameSize() const { return m_frame.size(); }
    /// The next message, as one frame.
    void appendNext(QByteArray &frames);

private:
    QByteArray makePayload(qsizetype size);
    void countUp();

    static constexpr qsizetype Digits = 12;

    Kind m_kind;
    /// Where the number is in the payload, and then in the frame.
    qsizetype m_numberAt = 0;
    qsizetype m_numberSize = 0;
    quint64 m_number = 0;
    /// The same number as text, right-aligned.
    std::array<char, Digits> m_digits;
    QByteArray m_frame;
};
