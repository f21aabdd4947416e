// SPDX-License-Identifier: MIT
#include "log/filter/filterquery.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;

using Operator = FilterJson::Operator;

class tst_FilterRandom : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printedParsesToTheSame();
    void survivesAnything();
};

namespace {

/// Random queries of which every part can be written.
class Generator
{
public:
    explicit Generator(quint32 seed)
        : m_random(seed)
    {}

    FilterQuery query()
    {
        QList<FilterGroup> groups;
        for (int left = below(4); left > 0; --left) {
            FilterGroup group;
            for (int terms = 1 + below(3); terms > 0; --terms)
                group.append(term());
            groups.append(group);
        }
        return FilterQuery(groups);
    }

    int below(int limit) { return int(m_random.bounded(limit)); }

    QString pick(const QStringList &pieces, int least, int most)
    {
        QString text;
        for (int left = least + below(most - least + 1); left > 0; --left)
            text += pieces[below(int(pieces.size()))];
        return text;
    }

private:
    FilterTerm term()
    {
        FilterTerm term{{}, below(3) == 0, 0, 0};
        for (int left = 1 + below(3); left > 0; --left) {
            // A word after a comparison would be another value for it.
            const auto *before = term.alternatives.isEmpty()
                                         ? nullptr
                                         : std::get_if<FilterJson>(&term.alternatives.last());
            const bool isCompared = before && before->op != Operator::Exists;
            const bool isMatched = before && before->op == Operator::Matches;
            const int kind = isMatched ? 2 + below(7) : isCompared ? 1 + below(8) : below(9);
            term.alternatives.append(isCompared && below(2) == 0 ? another(*before) : atom(kind));
        }
        return term;
    }

    FilterAtom atom(int kind)
    {
        switch (kind) {
        case 0:
            return FilterWord{pick(wordPieces(), 1, 4)};
        case 1:
            return regex();
        case 2:
            return FilterDirections{1U + quint32(below(7))};
        case 3:
            return FilterTypes{1U + quint32(below(511))};
        case 4:
            return sizes();
        case 5:
            return sequences();
        case 6:
            return times();
        case 7:
            return FilterLast{number() + 1};
        default:
            return json();
        }
    }

    static QStringList wordPieces()
    {
        return {u"a"_s,  u"B"_s, u" "_s,  u"|"_s,      u"-"_s,  u"\""_s,   u"\\"_s, u"/"_s,
                u"$."_s, u"$"_s, u"OR"_s, u"type:"_s,  u"="_s,  u"dir:"_s, u":"_s,  u"ü"_s,
                u"["_s,  u"😀"_s, u"~"_s,  u"\u00a0"_s, u"\t"_s, u"i"_s};
    }

    FilterRegex regex()
    {
        static const QStringList pieces{u"a"_s, u"/"_s,    u" "_s,     u"|"_s,   u".*"_s, u"\""_s, uR"(\\)"_s,
                                        u"i"_s, u"[^/]"_s, uR"(\d)"_s, u"(x)"_s, u"é"_s,  u"$"_s};
        return {pick(pieces, 1, 4), below(2) == 0};
    }

    qint64 number()
    {
        static constexpr qint64 factors[]{1, 1000, 1'000'000, 3'600'000'000, 1'000'000'000};
        return below(2000) * factors[below(5)];
    }

    FilterSize sizes()
    {
        const qint64 least = number();
        const qint64 more = number();
        switch (below(4)) {
        case 0:
            return {least, least};
        case 1:
            return {below(2) + least, std::numeric_limits<qint64>::max()};
        case 2:
            return {0, below(2) == 0 ? least : std::max<qint64>(0, least - 1)};
        default:
            return {least, least + more};
        }
    }

    FilterSequences sequences()
    {
        const quint64 first = 1 + quint64(number());
        return {first, below(2) == 0 ? std::numeric_limits<quint64>::max() : first + quint64(number())};
    }

