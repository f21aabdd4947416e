// SPDX-License-Identifier: MIT
#include "record/memoryrecord.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

class tst_MemoryRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersFromOneWithoutGaps();
    void countsOnlyReceivedMessages();
    void keepsTheNewestByNumber();
    void keepsTheNewestByBytes();
    void keepsAnEntryLargerThanTheBound();
    void headsAreCutPayloadsAreNot();
    void headsOutsideTheExtent_data();
    void headsOutsideTheExtent();
    void announcesOncePerPoll();
    void oneWriterOneReader();
};

static Message text(const QByteArray &payload, Direction direction = Direction::In)
{
    return {0, 1, direction, MessageType::Text, payload};
}

static MessageBatch texts(int count)
{
    MessageBatch batch;
    for (int i = 0; i < count; ++i)
        batch.append(text(QByteArray::number(i)));
    return batch;
}

void tst_MemoryRecord::numbersFromOneWithoutGaps()
{
    MemoryRecord record;
    QCOMPARE(record.extent(), RecordExtent());
    record.append(texts(3));
    record.append(texts(2));
    QCOMPARE(record.extent().first, 1u);
    QCOMPARE(record.extent().last, 5u);
    for (quint64 sequence = 1; sequence <= 5; ++sequence)
        QCOMPARE(record.entry(sequence)->sequence, sequence);
    QVERIFY(!record.entry(0));
    QVERIFY(!record.entry(6));
}

void tst_MemoryRecord::countsOnlyReceivedMessages()
{
    MemoryRecord record;
    record.append({
            text("abc"),
            text("sent", Direction::Out),
            {0, 1, Direction::In, MessageType::Binary, QByteArray(7, '\0')},
            {0, 1, Direction::In, MessageType::Pong, "p"},
            {0, 1, Direction::Local, MessageType::Open, "{}"},
    });
    QCOMPARE(record.extent().received, 2u);
    QCOMPARE(record.extent().receivedBytes, 10u);
    QCOMPARE(record.extent().last, 5u);
}

void tst_MemoryRecord::keepsTheNewestByNumber()
{
    MemoryRecord record(10);
    record.append(texts(25));
    QCOMPARE(record.extent().first, 16u);
    QCOMPARE(record.extent().last, 25u);
    QCOMPARE(record.extent().fallenOut(), 15u);
    QCOMPARE(record.extent().received, 25u);
    QVERIFY(!record.entry(15));
    QCOMPARE(record.entry(16)->payload, QByteArray("15"));
}

void tst_MemoryRecord::keepsTheNewestByBytes()
{
    MemoryRecord record(1000, 100);
    for (int i = 0; i < 5; ++i)
        record.append({text(QByteArray(40, char('a' + i)))});
    QCOMPARE(record.extent().first, 4u);
    QCOMPARE(record.entry(5)->payload, QByteArray(40, 'e'));
}

void tst_MemoryRecord::keepsAnEntryLargerThanTheBound()
{
    MemoryRecord record(1000, 100);
    record.append(texts(3));
    record.append({text(QByteArray(500, 'x'))});
    QCOMPARE(record.extent().first, 4u);
    QCOMPARE(record.extent().last, 4u);
    QCOMPARE(record.entry(4)->payload.size(), 500);
}

void tst_MemoryRecord::headsAreCutPayloadsAreNot()
{
    MemoryRecord record;
    record.append({text(QByteArray(5000, 'x'))});
    const QList<EntryHead> heads = record.heads(1, 1);
    QCOMPARE(heads.size(), 1);
    QCOMPARE(heads.first().size, 5000);
    QCOMPARE(heads.first().head.size(), EntryHead::HeadBytes);
    QCOMPARE(record.entry(1)->payload.size(), 5000);
}

void tst_MemoryRecord::headsOutsideTheExtent_data()
{
    QTest::addColumn<quint64>("first");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("expected");
    QTest::newRow("before") << quint64(15) << 5 << 0;
    QTest::newRow("zero") << quint64(0) << 5 << 0;
    QTest::newRow("all") << quint64(16) << 10 << 10;
    QTest::newRow("beyond the end") << quint64(24) << 10 << 2;
    QTest::newRow("after") << quint64(26) << 1 << 0;
    QTest::newRow("none") << quint64(16) << 0 << 0;
    QTest::newRow("negative") << quint64(16) << -3 << 0;
}

void tst_MemoryRecord::headsOutsideTheExtent()
{
    QFETCH(quint64, first);
    QFETCH(int, count);
    QFETCH(int, expected);
    MemoryRecord record(10);
    record.append(texts(25));
    const QList<EntryHead> heads = record.heads(first, count);
    QCOMPARE(heads.size(), expected);
    for (qsizetype i = 0; i < heads.size(); ++i)
        QCOMPARE(heads.at(i).sequence, first + quint64(i));
}

void tst_MemoryRecord::announcesOncePerPoll()
{
    MemoryRecord record;
    QSignalSpy grown(&record, &Record::grown);
    record.append(texts(1));
    record.append(texts(1));
    QCOMPARE(grown.count(), 1);
    QCOMPARE(record.poll().last, 2u);
    record.append(texts(1));
    QCOMPARE(grown.count(), 2);
}

void tst_MemoryRecord::oneWriterOneReader()
{
    MemoryRecord record(500);
    constexpr int batches = 2000;
    const std::unique_ptr<QThread> writer(QThread::create([&record] {
        for (int i = 0; i < batches; ++i)
            record.append(texts(10));
    }));
    writer->start();
    while (!writer->isFinished()) {
        const RecordExtent extent = record.extent();
        quint64 expected = extent.first;
        const QList<EntryHead> heads = record.heads(extent.first, 600);
        for (const EntryHead &head : heads)
            QCOMPARE(head.sequence, expected++);
    }
    writer->wait();
    QCOMPARE(record.extent().last, quint64(batches * 10));
    QCOMPARE(record.extent().received, quint64(batches * 10));
}

QTEST_GUILESS_MAIN(tst_MemoryRecord)
#include "tst_memoryrecord.moc"
