// SPDX-License-Identifier: MIT
#include "log/filter/clockrange.h"
#include "log/filter/filtermatcher.h"
#include "logprobe.h"
#include "support/testprogram.h"

#include <QDateTime>
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
    void lastBeginsWithAnEntry();
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
    row(std::numeric_limits<qint64>::max() - 1, u"time:2026-11-25T10:31.."_s, true);
    row(minute - 1, u"time:..10:30"_s, true);
    row(minute, u"time:..10:30"_s, false);
    row(std::numeric_limits<qint64>::min(), u"time:..2026-11-25T10:30"_s, true);
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
    row(minute, u"time:2026-11-25T09:31Z..09:31"_s, true);
    row(minute, u"time:09:30..09:31Z"_s, true);
    row(minute, u"time:2026-11-24T23:59..2026-11-25T10:30"_s, false);
    row(minute, u"-time:10:31"_s, false);
    row(minute, u"time:9:00|time:10:31"_s, true);
}

void tst_FilterTime::times()
{
    QFETCH(const qint64, timeUs);
    QFETCH(const QString, filter);
    const FilterQuery query = FilterQuery::parse(filter);
    QVERIFY2(query.isValid(), qPrintable(query.problem().sentence));
    FilterMatcher matcher(query);
    QVERIFY(!matcher.needsPayload());
    QTEST(matcher.matches({{1, timeUs, Direction::In, MessageType::Text}, 1, 0}, {}), "wanted");
}

// What the wall clocks of Berlin showed is asked for in summer (+2), in winter (+1) and at both changes.
void tst_FilterTime::clocksThatChange_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("utc");
    QTest::addColumn<bool>("wanted");
    const auto row = [](const QString &filter, const QString &utc, bool wanted) {
        QTest::addRow("%s at %s", qPrintable(filter), qPrintable(utc)) << filter << utc << wanted;
    };
    // Every day, whichever is the newest.
    row(u"02:30..02:45"_s, u"2026-11-25T01:30:00Z"_s, true);
    row(u"02:30..02:45"_s, u"2026-11-24T01:45:59Z"_s, true);
    row(u"02:30..02:45"_s, u"2026-11-24T01:46:00Z"_s, false);
    row(u"02:30..02:45"_s, u"2026-07-01T00:30:00Z"_s, true);
    row(u"02:30..02:45"_s, u"2026-07-01T01:30:00Z"_s, false);
    row(u"02:30..02:45"_s, u"1969-07-01T01:30:00Z"_s, true);
    // As long as the day lasts.
    row(u"23:59.."_s, u"2026-11-20T22:59:59Z"_s, true);
    row(u"23:59.."_s, u"2026-11-20T23:00:00Z"_s, false);
    row(u"..00:00"_s, u"2026-11-20T23:00:59Z"_s, true);
    row(u"..00:00"_s, u"2026-11-20T22:59:59Z"_s, false);
    // Both of a time that came twice, and none that was skipped.
    row(u"02:30..02:45"_s, u"2026-10-25T00:30:00Z"_s, true);
    row(u"02:30..02:45"_s, u"2026-10-25T01:30:00Z"_s, true);
    row(u"02:30..02:45"_s, u"2026-10-25T01:00:00Z"_s, false);
    row(u"2026-10-25T02:30..02:45"_s, u"2026-10-25T00:30:00Z"_s, true);
    row(u"2026-10-25T02:30..02:45"_s, u"2026-10-25T01:45:00Z"_s, true);
    row(u"2026-10-25T02:30"_s, u"2026-10-24T00:30:00Z"_s, false);
    row(u"02:30"_s, u"2026-03-29T00:59:59Z"_s, false);
    row(u"02:30"_s, u"2026-03-29T01:00:00Z"_s, false);
    row(u"01:59"_s, u"2026-03-29T00:59:00Z"_s, true);
    row(u"03:00"_s, u"2026-03-29T01:00:00Z"_s, true);
    // The date of one end is that of both.
    row(u"2026-10-25T02:55..03:05"_s, u"2026-10-25T00:55:00Z"_s, true);
    row(u"2026-10-25T02:55..03:05"_s, u"2026-10-25T02:05:59Z"_s, true);
    row(u"2026-10-25T02:55..03:05"_s, u"2026-10-25T02:06:00Z"_s, false);
    row(u"2026-10-25T02:55..03:05"_s, u"2026-10-26T02:00:00Z"_s, false);
    row(u"02:55..2026-10-24T03:05"_s, u"2026-10-24T00:55:00Z"_s, true);
    row(u"02:55..2026-10-24T03:05"_s, u"2026-10-23T01:00:00Z"_s, false);
    row(u"2026-10-24T02:55..2026-10-26T03:05"_s, u"2026-10-25T12:00:00Z"_s, true);
    row(u"2026-10-24T02:55.."_s, u"2026-10-25T00:00:00Z"_s, true);
    // With an offset there is one clock only, whatever those on the wall do.
    row(u"2026-10-25T02:30:00+02:00"_s, u"2026-10-25T00:30:00Z"_s, true);
    row(u"2026-10-25T02:30:00+02:00"_s, u"2026-10-25T01:30:00Z"_s, false);
    row(u"2026-10-25T00:30Z..01:00"_s, u"2026-10-25T00:30:00Z"_s, true);
    row(u"2026-10-25T00:30Z..01:00"_s, u"2026-10-25T01:01:00Z"_s, false);
    row(u"00:30Z..00:45Z"_s, u"2026-07-01T00:45:00Z"_s, true);
}

void tst_FilterTime::clocksThatChange()
{
    QFETCH(const QString, filter);
    QFETCH(const QString, utc);
    const FilterQuery query = FilterQuery::parse(u"time:"_s + filter);
    QVERIFY2(query.isValid(), qPrintable(query.problem().sentence));
    FilterMatcher matcher(query);
    const qint64 timeUs = QDateTime::fromString(utc, Qt::ISODate).toMSecsSinceEpoch() * 1000;
    QTEST(matcher.matches({{1, timeUs, Direction::In, MessageType::Text}, 1, 0}, {}), "wanted");
    // Whatever was asked for before.
    ClockRange range({filter.section(u".."_s, 0, 0), filter.section(u".."_s, -1)});
    for (const qint64 other : {timeUs - 7200 * SecondUs, timeUs + 7200 * SecondUs}) {
        range.contains(other);
        QTEST(range.contains(timeUs), "wanted");
    }
}

// Whatever the times of entries are.
void tst_FilterTime::lastBeginsWithAnEntry()
{
    const FilterQuery query = FilterQuery::parse(u"last:5m -last:30s|dir:out"_s).begunAt([](qint64 us) {
        return us == 300 * SecondUs ? 100 : 200;
    });
    QCOMPARE(query.toString(), u"last:5m -last:30s|dir:out"_s);
    FilterMatcher matcher(query);
    QCOMPARE(matcher.first(), 100u);
    for (const auto &[sequence, wanted] : {std::pair{99, false}, {100, true}, {199, true}, {200, false}}) {
        const EntryInfo entry{quint64(sequence), NowUs - sequence, Direction::In, MessageType::Text};
        QCOMPARE(matcher.matches({entry, 1, 0}, {}), wanted);
    }
}

SOCKETSCOPE_TEST(tst_FilterTime, QCoreApplication)
#include "tst_filtertime.moc"
