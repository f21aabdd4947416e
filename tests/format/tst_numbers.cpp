// SPDX-License-Identifier: MIT
#include "format/text/numbers.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

#include <ctime>
#include <limits>

using namespace Qt::StringLiterals;

constexpr qint64 Lowest = std::numeric_limits<qint64>::min();
constexpr qint64 Highest = std::numeric_limits<qint64>::max();
constexpr qint64 Second = 1'000'000;

class tst_Numbers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void size_data();
    void size();
    void binarySize_data();
    void binarySize();
    void rate();
    void count_data();
    void count();
    void value_data();
    void value();
    void delta_data();
    void delta();
    void deltaNeverOverflowsItsUnit();
    void roundTrip();
    void wait_data();
    void wait();
    void elapsed_data();
    void elapsed();
    void timeOfDay_data();
    void timeOfDay();
    void timeOfDayAgreesWithQt();
    void offsetThatChangesWithinAnHour();
    void timestamp_data();
    void timestamp();
    void isoTimes_data();
    void isoTimes();
    void extremesDoNotCrash();
};

// The rules are spelled out, so that no time zone database is needed.
static void setTimeZone(const QByteArray &rule)
{
    qputenv("TZ", rule);
    tzset();
}

static qint64 utcUs(int year, int month, int day, int hour, int minute, int second, int us = 0)
{
    const QDateTime time(QDate(year, month, day), QTime(hour, minute, second), QTimeZone::utc());
    return time.toMSecsSinceEpoch() * 1000 + us;
}

void tst_Numbers::initTestCase()
{
    setTimeZone("CET-1CEST,M3.5.0,M10.5.0/3");
}

