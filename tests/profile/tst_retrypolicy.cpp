// SPDX-License-Identifier: MIT
#include "profile/retrypolicy.h"
#include "support/testprogram.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

class tst_RetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waits_data();
    void waits();
    void randomnessStaysWithinBounds_data();
    void randomnessStaysWithinBounds();
    void noFlood();
    void lastAttempt();
    void strangeValues_data();
    void strangeValues();
    void texts_data();
    void texts();
    void firstWaitIsTheOneAfterTheFirst();
};

void tst_RetryPolicy::waits_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<int>("wait");

    QTest::newRow("1") << 1 << 2000;
    QTest::newRow("2") << 2 << 4000;
    QTest::newRow("3") << 3 << 8000;
    QTest::newRow("4") << 4 << 16000;
    QTest::newRow("5: the cap") << 5 << 30000;
    QTest::newRow("6") << 6 << 30000;
    QTest::newRow("19") << 19 << 30000;
}

void tst_RetryPolicy::waits()
{
    QFETCH(int, attempt);
    QFETCH(int, wait);

    QCOMPARE(RetryPolicy().waitAfter(attempt, 0.5), milliseconds(wait));
}

void tst_RetryPolicy::randomnessStaysWithinBounds_data()
{
    QTest::addColumn<int>("attempt");
    QTest::addColumn<double>("random");
    QTest::addColumn<int>("wait");

    QTest::newRow("least") << 1 << 0.0 << 1500;
    QTest::newRow("most") << 1 << 1.0 << 2500;
    QTest::newRow("between") << 2 << 0.75 << 4500;
    QTest::newRow("below the cap") << 5 << 0.0 << 22500;
    QTest::newRow("never above the cap") << 5 << 1.0 << 30000;
    QTest::newRow("near the cap") << 4 << 1.0 << 20000;
    QTest::newRow("too small a number") << 1 << -7.0 << 1500;
    QTest::newRow("too large a number") << 1 << 7.0 << 2500;
}

void tst_RetryPolicy::randomnessStaysWithinBounds()
{
    QFETCH(int, attempt);
    QFETCH(double, random);
    QFETCH(int, wait);

    QCOMPARE(RetryPolicy().waitAfter(attempt, random), milliseconds(wait));
}

void tst_RetryPolicy::noFlood()
{
    RetryPolicy policy;
    policy.first = 0ms;
    QCOMPARE(policy.waitAfter(1, 0.5), 0ms);
    QCOMPARE(policy.waitAfter(2, 0.5), 100ms);
    policy.first = 10ms;
    policy.factor = 1;
    policy.cap = 20ms;
    QCOMPARE(policy.waitAfter(1, 0), milliseconds(8));
    QCOMPARE(policy.waitAfter(19, 1), 100ms);
}

void tst_RetryPolicy::lastAttempt()
{
    RetryPolicy policy;
    QVERIFY(policy.waitAfter(19, 0.5));
    QVERIFY(!policy.waitAfter(20, 0.5));
    QVERIFY(!policy.waitAfter(21, 0.5));

    policy.maxAttempts = 1;
    QVERIFY(!policy.waitAfter(1, 0.5));
    policy.maxAttempts = 0;
    QVERIFY(!policy.waitAfter(1, 0.5));
    policy.maxAttempts = -1;
    QVERIFY(!policy.waitAfter(1, 0.5));
}

