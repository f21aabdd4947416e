// SPDX-License-Identifier: MIT
#include "recorderfixture.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "record/filerecord.h"
#include "record/recorder.h"
#include "record/recordschema.h"
#include "record/sqlite/sqlitedatabase.h"
#include "support/nothreads.h"
#include "support/ownresources.h"
#include "support/sessionfiles.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

class tst_Recorder : public RecorderFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_threadsAtRest = OwnResources::now().threads; }
    void init() { RecorderFixture::init(); }
    void numbersFromOneWithoutGaps();
    void countsReceivedMessagesOnly();
    void theFileHasWhatWasAppended();
    void largePayloads_data();
    void largePayloads();
    void entriesEndByBytes();
    void readsBeyondTheEnds();
    void findsByTime();
    void findsByTimeThoughTheClockWasSetBack();
    void announcesOncePerPoll();
    void waitsForRoom();
    void readersDuringAFlood();
    void privateLeavesNothing();
    void copiesWhileRecording();
    void copyThatCannotBeWritten();
    void writerIsThereWhileSomethingComes();
    void writesHereWithoutAThread_data();
    void writesHereWithoutAThread();

private:
    int m_threadsAtRest = 0;
};

void tst_Recorder::writesHereWithoutAThread_data()
{
    QTest::addColumn<bool>("threadComes");
    QTest::newRow("one comes later") << true;
    QTest::newRow("none comes") << false;
}

void tst_Recorder::writesHereWithoutAThread()
{
    QFETCH(const bool, threadComes);
    auto none = std::make_unique<NoThreads>();
    Recorder record(exactly());
    for (quint64 round = 1; round <= 2; ++round) {
        record.append(numberedEntries(3));
        QCOMPARE(record.extent().last, 3 * round);
    }
    if (threadComes) {
        none.reset();
        record.append(numberedEntries(3));
        QTRY_COMPARE(record.extent().last, 9);
    }
    QVERIFY(record.finish());
    QString problem;
    QCOMPARE(FileRecord::open(path(), &problem)->extent().last, threadComes ? 9 : 6);
}

void tst_Recorder::writerIsThereWhileSomethingComes()
{
    if (!OwnResources::canBeCounted())
        QSKIP("Nobody tells how many threads there are.");
    const auto threads = [] { return OwnResources::now().threads; };
    Recorder record(exactly());
    // One that has ended is counted for a moment longer.
    QTRY_COMPARE(threads(), m_threadsAtRest);
    for (quint64 round = 1; round <= 2; ++round) {
        record.append(numberedEntries(3));
        QCOMPARE(threads(), m_threadsAtRest + 1);
        QTRY_COMPARE(record.extent().last, 3 * round);
        QTRY_COMPARE(threads(), m_threadsAtRest);
    }
    QSignalSpy finished(&record, &Recorder::finished);
    QVERIFY(record.finish());
    QVERIFY(record.finish());
    QTRY_COMPARE(finished.count(), 1);
    QTRY_COMPARE(threads(), m_threadsAtRest);
    QCOMPARE(faultOf(path()), QString());
}

void tst_Recorder::numbersFromOneWithoutGaps()
{
    Recorder record(exactly());
    QCOMPARE(record.extent(), RecordExtent());
    record.append(numberedEntries(3));
    record.append({});
    record.append(numberedEntries(1000, 4));
    QTRY_COMPARE(record.extent().last, 1003u);
    const QList<EntryHead> heads = record.heads(1, 2000);
    QCOMPARE(heads.size(), 1003);
    for (qsizetype i = 0; i < heads.size(); ++i) {
        QCOMPARE(heads.at(i).sequence, quint64(i) + 1);
        QCOMPARE(heads.at(i).head, QByteArray::number(i + 1));
        QCOMPARE(heads.at(i).timeUs, i + 1);
    }
    QCOMPARE(record.entry(500).value_or(Message()).payload, "500");
    QCOMPARE(record.entry(500).value_or(Message()).sequence, 500u);
    QVERIFY(record.finish());
    QCOMPARE(faultOf(path()), QString());
}

void tst_Recorder::countsReceivedMessagesOnly()
{
    Recorder record(exactly());
    QList<Message> batch;
    for (const Direction direction : {Direction::In, Direction::Out, Direction::Local}) {
        for (int type = 0; type <= int(MessageType::Note); ++type)
            batch.append({0, 1, direction, MessageType(type), "abc"});
    }
    record.append(batch);
    QVERIFY(record.finish());
    const RecordExtent extent = record.extent();
    QCOMPARE(extent.last, 27u);
    QCOMPARE(extent.received, 2u);
    QCOMPARE(extent.stored, 2u);
    QCOMPARE(extent.receivedBytes, 6u);
    QCOMPARE(extent.lost, 0u);
    QString problem;
    QCOMPARE(FileRecord::open(path(), &problem)->extent(), extent);
}

