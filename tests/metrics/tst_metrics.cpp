// SPDX-License-Identifier: MIT
#include "metrics/metricswriter.h"
#include "metrics/stallmeter.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace Qt::StringLiterals;

class tst_Metrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quantiles();
    void emptyHistogram();
    void measuresAStall();
    void writesLines();
    void saysWhyItCannotWrite();
    void saysOnceThatItCannotWrite();
};

void tst_Metrics::quantiles()
{
    const auto histogram = std::make_unique<StallHistogram>();
    for (int i = 1; i <= 100; ++i)
        histogram->add(i);
    histogram->add(-3); // early counts as not late
    QVERIFY(std::abs(histogram->quantile(0.5) - 50) <= 1);
    QVERIFY(std::abs(histogram->quantile(0.99) - 99) <= 1);
    QCOMPARE(histogram->max(), 100.0);
    QCOMPARE(histogram->quantile(1), 100.0);
    histogram->add(5000);
    QCOMPARE(histogram->max(), 5000.0);
    histogram->clear();
    QCOMPARE(histogram->max(), 0.0);
}

void tst_Metrics::emptyHistogram()
{
    const auto histogram = std::make_unique<StallHistogram>();
    QCOMPARE(histogram->quantile(0.99), 0.0);
}

void tst_Metrics::measuresAStall()
{
    StallMeter meter;
    meter.start();
    // The event loop is kept busy on purpose.
    QElapsedTimer busy;
    busy.start();
    while (busy.elapsed() < 60) {
    }
    QTRY_VERIFY(meter.whole().max() >= 50);
    QVERIFY(meter.recent().max() >= 50);
    meter.restartRecent();
    QVERIFY(meter.recent().max() < meter.whole().max());
}

void tst_Metrics::writesLines()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"metrics.jsonl"_s);
    MetricsWriter writer(file, [] { return MetricsSample{u"open"_s, 7, 6, 5, 4000}; });
    QVERIFY(writer.start());
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QTRY_VERIFY(written.size() > 0);
    writer.finish();
    writer.finish();
    const QByteArrayList lines = written.readAll().trimmed().split('\n');
    QVERIFY(lines.size() >= 2);
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        for (const auto key :
             {"t_ms"_L1, "ui_stall_ms_p50"_L1, "ui_stall_ms_p99"_L1, "ui_stall_ms_max"_L1, "rss_mb"_L1})
            QVERIFY2(object.value(key).isDouble(), key.data());
        QCOMPARE(object.value("state"_L1).toString(), u"open"_s);
        QCOMPARE(object.value("received"_L1).toInt(), 7);
        QCOMPARE(object.value("stored"_L1).toInt(), 6);
        QCOMPARE(object.value("shown"_L1).toInt(), 5);
        QCOMPARE(object.value("bytes_received"_L1).toInt(), 4000);
        QVERIFY(object.value("rss_mb"_L1).toDouble() > 1);
        QCOMPARE(object.value("final"_L1).toBool(), line == lines.last());
    }
}

void tst_Metrics::saysWhyItCannotWrite()
{
    const QTemporaryDir folder;
    MetricsWriter writer(folder.filePath(u"missing/metrics.jsonl"_s), [] { return MetricsSample(); });
    QVERIFY(!writer.start());
    QVERIFY(writer.problem().contains(u"missing/metrics.jsonl cannot be written: "_s));
    QVERIFY(!writer.finish());
}

void tst_Metrics::saysOnceThatItCannotWrite()
{
    MetricsWriter writer(u"/dev/full"_s, [] { return MetricsSample(); });
    QSignalSpy failed(&writer, &MetricsWriter::failed);
    QVERIFY(writer.start());
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().toString(),
             u"/dev/full cannot be written: %1."_s.arg(qt_error_string(ENOSPC)));
    QVERIFY(!writer.finish());
    QCOMPARE(failed.size(), 1);
}

SOCKETSCOPE_TEST(tst_Metrics, QCoreApplication)
#include "tst_metrics.moc"
