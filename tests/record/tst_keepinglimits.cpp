// SPDX-License-Identifier: MIT
#include "record/keepinglimits.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

using Space = std::optional<DiskSpace>;

Q_DECLARE_METATYPE(KeepingObstacle)

class tst_KeepingLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reserve_data();
    void reserve();
    void obstacle_data();
    void obstacle();
    void sentences();
    void realDisks();
};

void tst_KeepingLimits::reserve_data()
{
    QTest::addColumn<std::optional<qint64>>("wanted");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<qint64>("reserve");
    const std::optional<qint64> usual;
    QTest::newRow("1 GiB of a large disk") << usual << 500 * GiB << GiB;
    QTest::newRow("where both are the same") << usual << 20 * GiB << GiB;
    QTest::newRow("5 % of a small disk") << usual << 10 * GiB << GiB / 2;
    QTest::newRow("5 % of a RAM disk") << usual << 64 * MiB << 64 * MiB / 20;
    QTest::newRow("more than 5 %, if wanted") << std::optional(4 * GiB) << 10 * GiB << 4 * GiB;
    QTest::newRow("less, if wanted") << std::optional(100 * MiB) << 500 * GiB << 100 * MiB;
    QTest::newRow("nearly all, if wanted") << std::optional(95 * GiB) << 100 * GiB << 95 * GiB;
    QTest::newRow("more than there is") << std::optional(std::numeric_limits<qint64>::max()) << 500 * GiB
                                        << std::numeric_limits<qint64>::max();
    QTest::newRow("none, if wanted") << std::optional<qint64>(0) << 500 * GiB << qint64(0);
}

void tst_KeepingLimits::reserve()
{
    QFETCH(const std::optional<qint64>, wanted);
    QFETCH(const qint64, total);
    const KeepingLimits limits{wanted, 0};
    QTEST(limits.reserveOf(total), "reserve");
    QVERIFY(limits.resumeAt(total) >= limits.reserveOf(total));
    QVERIFY(limits.resumeAt(total) <= std::max(total, limits.reserveOf(total)));
}

void tst_KeepingLimits::obstacle_data()
{
    QTest::addColumn<KeepingLimits>("limits");
    QTest::addColumn<Space>("space");
    QTest::addColumn<qint64>("sessionBytes");
    QTest::addColumn<qint64>("added");
    QTest::addColumn<KeepingObstacle>("before");
    QTest::addColumn<KeepingObstacle>("obstacle");
    constexpr auto None = KeepingObstacle::None;
    constexpr auto Reserve = KeepingObstacle::Reserve;
    constexpr auto Bound = KeepingObstacle::Bound;
    const auto free = [](qint64 bytes) { return Space(DiskSpace{bytes, 500 * GiB}); };
    const KeepingLimits usual;
    const KeepingLimits bounded{{}, 100 * MiB};
    const KeepingLimits nothing{0, 0};

    QTest::newRow("room") << usual << free(90 * GiB) << 3 * GiB << 4 * MiB << None << None;
    QTest::newRow("just as much as stays free")
            << usual << free(GiB + 4 * MiB) << 3 * GiB << 4 * MiB << None << None;
    QTest::newRow("one byte less") << usual << free(GiB + 4 * MiB - 1) << 3 * GiB << 4 * MiB << None
                                   << Reserve;
    QTest::newRow("less from the start")
            << usual << free(500 * MiB) << qint64(0) << qint64(1) << None << Reserve;
    QTest::newRow("a full disk") << usual << free(0) << qint64(0) << qint64(1) << None << Reserve;
    QTest::newRow("stopped, and as much again as stays free")
            << usual << free(GiB + 4 * MiB) << 3 * GiB << 4 * MiB << Reserve << Reserve;
    QTest::newRow("stopped, and a little more")
            << usual << free(1200 * MiB) << 3 * GiB << 4 * MiB << Reserve << None;
    QTest::newRow("stopped by its bound is not stopped by the reserve")
            << usual << free(GiB + 4 * MiB) << 3 * GiB << 4 * MiB << Bound << None;
    QTest::newRow("no reserve") << nothing << free(5 * MiB) << 3 * GiB << 4 * MiB << None << None;
    QTest::newRow("no reserve and no room") << nothing << free(3 * MiB) << 3 * GiB << 4 * MiB << None << None;
    QTest::newRow("a disk that does not tell") << usual << Space() << 3 * GiB << 4 * MiB << None << None;

    QTest::newRow("within its bound") << bounded << free(90 * GiB) << 90 * MiB << 4 * MiB << None << None;
    QTest::newRow("up to its bound") << bounded << free(90 * GiB) << 96 * MiB << 4 * MiB << None << None;
    QTest::newRow("beyond its bound")
            << bounded << free(90 * GiB) << 96 * MiB << 4 * MiB + 1 << None << Bound;
    QTest::newRow("beyond it still") << bounded << free(90 * GiB) << 200 * MiB << qint64(1) << Bound << Bound;
    QTest::newRow("its bound was raised")
            << KeepingLimits{{}, 300 * MiB} << free(90 * GiB) << 200 * MiB << qint64(1) << Bound << None;
    QTest::newRow("beyond it on a disk that does not tell")
            << bounded << Space() << 200 * MiB << qint64(1) << None << Bound;
}

void tst_KeepingLimits::obstacle()
{
    QFETCH(const KeepingLimits, limits);
    QFETCH(const Space, space);
    QFETCH(const qint64, sessionBytes);
    QFETCH(const qint64, added);
    QFETCH(const KeepingObstacle, before);
    QTEST(keepingObstacle(limits, space, sessionBytes, added, before), "obstacle");
}

void tst_KeepingLimits::sentences()
{
    QCOMPARE(KeepingLimits().reserveSentence(500 * GiB, u"/data"_s),
             u"Less than 1 GiB would stay free on the disk of /data: "
             "make room there until 1.1 GiB are free, or let less stay free, in the preferences."_s);
    QCOMPARE((KeepingLimits{{}, 500 * MiB}.boundSentence()),
             u"The session would be larger than 500 MiB: let sessions become larger, in the preferences, "
             "or go on in a new tab."_s);
}

void tst_KeepingLimits::realDisks()
{
    const auto space = diskSpace(QDir::tempPath());
    QVERIFY(space);
    QVERIFY(space->total > 0 && space->free >= 0 && space->free <= space->total);
    QVERIFY(!diskSpace(u"/nowhere/at/all"_s));
    // It has no size.
    QVERIFY(!diskSpace(u"/proc"_s));
}

SOCKETSCOPE_TEST(tst_KeepingLimits, QCoreApplication)
#include "tst_keepinglimits.moc"
