// SPDX-License-Identifier: MIT
#include "saved/generatedvalues.h"

#include "format/text/numbers.h"
#include "format/text/visibletext.h"
#include "profile/jsonreader.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRandomGenerator>
#include <QStringList>
#include <QUuid>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace {

struct GeneratedWords
{
    Q_DECLARE_TR_FUNCTIONS(GeneratedValues)
};

// Both are among the numbers.
struct Range
{
    qint64 smallest = 0;
    qint64 largest = 0;
};

// What JSON's readers keep exactly (RFC 8259 section 6).
constexpr qint64 MaxNumber = (1LL << 53) - 1;

struct Making
{
    const GeneratedValues::Sources &sources;
    std::atomic<quint64> &counter;
    Range range;
};

QString milliseconds(const Making &making)
{
    return QString::number(making.sources.now());
}

QString seconds(const Making &making)
{
    return QString::number(making.sources.now() / 1000);
}

QString isoDate(const Making &making)
{
    return QDateTime::fromMSecsSinceEpoch(making.sources.now()).toUTC().toString(Qt::ISODateWithMs);
}

// RFC 9562 section 5.4.
QString uuid(const Making &making)
{
    const quint64 high = making.sources.random();
    const quint64 low = making.sources.random();
    const QUuid random(uint(high >> 32), ushort(high >> 16), ushort((high & 0x0FFF) | 0x4000),
                       uchar((low >> 56 & 0x3F) | 0x80), uchar(low >> 48), uchar(low >> 40), uchar(low >> 32),
                       uchar(low >> 24), uchar(low >> 16), uchar(low >> 8), uchar(low));
    return random.toString(QUuid::WithoutBraces);
}

QString count(const Making &making)
{
    return QString::number(++making.counter);
}

QString randomNumber(const Making &making)
{
    const quint64 numbers = quint64(making.range.largest - making.range.smallest) + 1;
    return QString::number(making.range.smallest + qint64(making.sources.random() % numbers));
}

struct Row
{
    const char *name;
    /// As an example, of two numbers; empty if it has none.
    const char *arguments;
    const char *explanation;
    QString (*make)(const Making &);
    /// Without arguments.
    Range range = {};
};

constexpr Row Rows[] = {
        {"$now", "", QT_TRANSLATE_NOOP("GeneratedValues", "milliseconds since 1970, UTC"), milliseconds},
        {"$now.s", "", QT_TRANSLATE_NOOP("GeneratedValues", "seconds since 1970, UTC"), seconds},
        {"$now.iso", "",
         QT_TRANSLATE_NOOP("GeneratedValues", "date and time, such as 2026-11-22T10:31:02.118Z"), isoDate},
        {"$uuid", "", QT_TRANSLATE_NOOP("GeneratedValues", "a random UUID"), uuid},
        {"$counter", "", QT_TRANSLATE_NOOP("GeneratedValues", "1, 2, 3 … as long as the tab is open"), count},
        {"$random", "1 100", QT_TRANSLATE_NOOP("GeneratedValues", "a whole number from 1 to 100"),
         randomNumber},
        {"$timestamp", "", QT_TRANSLATE_NOOP("GeneratedValues", "as $now.s, named as in Postman"), seconds},
        {"$isoTimestamp", "", QT_TRANSLATE_NOOP("GeneratedValues", "as $now.iso, named as in Postman"),
         isoDate},
        {"$guid", "", QT_TRANSLATE_NOOP("GeneratedValues", "as $uuid, named as in Postman"), uuid},
        {"$randomUUID", "", QT_TRANSLATE_NOOP("GeneratedValues", "as $uuid, named as in Postman"), uuid},
        {"$randomInt",
         "",
         QT_TRANSLATE_NOOP("GeneratedValues", "as $random 0 1000, named as in Postman"),
         randomNumber,
         {0, 1000}},
};

struct Parsed
{
    const Row *row = nullptr;
    Range range = {};
    QString problem = {};
};

std::optional<qint64> numberOf(const QString &text)
{
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    return ok && number >= -MaxNumber && number <= MaxNumber ? std::optional(number) : std::nullopt;
}

QString unknownSentence(const QString &written)
{
    constexpr qsizetype MostNamed = 6;
    QStringList names;
    for (const Row &row : Rows)
        names.append(QLatin1StringView(row.name));
    return GeneratedWords::tr("%1 is none of %2; \\%1 is text.").arg(written, listed(names, MostNamed));
}

Parsed parsed(const QString &call)
{
    const QString written = u"{{"_s + visibleText(call) + u"}}"_s;
    const QStringList words = call.split(u' ');
    const auto row = std::find_if(std::begin(Rows), std::end(Rows),
                                  [&](const Row &each) { return words[0] == QLatin1StringView(each.name); });
    if (row == std::end(Rows))
        return {nullptr, {}, unknownSentence(written)};
    const QLatin1StringView arguments(row->arguments);
    if (arguments.isEmpty()) {
        if (words.size() == 1)
            return {row, row->range};
        return {nullptr, {}, GeneratedWords::tr("%1: nothing follows behind %2.").arg(written, words[0])};
    }
    const auto smallest = numberOf(words.value(1));
    const auto largest = numberOf(words.value(2));
    if (words.size() != 3 || !smallest || !largest) {
        return {nullptr,
                {},
                GeneratedWords::tr(
                        "%1 needs two whole numbers of at most %3, the smallest and the largest one: "
                        "{{%2}}.")
                        .arg(written, words[0] + u' ' + arguments, formatCount(MaxNumber))};
    }
    if (*smallest > *largest) {
        return {nullptr,
                {},
                GeneratedWords::tr("%1: the first number must not be larger than the second one.")
                        .arg(written)};
    }
    return {row, {*smallest, *largest}};
}

} // namespace

GeneratedValues::Sources GeneratedValues::systemSources()
{
    return {&QDateTime::currentMSecsSinceEpoch, [] { return QRandomGenerator::global()->generate64(); }};
}

GeneratedValues::GeneratedValues(Sources sources)
    : m_sources(std::move(sources))
{}

QList<GeneratedValues::Kind> GeneratedValues::kinds()
{
    QList<Kind> kinds;
    for (const Row &row : Rows) {
        const QString call = QLatin1StringView(row.name) + u' ' + QLatin1StringView(row.arguments);
        kinds.append({call.trimmed(), GeneratedWords::tr(row.explanation)});
    }
    return kinds;
}

QString GeneratedValues::problem(const QString &call)
{
    return parsed(call).problem;
}

std::optional<QString> GeneratedValues::sample(const QString &call)
{
    constexpr qint64 someTime = 1'792'000'000'000;
    return GeneratedValues({[] { return someTime; }, [] { return quint64(0); }}).next(call);
}

std::optional<QString> GeneratedValues::next(const QString &call)
{
    const Parsed known = parsed(call);
    return known.row ? std::optional(known.row->make({m_sources, m_counter, known.range})) : std::nullopt;
}

OpeningMessage GeneratedValues::filledIn(OpeningMessage message)
{
    qsizetype grown = 0;
    for (const GeneratedPart &part : std::exchange(message.generated, {})) {
        const QByteArray value = next(part.call).value_or(QString()).toUtf8();
        message.payload.replace(part.at + grown, part.size, value);
        if (!message.recordedAs.isNull())
            message.recordedAs.replace(part.recordedAt + grown, part.size, value);
        grown += value.size() - part.size;
    }
    return message;
}
