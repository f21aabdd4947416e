// SPDX-License-Identifier: MIT
#include "format/binary/payloaddecoder.h"

#include "format/binary/jsontextsink.h"
#include "format/json/jsonlayout.h"

#include <QUtf8StringView>

#include <algorithm>
#include <vector>

namespace {

class RecognisingSink : public ItemSink
{
public:
    explicit RecognisingSink(const std::function<bool()> &cancelled)
        : m_cancelled(cancelled)
    {}

    bool beginArray() override { return open(Kind::Other, false); }
    bool endArray() override { return close(); }
    bool beginMap() override { return open(Kind::Other, true); }
    bool endMap() override { return close(); }
    bool beginTag(quint64) override { return open(Kind::Other, false); }
    bool endTag() override { return close(); }

    bool text(QByteArrayView utf8) override
    {
        return !(keyIsNext() && hasControls(utf8)) && item(Kind::Text);
    }
    bool bytes(QByteArrayView) override { return item(Kind::Other); }
    bool integer(QByteArrayView) override { return item(Kind::Integer); }
    bool floating(double) override { return item(Kind::Other); }
    bool boolean(bool) override { return item(Kind::Other); }
    bool null() override { return item(Kind::Other); }
    bool simple(int value) override { return value == 23 && item(Kind::Other); }
    bool extension(int, QByteArrayView) override { return item(Kind::Other); }

    bool keysAreText() const { return m_keysAreText; }
    bool topIsFilled() const { return m_topIsFilled; }

private:
    enum class Kind : quint8 { Unknown, Text, Integer, Other };
    struct Level
    {
        bool isMap = false;
        bool keyIsNext = false;
        Kind keys = Kind::Unknown;
    };

    static bool hasControls(QByteArrayView utf8)
    {
        return std::any_of(utf8.begin(), utf8.end(), [](char c) { return uchar(c) < 0x20 || c == 0x7F; });
    }

    bool keyIsNext() const { return !m_levels.empty() && m_levels.back().keyIsNext; }

    bool item(Kind kind)
    {
        if (++m_items % ItemsPerQuestion == 0 && m_cancelled())
            return false;
        if (m_levels.empty())
            return true;
        m_topIsFilled = true;
        Level &level = m_levels.back();
        if (!level.isMap)
            return true;
        level.keyIsNext = !level.keyIsNext;
        if (level.keyIsNext)
            return true;
        m_keysAreText = m_keysAreText && kind == Kind::Text;
        if (level.keys == Kind::Unknown)
            level.keys = kind;
        return level.keys == kind;
    }

    bool open(Kind kind, bool isMap)
    {
        if (!item(kind))
            return false;
        m_levels.push_back({isMap, isMap, Kind::Unknown});
        return true;
    }

    bool close()
    {
        m_levels.pop_back();
        return true;
    }

    const std::function<bool()> &m_cancelled;
    quint32 m_items = 0;
    std::vector<Level> m_levels;
    bool m_keysAreText = true;
    bool m_topIsFilled = false;
};

} // namespace

static const PayloadDecoder *recognised(QByteArrayView payload, const std::function<bool()> &cancelled)
{
    using Start = PayloadDecoder::Start;
    const auto mayBe = [payload](const PayloadDecoder *one) { return one->start(payload) != Start::Other; };
    // Text in some scripts begins as a large array does.
    if (payload.isEmpty() || std::ranges::none_of(PayloadDecoders, mayBe)
        || QUtf8StringView(payload).isValidUtf8())
        return nullptr;
    const PayloadDecoder *first = nullptr;
    for (const PayloadDecoder *decoder : PayloadDecoders) {
        RecognisingSink sink(cancelled);
        if (!mayBe(decoder) || !decoder->read(payload, sink))
            continue;
        if (!sink.topIsFilled() && decoder->start(payload) != Start::Marked)
            continue;
        if (sink.keysAreText())
            return decoder;
        if (!first)
            first = decoder;
    }
    return first;
}

QByteArray PayloadDecoder::toJson(QByteArrayView payload, const std::function<bool()> &cancelled) const
{
    JsonTextSink sink(cancelled);
    return read(payload, sink) ? sink.takeText() : QByteArray();
}

PayloadJson::PayloadJson(QByteArrayView payload, const std::function<bool()> &cancelled, qsizetype mostBytes)
    : m_payload(payload)
{
    if (looksLikeJson(payload) || payload.size() > mostBytes)
        return;
    const PayloadDecoder *decoder = recognised(payload, cancelled);
    if (!decoder)
        return;
    m_decoded = decoder->toJson(payload, cancelled);
    if (!m_decoded.isEmpty())
        m_decoder = decoder;
}
