// SPDX-License-Identifier: MIT
#include "format/binary/payloaddecoder.h"
#include "format/text/numbers.h"

#include <QCborStreamReader>
#include <QUtf8StringView>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace {

class CborReader
{
public:
    CborReader(QByteArrayView payload, ItemSink &sink)
        : m_payload(payload)
        , m_reader(QByteArray::fromRawData(payload.data(), payload.size()))
        , m_sink(sink)
    {}

    bool read();

private:
    enum class Level : quint8 { Array, Map, Tag };

    bool item();
    bool enter(Level level);
    bool tag();
    std::optional<bool> dateOrBigNumber(quint64 tag);
    std::optional<bool> epoch(double seconds);
    bool string();
    bool readString(QByteArray *to);
    bool scalar();
    bool integer();
    bool endLevels();
    bool next() { return m_reader.next(1); }
    bool isBroken() { return m_reader.lastError() != QCborError{QCborError::NoError}; }

    const QByteArrayView m_payload;
    QCborStreamReader m_reader;
    ItemSink &m_sink;
    std::vector<Level> m_levels;
    QByteArray m_string;
};

} // namespace

// Longer numbers take time that grows with the square of their length.
static constexpr qsizetype MaxBigIntegerBytes = 512;
// Digits are kept in groups of nine, the lowest group first.
static constexpr quint32 GroupBase = 1000000000;

static void multiplyAndAdd(std::vector<quint32> &groups, quint32 factor, quint32 summand)
{
    quint64 carry = summand;
    for (quint32 &group : groups) {
        const quint64 value = quint64(group) * factor + carry;
        group = quint32(value % GroupBase);
        carry = value / GroupBase;
    }
    if (carry > 0)
        groups.push_back(quint32(carry));
}

// An unsigned integer, most significant byte first, in decimal digits; -1 - n for a negative one (RFC 8949
// section 3.4.3).
static QByteArray bigDecimal(QByteArrayView bigEndian, bool isNegative)
{
    std::vector<quint32> groups;
    // Three bytes at once: factor and carry then stay within a group.
    for (qsizetype i = bigEndian.size() % 3, from = 0; from < bigEndian.size(); from = i, i += 3) {
        quint32 value = 0;
        for (qsizetype at = from; at < i; ++at)
            value = value << 8 | uchar(bigEndian[at]);
        multiplyAndAdd(groups, quint32(1) << (8 * (i - from)), value);
    }
    if (isNegative)
        multiplyAndAdd(groups, 1, 1);
    if (groups.empty())
        return "0";
    QByteArray digits = isNegative ? "-" : "";
    digits += QByteArray::number(groups.back());
    for (auto group = groups.rbegin() + 1; group != groups.rend(); ++group)
        digits += QByteArray::number(*group).rightJustified(9, '0');
    return digits;
}

static double anyFloat(const QCborStreamReader &reader)
{
    switch (reader.type()) {
    case QCborStreamReader::Float16:
        return double(float(reader.toFloat16()));
    case QCborStreamReader::Float:
        return double(reader.toFloat());
    default:
        return reader.toDouble();
    }
}

bool CborReader::read()
{
    if (m_reader.isTag() && m_reader.toTag() == QCborTag(QCborKnownTags::Signature) && !next())
        return false;
    do {
        if (!item())
            return false;
    } while (!m_levels.empty());
    return m_reader.currentOffset() == m_payload.size();
}

bool CborReader::item()
{
    // The reader of Qt 6.4 goes on for ever with the string before a misplaced break if it is not asked.
    if (isBroken())
        return false;
    switch (m_reader.type()) {
    case QCborStreamReader::Array:
        return m_sink.beginArray() && enter(Level::Array);
    case QCborStreamReader::Map:
        return m_sink.beginMap() && enter(Level::Map);
    case QCborStreamReader::Tag:
        return tag();
    case QCborStreamReader::String:
    case QCborStreamReader::ByteArray:
        return string() && endLevels();
    case QCborStreamReader::Invalid:
        return false;
    default:
        return scalar() && next() && endLevels();
    }
}

bool CborReader::enter(Level level)
{
    if (qsizetype(m_levels.size()) >= MaxItemDepth)
        return false;
    m_levels.push_back(level);
    if (level == Level::Tag)
        return true;
    return m_reader.enterContainer() && (m_reader.hasNext() || endLevels());
}

bool CborReader::tag()
{
    const quint64 number = quint64(m_reader.toTag());
    if (!next())
        return false;
    if (const std::optional<bool> goOn = dateOrBigNumber(number))
        return *goOn && endLevels();
    return m_sink.beginTag(number) && enter(Level::Tag);
}

