// SPDX-License-Identifier: MIT
#include "format/binary/cborreader.h"

#include "format/text/bigdecimal.h"
#include "format/text/isotime.h"
#include "format/text/numbers.h"

#include <QCborStreamReader>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

class CborReader
{
public:
    CborReader(const QByteArray &payload, ItemSink &sink)
        : m_payload(payload)
        , m_reader(payload)
        , m_sink(sink)
    {}

    bool read();
    QString problem() const { return m_problem; }

private:
    enum class Level : quint8 { Array, Map, Tag };

    bool item();
    bool enter(Level level);
    bool tag();
    bool dateOrBigNumber(quint64 tag);
    bool epoch(double seconds);
    bool string();
    bool readString(QByteArray *to);
    bool scalar();
    bool integer();
    bool endLevels();
    bool next() { return m_reader.next(1) || failAtReader(); }

    bool fail(const QString &problem)
    {
        m_problem = problem;
        return false;
    }
    bool told(bool goOn) { return goOn || fail(u"The reading was stopped."_s); }
    bool failAtReader();

    const QByteArray m_payload;
    QCborStreamReader m_reader;
    ItemSink &m_sink;
    std::vector<Level> m_levels;
    QByteArray m_string;
    QString m_problem;
};

} // namespace

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
    if (m_payload.isEmpty())
        return fail(u"There are no bytes here."_s);
    if (m_reader.isTag() && m_reader.toTag() == QCborTag(QCborKnownTags::Signature) && !next())
        return false;
    do {
        if (!item())
            return false;
    } while (!m_levels.empty());
    const qsizetype left = m_payload.size() - m_reader.currentOffset();
    if (left == 1)
        return fail(u"One byte follows after the end of the CBOR item."_s);
    return left == 0
           || fail(u"%1 bytes follow after the end of the CBOR item."_s.arg(formatCount(quint64(left))));
}

bool CborReader::item()
{
    // The reader of Qt 6.4 goes on for ever with the string before a misplaced break if it is not asked.
    if (m_reader.lastError() != QCborError{QCborError::NoError})
        return failAtReader();
    switch (m_reader.type()) {
    case QCborStreamReader::Array:
        return told(m_sink.beginArray()) && enter(Level::Array);
    case QCborStreamReader::Map:
        return told(m_sink.beginMap()) && enter(Level::Map);
    case QCborStreamReader::Tag:
        return tag();
    case QCborStreamReader::String:
    case QCborStreamReader::ByteArray:
        return string() && endLevels();
    case QCborStreamReader::Invalid:
        return failAtReader();
    default:
        return scalar() && next() && endLevels();
    }
}

bool CborReader::enter(Level level)
{
    if (qsizetype(m_levels.size()) >= MaxItemDepth)
        return fail(u"Arrays, maps and tags lie more than %1 deep in each other."_s.arg(MaxItemDepth));
    m_levels.push_back(level);
    if (level == Level::Tag)
        return true;
    if (!m_reader.enterContainer())
        return failAtReader();
    return m_reader.hasNext() || endLevels();
}

bool CborReader::tag()
{
    const quint64 number = quint64(m_reader.toTag());
    if (!next())
        return false;
    if (dateOrBigNumber(number))
        return m_problem.isEmpty() && endLevels();
    return told(m_sink.beginTag(number)) && enter(Level::Tag);
}

// Whether the value was dealt with, be it with a problem.
bool CborReader::dateOrBigNumber(quint64 tag)
{
    const auto isTag = [tag](QCborKnownTags known) { return tag == quint64(known); };
    if (isTag(QCborKnownTags::DateTimeString) && m_reader.isString())
        return string() || true;
    if (isTag(QCborKnownTags::UnixTime_t)) {
        if (m_reader.isUnsignedInteger())
            return epoch(double(m_reader.toUnsignedInteger()));
        if (m_reader.isNegativeInteger())
            return epoch(-double(quint64(m_reader.toNegativeInteger())));
        return (m_reader.isFloat16() || m_reader.isFloat() || m_reader.isDouble())
               && epoch(anyFloat(m_reader));
    }
    const bool positive = isTag(QCborKnownTags::PositiveBignum);
    if (!(positive || isTag(QCborKnownTags::NegativeBignum)) || !m_reader.isByteArray()
        || !m_reader.isLengthKnown() || m_reader.length() > quint64(MaxBigIntegerBytes))
        return false;
    if (readString(&m_string))
        told(m_sink.integer(bigDecimal(m_string, !positive)));
    return true;
}

