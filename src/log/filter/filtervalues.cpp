// SPDX-License-Identifier: MIT
#include "log/filter/filtervalues.h"

#include "log/filter/clockrange.h"
#include "log/filter/filternumbers.h"
#include "log/filter/logplace.h"
#include "message.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

struct FilterValues
{
    Q_DECLARE_TR_FUNCTIONS(FilterValues)
};

constexpr qsizetype LongestExcerpt = 24;

FilterValue wrong(qsizetype start, qsizetype length, const QString &sentence)
{
    return {std::nullopt, {start, length, sentence}};
}

FilterValue wrong(QStringView value, const QString &sentence)
{
    return wrong(0, value.size(), sentence);
}

QString enumeration(const QStringList &names)
{
    return FilterValues::tr("%1 or %2").arg(names.mid(0, names.size() - 1).join(u", "_s), names.last());
}

/// One bit for each name, or the first that is none of them.
FilterValue parseNames(FilterKey key, QStringView value, const QStringList &names, quint32 *bits)
{
    const QString all = enumeration(names);
    qsizetype start = 0;
    for (const QStringView name : value.split(u',')) {
        if (name.isEmpty()) {
            const QString sentence =
                    FilterValues::tr("%1 takes %2, with commas between them.").arg(filterKeyText(key), all);
            return value.isEmpty() ? wrong(value, sentence)
                                   : wrong(std::max<qsizetype>(0, start - 1), 1, sentence);
        }
        const qsizetype index = names.indexOf(name.toString().toLower());
        if (index < 0)
            return wrong(start, name.size(),
                         FilterValues::tr("%1 takes %2; %3 is none of them.")
                                 .arg(filterKeyText(key), all, filterExcerpt(name)));
        *bits |= 1U << index;
        start += name.size() + 1;
    }
    return {};
}

QString namesOf(quint32 bits, const QStringList &names)
{
    QStringList chosen;
    for (qsizetype index = 0; index < names.size(); ++index) {
        if (bits >> index & 1U)
            chosen.append(names[index]);
    }
    return chosen.join(u',');
}

FilterValue parseDirections(QStringView value)
{
    FilterDirections directions;
    FilterValue result = parseNames(FilterKey::Direction, value, filterDirectionNames(), &directions.bits);
    if (result.problem.sentence.isEmpty())
        result.atom = directions;
    return result;
}

FilterValue parseTypes(QStringView value)
{
    FilterTypes types;
    FilterValue result = parseNames(FilterKey::Type, value, filterTypeNames(), &types.bits);
    if (result.problem.sentence.isEmpty())
        result.atom = types;
    return result;
}

/// Where ".." separates the ends of a range; -1 if it does not.
qsizetype rangeDots(QStringView value)
{
    return value.indexOf(u"..");
}

FilterValue wrongSize(qsizetype start, QStringView part)
{
    const QString sentence =
            part.isEmpty()
                    ? FilterValues::tr("size: needs a size: type size:>1k, size:10k..1M or size:100.")
                    : FilterValues::tr("%1 is no size: type it as 100, 1.5k or 2M.").arg(filterExcerpt(part));
    return wrong(start, part.size(), sentence);
}

FilterValue parseSizeRange(QStringView value, qsizetype dots)
{
    const QStringView first = value.left(dots);
    const QStringView last = value.mid(dots + 2);
    if (first.isEmpty() && last.isEmpty())
        return wrongSize(0, {});
    FilterSize size;
    if (!first.isEmpty()) {
        const auto least = parseFilterBytes(first);
        if (!least)
            return wrongSize(0, first);
        size.least = *least;
    }
    if (!last.isEmpty()) {
        const auto most = parseFilterBytes(last);
        if (!most)
            return wrongSize(dots + 2, last);
        size.most = *most;
    }
    if (size.least > size.most)
        return wrong(value, FilterValues::tr("%1 ends before it begins: the smaller size comes first.")
                                    .arg(filterExcerpt(value)));
    return {size, {}};
}

