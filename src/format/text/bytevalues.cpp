// SPDX-License-Identifier: MIT
#include "format/text/bytevalues.h"

#include "format/text/numbers.h"

#include <QLocale>
#include <QtEndian>

#include <bit>
#include <cmath>
#include <type_traits>

using namespace Qt::StringLiterals;
using Order = ByteValue::Order;

QString ByteValue::name() const
{
    switch (order) {
    case Order::LittleEndian:
        return type + " LE"_L1;
    case Order::BigEndian:
        return type + " BE"_L1;
    case Order::None:
        break;
    }
    return type;
}

template <typename Integer>
static Integer load(const char *bytes, Order order)
{
    return order == Order::BigEndian ? qFromBigEndian<Integer>(bytes) : qFromLittleEndian<Integer>(bytes);
}

static QString floatText(double value, int significantDigits)
{
    if (std::isnan(value))
        return u"NaN"_s;
    if (std::isinf(value))
        return value > 0 ? u"Infinity"_s : u"-Infinity"_s;
    QString text;
    // A float's shortest text is that with which it is read back; QString knows it of a double only.
    for (int digits = 1; digits <= significantDigits; ++digits) {
        text = QString::number(std::abs(value), 'g', digits);
        const double back = text.toDouble();
        if (significantDigits < 10 ? float(back) == float(std::abs(value)) : back == std::abs(value))
            break;
    }
    return std::signbit(value) ? u'-' + text : text;
}

// Seconds, milliseconds, microseconds or nanoseconds, whichever is a date of these days.
static QString unixTime(quint64 value, bool secondsOnly)
{
    constexpr quint64 first = 631152000; // 1990-01-01T00:00:00Z
    constexpr quint64 last = 4102444800; // 2100-01-01T00:00:00Z
    for (const quint64 unit : {quint64(1), quint64(1000), quint64(1000000), quint64(1000000000)}) {
        if (value / unit >= first && value / unit < last)
            return QString::fromLatin1(
                    isoTime(qint64(value / unit), quint32(value % unit * (1000000000 / unit))));
        if (secondsOnly)
            break;
    }
    return {};
}

template <typename Unsigned, typename Float>
static void appendNumbers(QList<ByteValue> *values, const char *bytes, Order order)
{
    constexpr int size = sizeof(Unsigned);
    const auto number = load<Unsigned>(bytes, order);
    const QString bits = QString::number(8 * size);
    values->append({u'u' + bits, order, QString::number(number), size});
    values->append({u'i' + bits, order, QString::number(std::make_signed_t<Unsigned>(number)), size});
    if constexpr (!std::is_void_v<Float>) {
        const auto real = std::bit_cast<Float>(number);
        values->append({u'f' + bits, order, floatText(double(real), size == 4 ? 9 : 17), size});
        if (const QString time = unixTime(number, size == 4); !time.isEmpty())
            values->append({u"Unix time"_s, order, time, size});
    }
}

QList<ByteValue> byteValues(const QByteArray &data, qint64 offset)
{
    QList<ByteValue> values;
    if (offset < 0 || offset >= data.size())
        return values;
    const char *const bytes = data.constData() + offset;
    const qint64 left = data.size() - offset;
    appendNumbers<quint8, void>(&values, bytes, Order::None);
    for (const Order order : {Order::LittleEndian, Order::BigEndian}) {
        if (left >= 2)
            appendNumbers<quint16, void>(&values, bytes, order);
        if (left >= 4)
            appendNumbers<quint32, float>(&values, bytes, order);
        if (left >= 8)
            appendNumbers<quint64, double>(&values, bytes, order);
    }
    return values;
}
