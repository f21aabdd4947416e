// SPDX-License-Identifier: MIT
#include "log/rowmap.h"
#include "support/testprogram.h"

#include <QTest>

using Sequences = QList<quint64>;
/// What the map asked for: the row and the count of an insertion; -1 and 0 for a reset.
using Asked = QList<QPair<int, int>>;

Q_DECLARE_METATYPE(RowMap::Rows)

class tst_RowMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithAPlainList_data();
    void agreesWithAPlainList();
    void reachesFurther_data();
    void reachesFurther();
    void takesMatches_data();
    void takesMatches();
    void manyRunsResetTheRows();
    void forgets();
};

namespace {

constexpr auto AllRows = RowMap::Rows::All;
constexpr auto MatchRows = RowMap::Rows::Matches;

MatchIndex matchesAt(const Sequences &sequences)
{
    MatchIndex index;
    for (const quint64 sequence : sequences)
        index.add(sequence);
    return index;
}

Sequences rowsOf(const RowMap &map)
{
    Sequences rows;
    for (int row = 0; row < map.count(); ++row)
        rows.append(map.sequenceAt(row));
    return rows;
}

/// A map whose changes are carried out, checked and written down.
struct Watched
{
    Asked asked;
    RowMap map{[this](int row, int count, const RowMap::Change &change) {
                   const Sequences before = rowsOf(map);
                   change();
                   const Sequences after = rowsOf(map);
                   QCOMPARE(after.size(), before.size() + count);
                   QCOMPARE(after.first(row) + after.mid(row + count), before);
                   asked.append({row, count});
               },
               [this](const RowMap::Change &change) {
                   change();
                   asked.append({-1, 0});
               }};

    void arrange(RowMap::Rows rows, quint64 first, quint64 last, const Sequences &hidden)
    {
        map.setFirst(first);
        const MatchIndex index = matchesAt(hidden);
        map.arrange(rows, hidden.isEmpty() ? nullptr : &index, last);
    }
};

} // namespace

void tst_RowMap::agreesWithAPlainList_data()
{
    QTest::addColumn<RowMap::Rows>("rows");
    QTest::addColumn<quint64>("first");
    QTest::addColumn<quint64>("last");
    QTest::addColumn<Sequences>("hidden");
    QTest::addColumn<Sequences>("found");
    QTest::addColumn<Sequences>("expected");

    const Sequences none;
    QTest::newRow("nothing yet") << AllRows << quint64(1) << quint64(0) << none << none << none;
    QTest::newRow("all") << AllRows << quint64(1) << quint64(5) << none << none << Sequences{1, 2, 3, 4, 5};
    QTest::newRow("cleared") << AllRows << quint64(4) << quint64(6) << none << none << Sequences{4, 5, 6};
    QTest::newRow("all cleared") << AllRows << quint64(7) << quint64(6) << none << none << none;
    QTest::newRow("less than nothing") << AllRows << quint64(7) << quint64(2) << none << none << none;
    QTest::newRow("some hidden") << AllRows << quint64(1) << quint64(6) << Sequences{1, 3, 4} << none
                                 << Sequences{2, 5, 6};
    QTest::newRow("hidden before and behind")
            << AllRows << quint64(3) << quint64(5) << Sequences{2, 4, 6} << none << Sequences{3, 5};
    QTest::newRow("hidden, but found") << AllRows << quint64(1) << quint64(6) << Sequences{1, 3, 4}
                                       << Sequences{2, 3} << Sequences{2, 3, 5, 6};
    QTest::newRow("marked") << AllRows << quint64(1) << quint64(4) << none << Sequences{2, 4}
                            << Sequences{1, 2, 3, 4};
    QTest::newRow("none found") << MatchRows << quint64(1) << quint64(9) << none << none << none;
    QTest::newRow("matches") << MatchRows << quint64(1) << quint64(9) << none << Sequences{2, 3, 8}
                             << Sequences{2, 3, 8};
    QTest::newRow("matches, some of them hidden before")
            << MatchRows << quint64(2) << quint64(9) << Sequences{3, 4} << Sequences{3, 8} << Sequences{3, 8};
}

void tst_RowMap::agreesWithAPlainList()
{
    QFETCH(const RowMap::Rows, rows);
    QFETCH(const quint64, first);
    QFETCH(const quint64, last);
    QFETCH(const Sequences, hidden);
    QFETCH(const Sequences, found);
    QFETCH(const Sequences, expected);
    Watched watched;
    RowMap &map = watched.map;
    watched.arrange(rows, first, last, hidden);
    map.addMatches(matchesAt(found));

    QCOMPARE(map.showsMatchesOnly(), rows == MatchRows);
    QCOMPARE(rowsOf(map), expected);
    QCOMPARE(map.last(), std::max(first - 1, last));
    quint64 hiddenCount = 0;
    for (quint64 sequence = 1; sequence <= last + 3; ++sequence) {
        const auto row = int(expected.indexOf(sequence));
        const auto next =
                int(std::lower_bound(expected.begin(), expected.end(), sequence) - expected.begin());
        QCOMPARE(map.rowOf(sequence), row);
        QCOMPARE(map.rowAtOrAfter(sequence), next);
        const bool isHidden = hidden.contains(sequence) && !found.contains(sequence);
        QCOMPARE(map.isHidden(sequence), isHidden);
        hiddenCount += isHidden && sequence >= first && sequence <= last;
        QCOMPARE(map.matches().contains(sequence), found.contains(sequence));
        // There, or left out; beyond the ends nothing is near.
        const bool isLeftOut = sequence <= last && (rows == MatchRows || (isHidden && sequence >= first));
        QCOMPARE(map.nearestRow(sequence), row < 0 && isLeftOut ? next : row);
        if (row > 0)
            QCOMPARE(map.above(sequence), expected.at(row - 1));
    }
    QCOMPARE(map.hiddenCount(), hiddenCount);
}

