// SPDX-License-Identifier: MIT
#include "log/filter/filterhits.h"

#include "format/text/utf8.h"
#include "log/filter/filtermatcher.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

// Without compilation PCRE2 counts every step.
static constexpr auto fewSteps = "(*NO_JIT)(*LIMIT_MATCH=4000)"_L1;
static constexpr auto fewerSteps = "(*NO_JIT)(*LIMIT_MATCH=200)"_L1;
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
    const QLatin1StringView limit = m_effort == Effort::Painting ? fewSteps : fewerSteps;
    if (const auto *word = std::get_if<FilterWord>(&atom)) {
        m_words.emplace_back(word->text, word->isCaseSensitive());
    } else if (const auto *regex = std::get_if<FilterRegex>(&atom)) {
        m_regexes.push_back(regularExpression({limit + regex->pattern, regex->ignoreCase}));
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

QList<TextRange> FilterHits::matchesOf(const QString &text, int most)
{
    QList<TextRange> ranges;
    QElapsedTimer timer;
    for (const QRegularExpression &regex : m_regexes) {
        timer.start();
        QRegularExpressionMatchIterator it = regex.globalMatch(text);
        for (int found = 0; found < most && timer.nsecsElapsed() < RegexNsPerSecond && it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            // Of nothing there is nothing to mark.
            if (match.capturedLength() == 0)
                continue;
            ranges.append({match.capturedStart(), match.capturedLength()});
            ++found;
        }
        m_spentNs += timer.nsecsElapsed();
    }
    return ranges;
}

QList<TextRange> FilterHits::inPayload(QByteArrayView payload, int most)
{
    QList<TextRange> ranges = wordsIn(m_words, payload, most);
    for (const JsonTest &test : m_values) {
        if (const std::optional<TextRange> range = test.valueIn(payload))
            ranges.append(*range);
    }
    if (!m_regexes.empty() && mayAsk()) {
        const QByteArrayView bytes = payload.first(
                std::min(payload.size(), m_effort == Effort::Painting ? RegexBytes : WorkerRegexBytes));
        const QString text = stringFromUtf8(bytes);
        for (const TextRange &range : matchesOf(text, most)) {
            const qsizetype begin = utf8BytesOf(bytes, range.first);
            ranges.append({begin, utf8BytesOf(bytes.sliced(begin), range.second)});
        }
    }
    return united(ranges);
}

QList<TextRange> FilterHits::inText(QStringView text, int most)
{
    if (m_words.empty() && m_regexes.empty())
        return {};
    const QString copy = text.toString();
    QList<TextRange> ranges;
    const QByteArray utf8 = m_words.empty() ? QByteArray() : copy.toUtf8();
    for (const TextRange &range : wordsIn(m_words, utf8, most)) {
        const QByteArrayView bytes(utf8);
        const qsizetype begin = stringFromUtf8(bytes.first(range.first)).size();
        ranges.append({begin, stringFromUtf8(bytes.sliced(range.first, range.second)).size()});
    }
    if (mayAsk())
        ranges += matchesOf(copy, most);
    return united(ranges);
}