FilterValue parseSize(QStringView value)
{
    if (const qsizetype dots = rangeDots(value); dots >= 0)
        return parseSizeRange(value, dots);
    const bool more = value.startsWith(u'>');
    const bool less = value.startsWith(u'<');
    const bool orEqual = (more || less) && value.mid(1).startsWith(u'=');
    const qsizetype start = (more || less ? 1 : 0) + (orEqual ? 1 : 0);
    const auto bytes = parseFilterBytes(value.mid(start));
    if (!bytes)
        return wrongSize(start, value.mid(start));
    if (less && !orEqual && *bytes == 0)
        return wrong(value,
                     FilterValues::tr("No message has fewer than 0 bytes: type size:0 for empty ones."));
    if (more && !orEqual && *bytes == std::numeric_limits<qint64>::max())
        return wrongSize(start, value.mid(start));
    FilterSize size;
    if (!less)
        size.least = more && !orEqual ? *bytes + 1 : *bytes;
    if (!more)
        size.most = less && !orEqual ? *bytes - 1 : *bytes;
    return {size, {}};
}

FilterValue wrongSequence(qsizetype start, QStringView part)
{
    const QString sentence =
            part.isEmpty() ? FilterValues::tr(
                    "seq: needs an entry's number: type seq:1000.., seq:1000..2000 or seq:7.")
                           : FilterValues::tr("%1 is no entry's number: they count from 1, such as 1204331.")
                                     .arg(filterExcerpt(part));
    return wrong(start, part.size(), sentence);
}

FilterValue parseSequences(QStringView value)
{
    const qsizetype dots = rangeDots(value);
    const QStringView first = dots < 0 ? value : value.left(dots);
    const QStringView last = dots < 0 ? value : value.mid(dots + 2);
    if (first.isEmpty() && last.isEmpty())
        return wrongSequence(0, {});
    FilterSequences sequences;
    if (!first.isEmpty()) {
        const auto number = parseFilterSequence(first);
        if (!number)
            return wrongSequence(0, first);
        sequences.first = *number;
    }
    if (!last.isEmpty()) {
        const auto number = parseFilterSequence(last);
        if (!number)
            return wrongSequence(dots < 0 ? 0 : dots + 2, last);
        sequences.last = *number;
    }
    if (sequences.first > sequences.last)
        return wrong(value, FilterValues::tr("%1 ends before it begins: the smaller number comes first.")
                                    .arg(filterExcerpt(value)));
    return {sequences, {}};
}

/// A sentence if it is no time.
QString timeProblem(QStringView text)
{
    const LogPlace place = parseLogPlace(text.toString(), 0);
    if (place.agoUs)
        return FilterValues::tr(
                "time: takes times of day; for the newest entries type last:30s, last:5m or last:2h.");
    if (place.timeUs)
        return {};
    if (place.sequence)
        return FilterValues::tr("%1 is an entry's number: type seq:%2, or a time such as time:10:31.")
                .arg(filterExcerpt(text), QString::number(*place.sequence));
    return FilterValues::tr("%1 is no time: type time:10:31, time:10:31..10:32 or time:2026-11-22T10:31..")
            .arg(filterExcerpt(text));
}

FilterValue parseTimes(QStringView value)
{
    const qsizetype dots = rangeDots(value);
    const QStringView from = dots < 0 ? value : value.left(dots);
    const QStringView to = dots < 0 ? value : value.mid(dots + 2);
    if (from.isEmpty() && to.isEmpty())
        return wrong(
                value,
                FilterValues::tr("time: needs a time: type time:10:31, time:10:31..10:32 or time:10:31.."));
    if (const QString problem = from.isEmpty() ? QString() : timeProblem(from); !problem.isEmpty())
        return wrong(0, from.size(), problem);
    if (const QString problem = to.isEmpty() ? QString() : timeProblem(to); !problem.isEmpty())
        return wrong(value.size() - to.size(), to.size(), problem);
    const FilterTimes times{from.toString(), to.toString()};
    if (ClockRange(times).isReversed()) {
        return wrong(value, FilterValues::tr("%1 ends before it begins: type the earlier time first, or the "
                                             "dates too, as 2026-11-22T10:31.")
                                    .arg(filterExcerpt(value)));
    }
    return {times, {}};
}

