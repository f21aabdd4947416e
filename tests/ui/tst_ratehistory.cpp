// SPDX-License-Identifier: MIT
#include "support/testprogram.h"
#include "ui/chart/ratehistory.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace std::chrono_literals;

class tst_RateHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsEmpty();
    void whatWasThereBeforeIsNoPeak();
    void steadyRate_data();
    void steadyRate();
    void halfSecondsAreToldApart();
    void momentsAreTheBeginnings();
    void keepsAMinute();
    void silenceIsZero();
    void aGapIsSpread_data();
    void aGapIsSpread();
    void smallerTotalsBeginAnew();
    void timeThatStandsStill();
    void nothingIsLostOrInvented();
};

// Not on a multiple of the buckets, and long past the clock's epoch.
static const RateHistory::TimePoint Start(100h + 123ms);
static constexpr qint64 StartUs = 1'795'348'862'000'000;

/// Running totals, and the two clocks that run beside them.
struct Feed
{
    RateHistory history;
    std::chrono::milliseconds passed{0};
    quint64 messages = 1'000'000;
    quint64 bytes = 1'000'000'000;

    Feed() { sample(); }

    void sample() { history.add(Start + passed, StartUs + passed.count() * 1000, messages, bytes); }

    void step(std::chrono::milliseconds time, quint64 moreMessages, quint64 moreBytes = 0)
    {
        passed += time;
        messages += moreMessages;
        bytes += moreBytes;
        sample();
    }

    std::size_t count() const { return history.samples().size(); }

    double peak() const
    {
        double result = 0;
        for (const RateSample &sample : history.samples())
            result = std::max(result, sample.messagesPerSecond);
        return result;
    }

    double sum() const
    {
        double result = 0;
        for (const RateSample &sample : history.samples())
            result += sample.messagesPerSecond * 0.5;
        return result;
    }
};

void tst_RateHistory::startsEmpty()
{
    RateHistory history;
    QVERIFY(history.samples().empty());
    Feed feed;
    QCOMPARE(feed.count(), std::size_t(0));
    feed.step(200ms, 5);
    feed.step(200ms, 5);
    QCOMPARE(feed.count(), std::size_t(0));
    feed.step(100ms, 5);
    QCOMPARE(feed.count(), std::size_t(1));
    feed.history.clear();
    QCOMPARE(feed.count(), std::size_t(0));
}

void tst_RateHistory::whatWasThereBeforeIsNoPeak()
{
    Feed feed;
    for (int i = 0; i < 50; ++i)
        feed.step(200ms, 0);
    QCOMPARE(feed.count(), std::size_t(20));
    QCOMPARE(feed.peak(), 0.0);
}

void tst_RateHistory::steadyRate_data()
{
    QTest::addColumn<int>("stepMs");
    QTest::newRow("the usual") << 200;
    QTest::newRow("often") << 7;
    QTest::newRow("once a bucket") << 500;
    QTest::newRow("seldom") << 1300;
}

