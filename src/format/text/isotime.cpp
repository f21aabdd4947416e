// SPDX-License-Identifier: MIT
#include "format/text/isotime.h"

#include <QDateTime>
#include <QTimeZone>

QByteArray isoTime(qint64 seconds, quint32 nanoseconds)
{
    constexpr qint64 firstSecond = -62135596800; // 0001-01-01T00:00:00Z
    constexpr qint64 lastSecond = 253402300799;  // 9999-12-31T23:59:59Z
    if (seconds < firstSecond || seconds > lastSecond || nanoseconds > 999999999)
        return {};
    // As UTC, whose text ends with Z; that of any other zone, and for Qt 6.4 this is one, has an offset.
    const QDateTime time = QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::utc()).toUTC();
    QByteArray text = time.toString(Qt::ISODate).toLatin1();
    if (nanoseconds == 0)
        return text;
    QByteArray fraction = QByteArray::number(nanoseconds).rightJustified(9, '0');
    while (fraction.endsWith('0'))
        fraction.chop(1);
    return text.insert(text.size() - 1, '.' + fraction);
}
