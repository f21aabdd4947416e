// SPDX-License-Identifier: MIT
#include "log/filter/filtermatcher.h"
#include "log/filter/filtervalues.h"
#include "logprobe.h"
#include "support/testprogram.h"

#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class tst_FilterTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void times_data();
    void times();
    void clocksThatChange_data();
    void clocksThatChange();
};

static constexpr qint64 SecondUs = 1'000'000;

void tst_FilterTime::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
    tzset();
}

void tst_FilterTime::times_data()
{
    QTest::addColumn<qint64>("timeUs");
    QTest::addColumn<QString>("filter");
    QTest::addColumn<bool>("wanted");
    // 10:31:00.000000
    constexpr qint64 minute = NowUs - SecondUs / 2;
    const auto row = [](qint64 timeUs, const QString &filter, bool wanted) {
        QTest::addRow("%s at %lld us", qPrintable(filter), static_cast<long long>(timeUs))
                << timeUs << filter << wanted;
    };
    row(minute, u"time:10:31"_s, true);
    row(minute - 1, u"time:10:31"_s, false);
    row(minute + 60 * SecondUs - 1, u"time:10:31"_s, true);
    row(minute + 60 * SecondUs, u"time:10:31"_s, false);
    row(minute + 60 * SecondUs, u"time:10:31..10:32"_s, true);
    row(minute + 120 * SecondUs - 1, u"time:10:31..10:32"_s, true);
    row(minute + 120 * SecondUs, u"time:10:31..10:32"_s, false);
    row(minute - 1, u"time:10:31.."_s, false);
    row(minute, u"time:10:31.."_s, true);
    row(std::numeric_limits<qint64>::max() - 1, u"time:10:31.."_s, true);
    row(minute - 1, u"time:..10:30"_s, true);
    row(minute, u"time:..10:30"_s, false);
    row(std::numeric_limits<qint64>::min(), u"time:..10:30"_s, true);
    row(minute + SecondUs - 1, u"time:10:31:00"_s, true);
    row(minute + SecondUs, u"time:10:31:00"_s, false);
    row(minute + SecondUs / 2, u"time:10:31:00.5"_s, true);
    row(minute + SecondUs / 2 + 99'999, u"time:10:31:00.5"_s, true);
    row(minute + SecondUs / 2 + 100'000, u"time:10:31:00.5"_s, false);
    row(minute + 118'204, u"time:10:31:00.118204"_s, true);
    row(minute + 118'205, u"time:10:31:00.118204"_s, false);
    row(minute, u"time:2026-11-25T10:31"_s, true);
    row(minute, u"time:2026-11-24T10:31"_s, false);
    row(minute, u"time:2026-11-25T09:31:00Z"_s, true);
    row(minute, u"time:2026-11-25T10:31:00+01:00"_s, true);
    row(minute, u"time:2026-11-24T23:59..2026-11-25T10:30"_s, false);
    row(minute, u"-time:10:31"_s, false);
    row(minute, u"time:9:00|time:10:31"_s, true);
    row(NowUs, u"last:5m"_s, true);
    row(NowUs - 300 * SecondUs, u"last:5m"_s, true);
    row(NowUs - 300 * SecondUs - 1, u"last:5m"_s, false);
    row(NowUs + 3600 * SecondUs, u"last:30s"_s, true);
    row(NowUs - 3600 * SecondUs, u"-last:30s"_s, true);
    row(NowUs - 86'399 * SecondUs, u"last:1d"_s, true);
    row(0, u"last:100000d"_s, true);
}

void tst_FilterTime::times()
{
    QFETCH(const qint64, timeUs);
    QFETCH(const QString, filter);
    const FilterQuery query = FilterQuery::parse(filter);
    QVERIFY2(query.isValid(), qPrintable(query.problem().sentence));
    FilterMatcher matcher(query, NowUs);
    QVERIFY(!matcher.needsPayload());
    QTEST(matcher.matches({{1, timeUs, Direction::In, MessageType::Text}, 1, 0}, {}), "wanted");
}

void tst_FilterTime::clocksThatChange_data()
{
    QTest::addColumn<FilterTimes>("times");
    QTest::addColumn<qint64>("newestUs");
    QTest::addColumn<qint64>("beginUs");
    QTest::addColumn<qint64>("endUs");
    // Noon in UTC of the day on which clocks went from 2:00 to 3:00, which was 1:00 in UTC.
    constexpr qint64 noon = 1'774'785'600 * SecondUs;
    constexpr qint64 hour = 3600 * SecondUs;
    constexpr qint64 least = std::numeric_limits<qint64>::min();
    constexpr qint64 most = std::numeric_limits<qint64>::max();
    QTest::newRow("skipped") << FilterTimes{u"2:30"_s, u"2:30"_s} << noon << qint64(0) << qint64(0);
    QTest::newRow("from a skipped one") << FilterTimes{u"2:30"_s, {}} << noon << qint64(0) << qint64(0);
    QTest::newRow("to a skipped one") << FilterTimes{{}, u"2:30"_s} << noon << qint64(0) << qint64(0);
    QTest::newRow("before") << FilterTimes{u"1:59"_s, u"1:59"_s} << noon << noon - 11 * hour - 60 * SecondUs
                            << noon - 11 * hour;
    QTest::newRow("behind") << FilterTimes{u"3:00"_s, {}} << noon << noon - 11 * hour << most;
    QTest::newRow("across") << FilterTimes{u"1:00"_s, u"3:59"_s} << noon << noon - 12 * hour
                            << noon - 10 * hour;
    QTest::newRow("open") << FilterTimes{} << noon << least << most;
    // The day is the newest entry's, by the clock on the wall.
    QTest::newRow("after midnight here, before it in UTC")
            << FilterTimes{u"0:15"_s, {}} << noon + 11 * hour << noon + 10 * hour + 900 * SecondUs << most;
}

void tst_FilterTime::clocksThatChange()
{
    QFETCH(const FilterTimes, times);
    QFETCH(const qint64, newestUs);
    const TimeRange range = timeRange(times, newestUs);
    QTEST(range.beginUs, "beginUs");
    QTEST(range.endUs, "endUs");
}

SOCKETSCOPE_TEST(tst_FilterTime, QCoreApplication)
#include "tst_filtertime.moc"
