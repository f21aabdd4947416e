// SPDX-License-Identifier: MIT
#include "log/scan/matchindex.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>
#include <set>

class tst_MatchIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void empty();
    void ends();
    void runs();
    void canBeMoved();
    void agreesWithASet_data();
    void agreesWithASet();
};

void tst_MatchIndex::empty()
{
    MatchIndex index;
    QCOMPARE(index.count(), 0u);
    QVERIFY(!index.contains(0));
    QCOMPARE(index.countBelow(0), 0u);
    QCOMPARE(index.countBelow(MatchIndex::MaxSequence), 0u);
    QCOMPARE(index.next(0), 0u);
    QCOMPARE(index.previous(5), 0u);
    index.add(MatchIndex());
    index.clear();
    QCOMPARE(index.count(), 0u);
}

void tst_MatchIndex::ends()
{
    constexpr quint64 max = MatchIndex::MaxSequence;
    constexpr quint64 far = std::numeric_limits<quint64>::max();
    MatchIndex index;
    index.add(1);
    index.add(max);
    // Not to be taken for another number.
    index.add(max + 1);
    index.add(max + 8);
    index.add(far);
    QCOMPARE(index.count(), 2u);
    QVERIFY(index.contains(1) && index.contains(max));
    QVERIFY(!index.contains(0) && !index.contains(max + 1) && !index.contains(max + 2));
    QCOMPARE(index.countBelow(max), 1u);
    QCOMPARE(index.countBelow(max + 1), 2u);
    QCOMPARE(index.countBelow(far), 2u);
    QCOMPARE(index.sequenceAt(1), max);
    QCOMPARE(index.next(0), 1u);
    QCOMPARE(index.next(1), max);
    QCOMPARE(index.next(max - 1), max);
    QCOMPARE(index.next(max), 0u);
    QCOMPARE(index.next(far), 0u);
    QCOMPARE(index.previous(max), 1u);
    QCOMPARE(index.previous(far), max);
    QCOMPARE(index.previous(1), 0u);
}

void tst_MatchIndex::runs()
{
    MatchIndex index;
    for (quint64 sequence = 65'000; sequence < 200'000; ++sequence)
        index.add(sequence);
    QCOMPARE(index.count(), 135'000u);
    QCOMPARE(index.sequenceAt(0), 65'000u);
    QCOMPARE(index.sequenceAt(134'999), 199'999u);
    QCOMPARE(index.countBelow(131'072), 66'072u);
    QCOMPARE(index.next(1), 65'000u);
    QCOMPARE(index.next(131'071), 131'072u);
}

void tst_MatchIndex::canBeMoved()
{
    MatchIndex index;
    index.add(7);
    MatchIndex other(std::move(index));
    QVERIFY(other.contains(7));
    MatchIndex third;
    third.add(8);
    third = std::move(other);
    QVERIFY(third.contains(7) && !third.contains(8));
}

void tst_MatchIndex::agreesWithASet_data()
{
    QTest::addColumn<quint64>("range");
    QTest::newRow("dense") << quint64(300);
    QTest::newRow("around a container") << quint64(140'000);
    QTest::newRow("all") << quint64(MatchIndex::MaxSequence) + 1;
}

void tst_MatchIndex::agreesWithASet()
{
    QFETCH(const quint64, range);
    QRandomGenerator64 random(range);
    MatchIndex index;
    std::set<quint64> set;
    const auto any = [&] {
        // Near what is there as often as anywhere.
        const quint64 anywhere = random.generate64() % range;
        const auto near = set.lower_bound(anywhere);
        return near == set.end() || random.bounded(2) == 0 ? anywhere
                                                           : *near - random.bounded(2) % (*near + 1);
    };
    for (int i = 0; i < 20'000; ++i) {
        switch (random.bounded(12)) {
        case 0:
            if (random.bounded(40) == 0) {
                index.clear();
                set.clear();
            }
            break;
        case 1: {
            MatchIndex other;
            for (int left = random.bounded(30); left > 0; --left) {
                const quint64 sequence = any();
                other.add(sequence);
                set.insert(sequence);
            }
            index.add(other);
            break;
        }
        default: {
            const quint64 sequence = any();
            index.add(sequence);
            set.insert(sequence);
        }
        }
        const quint64 asked = any();
        const auto found = set.lower_bound(asked);
        const auto behind = set.upper_bound(asked);
        QCOMPARE(index.count(), quint64(set.size()));
        QCOMPARE(index.contains(asked), set.count(asked) == 1);
        QCOMPARE(index.next(asked), behind == set.end() ? 0 : *behind);
        QCOMPARE(index.previous(asked), found == set.begin() ? 0 : *std::prev(found));
        if (i % 16 == 0) {
            const auto below = quint64(std::distance(set.begin(), found));
            QCOMPARE(index.countBelow(asked), below);
            if (found != set.end())
                QCOMPARE(index.sequenceAt(below), *found);
        }
    }
}

SOCKETSCOPE_TEST(tst_MatchIndex, QCoreApplication)
#include "tst_matchindex.moc"