void tst_Recorder::theFileHasWhatWasAppended()
{
    const QList<Message> batch{
            {0, 1, Direction::Local, MessageType::Open, "{\"url\":\"ws://a\"}"},
            {0, 2, Direction::In, MessageType::Text, u"grüße"_s.toUtf8()},
            {0, 3, Direction::Out, MessageType::Text, QByteArray("a\0b", 3)},
            {0, 4, Direction::In, MessageType::Binary, QByteArray("\0\xff", 2)},
            {0, 5, Direction::Out, MessageType::Ping, "p"},
            {0, 6, Direction::In, MessageType::Pong, {}},
            {0, 7, Direction::In, MessageType::Text, {}},
            {0, 8, Direction::Local, MessageType::Close, "{}"},
            {0, 9, Direction::Local, MessageType::Error, "{}"},
            {0, 10, Direction::Local, MessageType::Retry, "{}"},
            {0, 11, Direction::Local, MessageType::Note, "{}"},
    };
    {
        Recorder record(exactly());
        record.append(batch);
    }
    QCOMPARE(query(path(),
                   "SELECT seq || ' ' || time_us || ' ' || direction || ' ' || type || ' ' || size || ' ' "
                   "|| typeof(payload) || ' ' || hex(payload) FROM message ORDER BY seq"),
             (QStringList{
                     u"1 1 local open 16 text 7B2275726C223A2277733A2F2F61227D"_s,
                     u"2 2 in text 7 text 6772C3BCC39F65"_s,
                     u"3 3 out text 3 text 610062"_s,
                     u"4 4 in binary 2 blob 00FF"_s,
                     u"5 5 out ping 1 blob 70"_s,
                     u"6 6 in pong 0 blob "_s,
                     u"7 7 in text 0 text "_s,
                     u"8 8 local close 2 text 7B7D"_s,
                     u"9 9 local error 2 text 7B7D"_s,
                     u"10 10 local retry 2 text 7B7D"_s,
                     u"11 11 local note 2 text 7B7D"_s,
             }));
    QString problem;
    const auto read = FileRecord::open(path(), &problem);
    QVERIFY2(read, qPrintable(problem));
    QList<Message> numbered = batch;
    for (qsizetype i = 0; i < numbered.size(); ++i)
        numbered[i].sequence = quint64(i) + 1;
    QCOMPARE(read->entries(1, 100, NoLimit), numbered);
}

void tst_Recorder::largePayloads_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 1023, 1024, 1025, 4096, 4097, 5000, 1024 * 1024, 20 * 1024 * 1024})
        QTest::addRow("%d bytes", size) << size;
}

void tst_Recorder::largePayloads()
{
    QFETCH(int, size);
    QByteArray text(size, '.');
    for (int i = 0; i < size; ++i)
        text[i] = char('a' + i % 23);
    QByteArray binary = text;
    binary.replace('b', '\0');
    Recorder record(exactly());
    record.append({textEntry(1, text), {0, 2, Direction::In, MessageType::Binary, binary}});
    QTRY_COMPARE(record.extent().last, 2u);
    const QList<EntryHead> heads = record.heads(1, 2);
    QCOMPARE(heads.size(), 2);
    QCOMPARE(heads.at(0).size, qint64(size));
    QCOMPARE(heads.at(0).head, text.left(EntryHead::HeadBytes));
    QCOMPARE(heads.at(1).head, binary.left(EntryHead::HeadBytes));
    QVERIFY(record.entry(1).value_or(Message()).payload == text);
    QVERIFY(record.entry(2).value_or(Message()).payload == binary);
    QCOMPARE(record.extent().receivedBytes, 2 * quint64(size));
}

void tst_Recorder::entriesEndByBytes()
{
    Recorder record(exactly());
    QList<Message> batch;
    for (int i = 0; i < 10; ++i)
        batch.append(textEntry(i, QByteArray(1000, 'x')));
    record.append(batch);
    QTRY_COMPARE(record.extent().last, 10u);
    QCOMPARE(record.entries(1, 10, NoLimit).size(), 10);
    QCOMPARE(record.entries(1, 10, 2500).size(), 3);
    QCOMPARE(record.entries(1, 10, 3000).size(), 3);
    QCOMPARE(record.entries(1, 10, 1).size(), 1);
    QCOMPARE(record.entries(1, 10, 0).size(), 1);
    QCOMPARE(record.entries(9, 10, NoLimit).size(), 2);
    QCOMPARE(record.entries(9, 10, NoLimit).first().sequence, 9u);
}

