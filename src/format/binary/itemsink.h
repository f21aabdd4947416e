// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

/// Told of the items of a binary format (CBOR, MessagePack) one after the other by a reader. Within a map,
/// keys and values alternate. Each function returns whether the reader is to go on. Views are valid during
/// the call only.
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

/// Arrays, maps and tags within each other that readers go along with.
constexpr qsizetype MaxItemDepth = 512;
