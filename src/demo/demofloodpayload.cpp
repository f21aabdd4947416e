// SPDX-License-Identifier: MIT
#include "demo/demofloodpayload.h"

#include <QtEndian>

#include <algorithm>
#include <cstring>

namespace {

QByteArray filler(qsizetype size)
{
    static const QByteArray words = QByteArrayLiteral("the quick brown fox jumps over the lazy dog ");
    return words.repeated(size / words.size() + 1).left(size);
}

} // namespace

DemoFloodPayload::DemoFloodPayload(Kind kind, qsizetype size)
    : m_kind(kind)
{
    m_digits.fill(kind == Kind::Json ? ' ' : '0');
    const QByteArray payload = makePayload(size);
    appendDemoFrame(m_frame, kind == Kind::Binary ? DemoOpcode::Binary : DemoOpcode::Text, payload);
    m_numberAt += m_frame.size() - payload.size();
}

QByteArray DemoFloodPayload::makePayload(qsizetype size)
{
    QByteArray head;
    QByteArray tail;
    m_numberSize = Digits;
    if (m_kind == Kind::Binary) {
        m_numberSize = std::min<qsizetype>(size, sizeof(quint64));
    } else if (m_kind == Kind::Json) {
        head = "{\"seq\":";
        tail = "}";
        if (const qsizetype room = size - SmallestJson - 9; room >= 0)
            tail = ",\"pad\":\"" + filler(room) + "\"}";
    } else if (size >= 9 + Digits) {
        head = "message ";
        tail = " ";
    } else {
        m_numberSize = std::min(size, Digits);
    }
    m_numberAt = head.size();
    const qsizetype missing = size - head.size() - m_numberSize - tail.size();
    // Blanks may stand before the last brace of a JSON object that is too short for a member "pad".
    if (m_kind == Kind::Json)
        tail.prepend(QByteArray(missing, ' '));
    else
        tail.append(filler(missing));
    return head + QByteArray(m_numberSize, '0') + tail;
}

void DemoFloodPayload::appendNext(QByteArray &frames)
{
    countUp();
    char *number = frames.append(m_frame).data() + frames.size() - m_frame.size() + m_numberAt;
    if (m_kind == Kind::Binary) {
        char bytes[sizeof(quint64)];
        qToBigEndian(m_number, bytes);
        std::memcpy(number, bytes + sizeof bytes - size_t(m_numberSize), size_t(m_numberSize));
    } else {
        std::memcpy(number, m_digits.data() + Digits - m_numberSize, size_t(m_numberSize));
    }
}

void DemoFloodPayload::countUp()
{
    ++m_number;
    for (auto digit = m_digits.rbegin(); digit != m_digits.rend(); ++digit) {
        if (*digit != '9') {
            *digit = *digit == ' ' ? '1' : char(*digit + 1);
            return;
        }
        *digit = '0';
    }
}