void tst_Recorder::readsBeyondTheEnds()
{
    Recorder record(exactly());
    QVERIFY(record.heads(1, 10).isEmpty());
    QVERIFY(record.entries(1, 10, NoLimit).isEmpty());
    QVERIFY(!record.entry(1));
    QCOMPARE(sequenceAt(record, 0), 1u);
    record.append(numberedEntries(5));
    QTRY_COMPARE(record.extent().last, 5u);
    QCOMPARE(record.heads(4, 10).size(), 2);
    QVERIFY(record.heads(6, 10).isEmpty());
    QVERIFY(record.heads(1, 0).isEmpty());
    QVERIFY(record.entries(1, 0, NoLimit).isEmpty());
    QVERIFY(!record.entry(0));
    QVERIFY(!record.entry(6));
}

void tst_Recorder::findsByTime()
{
    Recorder record(exactly());
    QList<Message> batch;
    for (const int timeUs : {10, 20, 20, 20, 30, 50})
        batch.append(textEntry(timeUs));
    record.append(batch);
    QTRY_COMPARE(record.extent().last, 6u);
    QString problem;
    const auto file = FileRecord::open(path(), &problem);
    for (const Record *read :
         {static_cast<const Record *>(&record), static_cast<const Record *>(file.get())}) {
        QCOMPARE(sequenceAt(*read, 0), 1u);
        QCOMPARE(sequenceAt(*read, 10), 1u);
        QCOMPARE(sequenceAt(*read, 11), 2u);
        QCOMPARE(sequenceAt(*read, 20), 2u);
        QCOMPARE(sequenceAt(*read, 21), 5u);
        QCOMPARE(sequenceAt(*read, 50), 6u);
        QCOMPARE(sequenceAt(*read, 51), 7u);
    }
}

