// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

class DemoBehaviour;
class DemoParameters;

/// How many messages are due at a rate by a time. Times are nanoseconds since the first message, which is due
/// at once; rates are messages a second. A value without a clock of its own.
class MessagePace
{
public:
    explicit MessagePace(double rate)
        : m_rate(rate)
    {}

    /// All that should have been sent by now, the first included.
    qint64 due(qint64 elapsed) const { return 1 + qint64(double(elapsed) / 1e9 * m_rate); }
    /// When one more than `count` messages are due, as milliseconds from now for a timer. Never less than
    /// the four below which a timer would do nothing but wake the thread.
    int waitFor(qint64 count, qint64 elapsed) const
    {
        constexpr double shortest = 4;
        return int(std::ceil(std::max(shortest, (double(count) / m_rate * 1e9 - double(elapsed)) / 1e6)));
    }

private:
    double m_rate;
};

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

/// The behaviours that send by themselves.
std::unique_ptr<DemoBehaviour> makeDemoTicker(DemoParameters &parameters);
std::unique_ptr<DemoBehaviour> makeDemoBinary(DemoParameters &parameters);
std::unique_ptr<DemoBehaviour> makeDemoFlood(DemoParameters &parameters);
