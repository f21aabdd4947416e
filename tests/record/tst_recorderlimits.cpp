// SPDX-License-Identifier: MIT
// What a recording session leaves free, and how large it gets: the same as a full disk, until there is room.
#include "recorderfixture.h"
#include "support/bounds.h"
#include "support/nothreads.h"
#include "support/testprogram.h"

#include "record/recorder.h"
#include "support/sessionfiles.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#include <atomic>

using namespace Qt::StringLiterals;

using State = KeepingReport::State;

/// A disk of 500 GiB on which as much is free as a test says.
struct TestDisk
{
    std::atomic<qint64> free = 90 * GiB;
    std::atomic<int> asked = 0;

    SpaceProbe probe()
    {
        return [this](const QString &) {
            ++asked;
            return std::optional(DiskSpace{free, 500 * GiB});
        };
    }
};

class tst_RecorderLimits : public RecorderFixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { RecorderFixture::init(); }
    void stopsAtTheReserve_data();
    void stopsAtTheReserve();
    void doesNotFlutter();
    void lessInReserveCountsAtOnce();
    void belowTheReserveFromTheStart();
    void theReserveHoldsTheEnd_data();
    void theReserveHoldsTheEnd();
    void beyondTheBoundTheGapIsTold();
    void theLogIsMovedFirst();
    void leavesRoomToMoveTheLog_data();
    void leavesRoomToMoveTheLog();
    void stopsAtItsBound();
    void asksOnceATransaction();
    void saysItOnce();
    void endsWithoutAThread();
};

static QList<Message> paddedEntries(int count, qint64 first, qsizetype padding)
{
    QList<Message> batch = numberedEntries(count, first);
    for (Message &message : batch)
        message.payload.append(QByteArray(padding, ' '));
    return batch;
}

void tst_RecorderLimits::stopsAtTheReserve_data()
{
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("kept") << false;
    QTest::newRow("private") << true;
}

void tst_RecorderLimits::stopsAtTheReserve()
{
    QFETCH(const bool, isPrivate);
    TestDisk disk;
    Recorder record(isPrivate ? RecordTarget{{}, m_folder->path(), true} : exactly(), disk.probe());
    record.append(numberedEntries(100));
    QTRY_COMPARE(record.extent().stored, 100u);
    disk.free = GiB - 1;
    record.append(numberedEntries(100, 101));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    const QString problem = record.keeping().problem;
    QVERIFY2(problem.contains(u"Less than 1 GiB would stay free on the disk of %1:"_s.arg(
                     QDir::toNativeSeparators(m_folder->path()))),
             qPrintable(problem));
    QCOMPARE(record.extent().stored, 100u);
    // Memory has what came meanwhile, behind a note.
    QCOMPARE(record.extent().received, 200u);
    QCOMPARE(record.heads(1, 1000).size(), 201);
    QCOMPARE(record.entry(201)->payload, "200");
    const QByteArray note = record.entry(101)->payload;
    QVERIFY2(note.contains("would stay free"), note.constData());

    disk.free = 2 * GiB;
    QTRY_COMPARE(record.extent().stored, 200u);
    QCOMPARE(record.keeping().state, State::Keeping);
    QCOMPARE(record.extent().lost, 0u);
    QCOMPARE(record.extent().last, 201u);
    const QJsonObject gap = QJsonDocument::fromJson(record.entry(101)->payload).object();
    QVERIFY(gap.value("text"_L1).toString().contains(u"Nothing was lost"_s));
    QVERIFY(record.finish());
    if (!isPrivate)
        QCOMPARE(faultOf(path()), QString());
}

// What frees a little and takes it again makes no gap each second.
void tst_RecorderLimits::doesNotFlutter()
{
    TestDisk disk;
    disk.free = GiB - 1;
    Recorder record(exactly(), disk.probe());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    disk.free = GiB + 50 * MiB;
    const int before = disk.asked;
    QTRY_VERIFY(disk.asked >= before + 2);
    QCOMPARE(record.keeping().state, State::NotKeeping);
    disk.free = GiB + GiB / 10 + MiB;
    QTRY_COMPARE(record.extent().stored, 10u);
    // From here on it is the reserve that counts.
    disk.free = GiB + 50 * MiB;
    record.append(numberedEntries(10, 11));
    QTRY_COMPARE(record.extent().stored, 20u);
}

