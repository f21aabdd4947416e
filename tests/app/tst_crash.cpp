// SPDX-License-Identifier: MIT
// kill -9 in the middle of a flood: the file is sound, has no gap, and lacks the last 250 ms at most of what
// the machine had for it.
#include "floodsender.h"
#include "support/bounds.h"
#include "support/machineload.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include <signal.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

static constexpr milliseconds Allowed = 250ms;

class tst_Crash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killed_data();
    void killed();
    void cleanupTestCase();

private:
    // How far before the kill the last message kept had been taken by TCP.
    QList<qint64> m_behindMs;
};

void tst_Crash::killed_data()
{
    QTest::addColumn<int>("afterMs");
    QRandomGenerator random(20261125);
    for (int i = 0; i < (SanitizedBuild ? 6 : 20); ++i) {
        const int afterMs = random.bounded(50, 801);
        QTest::addRow("%d: after %d ms", i + 1, afterMs) << afterMs;
    }
}

void tst_Crash::killed()
{
    QFETCH(int, afterMs);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"session.sqlite"_s);
    FloodSender sender;
    QVERIFY(sender.port() != 0);
    QProcess program;
    program.start(QStringLiteral(SOCKETSCOPE_CLI),
                  {u"record"_s, u"ws://127.0.0.1:%1/"_s.arg(sender.port()), u"-o"_s, file});
    QVERIFY(program.waitForStarted());
    QTRY_VERIFY_WITH_TIMEOUT(sender.begun(), 20000);
    const auto killAt = *sender.begun() + milliseconds(afterMs);
    OthersShare others(program.processId());
    QVERIFY(QTest::qWaitFor([&] {
        others.look();
        return steady_clock::now() >= killAt;
    }));
    others.look();
    const auto killed = steady_clock::now();
    const auto mustBeKept = others.backBy(Allowed);
    QCOMPARE(::kill(pid_t(program.processId()), SIGKILL), 0);
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitStatus(), QProcess::CrashExit);
    const quint64 sent = sender.stop();
    const quint64 required = sender.acceptedAt(mustBeKept);

    QCOMPARE(faultOf(file), QString());
    // The numbers 1 to n, each once and in order: there is no gap, and nothing else among them.
    const QStringList counted = query(
            file, "SELECT COUNT(*) || ' ' || IFNULL(SUM(CAST(substr(payload, 1, 10) AS INTEGER) <> seq + 1 - "
                  "(SELECT MIN(seq) FROM message WHERE direction = 'in')), 0) "
                  "FROM message WHERE direction = 'in'");
    const quint64 kept = counted.value(0).section(u' ', 0, 0).toULongLong();
    QCOMPARE(counted.value(0), u"%1 0"_s.arg(kept));
    if (kept > 0)
        QCOMPARE(query(file, "SELECT payload FROM message WHERE direction = 'in' ORDER BY seq DESC LIMIT 1"),
                 QStringList{QString::fromLatin1(FloodSender::payload(kept))});
    qint64 behindMs = 0;
    while (behindMs < 10000 && sender.acceptedAt(killed - milliseconds(behindMs)) > kept)
        ++behindMs;
    m_behindMs.append(behindMs);
    qInfo("killed after %d ms: %llu kept of %llu that TCP took, %llu of them %lld ms before the kill; "
          "the newest kept was %lld ms old",
          afterMs, kept, sent, required,
          qint64(std::chrono::duration_cast<milliseconds>(killed - mustBeKept).count()), behindMs);
    QVERIFY2(kept >= required || SanitizedBuild, qPrintable(u"%1 of %2"_s.arg(kept).arg(required)));
}

void tst_Crash::cleanupTestCase()
{
    std::sort(m_behindMs.begin(), m_behindMs.end());
    if (!m_behindMs.isEmpty())
        qInfo("age of what was kept last: median %lld ms, worst %lld ms, %lld kills",
              m_behindMs.at(m_behindMs.size() / 2), m_behindMs.last(), qint64(m_behindMs.size()));
}

SOCKETSCOPE_TEST(tst_Crash, QCoreApplication)
#include "tst_crash.moc"