// Nothing if the value is neither.
std::optional<bool> CborReader::dateOrBigNumber(quint64 tag)
{
    const auto isTag = [tag](QCborKnownTags known) { return tag == quint64(known); };
    if (isTag(QCborKnownTags::DateTimeString) && m_reader.isString())
        return string();
    if (isTag(QCborKnownTags::UnixTime_t)) {
        if (m_reader.isUnsignedInteger())
            return epoch(double(m_reader.toUnsignedInteger()));
        if (m_reader.isNegativeInteger())
            return epoch(-double(quint64(m_reader.toNegativeInteger())));
        if (m_reader.isFloat16() || m_reader.isFloat() || m_reader.isDouble())
            return epoch(anyFloat(m_reader));
        return std::nullopt;
    }
    const bool positive = isTag(QCborKnownTags::PositiveBignum);
    if (!(positive || isTag(QCborKnownTags::NegativeBignum)) || !m_reader.isByteArray()
        || !m_reader.isLengthKnown() || m_reader.length() > quint64(MaxBigIntegerBytes))
        return std::nullopt;
    return readString(&m_string) && m_sink.integer(bigDecimal(m_string, !positive));
}

std::optional<bool> CborReader::epoch(double seconds)
{
    // Beyond it there is no microsecond in a double, nor a year of four digits.
    if (!(std::abs(seconds) < 1e12))
        return std::nullopt;
    const double whole = std::floor(seconds);
    const auto microseconds = std::min<quint32>(quint32(std::lround((seconds - whole) * 1e6)), 999999);
    const QByteArray time = isoTime(qint64(whole), microseconds * 1000);
    if (time.isEmpty())
        return std::nullopt;
    return m_sink.text(time) && next();
}

bool CborReader::string()
{
    const bool isText = m_reader.isString();
    if (!readString(&m_string))
        return false;
    const bool asText = isText && QUtf8StringView(m_string).isValidUtf8();
    return asText ? m_sink.text(m_string) : m_sink.bytes(m_string);
}

bool CborReader::readString(QByteArray *to)
{
    to->resize(0);
    for (;;) {
        const qsizetype size = std::max<qsizetype>(m_reader.currentStringChunkSize(), 0);
        if (size > m_payload.size() - m_reader.currentOffset())
            return false;
        const qsizetype before = to->size();
        to->resize(before + size);
        const auto chunk = m_reader.readStringChunk(to->data() + before, size);
        if (chunk.status == QCborStreamReader::EndOfString)
            return true;
        if (chunk.status == QCborStreamReader::Error)
            return false;
    }
}

bool CborReader::scalar()
{
    switch (m_reader.type()) {
    case QCborStreamReader::UnsignedInteger:
    case QCborStreamReader::NegativeInteger:
        return integer();
    case QCborStreamReader::SimpleType:
        break;
    default:
        return m_sink.floating(anyFloat(m_reader));
    }
    if (m_reader.isBool())
        return m_sink.boolean(m_reader.toBool());
    if (m_reader.isNull())
        return m_sink.null();
    return m_sink.simple(int(m_reader.toSimpleType()));
}

bool CborReader::integer()
{
    if (m_reader.isUnsignedInteger())
        return m_sink.integer(QByteArray::number(m_reader.toUnsignedInteger()));
    // Zero stands for 2^64.
    const quint64 magnitude = quint64(m_reader.toNegativeInteger());
    const QByteArray digits = magnitude == 0 ? "18446744073709551616" : QByteArray::number(magnitude);
    return m_sink.integer('-' + digits);
}

// After an item: what it was the last item of has ended, too.
bool CborReader::endLevels()
{
    while (!m_levels.empty()) {
        const Level level = m_levels.back();
        if (level != Level::Tag) {
            if (m_reader.hasNext())
                return true;
            if (isBroken() || !m_reader.leaveContainer())
                return false;
        }
        m_levels.pop_back();
        if (!(level == Level::Array ? m_sink.endArray()
              : level == Level::Map ? m_sink.endMap()
                                    : m_sink.endTag()))
            return false;
    }
    return true;
}

static bool readCbor(QByteArrayView payload, ItemSink &sink)
{
    return CborReader(payload, sink).read();
}

static PayloadDecoder::Start startOfCbor(QByteArrayView payload)
{
    if (payload.startsWith("\xD9\xD9\xF7"))
        return PayloadDecoder::Start::Marked;
    const int major = uchar(payload.front()) >> 5;
    return major == 4 || major == 5 ? PayloadDecoder::Start::Possible : PayloadDecoder::Start::Other;
}

const PayloadDecoder CborDecoder{"CBOR", startOfCbor, readCbor};