void tst_Recorder::findsByTimeThoughTheClockWasSetBack()
{
    constexpr qint64 second = 1'000'000;
    const auto entries = [](const QList<int> &times) {
        QList<Message> batch;
        for (const int time : times)
            batch.append(textEntry(time * second));
        return batch;
    };
    {
        Recorder record(exactly());
        record.append(entries({10'000, 10'060}));
        record.append(entries({10'120, 6'525, 6'585, 6'645}));
        QVERIFY(record.finish());
    }
    // Between two runs, too.
    Recorder record(exactly());
    QCOMPARE(record.start(), QString());
    record.append(entries({5'000, 5'060}));
    QTRY_COMPARE(record.extent().last, 8u);
    QString problem;
    const auto file = FileRecord::open(path(), &problem);
    for (const Record *read :
         {static_cast<const Record *>(&record), static_cast<const Record *>(file.get())}) {
        QCOMPARE(read->setBacks(), (QList<ClockSetBack>{{4, 3595 * second}, {7, 1645 * second}}));
        const auto at = [read](qint64 time) { return sequenceAt(*read, time * second); };
        const auto within = [read](qint64 time, quint64 last) {
            return firstWithin(*read, time * second, last);
        };
        QCOMPARE(at(10'060), 2u);
        QCOMPARE(at(10'061), 3u);
        QCOMPARE(at(6'585), 5u);
        QCOMPARE(at(6'525), 4u);
        QCOMPARE(at(5'001), 8u);
        QCOMPARE(at(10'121), 9u);
        QCOMPARE(at(0), 1u);
        QCOMPARE(within(59, 8), 8u);
        QCOMPARE(within(120, 8), 5u);
        QCOMPARE(within(60, 6), 5u);
        QCOMPARE(within(180, 6), 2u);
        QCOMPARE(within(3600, 8), 1u);
        QCOMPARE(within(60, 0), 1u);
        QCOMPARE(timeSpan(*read).fromUs, 5'000 * second);
        QCOMPARE(timeSpan(*read).toUs, 10'120 * second);
    }
    // A file may say anything.
    for (const auto &[text, last] : {std::pair{u"[[4,2000000],[4,2000000],[3,2000000],[9,2000000]]"_s, 8},
                                     {u"[[1,2000000],[4,2000000],[5,-1],[6,10],[7],[\"8\",\"9\"],8]"_s, 8}})
        QCOMPARE(readClockSetBacks(text, quint64(last)), (QList<ClockSetBack>{{4, 2 * second}}));
    QCOMPARE(readClockSetBacks(u"no"_s, 8), QList<ClockSetBack>());
}

void tst_Recorder::announcesOncePerPoll()
{
    Recorder record(exactly());
    std::atomic<int> announced = 0;
    QCOMPARE(record.start(), QString());
    record.poll();
    connect(
            &record, &Record::grown, &record, [&] { ++announced; }, Qt::DirectConnection);
    for (quint64 i = 1; i <= 5; ++i) {
        record.append(numberedEntries(1));
        QTRY_COMPARE(record.extent().last, i);
    }
    QTRY_COMPARE(announced.load(), 1);
    QCOMPARE(record.poll().last, 5u);
    record.append(numberedEntries(1));
    QTRY_COMPARE(announced.load(), 2);
    QCOMPARE(record.extent().last, 6u);
}

// Another program's transaction holds the writer up; whoever appends then has to wait.
void tst_Recorder::waitsForRoom()
{
    constexpr int batches = 100;
    constexpr int batchBytes = 1024 * 1024;
    Recorder record(exactly());
    QCOMPARE(record.start(), QString());
    SqliteDatabase other;
    QVERIFY(!other.open(path(), SqliteDatabase::Mode::Write));
    QVERIFY(!other.run("BEGIN IMMEDIATE"));
    // Made before: the queue is bounded in age as well, and to make them may take longer than that.
    std::vector<MessageBatch> made;
    for (int i = 0; i < batches; ++i)
        made.push_back({textEntry(i, QByteArray(batchBytes, char('a' + i % 26)))});
    std::atomic<int> appended = 0;
    std::thread thread([&] {
        for (const MessageBatch &batch : made) {
            record.append(batch);
            ++appended;
        }
    });
    constexpr int fits = int(Recorder::QueueBytes / batchBytes) - 1;
    const bool filled = QTest::qWaitFor([&] { return appended >= fits; });
    const bool overfilled = QTest::qWaitFor([&] { return appended > fits + 1; }, 300);
    const bool freed = !other.run("COMMIT");
    thread.join();
    QVERIFY(freed);
    QVERIFY(filled);
    QVERIFY(!overfilled);
    QTRY_COMPARE(record.extent().last, quint64(batches));
    QVERIFY(record.entry(batches).value_or(Message()).payload.startsWith(char('a' + (batches - 1) % 26)));
    QVERIFY(record.finish());
    QCOMPARE(record.extent().received, quint64(batches));
    QCOMPARE(record.extent().lost, 0u);
    QCOMPARE(record.keeping().state, KeepingReport::State::Keeping);
    QCOMPARE(faultOf(path()), QString());
}

void tst_Recorder::readersDuringAFlood()
{
    constexpr int total = 200'000;
    constexpr int perBatch = 100;
    Recorder record(exactly());
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> reads = 0;
    const auto read = [&](int seed) {
        quint64 known = 0;
        quint64 place = quint64(seed);
        while (!done) {
            const RecordExtent extent = record.poll();
            if (extent.last < known || extent.stored > extent.received || extent.received != extent.last)
                ++wrong;
            known = extent.last;
            if (known == 0)
                continue;
            place = (place * 6364136223846793005ULL + 1442695040888963407ULL);
            const quint64 first = 1 + (place >> 33) % known;
            const QList<EntryHead> heads = record.heads(first, 64);
            if (quint64(heads.size()) < std::min<quint64>(64, known - first + 1))
                ++wrong;
            for (qsizetype i = 0; i < heads.size(); ++i) {
                if (heads.at(i).sequence != first + quint64(i)
                    || heads.at(i).head != QByteArray::number(heads.at(i).sequence))
                    ++wrong;
            }
            const std::optional<Message> newest = record.entry(known);
            if (!newest || newest->payload != QByteArray::number(known))
                ++wrong;
            if (sequenceAt(record, qint64(first)) != first)
                ++wrong;
            ++reads;
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back(read, i);
    std::thread writer([&] {
        for (int i = 0; i < total; i += perBatch)
            record.append(numberedEntries(perBatch, i + 1));
    });
    writer.join();
    const bool written = QTest::qWaitFor([&] { return record.extent().last == total && reads > 10; }, 60000);
    done = true;
    for (std::thread &reader : readers)
        reader.join();
    QVERIFY(written);
    QCOMPARE(wrong.load(), 0);
    QVERIFY(record.finish());
    QCOMPARE(faultOf(path()), QString());
    QCOMPARE(query(path(), "SELECT COUNT(*) FROM message WHERE payload = CAST(seq AS TEXT)"),
             QStringList{QString::number(total)});
}

void tst_Recorder::privateLeavesNothing()
{
    const QString folder = path(u"sessions"_s);
    {
        Recorder record({{}, folder, true});
        record.append(numberedEntries(1000));
        QTRY_COMPARE(record.extent().last, 1000u);
        QCOMPARE(namesIn(folder), QStringList());
        QCOMPARE(record.keeping().state, KeepingReport::State::Keeping);
        QVERIFY(record.keeping().isPrivate);
        QCOMPARE(record.keeping().fileName, QString());
        // More than SQLite keeps in memory, so that it must have been on disk.
        for (int i = 0; i < 40; ++i)
            record.append({textEntry(2000 + i, QByteArray(1024 * 1024, 'p'))});
        QTRY_COMPARE(record.extent().last, 1040u);
        QCOMPARE(namesIn(folder), QStringList());
        QCOMPARE(record.entry(7).value_or(Message()).payload, "7");
        QCOMPARE(record.heads(1001, 100).size(), 40);
        QVERIFY(record.fileBytes() > 40 * 1024 * 1024);
        QCOMPARE(record.copyTo(path(u"kept.sqlite"_s)), QString());
        QCOMPARE(record.entry(1040).value_or(Message()).payload.size(), 1024 * 1024);
        QVERIFY(record.finish());
        QCOMPARE(namesIn(folder), QStringList());
    }
    QCOMPARE(namesIn(folder), QStringList());
    QCOMPARE(faultOf(path(u"kept.sqlite"_s)), QString());
    QCOMPARE(query(path(u"kept.sqlite"_s), "SELECT COUNT(*) FROM message"), QStringList{u"1040"_s});
}

void tst_Recorder::copiesWhileRecording()
{
    auto owned = std::make_unique<Recorder>(exactly());
    Recorder &record = *owned;
    std::atomic<bool> done = false;
    std::thread writer([&] {
        for (qint64 next = 1; !done; next += 50)
            record.append(numberedEntries(50, next));
    });
    QStringList faults;
    const bool begun = QTest::qWaitFor([&] { return record.extent().last > 1000; });
    const QString copy = path(u"copy.sqlite"_s);
    for (int i = 0; i < 3; ++i) {
        const quint64 before = record.extent().last;
        ScanControl control;
        faults.append(record.copyTo(copy, &control));
        if (control.done != WholeScan)
            faults.append(u"%1 done"_s.arg(control.done));
        faults.append(faultOf(copy));
        QString problem;
        const auto read = FileRecord::open(copy, &problem);
        if (!read)
            faults.append(problem);
        else if (read->extent().last < before || read->extent().received != read->extent().last)
            faults.append(u"%1 of %2"_s.arg(read->extent().last).arg(before));
    }
    done = true;
    writer.join();
    faults.removeAll(QString());
    QVERIFY(begun);
    QCOMPARE(faults, QStringList());
    QVERIFY(record.finish());
    owned.reset();
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"copy.sqlite"_s, u"session.sqlite"_s}));
    QCOMPARE(QFile::permissions(copy) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    // A session like any other.
    Recorder more(exactly(u"copy.sqlite"_s));
    QCOMPARE(more.start(), QString());
}

void tst_Recorder::copyThatCannotBeWritten()
{
    auto owned = std::make_unique<Recorder>(exactly());
    Recorder &record = *owned;
    QVERIFY(!record.copyTo(path(u"copy"_s)).isEmpty());
    record.append(numberedEntries(1));
    QTRY_COMPARE(record.extent().last, 1u);
    const QString problem = record.copyTo(path(u"missing/copy.sqlite"_s));
    QVERIFY2(problem.contains(u"copy.sqlite"_s) && problem.endsWith(u'.'), qPrintable(problem));
    QVERIFY(QDir(path()).mkpath(path(u"folder"_s)));
    QVERIFY(!record.copyTo(path(u"folder"_s)).isEmpty());
    ScanControl control;
    control.cancelled = true;
    QVERIFY(record.copyTo(path(u"copy"_s), &control).contains(u"cancelled"_s));
    owned.reset();
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"folder"_s, u"session.sqlite"_s}));
}

SOCKETSCOPE_TEST(tst_Recorder, QCoreApplication)
#include "tst_recorder.moc"