void tst_RecorderLimits::lessInReserveCountsAtOnce()
{
    TestDisk disk;
    disk.free = 800 * MiB;
    Recorder record(exactly(), disk.probe());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    record.setLimits({500 * MiB, 0});
    // Not only when a second has gone by.
    QTRY_COMPARE_WITH_TIMEOUT(record.extent().stored, 10u, 500);
}

void tst_RecorderLimits::belowTheReserveFromTheStart()
{
    TestDisk disk;
    disk.free = 0;
    Recorder record({{}, m_folder->filePath(u"new/folder"_s), false}, disk.probe());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    QCOMPARE(record.extent().received, 10u);
    disk.free = 90 * GiB;
    QTRY_COMPARE(record.extent().stored, 10u);
    QVERIFY(record.finish());
    QCOMPARE(faultOf(record.keeping().fileName), QString());
}

void tst_RecorderLimits::theReserveHoldsTheEnd_data()
{
    QTest::addColumn<qint64>("free");
    QTest::newRow("half of it is left") << GiB / 2;
    // The disk itself tells whether it is full.
    QTest::newRow("nothing seems left") << qint64(0);
}

void tst_RecorderLimits::theReserveHoldsTheEnd()
{
    QFETCH(const qint64, free);
    TestDisk disk;
    Recorder record(exactly(), disk.probe());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.extent().stored, 10u);
    disk.free = free;
    record.append(numberedEntries(10, 11));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    QVERIFY(record.finish());
    QCOMPARE(record.extent().stored, 20u);
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(query(path(), "SELECT COUNT(*) FROM message WHERE type = 'note'"), QStringList{u"1"_s});
}