void tst_Numbers::size_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    const QList<std::pair<qint64, QString>> rows = {
            {0, u"0 B"_s},
            {52, u"52 B"_s},
            {999, u"999 B"_s},
            {1000, u"1.0 kB"_s},
            {1249, u"1.2 kB"_s},
            {1250, u"1.3 kB"_s},
            {99'949, u"99.9 kB"_s},
            {99'950, u"100 kB"_s},
            {152'000, u"152 kB"_s},
            {999'499, u"999 kB"_s},
            {999'500, u"1.0 MB"_s},
            {163'000'000, u"163 MB"_s},
            {999'500'000, u"1.0 GB"_s},
            {2'147'483'647, u"2.1 GB"_s},
            {5'000'000'000'000, u"5.0 TB"_s},
            {Highest, u"9.2 EB"_s},
            {-52, u"\u221252 B"_s},
            {Lowest, u"\u22129.2 EB"_s},
    };
    for (const auto &[bytes, text] : rows)
        QTest::addRow("%lld", bytes) << bytes << text;
}

void tst_Numbers::size()
{
    QFETCH(qint64, bytes);
    QTEST(formatSize(bytes), "text");
}

void tst_Numbers::binarySize_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    const QList<std::pair<qint64, QString>> rows = {
            {-5, u"0 B"_s},
            {0, u"0 B"_s},
            {1000, u"1000 B"_s},
            {1024, u"1 KiB"_s},
            {80 * 1024, u"80 KiB"_s},
            {MiB - 1, u"1 MiB"_s},
            {10 * MiB, u"10 MiB"_s},
            {100 * MiB, u"100 MiB"_s},
            {1536 * MiB, u"1.5 GiB"_s},
            {2048 * MiB, u"2 GiB"_s},
            {12'345'678'901, u"11.5 GiB"_s},
            {std::numeric_limits<qint64>::max(), u"8 EiB"_s},
    };
    for (const auto &[bytes, text] : rows)
        QTest::addRow("%lld", bytes) << bytes << text;
}

void tst_Numbers::binarySize()
{
    QFETCH(qint64, bytes);
    QTEST(formatBinarySize(bytes), "text");
}

void tst_Numbers::rate()
{
    QCOMPARE(formatRate(152'000), u"152 kB/s"_s);
    QCOMPARE(formatRate(0), u"0 B/s"_s);
}

void tst_Numbers::count_data()
{
    QTest::addColumn<quint64>("count");
    QTest::addColumn<QString>("text");
    const QList<std::pair<quint64, QString>> rows = {
            {0, u"0"_s},
            {999, u"999"_s},
            {1000, u"1,000"_s},
            {12'304, u"12,304"_s},
            {100'000, u"100,000"_s},
            {1'204'331, u"1,204,331"_s},
            {std::numeric_limits<quint64>::max(), u"18,446,744,073,709,551,615"_s},
    };
    for (const auto &[count, text] : rows)
        QTest::addRow("%llu", count) << count << text;
}

void tst_Numbers::count()
{
    QFETCH(quint64, count);
    QTEST(formatCount(count), "text");
}

void tst_Numbers::value_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("digits");
    QTest::addColumn<QString>("text");
    const auto row = [](double value, int digits, const QString &text) {
        QTest::addRow("%s of %d", qPrintable(text), digits) << value << digits << text;
    };
    row(0, 0, u"0"_s);
    row(1, 0, u"1"_s);
    row(100, 0, u"100"_s);
    row(999, 0, u"999"_s);
    row(1000, 0, u"1,000"_s);
    row(-999, 0, u"-999"_s);
    row(-123456, 0, u"-123,456"_s);
    row(64231.07, 0, u"64,231.07"_s);
    row(1234567.5, 0, u"1,234,567.5"_s);
    row(1e14, 0, u"100,000,000,000,000"_s);
    row(1e15, 0, u"1e+15"_s);
    row(1.5e20, 0, u"1.5e+20"_s);
    row(0.1 + 0.2, 0, u"0.30000000000000004"_s);
    row(0.00012, 0, u"0.00012"_s);
    row(-0.00005, 0, u"-0.00005"_s);
    row(1.5e-9, 0, u"1.5e-09"_s);
    row(0.1 + 0.2, 7, u"0.3"_s);
    row(64231.071234, 7, u"64,231.07"_s);
    row(123456789, 4, u"123,500,000"_s);
    row(1.23456e20, 3, u"1.23e+20"_s);
    row(std::numeric_limits<double>::infinity(), 0, u"inf"_s);
    row(-std::numeric_limits<double>::infinity(), 3, u"-inf"_s);
    row(std::numeric_limits<double>::quiet_NaN(), 0, u"nan"_s);
}

void tst_Numbers::value()
{
    QFETCH(double, value);
    QFETCH(int, digits);
    QTEST(formatValue(value, digits), "text");
}

void tst_Numbers::delta_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QString>("text");
    const QList<std::pair<qint64, QString>> rows = {
            {0, u"+0 µs"_s},
            {120, u"+120 µs"_s},
            {199, u"+199 µs"_s},
            {200, u"+0.2 ms"_s},
            {800, u"+0.8 ms"_s},
            {949, u"+0.9 ms"_s},
            {950, u"+1.0 ms"_s},
            {7'900, u"+7.9 ms"_s},
            {99'949, u"+99.9 ms"_s},
            {99'950, u"+100 ms"_s},
            {999'499, u"+999 ms"_s},
            {999'500, u"+1.00 s"_s},
            {5 * Second, u"+5.00 s"_s},
            {9'994'999, u"+9.99 s"_s},
            {9'995'000, u"+10.0 s"_s},
            {59'949'999, u"+59.9 s"_s},
            {59'950'000, u"+1:00 min"_s},
            {123 * Second, u"+2:03 min"_s},
            {3599 * Second, u"+59:59 min"_s},
            {3599 * Second + 500'000, u"+1:00:00 h"_s},
            {3723 * Second, u"+1:02:03 h"_s},
            {86399 * Second, u"+23:59:59 h"_s},
            {86400 * Second, u"+1 d 00:00:00"_s},
            {(3 * 86400 + 3723) * Second, u"+3 d 01:02:03"_s},
            {Highest, u"+106751991 d 04:00:55"_s},
            {-1, u"\u22121 µs"_s},
            {-800, u"\u22120.8 ms"_s},
            {-123 * Second, u"\u22122:03 min"_s},
            {Lowest, u"\u2212106751991 d 04:00:55"_s},
    };
    for (const auto &[us, text] : rows)
        QTest::addRow("%lld", us) << us << text;
}

void tst_Numbers::delta()
{
    QFETCH(qint64, us);
    QTEST(formatDelta(us), "text");
}

void tst_Numbers::deltaNeverOverflowsItsUnit()
{
    for (qint64 us = 0; us < 100 * Second; us += us < 20'000 ? 1 : 173) {
        const QString text = formatDelta(us);
        QVERIFY2(!text.startsWith(u"+1000"_s) && !text.startsWith(u"+60.0 s"_s) && text.size() <= 9,
                 qPrintable(text));
    }
}

void tst_Numbers::roundTrip()
{
    QCOMPARE(formatRoundTrip(11'800), u"11.8 ms"_s);
    QCOMPARE(formatRoundTrip(85), u"85 µs"_s);
    QCOMPARE(formatRoundTrip(-85), u"0 µs"_s);
}

void tst_Numbers::wait_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    const QList<std::pair<qint64, QString>> rows = {
            {-1, u"0 ms"_s},
            {0, u"0 ms"_s},
            {38, u"38 ms"_s},
            {999, u"999 ms"_s},
            {1000, u"1.0 s"_s},
            {2100, u"2.1 s"_s},
            {9949, u"9.9 s"_s},
            {9950, u"10 s"_s},
            {30'000, u"30 s"_s},
            {59'499, u"59 s"_s},
            {59'500, u"1:00 min"_s},
            {123'000, u"2:03 min"_s},
            {3'723'000, u"1:02:03 h"_s},
            {Highest, u"106751991167 d 07:12:56"_s},
    };
    for (const auto &[ms, text] : rows)
        QTest::addRow("%lld", ms) << ms << text;
}

void tst_Numbers::wait()
{
    QFETCH(qint64, ms);
    QTEST(formatWait(ms), "text");
}

void tst_Numbers::elapsed_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    const QList<std::pair<qint64, QString>> rows = {
            {-5, u"00:00:00"_s},
            {0, u"00:00:00"_s},
            {999, u"00:00:00"_s},
            {761'000, u"00:12:41"_s},
            {86'399'999, u"23:59:59"_s},
            {86'400'000, u"1 d 00:00:00"_s},
            {93'784'000, u"1 d 02:03:04"_s},
            {Highest, u"106751991167 d 07:12:55"_s},
    };
    for (const auto &[ms, text] : rows)
        QTest::addRow("%lld", ms) << ms << text;
}

void tst_Numbers::elapsed()
{
    QFETCH(qint64, ms);
    QTEST(formatElapsed(ms), "text");
}

void tst_Numbers::timeOfDay_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QString>("text");
    QTest::newRow("winter") << utcUs(2026, 11, 22, 11, 1, 2, 118'999) << u"12:01:02.118"_s;
    QTest::newRow("summer") << utcUs(2026, 7, 1, 11, 1, 2, 5'000) << u"13:01:02.005"_s;
    QTest::newRow("over midnight") << utcUs(2026, 7, 1, 22, 30, 0) << u"00:30:00.000"_s;
    QTest::newRow("before the clock goes forward")
            << utcUs(2026, 3, 29, 0, 59, 59, 999'999) << u"01:59:59.999"_s;
    QTest::newRow("the clock goes forward") << utcUs(2026, 3, 29, 1, 0, 0) << u"03:00:00.000"_s;
    QTest::newRow("before the clock goes back")
            << utcUs(2026, 10, 25, 0, 59, 59, 999'999) << u"02:59:59.999"_s;
    QTest::newRow("the clock goes back") << utcUs(2026, 10, 25, 1, 0, 0) << u"02:00:00.000"_s;
    QTest::newRow("epoch") << 0LL << u"01:00:00.000"_s;
    QTest::newRow("before the epoch") << -1LL << u"00:59:59.999"_s;
}

void tst_Numbers::timeOfDay()
{
    QFETCH(qint64, us);
    QTEST(formatTimeOfDay(us), "text");
}

void tst_Numbers::timeOfDayAgreesWithQt()
{
    // A year in steps that meet every hour of the day, forwards and, against stale offsets, backwards.
    constexpr qint64 step = 1789 * Second + 123'000;
    const qint64 begin = utcUs(2026, 1, 1, 0, 0, 0);
    for (qint64 i = 0; i < 17'600; ++i) {
        for (const qint64 us : {begin + i * step, begin + (17'600 - i) * step}) {
            const QTime expected = QDateTime::fromMSecsSinceEpoch(us / 1000).time();
            QCOMPARE(formatTimeOfDay(us), expected.toString(u"HH:mm:ss.zzz"_s));
        }
    }
}

void tst_Numbers::offsetThatChangesWithinAnHour()
{
    // Lord Howe Island: half an hour of summer time, which begins at 15:30 UTC.
    setTimeZone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    const qint64 change = utcUs(2031, 10, 4, 15, 30, 0);
    QCOMPARE(formatTimeOfDay(change - 1), u"01:59:59.999"_s);
    QCOMPARE(formatTimeOfDay(change), u"02:30:00.000"_s);
    QCOMPARE(formatTimeOfDay(change - Second), u"01:59:59.000"_s);
    QCOMPARE(formatTimeOfDay(change + Second), u"02:30:01.000"_s);
    setTimeZone("CET-1CEST,M3.5.0,M10.5.0/3");
}

void tst_Numbers::timestamp_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QString>("text");
    const qint64 us = utcUs(2026, 11, 22, 11, 1, 2, 118'204);
    QTest::newRow("winter") << QByteArray("CET-1CEST,M3.5.0,M10.5.0/3") << us
                            << u"2026-11-22T12:01:02.118204+01:00"_s;
    QTest::newRow("summer") << QByteArray("CET-1CEST,M3.5.0,M10.5.0/3") << utcUs(2026, 7, 1, 22, 0, 0, 7)
                            << u"2026-07-02T00:00:00.000007+02:00"_s;
    QTest::newRow("west") << QByteArray("<-0330>3:30") << us << u"2026-11-22T07:31:02.118204-03:30"_s;
    QTest::newRow("UTC") << QByteArray("UTC0") << us << u"2026-11-22T11:01:02.118204+00:00"_s;
    QTest::newRow("before the epoch") << QByteArray("UTC0") << -1LL << u"1969-12-31T23:59:59.999999+00:00"_s;
}

void tst_Numbers::timestamp()
{
    QFETCH(QByteArray, zone);
    QFETCH(qint64, us);
    setTimeZone(zone);
    const QString text = formatTimestamp(us);
    setTimeZone("CET-1CEST,M3.5.0,M10.5.0/3");
    QTEST(text, "text");
}

void tst_Numbers::isoTimes_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << qint64(0) << QByteArray("1970-01-01T00:00:00.000000Z");
    QTest::newRow("microseconds") << qint64(1'700'000'000'000'001)
                                  << QByteArray("2023-11-14T22:13:20.000001Z");
    QTest::newRow("leap day") << qint64(951'827'696'789'000) << QByteArray("2000-02-29T12:34:56.789000Z");
    QTest::newRow("last") << qint64(253'402'300'799'999'999) << QByteArray("9999-12-31T23:59:59.999999Z");
}

void tst_Numbers::isoTimes()
{
    QFETCH(const qint64, us);
    QByteArray text(IsoTimeBytes, '\0');
    QCOMPARE(writeIsoTime(us, text.data()), text.data() + IsoTimeBytes);
    QTEST(text, "text");
}

void tst_Numbers::extremesDoNotCrash()
{
    for (const qint64 us : {Lowest, Lowest + 1, Highest - 1, Highest}) {
        QCOMPARE(formatTimeOfDay(us).size(), 12);
        QVERIFY(!formatTimestamp(us).isEmpty());
    }
}

SOCKETSCOPE_TEST(tst_Numbers, QCoreApplication)
#include "tst_numbers.moc"
