// SPDX-License-Identifier: MIT
#include "log/filter/filtercompletion.h"

#include "log/filter/filterparser.h"
#include "log/filter/filtervalues.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace {

// More than anybody reads.
constexpr qsizetype MostPaths = 50;

QString keyExplanation(FilterKey key)
{
    switch (key) {
    case FilterKey::Direction:
        return u"the direction: in, out or local"_s;
    case FilterKey::Type:
        return u"the type: text, binary, ping, close …"_s;
    case FilterKey::Size:
        return u"bytes, as in size:>1k"_s;
    case FilterKey::Time:
        return u"the time, as in time:10:31..10:32"_s;
    case FilterKey::Sequence:
        return u"entry numbers, as in seq:1000.."_s;
    case FilterKey::Last:
        return u"the newest, as in last:5m"_s;
    }
    return {};
}

QList<Completion> keys()
{
    QList<Completion> items;
    for (const FilterKey key : filterKeys())
        items.append({filterKeyText(key), keyExplanation(key)});
    items.append({u"$."_s, u"a value in JSON, as in $.price>10"_s});
    return items;
}

const QList<Completion> &values(FilterKey key)
{
    static const QList<Completion> directions{
            {u"in"_s, u"received"_s}, {u"out"_s, u"sent"_s}, {u"local"_s, u"what happened here"_s}};
    static const QList<Completion> types{
            {u"text"_s, u"text messages"_s},         {u"binary"_s, u"binary messages"_s},
            {u"ping"_s, u"pings of either side"_s},  {u"pong"_s, u"answers to pings"_s},
            {u"open"_s, u"the connection opened"_s}, {u"close"_s, u"the connection closed"_s},
            {u"error"_s, u"what failed"_s},          {u"retry"_s, u"another attempt to connect"_s},
            {u"note"_s, u"remarks of the program"_s}};
    static const QList<Completion> sizes{{u">1k"_s, u"more than 1,000 bytes"_s},
                                         {u"<100"_s, u"fewer than 100 bytes"_s},
                                         {u"10k..1M"_s, u"from 10,000 to 1,000,000 bytes"_s},
                                         {u"0"_s, u"empty messages"_s}};
    static const QList<Completion> times{{u"10:31"_s, u"within that minute"_s},
                                         {u"10:31.."_s, u"from then on"_s},
                                         {u"..10:32"_s, u"until then"_s},
                                         {u"10:31..10:32"_s, u"from the one to the other"_s},
                                         {u"2026-11-22T10:31.."_s, u"with a date"_s}};
    static const QList<Completion> sequences{{u"1000.."_s, u"from this entry on"_s},
                                             {u"..2000"_s, u"up to this entry"_s},
                                             {u"1000..2000"_s, u"from the one to the other"_s},
                                             {u"7"_s, u"this entry alone"_s}};
    static const QList<Completion> spans{{u"30s"_s, u"seconds before the newest entry"_s},
                                         {u"5m"_s, u"minutes before it"_s},
                                         {u"2h"_s, u"hours before it"_s},
                                         {u"1d"_s, u"days before it"_s}};
    switch (key) {
    case FilterKey::Direction:
        return directions;
    case FilterKey::Type:
        return types;
    case FilterKey::Size:
        return sizes;
    case FilterKey::Time:
        return times;
    case FilterKey::Sequence:
        return sequences;
    case FilterKey::Last:
        break;
    }
    return spans;
}

bool endsAlternative(QStringView text, qsizetype at)
{
    return at == text.size() || text[at] == u'|' || FilterSyntax::isBlank(text[at]);
}

qsizetype bareEnd(QStringView text, qsizetype at)
{
    while (!endsAlternative(text, at))
        ++at;
    return at;
}

/// Behind a path and what it is compared with, where quotation marks and slashes may hide blanks; nothing if
/// the text ends in a value.
std::optional<qsizetype> pathEnd(QStringView text, qsizetype start)
{
    constexpr QStringView operators = u"=!<>~";
    bool isCompared = false;
    for (qsizetype at = start + 1; at < text.size() && !endsAlternative(text, at); ++at) {
        const QChar before = text[at - 1];
        const bool beginsQuote =
                text[at] == u'"' && (isCompared ? operators.contains(before) : before == u'.');
        if (beginsQuote || (text[at] == u'/' && before == u'~')) {
            at = FilterSyntax::closingAt(text, text[at], at + 1);
            if (at < 0)
                return isCompared ? std::nullopt : std::optional(text.size());
        } else {
            isCompared = isCompared || operators.contains(text[at]);
        }
        if (at + 1 == text.size() || endsAlternative(text, at + 1))
            return isCompared && at + 1 == text.size() ? std::nullopt : std::optional(at + 1);
    }
    return start + 1;
}

