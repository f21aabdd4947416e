// SPDX-License-Identifier: MIT
// Recording for long takes up no more memory than recording for short. 30 s, or SOCKETSCOPE_SOAK_SECONDS;
// with a sanitizer, whose own memory says nothing, 8 s show that all is kept, and that nothing is touched
// that is gone.
#include "demo/demohost.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace Qt::StringLiterals;

class tst_Soak : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryStaysFlat();
};

static QList<QJsonObject> linesOf(const QString &fileName)
{
    QList<QJsonObject> result;
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return result;
    // The last one may be half written.
    const QByteArrayList lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!object.isEmpty())
            result.append(object);
    }
    return result;
}

void tst_Soak::memoryStaysFlat()
{
    constexpr int rate = SanitizedBuild ? 5'000 : 20'000;
    constexpr int least = SanitizedBuild ? 8 : 25;
    const int seconds = std::max(
            least,
            qEnvironmentVariable("SOCKETSCOPE_SOAK_SECONDS", SanitizedBuild ? u"8"_s : u"30"_s).toInt());
    const int watched = seconds * 2 / 3;
    DemoHost demo;
    demo.start();
    const QTemporaryDir folder;
    const QString metrics = folder.filePath(u"metrics.jsonl"_s);
    QProcess process;
    process.start(QStringLiteral(SOCKETSCOPE_CLI),
                  {u"record"_s, demo.url(u"/ticker?rate=%1"_s.arg(rate)).toString(), u"-o"_s,
                   folder.filePath(u"session.sqlite"_s), u"--metrics"_s, metrics});
    QVERIFY(process.waitForStarted());
    // QTRY_* end at five minutes, which is too early for a long run.
    QVERIFY(QTest::qWaitFor(
            [&] { return linesOf(metrics).size() >= seconds || process.state() != QProcess::Running; },
            (seconds + 30) * 1000));
    QCOMPARE(process.state(), QProcess::Running);
    QCOMPARE(::kill(pid_t(process.processId()), SIGTERM), 0);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);

    const QList<QJsonObject> lines = linesOf(metrics);
    QVERIFY(lines.last().value("final"_L1).toBool());
    const qint64 received = lines.last().value("received"_L1).toInteger();
    QCOMPARE(lines.last().value("stored"_L1).toInteger(), received);
    QCOMPARE(lines.last().value("shown"_L1).toInteger(), received);
    // From when it had begun: how long that took is not what is asked here.
    const auto begun = std::find_if(lines.begin(), lines.end(), [](const QJsonObject &line) {
        return line.value("received"_L1).toInteger() > 0;
    });
    const auto grown = [&](QLatin1StringView key) {
        return lines.last().value(key).toInteger() - begun->value(key).toInteger();
    };
    const double perSecond = 1000.0 * double(grown("received"_L1)) / double(grown("t_ms"_L1));
    QVERIFY2(perSecond >= 0.9 * rate, qPrintable(QString::number(perSecond)));
    double lowest = 1e9;
    double highest = 0;
    for (const QJsonObject &line : lines.mid(lines.size() - 1 - watched, watched)) {
        const double rss = line.value("rss_mb"_L1).toDouble();
        lowest = std::min(lowest, rss);
        highest = std::max(highest, rss);
    }
    qInfo("%lld messages in %d s; in the last %d s %.1f to %.1f MiB resident", received, seconds, watched,
          lowest, highest);
    QVERIFY(lowest > 0);
    QVERIFY2(highest <= lowest * 1.1 || SanitizedBuild,
             qPrintable(u"%1 to %2 MiB"_s.arg(lowest).arg(highest)));
}

SOCKETSCOPE_TEST(tst_Soak, QCoreApplication)
#include "tst_soak.moc"
