// SPDX-License-Identifier: MIT
#include "format/text/linediff.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace Qt::StringLiterals;

class tst_LineDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void givesBothTexts();
    void isShortest();
    void isBounded_data();
    void isBounded();
    void canBeCancelled();
};

static QByteArray printed(const LineDiff &diff)
{
    QByteArray text;
    for (const DiffLine &line : diff.lines) {
        text += line.kind == DiffLine::Kind::Same ? ' ' : line.kind == DiffLine::Kind::Added ? '+' : '-';
        text.append(line.text).append('|');
    }
    return text;
}

static QByteArray without(const LineDiff &diff, DiffLine::Kind kind)
{
    QByteArray text;
    bool first = true;
    for (const DiffLine &line : diff.lines) {
        if (line.kind == kind)
            continue;
        if (!first)
            text += '\n';
        first = false;
        text += line.text;
    }
    return text;
}

static int differences(const LineDiff &diff)
{
    return int(std::count_if(diff.lines.begin(), diff.lines.end(),
                             [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; }));
}

void tst_LineDiff::lines_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *left, const char *right, const char *expected) {
        QTest::newRow(name) << QByteArray(left) << QByteArray(right) << QByteArray(expected);
    };
    row("nothing", "", "", " |");
    row("the same", "a\nb", "a\nb", " a| b|");
    row("changed", "a\nb\nc", "a\nx\nc", " a|-b|+x| c|");
    row("added in the middle", "a\nc", "a\nb\nc", " a|+b| c|");
    row("removed in the middle", "a\nb\nc", "a\nc", " a|-b| c|");
    row("added at the end", "a", "a\nb", " a|+b|");
    row("added at the start", "b", "a\nb", "+a| b|");
    row("line break at the end", "a", "a\n", " a|+|");
    row("all", "a\nb", "c\nd", "-a|-b|+c|+d|");
    row("moved", "a\nb\nc", "b\nc\na", "-a| b| c|+a|");
    row("the paper's", "a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc", "-a|-b| c|+b| a| b|-b| a|+c|");
    row("carriage returns count", "a\r\nb", "a\nb", "-a\r|+a| b|");
}

void tst_LineDiff::lines()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    const LineDiff diff = diffLines(left, right);
    QTEST(printed(diff), "expected");
    QVERIFY(diff.isMinimal);
}

static QByteArray randomText(QRandomGenerator *random, int letters)
{
    QByteArray text;
    for (int i = random->bounded(30); i > 0; --i) {
        text += char('a' + random->bounded(letters));
        if (random->bounded(8) != 0)
            text += '\n';
    }
    return text;
}

void tst_LineDiff::givesBothTexts()
{
    QRandomGenerator random(11);
    for (int round = 0; round < (SanitizedBuild ? 2000 : 5000); ++round) {
        const QByteArray left = randomText(&random, 1 + round % 6);
        const QByteArray right = randomText(&random, 1 + round % 6);
        const LineDiff diff = diffLines(left, right);
        QCOMPARE(without(diff, DiffLine::Kind::Added), left);
        QCOMPARE(without(diff, DiffLine::Kind::Removed), right);
        QCOMPARE(differences(diff) == 0, left == right);
    }
}

// Against the table of the longest common subsequence.
static int fewestDifferences(const QList<QByteArray> &a, const QList<QByteArray> &b)
{
    std::vector<std::vector<int>> common(size_t(a.size()) + 1, std::vector<int>(size_t(b.size()) + 1));
    for (size_t i = 1; i < common.size(); ++i) {
        for (size_t j = 1; j < common[i].size(); ++j) {
            common[i][j] = a[qsizetype(i) - 1] == b[qsizetype(j) - 1]
                                   ? common[i - 1][j - 1] + 1
                                   : std::max(common[i - 1][j], common[i][j - 1]);
        }
    }
    return int(a.size() + b.size()) - 2 * common.back().back();
}

void tst_LineDiff::isShortest()
{
    QRandomGenerator random(12);
    for (int round = 0; round < (SanitizedBuild ? 700 : 2000); ++round) {
        const QByteArray left = randomText(&random, 1 + round % 6);
        const QByteArray right = randomText(&random, 1 + round % 6);
        QCOMPARE(differences(diffLines(left, right)), fewestDifferences(left.split('\n'), right.split('\n')));
    }
}

void tst_LineDiff::isBounded_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<bool>("isMinimal");

    const auto numbered = [](int lines, const QByteArray &before) {
        QByteArray text;
        for (int i = 0; i < lines; ++i)
            text += before + QByteArray::number(i) + '\n';
        return text;
    };
    QTest::newRow("long and the same") << numbered(200000, "") << numbered(200000, "") << true;
    QTest::newRow("long and one more") << numbered(100000, "") << numbered(100001, "") << true;
    QTest::newRow("long and different") << numbered(100000, "a") << numbered(100000, "b") << false;
    QTest::newRow("shorter and different") << numbered(10000, "a") << numbered(10000, "b") << false;
    QTest::newRow("few and different") << numbered(900, "a") << numbered(900, "b") << true;
    QTest::newRow("long lines that differ late")
            << numbered(900, QByteArray(20000, 'x')) << numbered(900, QByteArray(20000, 'x') + 'y') << true;
    QTest::newRow("one endless line") << QByteArray(10000000, 'a') << QByteArray(10000000, 'b') << true;
    QTest::newRow("breaks alone") << QByteArray(600000, '\n') << QByteArray(400000, '\n') << true;
}

void tst_LineDiff::isBounded()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QElapsedTimer timer;
    timer.start();
    const LineDiff diff = diffLines(left, right);
    qInfo("%lld ms", timer.elapsed());
    QTEST(diff.isMinimal, "isMinimal");
    QVERIFY(timer.elapsed() < 10000);
    QCOMPARE(without(diff, DiffLine::Kind::Added), left);
    QCOMPARE(without(diff, DiffLine::Kind::Removed), right);
}

void tst_LineDiff::canBeCancelled()
{
    int asked = 0;
    const LineDiff diff = diffLines("a\nb", "c\nd", [&asked] { return ++asked > 0; });
    QCOMPARE(asked, 1);
    QVERIFY(!diff.isMinimal);
}

SOCKETSCOPE_TEST(tst_LineDiff, QCoreApplication)
#include "tst_linediff.moc"
