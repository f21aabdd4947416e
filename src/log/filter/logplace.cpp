// SPDX-License-Identifier: MIT
#include "log/filter/logplace.h"

#include "log/filter/filtervalues.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

struct PlaceText
{
    Q_DECLARE_TR_FUNCTIONS(LogPlace)
};

constexpr qint64 PlaceUsPerSecond = 1'000'000;
// Whatever is meant, it is shorter; and no expression has to chew on a pasted megabyte.
constexpr int LongestText = 64;

LogPlace problem(const QString &sentence)
{
    LogPlace place;
    place.problem = sentence;
    return place;
}

LogPlace moment(qint64 timeUs)
{
    LogPlace place;
    place.timeUs = timeUs;
    return place;
}

LogPlace numbered(const QString &text, QString digits)
{
    digits.remove(u',');
    bool fits = false;
    const qint64 number = digits.toLongLong(&fits);
    if (!fits)
        return problem(PlaceText::tr("%1 is too large: type an entry's number such as 1204331.")
                               .arg(filterExcerpt(text)));
    if (number == 0)
        return problem(PlaceText::tr("Entries are numbered from 1: type a number such as 1204331."));
    LogPlace place;
    place.sequence = quint64(number);
    return place;
}

LogPlace before(const QString &text, const QRegularExpressionMatch &match, qint64 referenceUs)
{
    const QString unit = match.captured(2).toLower();
    if (unit.isEmpty())
        return problem(
                PlaceText::tr("%1 has no unit: type it as -30s, -5m or -2h.").arg(filterExcerpt(text)));
    const qint64 seconds = unit == u"s"_s ? 1 : unit == u"h"_s ? 3600 : 60;
    bool fits = false;
    const qint64 count = match.captured(1).toLongLong(&fits);
    qint64 us = 0;
    if (!fits || qMulOverflow(count, seconds * PlaceUsPerSecond, &us) || qSubOverflow(referenceUs, us, &us))
        return problem(
                PlaceText::tr("%1 is too long ago: type it as -30s, -5m or -2h.").arg(filterExcerpt(text)));
    LogPlace place = moment(us);
    place.agoUs = referenceUs - us;
    return place;
}

qint64 floorToMs(qint64 us)
{
    return us / 1000 - (us % 1000 < 0 ? 1 : 0);
}

/// "134" is 134000, "1342" is 134200.
int microseconds(const QString &decimals)
{
    return decimals.leftJustified(6, u'0').toInt();
}

/// The offset from UTC in seconds; nothing if there is no such offset.
std::optional<int> offsetOf(const QString &text)
{
    if (text.compare(u"Z"_s, Qt::CaseInsensitive) == 0)
        return 0;
    const int hours = text.mid(1, 2).toInt();
    const int minutes = text.right(2).toInt();
    if (hours > 14 || minutes > 59)
        return std::nullopt;
    const int seconds = hours * 3600 + minutes * 60;
    return text.front() == u'+' ? seconds : -seconds;
}

LogPlace dated(const QString &text, const QRegularExpressionMatch &match, qint64 referenceUs)
{
    QDate date = QDateTime::fromMSecsSinceEpoch(floorToMs(referenceUs)).date();
    if (match.hasCaptured(u"year"_s)) {
        date = QDate(match.captured(u"year"_s).toInt(), match.captured(u"month"_s).toInt(),
                     match.captured(u"day"_s).toInt());
        if (!date.isValid())
            return problem(PlaceText::tr("%1 has no such date: type it as 2026-11-22 12:01:02.")
                                   .arg(filterExcerpt(text)));
    }
    const QTime time(match.captured(u"hour"_s).toInt(), match.captured(u"minute"_s).toInt(),
                     match.captured(u"second"_s).toInt());
    if (!time.isValid()) {
        return problem(
                PlaceText::tr(
                        "%1 is no time of day: type it as 12:01:02, or an entry's number such as 1204331.")
                        .arg(filterExcerpt(text)));
    }
    QDateTime local(date, time);
    if (match.hasCaptured(u"offset"_s)) {
        const std::optional<int> offset = offsetOf(match.captured(u"offset"_s));
        if (!offset)
            return problem(
                    PlaceText::tr("%1 has no such offset from UTC: type it as +01:00, or leave it out.")
                            .arg(filterExcerpt(text)));
        local = QDateTime(date, time, QTimeZone(*offset));
    }
    // Qt moves a time that the clocks skipped, or calls it invalid.
    const qint64 ms = local.toMSecsSinceEpoch();
    if (!local.isValid() || local.time() != time)
        return problem(PlaceText::tr("The clocks skipped %1: type a time before or after.")
                               .arg(filterExcerpt(text)));
    // Only a reference at the very ends of what 64 bits hold leads there.
    qint64 us = 0;
    if (qMulOverflow(ms, qint64(1000), &us)
        || qAddOverflow(us, qint64(microseconds(match.captured(u"decimals"_s))), &us))
        return problem(PlaceText::tr("%1 is out of reach: type an entry's number such as 1204331.")
                               .arg(filterExcerpt(text)));
    return moment(us);
}