void tst_RowMap::reachesFurther_data()
{
    QTest::addColumn<RowMap::Rows>("rows");
    QTest::addColumn<Sequences>("hidden");
    QTest::addColumn<quint64>("last");
    QTest::addColumn<Asked>("asked");

    QTest::newRow("three more") << AllRows << Sequences() << quint64(8) << Asked{{5, 3}};
    QTest::newRow("no further") << AllRows << Sequences() << quint64(5) << Asked();
    QTest::newRow("not back") << AllRows << Sequences() << quint64(2) << Asked();
    QTest::newRow("some hidden") << AllRows << Sequences{2, 7} << quint64(8) << Asked{{4, 2}};
    QTest::newRow("all hidden") << AllRows << Sequences{6, 7, 8} << quint64(8) << Asked();
    QTest::newRow("matches come by themselves") << MatchRows << Sequences() << quint64(8) << Asked();
}

void tst_RowMap::reachesFurther()
{
    QFETCH(const RowMap::Rows, rows);
    QFETCH(const Sequences, hidden);
    QFETCH(const quint64, last);
    Watched watched;
    watched.arrange(rows, 1, 5, hidden);
    watched.map.reachTo(last);
    QTEST(watched.asked, "asked");
    QCOMPARE(watched.map.last(), std::max<quint64>(last, 5));
    // What is hidden from now on is behind.
    watched.map.hide(matchesAt({10, 11}));
    watched.asked.clear();
    watched.map.reachTo(12);
    int more = rows == MatchRows ? 0 : int(12 - std::max<quint64>(last, 5));
    if (more > 0)
        more -= 2;
    QCOMPARE(watched.asked.isEmpty() ? 0 : watched.asked.first().second, more);
}

void tst_RowMap::takesMatches_data()
{
    QTest::addColumn<RowMap::Rows>("rows");
    QTest::addColumn<Sequences>("hidden");
    QTest::addColumn<QList<Sequences>>("found");
    QTest::addColumn<Asked>("asked");

    using Found = QList<Sequences>;
    QTest::newRow("at the front") << MatchRows << Sequences() << Found{{15, 17}, {11, 12}, {3}}
                                  << Asked{{0, 2}, {0, 2}, {0, 1}};
    QTest::newRow("at both ends") << MatchRows << Sequences() << Found{{15}, {21, 22}, {3}, {23}}
                                  << Asked{{0, 1}, {1, 2}, {0, 1}, {4, 1}};
    QTest::newRow("none") << MatchRows << Sequences() << Found{{}, {15}, {}} << Asked{{0, 1}};
    QTest::newRow("marked among all") << AllRows << Sequences() << Found{{15, 17}, {3}} << Asked();
    QTest::newRow("not hidden any more")
            << AllRows << Sequences{3, 4, 5, 15, 16} << Found{{14, 15}, {3, 4}} << Asked{{11, 1}, {2, 2}};
    QTest::newRow("hidden as before") << AllRows << Sequences{3, 4} << Found{{2, 5}} << Asked();
    QTest::newRow("hidden behind the last") << AllRows << Sequences{25} << Found{{25}} << Asked();
}

void tst_RowMap::takesMatches()
{
    QFETCH(const RowMap::Rows, rows);
    QFETCH(const Sequences, hidden);
    QFETCH(const QList<Sequences>, found);
    Watched watched;
    watched.arrange(rows, 1, 20, hidden);
    quint64 count = 0;
    for (const Sequences &some : found) {
        watched.map.addMatches(matchesAt(some));
        count += quint64(some.size());
        for (const quint64 sequence : some) {
            QVERIFY(!watched.map.isHidden(sequence));
            QCOMPARE(watched.map.rowOf(sequence) >= 0, rows == MatchRows || sequence <= 20);
        }
    }
    QCOMPARE(watched.map.matches().count(), count);
    QTEST(watched.asked, "asked");
    // Found first and a ping second: it is not hidden afterwards either.
    watched.map.hide(matchesAt(found.last()));
    for (const quint64 sequence : found.last())
        QVERIFY(!watched.map.isHidden(sequence));
}

void tst_RowMap::manyRunsResetTheRows()
{
    Sequences hidden;
    for (quint64 run = 0; run <= RowMap::MostRuns; ++run)
        hidden.append(10 + 2 * run);
    Watched watched;
    watched.arrange(AllRows, 1, 200, hidden);
    watched.map.addMatches(matchesAt(hidden));
    QCOMPARE(watched.asked, (Asked{{-1, 0}}));
    QCOMPARE(watched.map.count(), 200);

    Watched fewer;
    fewer.arrange(AllRows, 1, 200, hidden);
    fewer.map.addMatches(matchesAt(hidden.mid(1)));
    QCOMPARE(fewer.asked.size(), RowMap::MostRuns);
    QCOMPARE(fewer.map.count(), 199);
}

void tst_RowMap::forgets()
{
    Watched watched;
    watched.arrange(MatchRows, 1, 20, {3});
    watched.map.addMatches(matchesAt({3, 5}));
    watched.map.forgetMatches();
    watched.arrange(AllRows, 2, 6, {3});
    QCOMPARE(rowsOf(watched.map), (Sequences{2, 4, 5, 6}));
    watched.arrange(AllRows, 2, 6, {});
    QCOMPARE(rowsOf(watched.map), (Sequences{2, 3, 4, 5, 6}));
}

SOCKETSCOPE_TEST(tst_RowMap, QCoreApplication)
#include "tst_rowmap.moc"
