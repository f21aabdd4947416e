// SPDX-License-Identifier: MIT
#include "format/binary/binaryform.h"

#include "format/binary/cborreader.h"
#include "format/binary/msgpackreader.h"

#include <QUtf8StringView>

#include <algorithm>
#include <vector>

namespace {

class RecognisingSink : public ItemSink
{
public:
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

    std::vector<Level> m_levels;
    bool m_keysAreText = true;
    bool m_topIsFilled = false;
};

} // namespace

static bool startsLikeCbor(const QByteArray &payload)
{
    const int major = uchar(payload.front()) >> 5;
    return major == 4 || major == 5 || payload.startsWith("\xD9\xD9\xF7");
}

static bool startsLikeMessagePack(const QByteArray &payload)
{
    const int first = uchar(payload.front());
    return (first >= 0x80 && first <= 0x9F) || (first >= 0xDC && first <= 0xDF);
}

BinaryForm recogniseBinary(const QByteArray &payload)
{
    // Text in some scripts begins as a large array does.
    if (payload.isEmpty() || QUtf8StringView(payload).isValidUtf8())
        return BinaryForm::None;
    RecognisingSink cborSink;
    const bool cbor = startsLikeCbor(payload) && readCbor(payload, cborSink).isEmpty()
                      && (cborSink.topIsFilled() || payload.startsWith("\xD9\xD9\xF7"));
    RecognisingSink packSink;
    const bool pack = startsLikeMessagePack(payload) && readMessagePack(payload, packSink).isEmpty()
                      && packSink.topIsFilled();
    if (cbor && pack)
        return packSink.keysAreText() && !cborSink.keysAreText() ? BinaryForm::MessagePack : BinaryForm::Cbor;
    return cbor ? BinaryForm::Cbor : pack ? BinaryForm::MessagePack : BinaryForm::None;
}
