// SPDX-License-Identifier: MIT
#include "log/filter/filterhits.h"

#include "utf8.h"

#include <QElapsedTimer>

#include <algorithm>

static constexpr quint32 FewSteps = 4000;
static constexpr quint32 FewerSteps = 200;
static constexpr qint64 RegexNsPerSecond = 30'000'000;
// Of more, a regular expression is shown the beginning.
static constexpr qsizetype RegexBytes = 16 * 1024;
static constexpr qsizetype WorkerRegexBytes = 256 * 1024;

FilterHits::FilterHits(const FilterQuery &query, Effort effort)
    : m_effort(effort)
{
    for (const FilterGroup &group : query.groups()) {
        for (const FilterTerm &term : group) {
            for (const FilterAtom &atom : term.alternatives) {
                if (!term.isNegated)
                    add(atom);
            }
        }
    }
}

void FilterHits::add(const FilterAtom &atom)
{
    if (const auto *word = std::get_if<FilterWord>(&atom)) {
        m_words.emplace_back(word->text, word->isCaseSensitive());
    } else if (const auto *regex = std::get_if<FilterRegex>(&atom)) {
        m_regexes.emplace_back(*regex);
    } else if (const auto *json = std::get_if<FilterJson>(&atom)) {
        m_values.emplace_back(*json);
    }
}

// In order, each with what it overlaps or touches.
static QList<TextRange> united(QList<TextRange> ranges)
{
    std::sort(ranges.begin(), ranges.end());
    QList<TextRange> result;
    for (const TextRange &range : std::as_const(ranges)) {
        if (range.second <= 0)
            continue;
        if (!result.isEmpty() && range.first <= result.last().first + result.last().second) {
            TextRange &last = result.last();
            last.second = std::max(last.second, range.first + range.second - last.first);
        } else {
            result.append(range);
        }
    }
    return result;
}

static QList<TextRange> wordsIn(const std::vector<TextSearch> &words, QByteArrayView utf8, int most)
{
    QList<TextRange> ranges;
    for (const TextSearch &word : words) {
        qsizetype from = 0;
        for (int i = 0; i < most; ++i) {
            const TextSearch::Hit hit = word.find(utf8, from);
            if (hit.at < 0 || hit.length == 0)
                break;
            ranges.append({hit.at, hit.length});
            from = hit.at + hit.length;
        }
    }
    return ranges;
}

// So long in a second, all rows and lines together.
bool FilterHits::mayAsk()
{
    if (m_effort == Effort::Worker)
        return true;
    if (!m_second.isValid() || m_second.hasExpired(1000)) {
        m_second.start();
        m_spentNs = 0;
    }
    return m_spentNs < RegexNsPerSecond;
}

QList<TextRange> FilterHits::matchesIn(QByteArrayView utf8, int most)
{
    QList<TextRange> ranges;
    QElapsedTimer timer;
    const quint32 steps = m_effort == Effort::Painting ? FewSteps : FewerSteps;
    for (Regex &regex : m_regexes) {
        timer.start();
        qsizetype from = 0;
        for (int found = 0; found < most && timer.nsecsElapsed() < RegexNsPerSecond; ++found) {
            const TextRange match = regex.find(utf8, from, steps);
            if (match.first < 0)
                break;
            ranges.append(match);
            from = match.first + match.second;
        }
        m_spentNs += timer.nsecsElapsed();
    }
    return ranges;
}

/// The same ranges of the text that `utf8` is, in UTF-16 code units.
static QList<TextRange> inUnits(const QList<TextRange> &ranges, QByteArrayView utf8)
{
    QList<TextRange> result;
    for (const TextRange &range : ranges)
        result.append({stringFromUtf8(utf8.first(range.first)).size(),
                       stringFromUtf8(utf8.sliced(range.first, range.second)).size()});
    return result;
}

QList<TextRange> FilterHits::inPayload(QByteArrayView payload, int most)
{
    QList<TextRange> ranges = wordsIn(m_words, payload, most);
    for (const JsonTest &test : m_values) {
        if (const std::optional<TextRange> range = test.valueIn(payload))
            ranges.append(*range);
    }
    if (m_regexes.empty() || !mayAsk())
        return united(ranges);
    const QByteArrayView bytes = payload.first(
            std::min(payload.size(), m_effort == Effort::Painting ? RegexBytes : WorkerRegexBytes));
    if (bytes.isValidUtf8())
        return united(ranges + matchesIn(bytes, most));
    // Its end may be cut within a character.
    const QByteArray repaired = stringFromUtf8(bytes).toUtf8();
    for (const TextRange &range : inUnits(matchesIn(repaired, most), repaired)) {
        const qsizetype begin = utf8BytesOf(bytes, range.first);
        ranges.append({begin, utf8BytesOf(bytes.sliced(begin), range.second)});
    }
    return united(ranges);
}

QList<TextRange> FilterHits::inText(QStringView text, int most)
{
    if (m_words.empty() && m_regexes.empty())
        return {};
    const QByteArray utf8 = text.toUtf8();
    QList<TextRange> ranges = wordsIn(m_words, utf8, most);
    if (mayAsk())
        ranges += matchesIn(utf8, most);
    return united(inUnits(ranges, utf8));
}