void tst_RateHistory::steadyRate()
{
    QFETCH(int, stepMs);
    Feed feed;
    while (feed.passed < 20s)
        feed.step(std::chrono::milliseconds(stepMs), quint64(stepMs) * 3, quint64(stepMs) * 400);
    QVERIFY(feed.count() >= 38);
    for (const RateSample &sample : feed.history.samples()) {
        QCOMPARE(std::round(sample.messagesPerSecond), 3000.0);
        QCOMPARE(std::round(sample.bytesPerSecond), 400'000.0);
    }
}

void tst_RateHistory::halfSecondsAreToldApart()
{
    Feed feed;
    feed.step(250ms, 10, 1000);
    feed.step(250ms, 20, 2000);
    feed.step(250ms, 0, 0);
    feed.step(250ms, 100, 0);
    QCOMPARE(feed.count(), std::size_t(2));
    QCOMPARE(std::round(feed.history.samples()[0].messagesPerSecond), 60.0);
    QCOMPARE(std::round(feed.history.samples()[0].bytesPerSecond), 6000.0);
    QCOMPARE(std::round(feed.history.samples()[1].messagesPerSecond), 200.0);
    QCOMPARE(std::round(feed.history.samples()[1].bytesPerSecond), 0.0);
}

void tst_RateHistory::momentsAreTheBeginnings()
{
    Feed feed;
    for (int i = 0; i < 8; ++i)
        feed.step(200ms, 1);
    QCOMPARE(feed.count(), std::size_t(3));
    for (std::size_t i = 0; i < feed.count(); ++i)
        QCOMPARE(feed.history.samples()[i].utcUs, StartUs + qint64(i) * 500'000);
}

void tst_RateHistory::keepsAMinute()
{
    Feed feed;
    for (int i = 0; i < 5; ++i)
        feed.step(200ms, 1'000'000);
    for (int i = 0; i < 300; ++i)
        feed.step(200ms, 2);
    QCOMPARE(feed.count(), std::size_t(RateHistory::Buckets));
    QCOMPARE(std::round(feed.peak()), 10.0);
    QCOMPARE(feed.history.samples().back().utcUs - feed.history.samples().front().utcUs, 59'500'000);
}

void tst_RateHistory::silenceIsZero()
{
    Feed feed;
    feed.step(500ms, 50);
    for (int i = 0; i < 10; ++i)
        feed.step(200ms, 0);
    QCOMPARE(feed.count(), std::size_t(5));
    QCOMPARE(std::round(feed.history.samples().front().messagesPerSecond), 100.0);
    QCOMPARE(feed.history.samples().back().messagesPerSecond, 0.0);
}

void tst_RateHistory::aGapIsSpread_data()
{
    QTest::addColumn<int>("gapSeconds");
    QTest::newRow("a hiccup") << 3;
    QTest::newRow("most of the window") << 50;
    QTest::newRow("the window") << 60;
    QTest::newRow("more than the window") << 61;
    QTest::newRow("a night") << 36'000;
    QTest::newRow("years") << 400'000'000;
}

void tst_RateHistory::aGapIsSpread()
{
    QFETCH(int, gapSeconds);
    Feed feed;
    for (int i = 0; i < 11; ++i)
        feed.step(200ms, 20);
    feed.step(std::chrono::seconds(gapSeconds), quint64(gapSeconds) * 100);
    QCOMPARE(feed.count(), std::min<std::size_t>(RateHistory::Buckets, 4 + 2 * std::size_t(gapSeconds)));
    // Every half second had the same share: the oldest that is seen, and the one in which the gap ended.
    QCOMPARE(std::round(feed.peak()), 100.0);
    for (int i = 0; i < 3; ++i)
        feed.step(200ms, 20);
    for (const RateSample &sample : feed.history.samples())
        QCOMPARE(std::round(sample.messagesPerSecond), 100.0);
    const qint64 lastUs = StartUs + (feed.passed / 500ms - 1) * 500'000;
    QCOMPARE(feed.history.samples().back().utcUs, lastUs);
}

void tst_RateHistory::smallerTotalsBeginAnew()
{
    Feed feed;
    for (int i = 0; i < 10; ++i)
        feed.step(200ms, 1000);
    feed.messages = 7;
    feed.bytes = 70;
    feed.step(200ms, 0);
    QCOMPARE(feed.count(), std::size_t(0));
    feed.step(500ms, 1);
    QCOMPARE(feed.count(), std::size_t(1));
    QCOMPARE(std::round(feed.peak()), 2.0);
}

void tst_RateHistory::timeThatStandsStill()
{
    Feed feed;
    feed.step(200ms, 20);
    // Counted when time goes on.
    feed.step(0ms, 20);
    feed.step(-100ms, 0);
    feed.step(400ms, 10);
    QCOMPARE(feed.count(), std::size_t(1));
    QCOMPARE(std::round(feed.peak()), 100.0);
}

void tst_RateHistory::nothingIsLostOrInvented()
{
    Feed feed;
    quint64 fed = 0;
    for (int i = 0; i < 200; ++i) {
        const quint64 more = quint64(i * 37 % 101);
        fed += more;
        feed.step(std::chrono::milliseconds(13 + i * 91 % 400), more);
    }
    // To the end of the half second under way, and a whole minute is not reached.
    const auto rest = 500ms - feed.passed % 500ms;
    feed.step(rest, 0);
    QVERIFY(feed.passed < 60s);
    QCOMPARE(std::round(feed.sum()), double(fed));
}

SOCKETSCOPE_TEST(tst_RateHistory, QCoreApplication)
#include "tst_ratehistory.moc"