// [0-9] instead of \d, in case anybody ever turns on Unicode properties: toInt() knows the digits of ASCII.
const QRegularExpression &numberPattern()
{
    static const QRegularExpression pattern(u"^#?\\s*([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)$"_s);
    return pattern;
}

const QRegularExpression &relativePattern()
{
    static const QRegularExpression pattern(u"^[-−]\\s*([0-9]+)\\s*(s|m|min|h)?$"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

const QRegularExpression &timePattern()
{
    static const QRegularExpression pattern(
            u"^(?:(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?:\\s+|T))?"
            u"(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})"
            u"(?::(?<second>[0-9]{2})(?:[.,](?<decimals>[0-9]{1,6}))?)?"
            u"(?:\\s*(?<offset>Z|[+-][0-9]{2}:?[0-9]{2}))?$"_s,
            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

} // namespace

LogPlace parseLogPlace(const QString &text, qint64 referenceUs)
{
    const QString typed = text.left(LongestText + 1).simplified();
    if (typed.isEmpty())
        return problem(PlaceText::tr("Type an entry's number such as 1204331, or a time such as 12:01:02."));
    if (text.size() > LongestText)
        return problem(
                PlaceText::tr("%1 is too long: type 1204331, 12:01:02 or -5m.").arg(filterExcerpt(typed)));
    if (const auto match = numberPattern().match(typed); match.hasMatch())
        return numbered(typed, match.captured(1));
    if (const auto match = relativePattern().match(typed); match.hasMatch())
        return before(typed, match, referenceUs);
    if (const auto match = timePattern().match(typed); match.hasMatch())
        return dated(typed, match, referenceUs);
    return problem(PlaceText::tr("%1 is neither a number nor a time: type 1204331, 12:01:02 or -5m.")
                           .arg(filterExcerpt(typed)));
}

std::optional<ClockTime> parseClockTime(const QString &text)
{
    const QString typed = text.left(LongestText).simplified();
    const QRegularExpressionMatch match = timePattern().match(typed);
    if (!match.hasMatch() || !dated(typed, match, 0).timeUs)
        return std::nullopt;
    ClockTime result;
    if (match.hasCaptured(u"year"_s))
        result.date = QDate(match.captured(u"year"_s).toInt(), match.captured(u"month"_s).toInt(),
                            match.captured(u"day"_s).toInt());
    const QTime time(match.captured(u"hour"_s).toInt(), match.captured(u"minute"_s).toInt(),
                     match.captured(u"second"_s).toInt());
    const QString decimals = match.captured(u"decimals"_s);
    result.dayUs = time.msecsSinceStartOfDay() * 1000LL + microseconds(decimals);
    result.unitUs = match.hasCaptured(u"second"_s) ? PlaceUsPerSecond : 60 * PlaceUsPerSecond;
    for (qsizetype i = 0; i < decimals.size(); ++i)
        result.unitUs /= 10;
    if (match.hasCaptured(u"offset"_s))
        result.offsetSeconds = offsetOf(match.captured(u"offset"_s));
    return result;
}