bool CborReader::epoch(double seconds)
{
    // Beyond it there is no microsecond in a double, nor a year of four digits.
    if (!(std::abs(seconds) < 1e12))
        return false;
    const double whole = std::floor(seconds);
    const auto microseconds = std::min<quint32>(quint32(std::lround((seconds - whole) * 1e6)), 999999);
    const QByteArray time = isoTime(qint64(whole), microseconds * 1000);
    if (time.isEmpty())
        return false;
    if (told(m_sink.text(time)))
        next();
    return true;
}

bool CborReader::string()
{
    const bool isText = m_reader.isString();
    if (!readString(&m_string))
        return false;
    const bool asText = isText && QUtf8StringView(m_string).isValidUtf8();
    return told(asText ? m_sink.text(m_string) : m_sink.bytes(m_string));
}

bool CborReader::readString(QByteArray *to)
{
    to->resize(0);
    for (;;) {
        const qsizetype size = std::max<qsizetype>(m_reader.currentStringChunkSize(), 0);
        if (size > m_payload.size() - m_reader.currentOffset())
            return fail(u"The payload ends within a string."_s);
        const qsizetype before = to->size();
        to->resize(before + size);
        const auto chunk = m_reader.readStringChunk(to->data() + before, size);
        if (chunk.status == QCborStreamReader::EndOfString)
            return true;
        if (chunk.status == QCborStreamReader::Error)
            return failAtReader();
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
        return told(m_sink.floating(anyFloat(m_reader)));
    }
    if (m_reader.isBool())
        return told(m_sink.boolean(m_reader.toBool()));
    if (m_reader.isNull())
        return told(m_sink.null());
    return told(m_sink.simple(int(m_reader.toSimpleType())));
}

bool CborReader::integer()
{
    if (m_reader.isUnsignedInteger())
        return told(m_sink.integer(QByteArray::number(m_reader.toUnsignedInteger())));
    // Zero stands for 2^64.
    const quint64 magnitude = quint64(m_reader.toNegativeInteger());
    const QByteArray digits = magnitude == 0 ? "18446744073709551616" : QByteArray::number(magnitude);
    return told(m_sink.integer('-' + digits));
}

// After an item: what it was the last item of has ended, too.
bool CborReader::endLevels()
{
    while (!m_levels.empty()) {
        const Level level = m_levels.back();
        if (level != Level::Tag) {
            if (m_reader.hasNext())
                return true;
            if (m_reader.lastError() != QCborError{QCborError::NoError} || !m_reader.leaveContainer())
                return failAtReader();
        }
        m_levels.pop_back();
        if (!told(level == Level::Array ? m_sink.endArray()
                  : level == Level::Map ? m_sink.endMap()
                                        : m_sink.endTag()))
            return false;
    }
    return true;
}

bool CborReader::failAtReader()
{
    const QString at = formatCount(quint64(std::max<qint64>(m_reader.currentOffset(), 0)));
    switch (m_reader.lastError().c) {
    case QCborError::EndOfFile:
        return fail(u"The payload ends within a CBOR item."_s);
    case QCborError::UnexpectedBreak:
        return fail(u"There is a break at byte %1 without anything that it could end."_s.arg(at));
    case QCborError::UnknownType:
    case QCborError::IllegalType:
    case QCborError::IllegalNumber:
    case QCborError::IllegalSimpleType:
        return fail(u"CBOR has no item that begins as the one at byte %1 does."_s.arg(at));
    case QCborError::DataTooLarge:
        return fail(u"The item at byte %1 claims to be larger than anything can be."_s.arg(at));
    default:
        return fail(u"There is no CBOR item at byte %1."_s.arg(at));
    }
}

QString readCbor(const QByteArray &payload, ItemSink &sink)
{
    CborReader reader(payload, sink);
    return reader.read() ? QString() : reader.problem();
}