void tst_RecorderLimits::beyondTheBoundTheGapIsTold()
{
    TestDisk disk;
    Recorder record(exactly(), disk.probe());
    record.setLimits({{}, 2 * MiB});
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.extent().stored, 10u);
    for (int i = 0; i < 30; ++i)
        record.append(paddedEntries(100, 11 + i * 100, 10'000));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    QVERIFY(!record.finish());
    QCOMPARE(faultOf(path()), QString());
    const quint64 stored = record.extent().stored;
    QVERIFY2(stored > 10 && stored <= 310, qPrintable(QString::number(stored)));
    const QString text = query(path(), "SELECT payload FROM message WHERE type = 'note'").value(0);
    QCOMPARE(QJsonDocument::fromJson(text.toUtf8()).object().value("lost"_L1).toInteger(),
             qint64(3010 - stored));
}

// It takes up its room twice until it is moved into the file, and is given back then.
void tst_RecorderLimits::theLogIsMovedFirst()
{
    TestDisk disk;
    Recorder record(exactly(), disk.probe());
    record.append(paddedEntries(1000, 1, 10'000));
    QTRY_COMPARE(record.extent().stored, 1000u);
    const QString log = path() + u"-wal"_s;
    QVERIFY(QFileInfo(log).size() > 9 * MiB);
    disk.free = GiB + 5 * MiB;
    record.append(numberedEntries(10, 1001));
    QTRY_COMPARE(record.extent().stored, 1010u);
    QCOMPARE(record.keeping().state, State::Keeping);
    QVERIFY2(QFileInfo(log).size() < MiB, qPrintable(QString::number(QFileInfo(log).size())));
}

void tst_RecorderLimits::leavesRoomToMoveTheLog_data()
{
    QTest::addColumn<qint64>("room");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("for the log alone") << 9 * MiB << false;
    QTest::newRow("for the file as well") << 18 * MiB << true;
}

// One transaction of 4 MiB whose entries have a page each, on a disk that is as full as the session makes it.
void tst_RecorderLimits::leavesRoomToMoveTheLog()
{
    QFETCH(const qint64, room);
    QFETCH(const bool, isKept);
    constexpr int count = 500;
    constexpr qint64 reserve = 64 * MiB;
    const auto left = [&] {
        return reserve + room - QFileInfo(path()).size() - QFileInfo(path() + u"-wal"_s).size();
    };
    Recorder record(exactly(), [&](const QString &) { return std::optional(DiskSpace{left(), 500 * GiB}); });
    record.setLimits({reserve, 0});
    record.append(paddedEntries(count, 1, 8200));
    if (!isKept) {
        QTRY_COMPARE(record.keeping().state, State::NotKeeping);
        QVERIFY2(left() >= reserve, qPrintable(QString::number(left())));
        QVERIFY(record.finish());
    } else {
        QTRY_COMPARE(record.extent().stored, quint64(count));
        // When nothing comes, the log is moved.
        QTRY_VERIFY(QFileInfo(path()).size() > 7 * MiB);
        QVERIFY2(left() >= reserve, qPrintable(QString::number(left())));
        QVERIFY(record.finish());
    }
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(query(path(), "SELECT COUNT(*) FROM message WHERE direction = 'in'"),
             QStringList{QString::number(count)});
}

void tst_RecorderLimits::stopsAtItsBound()
{
    TestDisk disk;
    constexpr qint64 bound = 20 * MiB;
    Recorder record(exactly(), disk.probe());
    record.setLimits({{}, bound});
    qint64 appended = 0;
    for (int i = 0; i < 30; ++i, appended += 100)
        record.append(paddedEntries(100, appended + 1, 10'000));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    QVERIFY2(record.keeping().problem.contains(u"larger than 20 MiB"_s),
             qPrintable(record.keeping().problem));
    const qint64 bytes = record.fileBytes();
    QVERIFY2(bytes <= bound && bytes > bound / 2, qPrintable(QString::number(bytes)));
    const quint64 stored = record.extent().stored;
    QVERIFY(stored > 0 && stored < quint64(appended));
    QCOMPARE(record.extent().received, quint64(appended));

    record.setLimits({{}, 4 * bound});
    QTRY_COMPARE(record.extent().stored, quint64(appended));
    QCOMPARE(record.keeping().state, State::Keeping);
    record.setLimits({});
    record.append(paddedEntries(100, appended + 1, 300'000));
    QVERIFY(record.finish());
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(query(path(), "SELECT COUNT(*) FROM message WHERE type = 'note'"), QStringList{u"1"_s});
}

void tst_RecorderLimits::asksOnceATransaction()
{
    TestDisk disk;
    Recorder record(exactly(), disk.probe());
    constexpr int batches = 2000;
    for (int i = 0; i < batches; ++i)
        record.append(paddedEntries(100, i * 100 + 1, 100));
    QVERIFY(record.finish());
    // About 40 MiB in transactions of 4 MiB, and some small ones at both ends: far from one a batch.
    QVERIFY2(disk.asked > 0 && disk.asked < batches / 10, qPrintable(QString::number(disk.asked)));
}

// It is tried again each second; whoever put the notice away need not do so each second.
void tst_RecorderLimits::saysItOnce()
{
    TestDisk disk;
    Recorder record(exactly(), disk.probe());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.extent().stored, 10u);
    disk.free = 0;
    QSignalSpy changed(&record, &Recorder::keepingChanged);
    record.append(numberedEntries(10, 11));
    QTRY_COMPARE(record.keeping().state, State::NotKeeping);
    const int before = disk.asked;
    QTRY_VERIFY(disk.asked >= before + 2);
    QCOMPARE(changed.size(), 1);
    disk.free = 90 * GiB;
    QTRY_COMPARE(record.extent().stored, 20u);
    QTRY_COMPARE(changed.size(), 2);
}

// Who appends writes all that waits, rather than waiting for room that nobody would make.
void tst_RecorderLimits::endsWithoutAThread()
{
    const NoThreads none;
    TestDisk disk;
    disk.free = GiB - 1;
    Recorder record(exactly(), disk.probe());
    qint64 next = 1;
    for (; next <= 4; ++next)
        record.append(paddedEntries(1, next, 3 * MiB));
    QCOMPARE(record.keeping().state, State::NotKeeping);
    QCOMPARE(disk.asked, 1);
    disk.free = 90 * GiB;
    QTRY_VERIFY((record.append(numberedEntries(1, next++)), record.keeping().state == State::Keeping));
    QCOMPARE(record.extent().stored, quint64(next - 1));
    QVERIFY(record.finish());
}

SOCKETSCOPE_TEST(tst_RecorderLimits, QCoreApplication)
#include "tst_recorderlimits.moc"
