// SPDX-License-Identifier: MIT
#include "log/filter/filternumbers.h"

#include <QList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct Unit
{
    QStringView name;
    qint64 factor;
};

constexpr qint64 FilterUsPerSecond = 1'000'000;

// The first of several names for the same is the one that is written.
constexpr Unit SizeUnits[]{
        {u"G", 1'000'000'000},  {u"M", 1'000'000},  {u"k", 1000},  {u"", 1},
        {u"GB", 1'000'000'000}, {u"MB", 1'000'000}, {u"kB", 1000}, {u"B", 1},
};

constexpr Unit SpanUnits[]{
        {u"d", 86'400 * FilterUsPerSecond},
        {u"h", 3600 * FilterUsPerSecond},
        {u"m", 60 * FilterUsPerSecond},
        {u"s", FilterUsPerSecond},
        {u"ms", 1000},
        {u"us", 1},
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

qsizetype digitsAt(QStringView text)
{
    return std::find_if_not(text.begin(), text.end(), isDigit) - text.begin();
}

/// Digits, with commas in all the right places or nowhere.
std::optional<qint64> wholeNumber(QStringView text)
{
    QString digits;
    const auto groups = text.split(u',');
    for (qsizetype index = 0; index < groups.size(); ++index) {
        const QStringView group = groups[index];
        if (group.isEmpty() || digitsAt(group) != group.size())
            return std::nullopt;
        if (groups.size() > 1 && (index == 0 ? group.size() > 3 : group.size() != 3))
            return std::nullopt;
        digits += group;
    }
    bool fits = false;
    const qint64 number = digits.toLongLong(&fits);
    return fits ? std::optional(number) : std::nullopt;
}

/// The decimals of a unit, cut to a whole number: "5" of 1000 is 500.
qint64 fraction(QStringView decimals, qint64 factor)
{
    qint64 part = 0;
    qint64 rest = factor;
    for (const QChar digit : decimals) {
        // 10^18 is the largest power of ten that fits; no factor is near it.
        part += qint64(digit.unicode() - u'0') * rest / 10;
        rest /= 10;
    }
    return part;
}

template <size_t N>
std::optional<qint64> measured(QStringView text, const Unit (&units)[N])
{
    const auto isUnit = [](QChar c) { return c.isLetter(); };
    const qsizetype unitStart = std::find_if(text.begin(), text.end(), isUnit) - text.begin();
    const QStringView name = text.mid(unitStart);
    const auto unit = std::find_if(std::begin(units), std::end(units), [name](const Unit &candidate) {
        return candidate.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    if (unit == std::end(units))
        return std::nullopt;
    const qsizetype point = text.left(unitStart).indexOf(u'.');
    const auto whole = wholeNumber(text.left(point < 0 ? unitStart : point));
    qint64 result = 0;
    if (!whole || qMulOverflow(*whole, unit->factor, &result))
        return std::nullopt;
    if (point < 0)
        return result;
    const QStringView decimals = text.mid(point + 1, unitStart - point - 1);
    if (unit->factor == 1 || decimals.isEmpty() || digitsAt(decimals) != decimals.size()
        || qAddOverflow(result, fraction(decimals, unit->factor), &result))
        return std::nullopt;
    return result;
}

template <size_t N>
QString measuredText(qint64 number, const Unit (&units)[N])
{
    const auto unit = std::find_if(std::begin(units), std::end(units), [number](const Unit &candidate) {
        return candidate.factor == 1 || (number != 0 && number % candidate.factor == 0);
    });
    return QString::number(number / unit->factor) + unit->name.toString();
}

} // namespace

std::optional<qint64> parseFilterBytes(QStringView text)
{
    return measured(text, SizeUnits);
}

QString filterBytesText(qint64 bytes)
{
    return measuredText(bytes, SizeUnits);
}

std::optional<quint64> parseFilterSequence(QStringView text)
{
    const auto number = wholeNumber(text.startsWith(u'#') ? text.mid(1) : text);
    return number && *number > 0 ? std::optional(quint64(*number)) : std::nullopt;
}

std::optional<qint64> parseFilterSpan(QStringView text)
{
    const auto us = measured(text, SpanUnits);
    return us && *us > 0 ? us : std::nullopt;
}

QString filterSpanText(qint64 us)
{
    return measuredText(us, SpanUnits);
}
