// SPDX-License-Identifier: MIT
#include "format/binary/payloaddecoder.h"
#include "format/text/numbers.h"

#include <QUtf8StringView>
#include <QtEndian>

#include <msgpack.hpp>

namespace {

/// What msgpack::parse() calls; the parser has a stack of its own and does not recurse.
class Visitor
{
public:
    explicit Visitor(ItemSink &sink)
        : m_sink(sink)
    {}

    bool visit_nil() { return told(m_sink.null()); }
    bool visit_boolean(bool value) { return told(m_sink.boolean(value)); }
    bool visit_positive_integer(uint64_t value)
    {
        return told(m_sink.integer(QByteArray::number(quint64(value))));
    }
    bool visit_negative_integer(int64_t value)
    {
        return told(m_sink.integer(QByteArray::number(qint64(value))));
    }
    bool visit_float32(float value) { return told(m_sink.floating(double(value))); }
    bool visit_float64(double value) { return told(m_sink.floating(value)); }
    bool visit_str(const char *data, uint32_t size)
    {
        if (QUtf8StringView(data, qsizetype(size)).isValidUtf8())
            return told(m_sink.text({data, qsizetype(size)}));
        return visit_bin(data, size);
    }
    bool visit_bin(const char *data, uint32_t size) { return told(m_sink.bytes({data, qsizetype(size)})); }
    bool visit_ext(const char *data, uint32_t size);

    bool start_array(uint32_t) { return deeper() && told(m_sink.beginArray()); }
    bool start_array_item() { return true; }
    bool end_array_item() { return true; }
    bool end_array() { return shallower() && told(m_sink.endArray()); }
    bool start_map(uint32_t) { return deeper() && told(m_sink.beginMap()); }
    bool start_map_key() { return true; }
    bool end_map_key() { return true; }
    bool start_map_value() { return true; }
    bool end_map_value() { return true; }
    bool end_map() { return shallower() && told(m_sink.endMap()); }

    void parse_error(size_t, size_t) { m_isWhole = false; }
    void insufficient_bytes(size_t, size_t) { m_isWhole = false; }
    bool referenced() const { return false; }
    void set_referenced(bool) {}

    bool isWhole() const { return m_isWhole; }

private:
    bool told(bool goOn)
    {
        m_isWhole &= goOn;
        return goOn;
    }

    bool deeper() { return told(++m_depth <= MaxItemDepth); }

    bool shallower()
    {
        --m_depth;
        return true;
    }

    ItemSink &m_sink;
    qsizetype m_depth = 0;
    bool m_isWhole = true;
};

} // namespace

// The three layouts that the specification has for its extension type -1; empty if it is none.
static QByteArray timestamp(QByteArrayView data)
{
    switch (data.size()) {
    case 4:
        return isoTime(qFromBigEndian<quint32>(data.data()), 0);
    case 8: {
        const quint64 both = qFromBigEndian<quint64>(data.data());
        return isoTime(qint64(both & 0x3FFFFFFFF), quint32(both >> 34));
    }
    case 12:
        return isoTime(qFromBigEndian<qint64>(data.data() + 4), qFromBigEndian<quint32>(data.data()));
    default:
        return {};
    }
}

bool Visitor::visit_ext(const char *data, uint32_t size)
{
    // The first byte is the type.
    const int type = qint8(data[0]);
    const QByteArrayView content(data + 1, qsizetype(size) - 1);
    if (type == -1) {
        if (const QByteArray time = timestamp(content); !time.isEmpty())
            return told(m_sink.text(time));
    }
    return told(m_sink.extension(type, content));
}

static bool readMessagePack(QByteArrayView payload, ItemSink &sink)
{
    Visitor visitor(sink);
    size_t offset = 0;
    return msgpack::parse(payload.data(), size_t(payload.size()), offset, visitor) && visitor.isWhole()
           && offset == size_t(payload.size());
}

static PayloadDecoder::Start startOfMessagePack(QByteArrayView payload)
{
    const int first = uchar(payload.front());
    const bool isMapOrArray = (first >= 0x80 && first <= 0x9F) || (first >= 0xDC && first <= 0xDF);
    return isMapOrArray ? PayloadDecoder::Start::Possible : PayloadDecoder::Start::Other;
}

const PayloadDecoder MessagePackDecoder{"MessagePack", startOfMessagePack, readMessagePack};
