// SPDX-License-Identifier: MIT
#include "log/hiddenrows.h"
#include "support/testprogram.h"

#include <QRandomGenerator>
#include <QTest>

class tst_HiddenRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingHiddenIsAnAddition();
    void agreesWithAPlainList_data();
    void agreesWithAPlainList();
    void runs();
};

static MatchIndex indexOf(const QList<quint64> &sequences)
{
    MatchIndex index;
    for (const quint64 sequence : sequences)
        index.add(sequence);
    return index;
}

void tst_HiddenRows::nothingHiddenIsAnAddition()
{
    const HiddenRows hidden;
    QCOMPARE(hidden.rowsBefore(5, 9), 4u);
    QCOMPARE(hidden.sequenceAt(5, 4), 9u);
    QCOMPARE(hidden.countIn(1, 1000), 0u);
    QCOMPARE(hidden.previous(9), 8u);
    QCOMPARE(hidden.previous(1), 0u);
    QVERIFY(!hidden.contains(5));
}

void tst_HiddenRows::agreesWithAPlainList_data()
{
    QTest::addColumn<int>("hiddenOf100");
    QTest::addColumn<int>("runLength");
    QTest::newRow("few") << 2 << 1;
    QTest::newRow("half") << 50 << 1;
    QTest::newRow("long runs") << 50 << 400;
    QTest::newRow("nearly all") << 98 << 30;
    QTest::newRow("all") << 100 << 1;
}

void tst_HiddenRows::agreesWithAPlainList()
{
    QFETCH(const int, hiddenOf100);
    QFETCH(const int, runLength);
    QRandomGenerator random(quint32(hiddenOf100 + runLength));
    constexpr quint64 last = 5000;
    QList<bool> isHidden(qsizetype(last) + 1, false);
    HiddenRows hidden;
    for (int round = 0; round < 4; ++round) {
        QList<quint64> chosen;
        for (quint64 sequence = 1; sequence <= last;) {
            const bool on = random.bounded(100) < hiddenOf100;
            for (int left = 1 + random.bounded(runLength); left > 0 && sequence <= last; --left, ++sequence) {
                if (on)
                    chosen.append(sequence);
            }
        }
        // Some come back.
        const bool hides = round % 2 == 0;
        for (const quint64 sequence : std::as_const(chosen))
            isHidden[qsizetype(sequence)] = hides;
        hides ? hidden.hide(indexOf(chosen)) : hidden.show(indexOf(chosen));
        for (const quint64 first : {quint64(1), quint64(777), last, last + 1}) {
            quint64 row = 0;
            quint64 before = 0;
            for (quint64 sequence = 1; sequence < first; ++sequence)
                before = isHidden.at(qsizetype(sequence)) ? before : sequence;
            for (quint64 sequence = first; sequence <= last; ++sequence) {
                QCOMPARE(hidden.contains(sequence), isHidden.at(qsizetype(sequence)));
                QCOMPARE(hidden.rowsBefore(first, sequence), row);
                QCOMPARE(hidden.previous(sequence), before);
                QCOMPARE(hidden.countIn(first, sequence),
                         sequence - first + 1 - row - (isHidden.at(qsizetype(sequence)) ? 0 : 1));
                if (isHidden.at(qsizetype(sequence)))
                    continue;
                // Rows one after the other, and one far from the last.
                if (sequence % 3 == 0)
                    hidden.sequenceAt(first, row / 2);
                QCOMPARE(hidden.sequenceAt(first, row), sequence);
                before = sequence;
                ++row;
            }
            // What is behind all that is known is not hidden.
            QCOMPARE(hidden.sequenceAt(first, row), std::max(first, last + 1));
        }
    }
    hidden.clear();
    QCOMPARE(hidden.sequenceAt(1, 100), 101u);
}

void tst_HiddenRows::runs()
{
    HiddenRows hidden;
    hidden.hide(indexOf({2, 3, 4, 7, 9, 10, 20}));
    const auto runsOf = [&](const QList<quint64> &sequences, quint64 first, quint64 last, int most) {
        QList<QPair<quint64, quint64>> runs;
        for (const HiddenRows::Run &run : hidden.runsOf(indexOf(sequences), first, last, most))
            runs.append({run.first, run.last});
        return runs;
    };
    using Runs = QList<QPair<quint64, quint64>>;
    QCOMPARE(runsOf({1, 5}, 1, 30, 9), Runs());
    QCOMPARE(runsOf({1, 2, 3, 4, 5, 6, 7, 10, 20}, 1, 30, 9), (Runs{{2, 4}, {7, 7}, {10, 10}, {20, 20}}));
    QCOMPARE(runsOf({2, 3, 4, 7, 9, 10, 20}, 3, 9, 9), (Runs{{3, 4}, {7, 7}, {9, 9}}));
    QCOMPARE(runsOf({2, 4, 7, 10, 20}, 1, 30, 2).size(), 3);
    hidden.show(HiddenRows::Run{3, 9});
    QCOMPARE(runsOf({2, 3, 4, 7, 9, 10, 20}, 1, 30, 9), (Runs{{2, 2}, {10, 10}, {20, 20}}));
}

SOCKETSCOPE_TEST(tst_HiddenRows, QCoreApplication)
#include "tst_hiddenrows.moc"
