// SPDX-License-Identifier: MIT
#include "log/filter/logplace.h"
#include "support/testprogram.h"

#include "format/text/numbers.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

#include <limits>

using namespace Qt::StringLiterals;

class tst_LogPlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sequences_data();
    void sequences();
    void times_data();
    void times();
    void problems_data();
    void problems();
    void localDayOfTheReference();
    void whatIsShownCanBeTyped();
    void clocksThatAreSet();
    void survivesAnything();
};

static void setZone(const QByteArray &zone)
{
    qputenv("TZ", zone);
    tzset();
}

// 2026-11-22 12:01:02.134567 UTC.
static constexpr qint64 Second = 1'000'000;
static constexpr qint64 Midnight = 1'795'305'600 * Second;
static constexpr qint64 Reference = Midnight + (12 * 3600 + 60 + 2) * Second + 134'567;

void tst_LogPlace::init()
{
    setZone("UTC");
    QCOMPARE(QDateTime::fromMSecsSinceEpoch(Midnight / 1000).toString(Qt::ISODate), u"2026-11-22T00:00:00"_s);
}

void tst_LogPlace::sequences_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint64>("sequence");
    QTest::newRow("plain") << u"1204331"_s << quint64(1204331);
    QTest::newRow("commas") << u"1,204,331"_s << quint64(1204331);
    QTest::newRow("hash") << u"#1204331"_s << quint64(1204331);
    QTest::newRow("hash and commas") << u"#1,204,331"_s << quint64(1204331);
    QTest::newRow("hash and space") << u"# 12"_s << quint64(12);
    QTest::newRow("spaces around") << u"  42\n"_s << quint64(42);
    QTest::newRow("first") << u"1"_s << quint64(1);
    QTest::newRow("zeros in front") << u"007"_s << quint64(7);
    QTest::newRow("largest") << u"9223372036854775807"_s << quint64(std::numeric_limits<qint64>::max());
}

void tst_LogPlace::sequences()
{
    QFETCH(QString, text);
    const LogPlace place = parseLogPlace(text, Reference);
    QCOMPARE(place.problem, QString());
    QVERIFY(place.isValid());
    QVERIFY(place.sequence);
    QVERIFY(!place.timeUs);
    QTEST(*place.sequence, "sequence");
}