/// Where the alternative that begins at `start` ends; nothing if the text ends where it cannot be completed.
std::optional<qsizetype> alternativeEnd(QStringView text, qsizetype start)
{
    if (start == text.size())
        return start;
    const QChar first = text[start];
    if (first == u'"' || first == u'/') {
        const qsizetype closing = FilterSyntax::closingAt(text, first, start + 1);
        if (closing < 0 || closing + 1 == text.size())
            return std::nullopt;
        const qsizetype end = first == u'"' ? closing + 1 : FilterSyntax::regexEnd(text, start);
        return end >= 0 && endsAlternative(text, end) ? end : bareEnd(text, start);
    }
    return FilterSyntax::beginsPath(text.mid(start)) ? pathEnd(text, start) : bareEnd(text, start);
}

struct Place
{
    qsizetype start = 0;
    /// Behind another term, where OR may stand.
    bool isFollowing = false;
};

/// The beginning of the alternative that the text ends in.
std::optional<Place> lastAlternative(QStringView text)
{
    qsizetype at = 0;
    bool isFollowing = false;
    for (;;) {
        while (at < text.size() && FilterSyntax::isBlank(text[at]))
            ++at;
        const qsizetype termStart = at;
        Place place{at, isFollowing};
        if (at < text.size() && text[at] == u'-')
            place = {at + 1, false};
        for (;;) {
            const auto end = alternativeEnd(text, place.start);
            if (!end)
                return std::nullopt;
            at = *end;
            if (at == text.size())
                return place;
            if (text[at] != u'|')
                break;
            place = {at + 1, false};
        }
        isFollowing = text.mid(termStart, at - termStart) != FilterSyntax::Or;
    }
}

bool beginsWith(QStringView text, QStringView typed)
{
    return text.startsWith(typed, Qt::CaseInsensitive) && text != typed;
}

QList<Completion> pathsFor(QStringView typed, const QStringList &paths)
{
    QList<Completion> items;
    for (const QString &path : paths) {
        if (beginsWith(path, typed) && items.size() < MostPaths)
            items.append({path, QString()});
    }
    // Whoever knows a name need not know where it is.
    const QStringView name = typed.mid(1);
    for (const QString &path : paths) {
        if (name.size() > 1 && items.size() < MostPaths && path.indexOf(name, 2, Qt::CaseInsensitive) >= 0
            && path != typed && !beginsWith(path, typed))
            items.append({path, QString()});
    }
    return items;
}

/// With the rest of what is being typed behind the cursor, up to any of `ends`.
qsizetype replacedLength(const QString &text, qsizetype start, qsizetype cursor, QStringView ends)
{
    qsizetype end = cursor;
    while (!endsAlternative(text, end) && !ends.contains(text[end]))
        ++end;
    return end - start;
}

Completions valuesFor(FilterKey key, const QString &text, qsizetype start, qsizetype cursor)
{
    const bool isList = key == FilterKey::Direction || key == FilterKey::Type;
    const qsizetype comma = isList ? QStringView(text).left(cursor).lastIndexOf(u',') : -1;
    const qsizetype partStart = std::max(start, comma + 1);
    Completions result{{}, partStart, replacedLength(text, partStart, cursor, isList ? u"," : u"")};
    const QStringView typed = QStringView(text).mid(partStart, cursor - partStart);
    const qsizetype end = partStart + result.length;
    const auto others =
            (text.mid(start, partStart - start) + text.mid(end, bareEnd(text, end) - end)).split(u',');
    for (const Completion &value : values(key)) {
        if (beginsWith(value.insert, typed) && !(isList && others.contains(value.insert)))
            result.items.append(value);
    }
    return result;
}

Completions keysFor(const QString &text, const Place &place, qsizetype cursor)
{
    Completions result{{}, place.start, replacedLength(text, place.start, cursor, u":")};
    const qsizetype end = place.start + result.length;
    if (end < text.size() && text[end] == u':')
        ++result.length;
    const QStringView typed = QStringView(text).mid(place.start, cursor - place.start);
    QList<Completion> items = keys();
    if (place.isFollowing)
        items.append({FilterSyntax::Or.toString(), u"either the term before or the one behind"_s});
    for (const Completion &item : items) {
        if (beginsWith(item.insert, typed))
            result.items.append(item);
    }
    return result;
}

} // namespace

Completions completeFilter(const QString &text, qsizetype cursor, const QStringList &paths)
{
    cursor = std::clamp<qsizetype>(cursor, 0, text.size());
    const auto place = lastAlternative(QStringView(text).left(cursor));
    if (!place)
        return {{}, cursor, 0};
    const QStringView typed = QStringView(text).mid(place->start, cursor - place->start);
    if (typed.startsWith(u'$')) {
        return {pathsFor(typed, paths), place->start, replacedLength(text, place->start, cursor, u"=!<>~")};
    }
    if (const auto key = filterKeyAt(typed))
        return valuesFor(*key, text, place->start + filterKeyText(*key).size(), cursor);
    return keysFor(text, *place, cursor);
}