    FilterTimes times()
    {
        static const QStringList from{QString(), u"10:31"_s, u"2026-11-22T10:31:02.5"_s, u"9:05"_s};
        static const QStringList to{u"10:32"_s, u"2026-11-23T10:31:02.118204+01:00"_s, u"10:31"_s};
        const QString begins = from[below(int(from.size()))];
        return {begins, begins.isEmpty() || below(3) > 0 ? to[below(int(to.size()))] : QString()};
    }

    FilterJson json()
    {
        QList<JsonPath::Step> steps;
        for (int left = below(4); left > 0; --left) {
            if (below(3) == 0)
                steps.append({{}, true, quint64(1 + below(30)), below(2) == 0});
            else
                steps.append({pick(wordPieces(), 1, 3).toUtf8(), false, 0, false});
        }
        FilterJson json{JsonPath(steps), Operator(below(8)), {}, false, {}};
        return json.op == Operator::Exists ? json : another(json);
    }

    /// Of the same path and operator.
    FilterJson another(const FilterJson &before)
    {
        FilterJson json{before.path, before.op, {}, false, {}};
        if (json.op == Operator::Matches) {
            json.regex = regex();
            return json;
        }
        json.isQuoted = below(2) == 0;
        static const QStringList bare{u"a"_s, u"$.p"_s, u"$"_s, u"/x/"_s, u"/"_s,  u"type:"_s, u"-"_s,
                                      u"1"_s, u"OR"_s,  u"'"_s, u"{"_s,   u"\\"_s, u"true"_s};
        json.value = json.isQuoted ? pick(wordPieces(), 0, 4) : pick(bare, 1, 3);
        return json;
    }

    QRandomGenerator m_random;
};

} // namespace

void tst_FilterRandom::printedParsesToTheSame()
{
    Generator generator(20261122);
    for (int i = 0; i < (SanitizedBuild ? 7'000 : 20'000); ++i) {
        const FilterQuery query = generator.query();
        const QString text = query.toString();
        const FilterQuery parsed = FilterQuery::parse(text);
        QVERIFY2(parsed.isValid(), qPrintable(text + u'\n' + parsed.problem().sentence));
        QVERIFY2(parsed == query, qPrintable(text));
        QCOMPARE(parsed.toString(), text);
    }
}

void tst_FilterRandom::survivesAnything()
{
    static const QStringList pieces{u"\""_s,
                                    u"/"_s,
                                    u"|"_s,
                                    u"-"_s,
                                    u" "_s,
                                    u"OR"_s,
                                    u"$"_s,
                                    u"."_s,
                                    u"["_s,
                                    u"]"_s,
                                    u"a"_s,
                                    u"type:"_s,
                                    u"ping"_s,
                                    u","_s,
                                    u"size:"_s,
                                    u".."_s,
                                    u"1"_s,
                                    u"k"_s,
                                    u"time:"_s,
                                    u"10:3"_s,
                                    u"last:"_s,
                                    u"seq:"_s,
                                    u"="_s,
                                    u"~"_s,
                                    u">"_s,
                                    u"!"_s,
                                    u"("_s,
                                    u"\\"_s,
                                    u"i"_s,
                                    u"\u00a0"_s,
                                    QString(QChar(0xd800)),
                                    QString(QChar(0)),
                                    u"😀"_s};
    Generator generator(7);
    for (int i = 0; i < (SanitizedBuild ? 15'000 : 50'000); ++i) {
        const QString text = generator.pick(pieces, 0, 14);
        const FilterQuery query = FilterQuery::parse(text);
        if (query.isValid()) {
            const FilterQuery again = FilterQuery::parse(query.toString());
            QVERIFY2(again == query, qPrintable(text + u'\n' + query.toString()));
            continue;
        }
        const FilterProblem &problem = query.problem();
        QVERIFY2(problem.start >= 0 && problem.length > 0 && problem.start + problem.length <= text.size(),
                 qPrintable(text + u'\n' + problem.sentence));
    }
}

SOCKETSCOPE_TEST(tst_FilterRandom, QCoreApplication)
#include "tst_filterrandom.moc"