void tst_LogPlace::times_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("timeUs");
    const auto at = [](int hours, int minutes, int seconds, qint64 us = 0) {
        return Midnight + (hours * 3600 + minutes * 60 + seconds) * Second + us;
    };
    QTest::newRow("minutes") << u"12:01"_s << at(12, 1, 0);
    QTest::newRow("seconds") << u"12:01:02"_s << at(12, 1, 2);
    QTest::newRow("milliseconds") << u"12:01:02.134"_s << at(12, 1, 2, 134'000);
    QTest::newRow("one decimal") << u"12:01:02.1"_s << at(12, 1, 2, 100'000);
    QTest::newRow("microseconds") << u"12:01:02.000007"_s << at(12, 1, 2, 7);
    QTest::newRow("decimal comma") << u"12:01:02,134"_s << at(12, 1, 2, 134'000);
    QTest::newRow("one digit") << u"9:05"_s << at(9, 5, 0);
    QTest::newRow("midnight") << u"00:00"_s << at(0, 0, 0);
    QTest::newRow("later than the reference") << u"23:59:59.999"_s << at(23, 59, 59, 999'000);
    QTest::newRow("date, minutes") << u"2026-11-21 12:01"_s << at(-12, 1, 0);
    QTest::newRow("date, seconds") << u"2026-11-22 12:01:02"_s << at(12, 1, 2);
    QTest::newRow("date, milliseconds") << u"2026-11-22 12:01:02.134"_s << at(12, 1, 2, 134'000);
    QTest::newRow("date, T") << u"2026-11-22T12:01:02.134"_s << at(12, 1, 2, 134'000);
    QTest::newRow("date, more spaces") << u" 2026-11-22   12:01 "_s << at(12, 1, 0);
    QTest::newRow("in full") << u"2026-11-22T12:01:02.118204+01:00"_s << at(11, 1, 2, 118'204);
    QTest::newRow("west of Greenwich") << u"2026-11-22T12:01:02-03:30"_s << at(15, 31, 2);
    QTest::newRow("Z") << u"2026-11-22T12:01:02Z"_s << at(12, 1, 2);
    QTest::newRow("before the epoch") << u"1969-12-31 23:59:59.5"_s << qint64(-500'000);
    QTest::newRow("year 9999") << u"9999-12-31 23:59"_s << qint64(253'402'300'740) * Second;
    QTest::newRow("seconds ago") << u"-30s"_s << Reference - 30 * Second;
    QTest::newRow("minutes ago") << u"-5m"_s << Reference - 300 * Second;
    QTest::newRow("minutes ago, spelled") << u"-5 min"_s << Reference - 300 * Second;
    QTest::newRow("hours ago") << u"-2h"_s << Reference - 7200 * Second;
    QTest::newRow("capital") << u"-2H"_s << Reference - 7200 * Second;
    QTest::newRow("real minus") << u"−2h"_s << Reference - 7200 * Second;
    QTest::newRow("now") << u"-0s"_s << Reference;
}

void tst_LogPlace::times()
{
    QFETCH(QString, text);
    const LogPlace place = parseLogPlace(text, Reference);
    QCOMPARE(place.problem, QString());
    QVERIFY(!place.sequence);
    QVERIFY(place.timeUs);
    QTEST(*place.timeUs, "timeUs");
}

void tst_LogPlace::problems_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const QString neither = u"is neither a number nor a time"_s;
    QTest::newRow("empty") << QString() << u"Type an entry's number"_s;
    QTest::newRow("blank") << u" \t\n "_s << u"Type an entry's number"_s;
    QTest::newRow("zero") << u"0"_s << u"numbered from 1"_s;
    QTest::newRow("one too large") << u"9223372036854775808"_s << u"is too large"_s;
    QTest::newRow("huge") << QString(60, u'9') << u"“999999999999999999999999…” is too large"_s;
    QTest::newRow("too long") << QString(1'000'000, u'9') << u"is too long"_s;
    QTest::newRow("wrong commas") << u"12,04"_s << neither;
    QTest::newRow("comma in front") << u",204"_s << neither;
    QTest::newRow("two hashes") << u"##1"_s << neither;
    QTest::newRow("only a hash") << u"#"_s << neither;
    QTest::newRow("a decimal") << u"1.5"_s << neither;
    QTest::newRow("words") << u"yesterday"_s << u"“yesterday” is neither a number nor a time"_s;
    QTest::newRow("other digits") << u"١٢"_s << neither;
    QTest::newRow("minute 99")
            << u"12:99"_s
            << u"“12:99” is no time of day: type it as 12:01:02, or an entry's number such "
               "as 1204331."_s;
    QTest::newRow("hour 24") << u"24:00"_s << u"is no time of day"_s;
    QTest::newRow("second 60") << u"12:01:60"_s << u"is no time of day"_s;
    QTest::newRow("one-digit minute") << u"12:1"_s << neither;
    QTest::newRow("half a time") << u"12:"_s << neither;
    QTest::newRow("seven decimals") << u"12:01:02.1234567"_s << neither;
    QTest::newRow("date alone") << u"2026-11-22"_s << neither;
    QTest::newRow("no such day") << u"2026-02-30 12:01"_s << u"has no such date"_s;
    QTest::newRow("no such year") << u"0000-01-01 12:01"_s << u"has no such date"_s;
    QTest::newRow("no such hour that day") << u"2026-02-03 25:01"_s << u"is no time of day"_s;
    QTest::newRow("no such offset") << u"2026-02-03 12:01+99:00"_s << u"no such offset"_s;
    QTest::newRow("no unit") << u"-5"_s << u"“-5” has no unit"_s;
    QTest::newRow("unknown unit") << u"-5y"_s << neither;
    QTest::newRow("no sign") << u"5m"_s << neither;
    QTest::newRow("into the future") << u"+5m"_s << neither;
    QTest::newRow("before time") << u"-9223372036854775807h"_s << u"is too long ago"_s;
    QTest::newRow("before time, no number") << u"-99999999999999999999s"_s << u"is too long ago"_s;
}

void tst_LogPlace::problems()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const LogPlace place = parseLogPlace(text, Reference);
    QVERIFY(!place.isValid());
    QVERIFY(!place.sequence);
    QVERIFY(!place.timeUs);
    QVERIFY2(place.problem.contains(says), qPrintable(place.problem));
    // What to type instead, in a sentence that fits beside the field.
    QVERIFY2(place.problem.contains(u"ype "_s) && place.problem.endsWith(u'.'), qPrintable(place.problem));
    QVERIFY2(place.problem.size() <= 120, qPrintable(place.problem));
}

void tst_LogPlace::localDayOfTheReference()
{
    // Three hours east the 23rd has begun: POSIX writes the sign the other way round.
    setZone("EAST-3");
    const qint64 reference = Midnight + 22 * 3600 * Second;
    QCOMPARE(parseLogPlace(u"01:30"_s, reference).timeUs, Midnight + (22 * 3600 + 1800) * Second);
    QCOMPARE(parseLogPlace(u"-5m"_s, reference).agoUs, 300 * Second);
    QVERIFY(!parseLogPlace(u"01:30"_s, reference).agoUs);
    QCOMPARE(parseLogPlace(u"2026-11-22 12:00"_s, reference).timeUs, Midnight + 9 * 3600 * Second);
    // The offset that was typed holds, not the local one.
    QCOMPARE(parseLogPlace(u"2026-11-22 12:00Z"_s, reference).timeUs, Midnight + 12 * 3600 * Second);
    // Before the epoch too, where division rounds the other way: this is 02:59:59.9 on the 1st of January.
    QCOMPARE(parseLogPlace(u"00:00"_s, -100'000).timeUs, -3 * 3600 * Second);
}

void tst_LogPlace::whatIsShownCanBeTyped()
{
    setZone("EAST-3");
    const qint64 wholeMs = Reference / 1000 * 1000;
    QCOMPARE(parseLogPlace(formatTimeOfDay(Reference), Reference).timeUs, wholeMs);
    QCOMPARE(parseLogPlace(formatTimestamp(Reference), Reference).timeUs, Reference);
    QCOMPARE(parseLogPlace(formatCount(1'204'331), Reference).sequence, quint64(1'204'331));
}

void tst_LogPlace::clocksThatAreSet()
{
    // Central European time, spelled out: no time zone data are needed.
    setZone("CET-1CEST,M3.5.0,M10.5.0/3");
    const LogPlace skipped = parseLogPlace(u"2026-03-29 02:30"_s, Reference);
    QVERIFY2(skipped.problem.contains(u"skipped"_s), qPrintable(skipped.problem));
    const qint64 day =
            QDateTime(QDate(2026, 3, 29), QTime(0, 0), QTimeZone::utc()).toMSecsSinceEpoch() * 1000;
    QCOMPARE(parseLogPlace(u"2026-03-29 01:59:59"_s, Reference).timeUs, day + 3599 * Second);
    QCOMPARE(parseLogPlace(u"2026-03-29 03:00"_s, Reference).timeUs, day + 3600 * Second);
    // Either of the two.
    const qint64 autumn =
            QDateTime(QDate(2026, 10, 25), QTime(0, 30), QTimeZone::utc()).toMSecsSinceEpoch() * 1000;
    const LogPlace twice = parseLogPlace(u"2026-10-25 02:30"_s, Reference);
    QVERIFY(twice.timeUs == autumn || twice.timeUs == autumn + 3600 * Second);
}

void tst_LogPlace::survivesAnything()
{
    static const QString alphabet = u"0123456789::..--#,TZ+ smh−“\0\xd800x"_s;
    QRandomGenerator random(20261122);
    const QList<qint64> references{0, -1, Reference, std::numeric_limits<qint64>::min(),
                                   std::numeric_limits<qint64>::max()};
    for (int i = 0; i < 20'000; ++i) {
        QString text;
        for (int left = random.bounded(24); left > 0; --left)
            text.append(alphabet[random.bounded(int(alphabet.size()))]);
        const LogPlace place = parseLogPlace(text, references[i % references.size()]);
        const int set = int(place.sequence.has_value()) + int(place.timeUs.has_value())
                        + int(!place.problem.isEmpty());
        QVERIFY2(set == 1, qPrintable(text));
    }
    for (const qint64 reference : references) {
        parseLogPlace(u"23:59:59.999999"_s, reference);
        parseLogPlace(u"-1s"_s, reference);
    }
    QVERIFY(!parseLogPlace(u"00:00"_s, std::numeric_limits<qint64>::min()).isValid());
    QVERIFY(!parseLogPlace(u"23:59"_s, std::numeric_limits<qint64>::max()).isValid());
    QVERIFY(!parseLogPlace(u"-1s"_s, std::numeric_limits<qint64>::min()).isValid());
}

SOCKETSCOPE_TEST(tst_LogPlace, QCoreApplication)
#include "tst_logplace.moc"
