// SPDX-License-Identifier: MIT
#pragma once

#include "format/binary/payloaddecoder.h"

#include <QByteArray>

#include <functional>
#include <vector>

/// A sink asks whether it is cancelled once in so many items.
constexpr quint32 ItemsPerQuestion = 4096;
/// Bytes of a byte string that are shown.
constexpr qsizetype MaxShownBytes = 4096;

/// Writes items as JSON text without blanks. What JSON does not have:
///
/// - keys that are not text become strings of their JSON: {"1":…}, {"[1,2]":…};
/// - byte strings become strings in the notation of RFC 8949 section 8: "h'0a0b'", cut beyond
///   MaxShownBytes: "h'0a0b…' (5,000 bytes)";
/// - NaN, infinities, undefined and other simple values become "NaN", "-Infinity", "undefined", "simple(32)";
/// - tags become {"@tag":n,"value":…} and extensions {"@ext":n,"data":"h'…'"}.
///
/// A key within a key is written as it is ({[1]:2}), so that escapes never pile up.
class JsonTextSink : public ItemSink
{
public:
    /// `cancelled` is asked now and then; the reader is stopped when it says so.
    explicit JsonTextSink(std::function<bool()> cancelled)
        : m_cancelled(std::move(cancelled))
    {}

    bool beginArray() override { return open(false); }
    bool endArray() override { return close(); }
    bool beginMap() override { return open(true); }
    bool endMap() override { return close(); }
    bool beginTag(quint64 tag) override;
    bool endTag() override { return close(); }

    bool text(QByteArrayView utf8) override;
    bool bytes(QByteArrayView bytes) override;
    bool integer(QByteArrayView digits) override { return token(digits); }
    bool floating(double number) override;
    bool boolean(bool value) override;
    bool null() override;
    bool simple(int value) override;
    bool extension(int type, QByteArrayView data) override;

    QByteArray takeText() { return std::move(m_text); }

private:
    struct Level
    {
        bool isObject = false;
        bool isEmpty = true;
        bool keyIsNext = false;
    };

    bool open(bool isObject);
    bool close();
    bool token(QByteArrayView text);
    void beginItem(bool isString);
    bool endItem();
    void put(char c);
    void put(QByteArrayView text);
    void putEscaped(QByteArrayView utf8);
    bool isWithinKey() const { return m_keyLevel > 0; }

    const std::function<bool()> m_cancelled;
    quint32 m_items = 0;
    QByteArray m_text;
    std::vector<Level> m_levels;
    // Of the map whose key is being written as one string; 0 outside of such keys.
    size_t m_keyLevel = 0;
};
