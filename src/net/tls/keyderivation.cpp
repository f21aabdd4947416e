// SPDX-License-Identifier: MIT
#include "net/tls/keyderivation.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace {

enum Tag : quint8 { Integer = 0x02, OctetString = 0x04 };
constexpr quint8 TagBits = 0xDF; // but for whether it is constructed
constexpr quint8 ConstructedBit = 0x20;
// PKCS#12 needs half of them.
constexpr int MostLevels = 40;

struct Element
{
    quint8 tag = 0;
    bool isConstructed = false;
    /// What follows is the content, up to two zeros.
    bool isIndefinite = false;
    QByteArrayView content;
};

// Takes one off the front; nothing if there is none.
std::optional<Element> takeElement(QByteArrayView *bytes)
{
    if (bytes->size() < 2)
        return {};
    Element element;
    element.tag = quint8(bytes->at(0)) & TagBits;
    element.isConstructed = quint8(bytes->at(0)) & ConstructedBit;
    const auto first = quint8(bytes->at(1));
    quint64 length = first;
    qsizetype at = 2;
    if (first == 0x80 && element.isConstructed) {
        element.isIndefinite = true;
        element.content = bytes->sliced(at);
        *bytes = {};
        return element;
    }
    if (first > 0x80) {
        const int count = first & 0x7F;
        if (count > 4 || bytes->size() < at + count)
            return {};
        for (length = 0; at < 2 + count; ++at)
            length = length << 8 | quint8(bytes->at(at));
    }
    if (length > quint64(bytes->size() - at))
        return {};
    element.content = bytes->sliced(at, qsizetype(length));
    *bytes = bytes->sliced(at + qsizetype(length));
    return element;
}

qint64 integer(QByteArrayView content)
{
    if (content.isEmpty() || quint8(content.front()) & 0x80)
        return 0;
    qint64 value = 0;
    for (const char byte : content) {
        if (value > std::numeric_limits<qint64>::max() >> 8)
            return std::numeric_limits<qint64>::max();
        value = value << 8 | quint8(byte);
    }
    return value;
}

/// Adds up what is behind salts: in all of these, a salt is an OCTET STRING, and the number of iterations is
/// the INTEGER that follows it.
class RoundCounter
{
public:
    qint64 sum() const { return m_sum; }

    /// Returns what is behind the elements. Those of an OCTET STRING that comes in parts are added to
    /// `parts`.
    QByteArrayView read(QByteArrayView bytes, bool isIndefinite, int level, QByteArray *parts = nullptr)
    {
        bool isBehindSalt = false;
        while (!bytes.isEmpty() && level < MostLevels) {
            if (isIndefinite && bytes.startsWith(QByteArrayView("\0", 2)))
                return bytes.sliced(2);
            const std::optional<Element> element = takeElement(&bytes);
            if (!element)
                break;
            if (element->tag == Integer && isBehindSalt
                && qAddOverflow(m_sum, integer(element->content), &m_sum))
                m_sum = std::numeric_limits<qint64>::max();
            isBehindSalt = element->tag == OctetString;
            if (element->isConstructed) {
                QByteArray whole;
                const QByteArrayView behind = read(element->content, element->isIndefinite, level + 1,
                                                   isBehindSalt ? &whole : nullptr);
                read(whole, false, level + 1);
                if (element->isIndefinite)
                    bytes = behind;
            } else if (isBehindSalt && parts) {
                parts->append(element->content);
            } else if (isBehindSalt) {
                read(element->content, false, level + 1);
            }
        }
        return {};
    }

private:
    qint64 m_sum = 0;
};

} // namespace

qint64 KeyDerivation::rounds(QByteArrayView ber)
{
    RoundCounter counter;
    counter.read(ber, false, 0);
    return counter.sum();
}

qint64 KeyDerivation::roundsOfPem(const QByteArray &pem)
{
    static constexpr QByteArrayView begin("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    static constexpr QByteArrayView end("-----END ENCRYPTED PRIVATE KEY-----");
    qint64 most = 0;
    for (qsizetype at = pem.indexOf(begin); at >= 0; at = pem.indexOf(begin, at)) {
        at += begin.size();
        const qsizetype to = pem.indexOf(end, at);
        if (to < 0)
            break;
        most = std::max(most, rounds(QByteArray::fromBase64(pem.sliced(at, to - at))));
    }
    return most;
}
