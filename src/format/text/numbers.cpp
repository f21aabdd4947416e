// SPDX-License-Identifier: MIT
#include "format/text/numbers.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 UsPerSecond = 1'000'000;
constexpr qint64 UsPerHour = 3600 * UsPerSecond;
constexpr qint64 UsPerDay = 24 * UsPerHour;
constexpr quint64 SecondsPerDay = 86400;

/// Collects a short text on the stack: one allocation for a whole figure.
class Figure
{
public:
    void put(char16_t character) { m_text[m_size++] = character; }

    void put(QStringView text)
    {
        for (const QChar character : text)
            put(character.unicode());
    }

    void number(quint64 value, int minDigits = 1)
    {
        char16_t digits[20];
        int count = 0;
        do {
            digits[count++] = char16_t(u'0' + value % 10);
            value /= 10;
        } while (value > 0 || count < minDigits);
        while (count > 0)
            put(digits[--count]);
    }

    /// `value` is in units of 10^-decimals.
    void fixed(quint64 value, int decimals)
    {
        quint64 one = 1;
        for (int i = 0; i < decimals; ++i)
            one *= 10;
        number(value / one);
        if (decimals > 0) {
            put(u'.');
            number(value % one, decimals);
        }
    }

    void clock(quint64 seconds, int hourDigits)
    {
        number(seconds / 3600, hourDigits);
        put(u':');
        number(seconds / 60 % 60, 2);
        put(u':');
        number(seconds % 60, 2);
    }

    QString text() const { return QString(reinterpret_cast<const QChar *>(m_text), m_size); }

private:
    char16_t m_text[48];
    int m_size = 0;
};

quint64 magnitude(qint64 value)
{
    return value < 0 ? 0 - quint64(value) : quint64(value);
}

quint64 notNegative(qint64 value)
{
    return quint64(std::max<qint64>(value, 0));
}

/// Divides and rounds half up, without overflow.
quint64 rounded(quint64 value, quint64 divisor)
{
    return value / divisor + (value % divisor >= (divisor + 1) / 2 ? 1 : 0);
}

void putSize(Figure &figure, quint64 bytes)
{
    if (bytes < 1000) {
        figure.number(bytes);
        figure.put(u" B");
        return;
    }
    static constexpr char16_t prefixes[] = u"kMGTPE";
    quint64 unit = 1000;
    int prefix = 0;
    // Compared after rounding: 999,950 bytes are 1.0 MB, not 1000 kB.
    while (rounded(bytes, unit) >= 1000) {
        unit *= 1000;
        ++prefix;
    }
    const quint64 tenths = rounded(bytes, unit / 10);
    if (tenths < 1000)
        figure.fixed(tenths, 1);
    else
        figure.number(rounded(bytes, unit));
    figure.put(u' ');
    figure.put(prefixes[prefix]);
    figure.put(u'B');
}

void putMinutesAndMore(Figure &figure, quint64 seconds)
{
    if (seconds < 3600) {
        figure.number(seconds / 60);
        figure.put(u':');
        figure.number(seconds % 60, 2);
        figure.put(u" min");
    } else if (seconds < SecondsPerDay) {
        figure.clock(seconds, 1);
        figure.put(u" h");
    } else {
        figure.number(seconds / SecondsPerDay);
        figure.put(u" d ");
        figure.clock(seconds % SecondsPerDay, 2);
    }
}

