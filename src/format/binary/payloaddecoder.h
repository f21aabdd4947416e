// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

/// Told of the items of a binary format one after the other by its decoder. Within a map, keys and values
/// alternate. Each function returns whether the decoder is to go on. Views are valid during the call only.
class ItemSink
{
public:
    ItemSink() = default;
    virtual ~ItemSink() = default;

    virtual bool beginArray() = 0;
    virtual bool endArray() = 0;
    virtual bool beginMap() = 0;
    virtual bool endMap() = 0;
    /// The item that follows is what is tagged (RFC 8949 section 3.4).
    virtual bool beginTag(quint64 tag) = 0;
    virtual bool endTag() = 0;

    /// Valid UTF-8.
    virtual bool text(QByteArrayView utf8) = 0;
    virtual bool bytes(QByteArrayView bytes) = 0;
    /// In decimal digits, of any length.
    virtual bool integer(QByteArrayView digits) = 0;
    virtual bool floating(double number) = 0;
    virtual bool boolean(bool value) = 0;
    virtual bool null() = 0;
    /// RFC 8949 section 3.3; 23 is "undefined". Not those that have a function of their own.
    virtual bool simple(int value) = 0;
    /// An application's own type in MessagePack.
    virtual bool extension(int type, QByteArrayView data) = 0;

private:
    Q_DISABLE_COPY_MOVE(ItemSink)
};

/// Arrays, maps and tags within each other that decoders go along with.
constexpr qsizetype MaxItemDepth = 512;

/// A form of binary payload that is shown, found by JSON paths, charted and compared as the JSON that it
/// becomes. All of it may be called from any thread.
struct PayloadDecoder
{
    enum class Start {
        Other,
        Possible, ///< No byte says it; PayloadJson looks closer.
        Marked,   ///< It says so itself, as with CBOR's tag 55799.
    };

    /// As people write it.
    const char *name;
    /// What the first bytes of a payload, which is not empty, say. Asked of every payload that a filter looks
    /// into: it takes a few nanoseconds.
    Start (*start)(QByteArrayView payload);
    /// Tells the sink the items of a payload that is one item and nothing else. False if it is not, is deeper
    /// than MaxItemDepth, or the sink stopped. Linear in time; memory is bounded, whatever lengths are
    /// claimed.
    bool (*read)(QByteArrayView payload, ItemSink &sink);

    /// The payload as JSON text without blanks, of at most 32 times its size and 64 bytes; jsontextsink.h
    /// says what becomes of what JSON does not have. Null if it cannot be read, or if `cancelled`, which is
    /// asked now and then, said so.
    QByteArray toJson(
            QByteArrayView payload, const std::function<bool()> &cancelled = [] { return false; }) const;
};

/// CBOR (RFC 8949): the order of keys, duplicate keys and integers of any size stay. Dates (tags 0 and 1) are
/// told as text, big numbers (2 and 3) of up to 512 bytes as integers, text that is not UTF-8 as bytes.
extern const PayloadDecoder CborDecoder;
/// MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md): the order of keys, duplicate keys
/// and integers of 64 bits stay. Timestamps (extension -1) are told as text, str that is not UTF-8 as bytes.
extern const PayloadDecoder MessagePackDecoder;

/// All of them. Of two that fit a payload, the first whose keys are all text is taken, else the first.
inline constexpr const PayloadDecoder *PayloadDecoders[] = {&CborDecoder, &MessagePackDecoder};

/// A payload to be read as JSON: what a decoder makes of it, or itself if none recognises it. What looks like
/// JSON is taken for that; of anything else the bytes decide alone, whatever type its message has.
///
/// A payload is recognised if it is not UTF-8 and exactly one item: a map or an array that is not empty, or
/// what is marked. So that other bytes are rarely taken for one, the keys of a map must be of one kind, those
/// that are text may have no control characters, and a simple value must be one that has a meaning. Of random
/// payloads of 8 bytes and more, about one in a thousand is recognised. Linear in time.
class PayloadJson
{
public:
    /// What a payload becomes may be many times as large: larger ones are not decoded unless it is asked for.
    static constexpr qsizetype MostBytes = 16 * 1024 * 1024;

    /// The payload must outlive it. Not decoded if `cancelled`, which is asked now and then, said so.
    explicit PayloadJson(
            QByteArrayView payload, const std::function<bool()> &cancelled = [] { return false; },
            qsizetype mostBytes = MostBytes);
    /// Of what may be the beginning of a payload of so many bytes, which cannot be decoded.
    static PayloadJson ofHead(
            QByteArrayView head, qint64 size, const std::function<bool()> &cancelled = [] { return false; })
    {
        return PayloadJson(head, cancelled, head.size() < size ? 0 : MostBytes);
    }

    QByteArrayView text() const { return m_decoder ? QByteArrayView(m_decoded) : m_payload; }
    /// Null if text() is the payload.
    const PayloadDecoder *decoder() const { return m_decoder; }
    /// What the decoder made.
    const QByteArray &decoded() const { return m_decoded; }

private:
    QByteArrayView m_payload;
    const PayloadDecoder *m_decoder = nullptr;
    QByteArray m_decoded;
};
