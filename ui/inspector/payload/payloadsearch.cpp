// SPDX-License-Identifier: MIT
#include "ui/inspector/payload/payloadsearch.h"

#include "log/filter/filterquery.h"
#include "scancontrol.h"

#include <QByteArrayMatcher>
#include <QStringMatcher>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

// Between two looks at whether it is cancelled.
static constexpr qsizetype SearchWindow = 1024 * 1024;

/// Calls `find(from, end)`, which gives the first place in that part or -1, and `found(place)`, which says
/// whether to go on, for all places of something of `length`. Parts overlap, so that none is missed.
template <typename Find, typename Found>
static void forAllPlaces(qsizetype size, qsizetype length, const ScanControl *control, Find find, Found found)
{
    qsizetype from = 0;
    while (from + length <= size && !isCancelled(control)) {
        const qsizetype end = std::min(size, from + SearchWindow + length - 1);
        const qsizetype place = find(from, end);
        if (place >= 0 && !found(place))
            return;
        from = place >= 0 ? place + length : end - length + 1;
    }
}

PayloadSearch::PayloadSearch(const QString &text)
    : m_text(text)
    , m_hasCapital(FilterWord{text}.isCaseSensitive())
{}

Qt::CaseSensitivity PayloadSearch::sensitivity() const
{
    return m_hasCapital ? Qt::CaseSensitive : Qt::CaseInsensitive;
}

PayloadSearch::Ranges PayloadSearch::inText(const QString &text, const ScanControl *control) const
{
    Ranges ranges;
    const QStringMatcher matcher(m_text, sensitivity());
    const QStringView view(text);
    forAllPlaces(
            text.size(), m_text.size(), control,
            [&](qsizetype from, qsizetype end) { return matcher.indexIn(view.first(end), from); },
            [&](qsizetype place) {
                ranges.append({place, m_text.size()});
                return ranges.size() < MaxPlaces;
            });
    return ranges;
}

qint64 PayloadSearch::countIn(QByteArrayView utf8, const ScanControl *control) const
{
    qint64 count = 0;
    const QStringMatcher matcher(m_text, sensitivity());
    // A character takes three bytes a code unit at most.
    const qsizetype overlap = 3 * m_text.size();
    for (qsizetype from = 0; from < utf8.size() && !isCancelled(control); from += SearchWindow) {
        const qsizetype end = std::min(utf8.size(), from + SearchWindow + overlap);
        const QString text = QString::fromUtf8(utf8.sliced(from, end - from));
        // What begins in the overlap is the next part's.
        const qsizetype own =
                end == utf8.size() ? text.size() : QString::fromUtf8(utf8.sliced(from, SearchWindow)).size();
        for (qsizetype at = 0; (at = matcher.indexIn(text, at)) >= 0 && at < own; at += m_text.size())
            ++count;
    }
    return count;
}

QList<JsonOutline::Index> PayloadSearch::inOutline(const JsonOutline &outline,
                                                   const ScanControl *control) const
{
    QList<JsonOutline::Index> values;
    const QStringMatcher matcher(m_text, sensitivity());
    const auto matches = [&](QByteArrayView utf8) {
        return utf8.size() >= m_text.size() && matcher.indexIn(QString::fromUtf8(utf8)) >= 0;
    };
    for (JsonOutline::Index i = 0; i < outline.size() && values.size() < MaxPlaces; ++i) {
        if (i % 4096 == 0 && isCancelled(control))
            break;
        if (matches(outline.name(i)) || (!outline.isContainer(i) && matches(outline.value(i))))
            values.append(i);
    }
    return values;
}

/// Nothing if the text does not say that it is digits, or has others.
static std::optional<QByteArray> bytesOfDigits(const QString &text)
{
    if (!text.startsWith(u"0x"_s) && !text.startsWith(u"h:"_s))
        return {};
    QByteArray digits;
    for (const QChar c : QStringView(text).mid(2)) {
        if (c == u' ')
            continue;
        const char16_t lower = c.toLower().unicode();
        if (!((lower >= u'0' && lower <= u'9') || (lower >= u'a' && lower <= u'f')))
            return {};
        digits.append(char(lower));
    }
    // A byte that is only half there is still being typed.
    digits.chop(digits.size() % 2);
    return QByteArray::fromHex(digits);
}

PayloadSearch::Ranges PayloadSearch::inBytes(const QByteArray &bytes, const ScanControl *control) const
{
    const std::optional<QByteArray> digits = bytesOfDigits(m_text);
    const bool ignoresCase = !digits && !m_hasCapital;
    const QByteArray wanted = digits ? *digits : ignoresCase ? m_text.toUtf8().toLower() : m_text.toUtf8();
    Ranges ranges;
    if (wanted.isEmpty())
        return ranges;
    const QByteArrayMatcher matcher(wanted);
    QByteArray lower;
    qsizetype lowerFrom = 0;
    const auto find = [&](qsizetype from, qsizetype end) -> qsizetype {
        if (!ignoresCase)
            return matcher.indexIn(bytes.constData(), end, from);
        // In lower case a part at a time, which serves for all hits in it.
        for (;;) {
            const qsizetype lowerEnd = lowerFrom + lower.size();
            const qsizetype place =
                    from < lowerFrom || from >= lowerEnd ? -1 : matcher.indexIn(lower, from - lowerFrom);
            if (place >= 0)
                return place + lowerFrom;
            if (lowerFrom <= from && lowerEnd >= end)
                return -1;
            lowerFrom = from;
            lower = QByteArray(bytes.constData() + from, end - from).toLower();
        }
    };
    forAllPlaces(bytes.size(), wanted.size(), control, find, [&](qsizetype place) {
        ranges.append({place, wanted.size()});
        return ranges.size() < MaxPlaces;
    });
    return ranges;
}