void tst_RetryPolicy::strangeValues_data()
{
    QTest::addColumn<qint64>("first");
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("randomness");
    QTest::addColumn<qint64>("cap");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<qint64>("least");
    QTest::addColumn<qint64>("most");

    constexpr int many = std::numeric_limits<int>::max() - 1;
    constexpr qint64 day = 24LL * 3600 * 1000;
    constexpr double infinite = std::numeric_limits<double>::infinity();
    QTest::newRow("a power that overflows")
            << qint64(1000) << 2.0 << 0.25 << qint64(30000) << many << qint64(22500) << qint64(30000);
    QTest::newRow("an infinite factor")
            << qint64(1000) << infinite << 0.0 << qint64(30000) << 1 << qint64(30000) << qint64(30000);
    QTest::newRow("not a number") << qint64(1000) << std::nan("") << 0.0 << qint64(30000) << 3 << qint64(0)
                                  << qint64(30000);
    QTest::newRow("a factor below 1 does not shrink")
            << qint64(1000) << 0.1 << 0.0 << qint64(30000) << 9 << qint64(1000) << qint64(1000);
    QTest::newRow("randomness above 1")
            << qint64(1000) << 2.0 << 9.0 << qint64(30000) << 1 << qint64(0) << qint64(4000);
    QTest::newRow("randomness below 0")
            << qint64(1000) << 2.0 << -1.0 << qint64(30000) << 1 << qint64(2000) << qint64(2000);
    QTest::newRow("no cap to speak of")
            << qint64(1000) << 2.0 << 0.0 << day << 10 << qint64(1024000) << qint64(1024000);
    QTest::newRow("a cap of 0") << qint64(1000) << 2.0 << 0.25 << qint64(0) << 3 << qint64(100)
                                << qint64(100);
    QTest::newRow("a cap below 0") << qint64(1000) << 2.0 << 0.25 << qint64(-5) << 3 << qint64(100)
                                   << qint64(100);
    QTest::newRow("a first wait of 0")
            << qint64(0) << infinite << 0.25 << qint64(30000) << 3 << qint64(0) << qint64(30000);
    QTest::newRow("a first wait below 0")
            << qint64(-1000) << 2.0 << 0.25 << qint64(30000) << 3 << qint64(100) << qint64(100);
    QTest::newRow("attempt 0") << qint64(1000) << 2.0 << 0.0 << qint64(30000) << 0 << qint64(1000)
                               << qint64(1000);
}

void tst_RetryPolicy::strangeValues()
{
    QFETCH(qint64, first);
    QFETCH(double, factor);
    QFETCH(double, randomness);
    QFETCH(qint64, cap);
    QFETCH(int, attempt);
    QFETCH(qint64, least);
    QFETCH(qint64, most);

    RetryPolicy policy;
    policy.maxAttempts = std::numeric_limits<int>::max();
    policy.first = milliseconds(first);
    policy.factor = factor;
    policy.randomness = randomness;
    policy.cap = milliseconds(cap);
    for (const double random : {0.0, 0.25, 0.5, 1.0, std::nan("")}) {
        const auto wait = policy.waitAfter(attempt, random);
        QVERIFY(wait);
        QVERIFY2(wait->count() >= least && wait->count() <= most, qPrintable(QString::number(wait->count())));
    }
}

void tst_RetryPolicy::texts_data()
{
    QTest::addColumn<RetryPolicy>("policy");
    QTest::addColumn<QString>("text");
    QTest::newRow("defaults") << RetryPolicy{} << u"Waits: 2, 4, 8, 16, 30, 30 … s, ±25 %"_s;
    QTest::newRow("few") << RetryPolicy{3, 1s, 2.0, 0.0, 30s} << u"Waits: 2, 4 s"_s;
    QTest::newRow("exactly as many") << RetryPolicy{7, 1s, 1.0, 0.1, 30s}
                                     << u"Waits: 1, 1, 1, 1, 1, 1 s, ±10 %"_s;
    QTest::newRow("fractions") << RetryPolicy{4, 250ms, 1.5, 0.0, 30s} << u"Waits: 0.375, 0.563, 0.844 s"_s;
    QTest::newRow("never") << RetryPolicy{1, 1s, 2.0, 0.25, 30s} << u"Never tried again."_s;
    QTest::newRow("whole milliseconds")
            << RetryPolicy{20, 167ms, 3.0, 0.0, 30s} << u"Waits: 0.5, 1.5, 4.5, 13.5, 30, 30 … s"_s;
    QTest::newRow("at once") << RetryPolicy{2, 0s, 2.0, 0.0, 30s} << u"Waits: 0 s"_s;
}

void tst_RetryPolicy::texts()
{
    QFETCH(const RetryPolicy, policy);
    QTEST(retryWaitsText(policy), "text");
}

void tst_RetryPolicy::firstWaitIsTheOneAfterTheFirst()
{
    RetryPolicy policy;
    QCOMPARE(policy.firstWait(), milliseconds(2000));
    policy.setWaits(4500ms, 1.5);
    QCOMPARE(policy.first, milliseconds(3000));
    QCOMPARE(policy.firstWait(), *policy.waitAfter(1, 0.5));
    QCOMPARE(plainSeconds(0.501), 0.5);
    QCOMPARE(plainSeconds(0.375), 0.375);
}

SOCKETSCOPE_TEST(tst_RetryPolicy, TestProgram::NoApplication)
#include "tst_retrypolicy.moc"
