// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

/// What the bytes at one place are when read as one kind of number.
struct ByteValue
{
    enum class Order : quint8 { None, LittleEndian, BigEndian };

    /// "u16"; the same for both orders of the bytes.
    QString type;
    Order order = Order::None;
    QString value;
    /// Bytes that it takes.
    int size = 1;

    /// "u16 LE".
    QString name() const;

    bool operator==(const ByteValue &) const = default;
};

/// The bytes from `offset` on as u8, i8, u16 … i64, f32, f64 and "Unix time" (seconds in 4 bytes,
/// or seconds, milli-, micro- or nanoseconds in 8, if that is between 1990 and 2100; in UTC). Single bytes
/// have no order, others come as LE and then BE. As many as the remaining bytes allow, none outside of the
/// data. Floats are the shortest text that gives the same number. May be called from any thread.
QList<ByteValue> byteValues(const QByteArray &data, qint64 offset);