// Each limit is compared with the rounded figure, so that no unit ever shows its own overflow.
void putDuration(Figure &figure, quint64 us)
{
    if (us < 200) {
        figure.number(us);
        figure.put(u" µs");
    } else if (rounded(us, 100) < 1000) {
        figure.fixed(rounded(us, 100), 1);
        figure.put(u" ms");
    } else if (rounded(us, 1000) < 1000) {
        figure.number(rounded(us, 1000));
        figure.put(u" ms");
    } else if (rounded(us, 10'000) < 1000) {
        figure.fixed(rounded(us, 10'000), 2);
        figure.put(u" s");
    } else if (rounded(us, 100'000) < 600) {
        figure.fixed(rounded(us, 100'000), 1);
        figure.put(u" s");
    } else {
        putMinutesAndMore(figure, rounded(us, quint64(UsPerSecond)));
    }
}

qint64 floorDiv(qint64 value, qint64 divisor)
{
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

qint64 floorMod(qint64 value, qint64 divisor)
{
    const qint64 rest = value % divisor;
    return rest < 0 ? rest + divisor : rest;
}

int lookUpUtcOffset(qint64 utcUs)
{
    return QDateTime::fromMSecsSinceEpoch(floorDiv(utcUs, 1000)).offsetFromUtc();
}

/// The offset from UTC in seconds if it is one and the same for the whole hour.
std::optional<int> utcOffsetOfHour(qint64 hour)
{
    const qint64 begin = hour * UsPerHour;
    const int offset = lookUpUtcOffset(begin);
    if (lookUpUtcOffset(begin + UsPerHour - 1) != offset)
        return std::nullopt;
    return offset;
}

int utcOffset(qint64 utcUs)
{
    // The outermost hours reach beyond what can be represented.
    constexpr qint64 outermost = std::numeric_limits<qint64>::max() - UsPerHour;
    if (utcUs > outermost || utcUs < -outermost)
        return lookUpUtcOffset(utcUs);
    thread_local qint64 knownHour = std::numeric_limits<qint64>::min();
    thread_local std::optional<int> knownOffset;
    const qint64 hour = floorDiv(utcUs, UsPerHour);
    if (hour != knownHour) {
        knownOffset = utcOffsetOfHour(hour);
        knownHour = hour;
    }
    return knownOffset ? *knownOffset : lookUpUtcOffset(utcUs);
}

} // namespace

QString formatSize(qint64 bytes)
{
    Figure figure;
    if (bytes < 0)
        figure.put(u'\u2212');
    putSize(figure, magnitude(bytes));
    return figure.text();
}

QString formatBinarySize(qint64 bytes)
{
    static constexpr std::array units{"B"_L1, "KiB"_L1, "MiB"_L1, "GiB"_L1, "TiB"_L1, "PiB"_L1, "EiB"_L1};
    double value = double(std::max<qint64>(0, bytes));
    size_t unit = 0;
    // What would be rounded to 1024 is 1 of the next.
    for (; value >= 1023.5; value /= 1024)
        ++unit;
    QString text = QString::number(value, 'f', value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
    if (text.contains(u'.')) {
        while (text.endsWith(u'0'))
            text.chop(1);
        if (text.endsWith(u'.'))
            text.chop(1);
    }
    return text + u' ' + units.at(unit);
}

QString formatRate(qint64 bytesPerSecond)
{
    return formatSize(bytesPerSecond) + u"/s"_s;
}

QString formatCount(quint64 count)
{
    char16_t digits[32];
    int at = int(std::size(digits));
    int sinceComma = 0;
    do {
        if (sinceComma++ == 3) {
            digits[--at] = u',';
            sinceComma = 1;
        }
        digits[--at] = char16_t(u'0' + count % 10);
        count /= 10;
    } while (count > 0);
    return QString(reinterpret_cast<const QChar *>(digits + at), qsizetype(std::size(digits)) - at);
}

QString formatDelta(qint64 us)
{
    Figure figure;
    figure.put(us < 0 ? u'\u2212' : u'+');
    putDuration(figure, magnitude(us));
    return figure.text();
}

QString formatRoundTrip(qint64 us)
{
    Figure figure;
    putDuration(figure, notNegative(us));
    return figure.text();
}

QString formatWait(qint64 milliseconds)
{
    const quint64 ms = notNegative(milliseconds);
    Figure figure;
    if (ms < 1000) {
        figure.number(ms);
        figure.put(u" ms");
    } else if (rounded(ms, 100) < 100) {
        figure.fixed(rounded(ms, 100), 1);
        figure.put(u" s");
    } else if (rounded(ms, 1000) < 60) {
        figure.number(rounded(ms, 1000));
        figure.put(u" s");
    } else {
        putMinutesAndMore(figure, rounded(ms, 1000));
    }
    return figure.text();
}

QString formatElapsed(qint64 ms)
{
    const quint64 seconds = notNegative(ms) / 1000;
    Figure figure;
    if (seconds >= SecondsPerDay) {
        figure.number(seconds / SecondsPerDay);
        figure.put(u" d ");
    }
    figure.clock(seconds % SecondsPerDay, 2);
    return figure.text();
}

QString formatTimeOfDay(qint64 utcUs)
{
    const qint64 local = floorMod(utcUs, UsPerDay) + utcOffset(utcUs) * UsPerSecond;
    const quint64 ms = quint64(floorMod(local, UsPerDay)) / 1000;
    Figure figure;
    figure.clock(ms / 1000, 2);
    figure.put(u'.');
    figure.number(ms % 1000, 3);
    return figure.text();
}

QString formatTimestamp(qint64 utcUs)
{
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(floorDiv(utcUs, 1000));
    const int offset = local.offsetFromUtc();
    const quint64 minutes = magnitude(offset) / 60;
    Figure rest;
    rest.put(u'.');
    rest.number(quint64(floorMod(utcUs, UsPerSecond)), 6);
    rest.put(offset < 0 ? u'-' : u'+');
    rest.number(minutes / 60, 2);
    rest.put(u':');
    rest.number(minutes % 60, 2);
    return local.toString(u"yyyy-MM-ddTHH:mm:ss"_s) + rest.text();
}

QString formatValue(double value, int digits)
{
    if (!std::isfinite(value))
        return QString::number(value);
    // Beyond these bounds zeros would hide the value.
    const double size = std::abs(value);
    const bool isPlain = size == 0 || (size >= 1e-5 && size < 1e15);
    QString text = QString::number(value, 'g', digits > 0 ? digits : QLocale::FloatingPointShortest);
    if (!isPlain)
        return text;
    if (text.contains(u'e'))
        text = QString::number(text.toDouble(), 'f', QLocale::FloatingPointShortest);
    qsizetype comma = text.indexOf(u'.');
    if (comma < 0)
        comma = text.size();
    for (comma -= 3; comma > (text.startsWith(u'-') ? 1 : 0); comma -= 3)
        text.insert(comma, u',');
    return text;
}

// Digits from the last one on; returns where they end.
static char *writeDigits(int number, int count, char *to)
{
    for (int i = count - 1; i >= 0; --i, number /= 10)
        to[i] = char('0' + number % 10);
    return to + count;
}

char *writeIsoTime(qint64 utcUs, char *to)
{
    using namespace std::chrono;
    const sys_time<microseconds> time{microseconds(utcUs)};
    const sys_days day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss<microseconds> clock(time - day);
    const auto put = [&to](auto number, int count, char after) {
        to = writeDigits(int(number), count, to);
        *to++ = after;
    };
    put(int(date.year()), 4, '-');
    put(unsigned(date.month()), 2, '-');
    put(unsigned(date.day()), 2, 'T');
    put(clock.hours().count(), 2, ':');
    put(clock.minutes().count(), 2, ':');
    put(clock.seconds().count(), 2, '.');
    put(clock.subseconds().count(), 6, 'Z');
    return to;
}

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
