// SPDX-License-Identifier: MIT
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/bounds.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <thread>

using namespace Qt::StringLiterals;

class tst_ReadBlock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void agreesWithEntries_data();
    void agreesWithEntries();
    void addsToWhatIsThere();
    void beyondTheEnds();
    void largePayloads();
    void cancelled();
    void lanesDoNotWaitForEachOther();
    void inAnOutage();
    void heldStill();

private:
    QString path() const { return m_folder->filePath(u"session.sqlite"_s); }
    RecordTarget target(bool isPrivate = false) const
    {
        return {isPrivate ? QString() : path(), m_folder->path(), isPrivate};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static const std::atomic<bool> notCancelled = false;
// Of a payload that takes its time.
static constexpr qsizetype LargeBytes = (SanitizedBuild ? 16 : 64) * MiB;

/// What is in a block, as messages; without a payload, one of as many blanks as there would be bytes.
static QList<Message> messagesOf(const EntryBlock &block, bool withPayloads)
{
    QList<Message> result;
    for (const EntryBlock::Row &row : block.rows()) {
        const QByteArrayView payload = block.payload(row);
        result.append({row.sequence, row.timeUs, row.direction, row.type,
                       withPayloads ? payload.toByteArray() : QByteArray(row.size, ' '), row.wireBytes});
        if (withPayloads && payload.size() != row.size)
            QTest::qFail("a payload is not whole", __FILE__, __LINE__);
    }
    return result;
}

static QList<Message> randomEntries(QRandomGenerator &random, int count)
{
    QList<Message> batch;
    for (int i = 0; i < count; ++i) {
        static constexpr int sizes[]{0, 1, 30, 200, 5'000, 70'000};
        QByteArray payload(random.bounded(sizes[random.bounded(6)] + 1), Qt::Uninitialized);
        for (char &byte : payload)
            byte = char('a' + random.bounded(26));
        // That of a payload's own size is not kept.
        const qint64 wireBytes = random.bounded(3) > 0 ? -1 : payload.size() + 1 + random.bounded(300'000);
        batch.append({0, i * 7LL, Direction(random.bounded(3)), MessageType(random.bounded(9)), payload,
                      wireBytes});
    }
    return batch;
}

void tst_ReadBlock::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_ReadBlock::agreesWithEntries_data()
{
    QTest::addColumn<bool>("isOpened");
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("live") << false << false;
    QTest::newRow("private") << false << true;
    QTest::newRow("opened") << true << false;
}

void tst_ReadBlock::agreesWithEntries()
{
    QFETCH(const bool, isOpened);
    QFETCH(const bool, isPrivate);
    QRandomGenerator random(11);
    Recorder recorder(target(isPrivate));
    recorder.append(randomEntries(random, 700));
    QTRY_COMPARE(recorder.extent().last, 700u);
    std::unique_ptr<FileRecord> file;
    if (isOpened) {
        QVERIFY(recorder.finish());
        QString problem;
        file = FileRecord::open(path(), &problem);
        QVERIFY2(file, qPrintable(problem));
    }
    const Record &record = file ? static_cast<const Record &>(*file) : recorder;
    EntryBlock block;
    for (int i = 0; i < 300; ++i) {
        const auto first = quint64(random.bounded(1, 720));
        const int count = random.bounded(3) == 0 ? random.bounded(-1, 3) : random.bounded(800);
        const qint64 limits[]{0, 1, 200, 100'000, 4 * MiB, NoLimit};
        const qint64 maxBytes = limits[random.bounded(6)];
        const bool withPayloads = random.bounded(4) > 0;
        block.clear();
        record.readBlock(random.bounded(Record::ScanLanes), first, count,
                         {withPayloads, maxBytes, true, withPayloads}, &block, notCancelled);
        QList<Message> wanted = record.entries(first, count, withPayloads ? maxBytes : NoLimit);
        qint64 bytes = 0;
        for (Message &message : wanted) {
            bytes += message.payload.size();
            if (!withPayloads) {
                message.payload.fill(' ');
                message.wireBytes = -1;
            }
        }
        QCOMPARE(block.bytes(), withPayloads ? bytes : 0);
        if (withPayloads) {
            EntryBlock plain;
            record.readBlock(0, first, count, {true, maxBytes, false}, &plain, notCancelled);
            QCOMPARE(plain.rows().size(), block.rows().size());
            for (size_t k = 0; k < plain.rows().size(); ++k) {
                QCOMPARE(plain.rows()[k].sequence, block.rows()[k].sequence);
                QCOMPARE(plain.payload(plain.rows()[k]), block.payload(block.rows()[k]));
            }
        }
        QVERIFY2(messagesOf(block, withPayloads) == wanted,
                 qPrintable(u"%1 from %2, %3 bytes: %4 for %5"_s.arg(count)
                                    .arg(first)
                                    .arg(maxBytes)
                                    .arg(block.rows().size())
                                    .arg(wanted.size())));
    }
}

void tst_ReadBlock::addsToWhatIsThere()
{
    Recorder record(target());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.extent().last, 10u);
    EntryBlock block;
    record.readBlock(0, 1, 3, {}, &block, notCancelled);
    // The limit is of what is added.
    record.readBlock(1, 4, 6, {true, 2}, &block, notCancelled);
    record.readBlock(0, 9, 5, {}, &block, notCancelled);
    QCOMPARE(messagesOf(block, true), record.entries(1, 5, NoLimit) + record.entries(9, 2, NoLimit));
    block.removeLast();
    record.readBlock(0, 10, 1, {}, &block, notCancelled);
    QCOMPARE(block.payload(block.rows().back()).toByteArray(), "10");
}

void tst_ReadBlock::beyondTheEnds()
{
    Recorder record(target());
    EntryBlock block;
    record.readBlock(0, 1, 10, {}, &block, notCancelled);
    QVERIFY(block.rows().empty());
    record.append(numberedEntries(3));
    QTRY_COMPARE(record.extent().last, 3u);
    for (const auto &[first, count, found] :
         {std::tuple{4, 10, 0}, {3, 10, 1}, {1, 0, 0}, {1, -5, 0}, {1, std::numeric_limits<int>::max(), 3}}) {
        block.clear();
        record.readBlock(0, quint64(first), count, {}, &block, notCancelled);
        QCOMPARE(block.rows().size(), size_t(found));
    }
}

// Read in pieces, of which the last one is short.
void tst_ReadBlock::largePayloads()
{
    Recorder record(target());
    QByteArray large(5 * MiB + 17, Qt::Uninitialized);
    for (qsizetype i = 0; i < large.size(); ++i)
        large[i] = char('a' + i % 23);
    record.append({textEntry(1, "before"),
                   {0, 2, Direction::In, MessageType::Binary, large},
                   textEntry(3, large.first(MiB)),
                   textEntry(4, large.first(MiB + 1)),
                   textEntry(5, "after")});
    QTRY_COMPARE(record.extent().last, 5u);
    EntryBlock block;
    record.readBlock(0, 1, 5, {true, NoLimit}, &block, notCancelled);
    QVERIFY(messagesOf(block, true) == record.entries(1, 5, NoLimit));
    EntryBlock plain;
    record.readBlock(0, 1, 5, {true, NoLimit, false}, &plain, notCancelled);
    QCOMPARE(plain.rows().size(), 5u);
    QCOMPARE(plain.payload(plain.rows().at(1)), QByteArrayView(large));
    block.clear();
    record.readBlock(0, 1, 5, {true, MiB}, &block, notCancelled);
    QCOMPARE(block.rows().size(), 2u);
    block.clear();
    record.readBlock(0, 2, 5, {true, MiB}, &block, notCancelled);
    QCOMPARE(block.rows().size(), 1u);
    block.clear();
    record.readBlock(0, 1, 5, {false, 1}, &block, notCancelled);
    QCOMPARE(block.rows().size(), 5u);
    QCOMPARE(block.rows().at(1).size, large.size());
    QCOMPARE(block.bytes(), 0);
}

void tst_ReadBlock::cancelled()
{
    Recorder record(target());
    const QByteArray large(LargeBytes, 'x');
    record.append({textEntry(1, "small"), textEntry(2, large), textEntry(3, "small")});
    QTRY_COMPARE(record.extent().last, 3u);
    EntryBlock block;
    std::atomic<bool> isCancelled = true;
    record.readBlock(0, 1, 3, {true, NoLimit}, &block, isCancelled);
    QVERIFY(block.rows().empty());
    QElapsedTimer timer;
    for (const int afterMs : {0, 1, 2, 4, 8, 16, 32}) {
        isCancelled = false;
        block.clear();
        std::thread canceller([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(afterMs));
            timer.start();
            isCancelled = true;
        });
        record.readBlock(0, 1, 3, {true, NoLimit}, &block, isCancelled);
        canceller.join();
        QVERIFY2(timer.elapsed() < (SanitizedBuild ? 1000 : 200),
                 qPrintable(QString::number(timer.elapsed())));
        // Never half of one.
        QCOMPARE(messagesOf(block, true), record.entries(1, int(block.rows().size()), NoLimit));
    }
    block.clear();
    record.readBlock(0, 1, 3, {true, NoLimit}, &block, notCancelled);
    QCOMPARE(block.rows().size(), 3u);
}

void tst_ReadBlock::lanesDoNotWaitForEachOther()
{
    Recorder record(target());
    record.append({textEntry(1, QByteArray(LargeBytes, 'x')), textEntry(2, "small")});
    QTRY_COMPARE(record.extent().last, 2u);
    std::atomic<bool> isRead = false;
    std::atomic<bool> isBegun = false;
    std::thread slow([&] {
        isBegun = true;
        while (!isRead) {
            EntryBlock block;
            record.readBlock(0, 1, 1, {}, &block, isRead);
        }
    });
    while (!isBegun)
        std::this_thread::yield();
    EntryBlock block;
    for (int i = 0; i < 100; ++i) {
        block.clear();
        record.readBlock(1, 2, 1, {}, &block, notCancelled);
        QCOMPARE(block.rows().size(), 1u);
        QCOMPARE(record.heads(2, 1).size(), 1);
    }
    isRead = true;
    slow.join();
}

// What the disk does not take is read from memory, by the same limits.
void tst_ReadBlock::inAnOutage()
{
    Recorder record(target());
    record.append(numberedEntries(20));
    QTRY_COMPARE(record.extent().last, 20u);
    const FullDisk full(1);
    const QByteArray payload(1000, 'y');
    for (int i = 0; i < 30; ++i)
        record.append({textEntry(100 + i, payload)});
    QTRY_COMPARE(record.keeping().state, KeepingReport::State::NotKeeping);
    // The note of the outage among them.
    QTRY_COMPARE(record.extent().last, 51u);
    for (const quint64 first : {1U, 19U, 20U, 21U, 22U, 40U, 51U, 52U}) {
        for (const qint64 maxBytes : {qint64(1), qint64(40), qint64(3500), NoLimit}) {
            EntryBlock block;
            record.readBlock(0, first, 100, {true, maxBytes}, &block, notCancelled);
            const QList<Message> all = record.entries(first, 100, NoLimit);
            QList<Message> wanted;
            for (qint64 bytes = 0; const Message &message : all) {
                if (!wanted.isEmpty() && bytes >= maxBytes)
                    break;
                wanted.append(message);
                bytes += message.payload.size();
            }
            QVERIFY2(messagesOf(block, true) == wanted,
                     qPrintable(u"from %1, %2 bytes: %3 for %4"_s.arg(first)
                                        .arg(maxBytes)
                                        .arg(block.rows().size())
                                        .arg(wanted.size())));
        }
    }
    EntryBlock block;
    record.readBlock(1, 15, 100, {false, 1}, &block, notCancelled);
    QCOMPARE(block.rows().size(), 37u);
    QCOMPARE(block.rows().back().size, 1000);
    QCOMPARE(block.bytes(), 0);
}

// What another program writes meanwhile is seen afterwards.
void tst_ReadBlock::heldStill()
{
    {
        Recorder record(target());
        record.append(numberedEntries(3));
    }
    QString problem;
    const std::unique_ptr<FileRecord> looked = FileRecord::open(path(), &problem);
    QVERIFY2(looked, qPrintable(problem));
    std::shared_ptr<void> still = looked->heldStill();
    QVERIFY(still);
    QVERIFY2(!looked->heldStill(), "the outermost holds it");
    QCOMPARE(looked->heads(2, 1).constFirst().head, QByteArray("2"));
    const char *change = "UPDATE entry SET payload = CAST('later' AS BLOB) WHERE seq = 2;"
                         "PRAGMA wal_checkpoint(PASSIVE)";
    QCOMPARE(runSql(path(), change), QString());
    QCOMPARE(looked->heads(2, 1).constFirst().head, QByteArray("2"));
    still.reset();
    QCOMPARE(looked->heads(2, 1).constFirst().head, QByteArray("later"));
}

SOCKETSCOPE_TEST(tst_ReadBlock, QCoreApplication)
#include "tst_readblock.moc"