FilterValue parseLast(QStringView value)
{
    if (value.isEmpty())
        return wrong(value,
                     FilterValues::tr("last: needs a span: type last:30s, last:5m, last:2h or last:1d."));
    const auto us = parseFilterSpan(value);
    if (!us)
        return wrong(value, FilterValues::tr("%1 is no span: type it as 500ms, 30s, 5m, 2h or 1d.")
                                    .arg(filterExcerpt(value)));
    return {FilterLast{*us}, {}};
}

} // namespace

QList<FilterKey> filterKeys()
{
    return {FilterKey::Direction, FilterKey::Type,     FilterKey::Size,
            FilterKey::Time,      FilterKey::Sequence, FilterKey::Last};
}

QString filterKeyText(FilterKey key)
{
    switch (key) {
    case FilterKey::Direction:
        return u"dir:"_s;
    case FilterKey::Type:
        return u"type:"_s;
    case FilterKey::Size:
        return u"size:"_s;
    case FilterKey::Time:
        return u"time:"_s;
    case FilterKey::Sequence:
        return u"seq:"_s;
    case FilterKey::Last:
        return u"last:"_s;
    }
    return {};
}

std::optional<FilterKey> filterKeyAt(QStringView text)
{
    for (const FilterKey key : filterKeys()) {
        if (text.startsWith(filterKeyText(key)))
            return key;
    }
    return std::nullopt;
}

const QStringList &filterDirectionNames()
{
    static const QStringList names(DirectionNames.begin(), DirectionNames.end());
    return names;
}

const QStringList &filterTypeNames()
{
    static const QStringList names(TypeNames.begin(), TypeNames.end());
    return names;
}

FilterValue parseFilterValue(FilterKey key, QStringView value)
{
    switch (key) {
    case FilterKey::Direction:
        return parseDirections(value);
    case FilterKey::Type:
        return parseTypes(value);
    case FilterKey::Size:
        return parseSize(value);
    case FilterKey::Time:
        return parseTimes(value);
    case FilterKey::Sequence:
        return parseSequences(value);
    case FilterKey::Last:
        return parseLast(value);
    }
    return {};
}

QString filterValueText(FilterDirections directions)
{
    return filterKeyText(FilterKey::Direction) + namesOf(directions.bits, filterDirectionNames());
}

QString filterValueText(FilterTypes types)
{
    return filterKeyText(FilterKey::Type) + namesOf(types.bits, filterTypeNames());
}

QString filterValueText(FilterSize size)
{
    const QString key = filterKeyText(FilterKey::Size);
    constexpr qint64 unlimited = std::numeric_limits<qint64>::max();
    constexpr qint64 kilo = 1000;
    if (size.least == size.most)
        return key + filterBytesText(size.least);
    // Whoever typed >1k reads that again, not >=1001.
    if (size.most == unlimited)
        return size.least > kilo && (size.least - 1) % kilo == 0
                       ? key + u">"_s + filterBytesText(size.least - 1)
                       : key + u">="_s + filterBytesText(size.least);
    if (size.least == 0)
        return (size.most + 1) % kilo == 0 ? key + u"<"_s + filterBytesText(size.most + 1)
                                           : key + u"<="_s + filterBytesText(size.most);
    return key + filterBytesText(size.least) + u".."_s + filterBytesText(size.most);
}

QString filterValueText(FilterSequences sequences)
{
    const QString key = filterKeyText(FilterKey::Sequence);
    const QString first = QString::number(sequences.first);
    if (sequences.last == std::numeric_limits<quint64>::max())
        return key + first + u".."_s;
    const QString last = QString::number(sequences.last);
    if (sequences.first == sequences.last)
        return key + first;
    return key + (sequences.first == 1 ? QString() : first) + u".."_s + last;
}

QString filterValueText(const FilterTimes &times)
{
    return filterKeyText(FilterKey::Time)
           + (times.from == times.to ? times.from : times.from + u".."_s + times.to);
}

QString filterValueText(FilterLast last)
{
    return filterKeyText(FilterKey::Last) + filterSpanText(last.us);
}

QString filterExcerpt(QStringView text)
{
    if (text.size() <= LongestExcerpt)
        return u"“"_s + text.toString() + u"”"_s;
    QStringView head = text.left(LongestExcerpt);
    if (head.back().isHighSurrogate())
        head.chop(1);
    return u"“"_s + head.toString() + u"…”"_s;
}
