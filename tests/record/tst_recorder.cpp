// SPDX-License-Identifier: MIT
#include "record/filerecord.h"
#include "record/recorder.h"
#include "record/recordschema.h"
#include "support/sessionfiles.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <limits>
#include <thread>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

static constexpr qint64 NoLimit = std::numeric_limits<qint64>::max();

class tst_Recorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void numbersFromOneWithoutGaps();
    void countsReceivedMessagesOnly();
    void theFileHasWhatWasAppended();
    void theFileSaysWhatItIs();
    void onlyItsOwnerMayReadIt();
    void largePayloads_data();
    void largePayloads();
    void entriesEndByBytes();
    void readsBeyondTheEnds();
    void findsByTime();
    void announcesOncePerPoll();
    void waitsForRoom();
    void readersDuringAFlood();
    void appendsToASession();
    void aFileThatIsBeingRecorded();
    void refusesOtherFiles_data();
    void refusesOtherFiles();
    void refusesANewerVersion();
    void bringsAnOldVersionUp_data();
    void bringsAnOldVersionUp();
    void privateLeavesNothing();
    void copiesWhileRecording();
    void copyThatCannotBeWritten();
    void opensAFileInUse();
    void opensInAReadOnlyFolder();
    void namesItsFiles();
    void nothingToKeepMeansNoFile();
    void finishWritesAndClosesTheFile();
    void theFileIsWholeByItself();

private:
    QString path(const QString &name = u"session.sqlite"_s) const { return m_folder->filePath(name); }
    RecordTarget exactly(const QString &name = u"session.sqlite"_s) const
    {
        return {path(name), m_folder->path(), false};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static QList<QByteArray> payloadsOf(const MessageBatch &batch)
{
    QList<QByteArray> result;
    for (const Message &message : batch)
        result.append(message.payload);
    return result;
}

void tst_Recorder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
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
    QCOMPARE(record.entry(500)->payload, "500");
    QCOMPARE(record.entry(500)->sequence, 500u);
    QVERIFY(record.finish());
    QCOMPARE(faultOf(path()), QString());
}

void tst_Recorder::countsReceivedMessagesOnly()
{
    Recorder record(exactly());
    MessageBatch batch;
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
    const MessageBatch batch{
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
    MessageBatch numbered = batch;
    for (qsizetype i = 0; i < numbered.size(); ++i)
        numbered[i].sequence = quint64(i) + 1;
    QCOMPARE(read->entries(1, 100, NoLimit), numbered);
}

void tst_Recorder::theFileSaysWhatItIs()
{
    {
        Recorder record(exactly());
        record.setOrigin(u"wss://example.org/feed"_s, u"example.org"_s);
        QCOMPARE(record.start(), QString());
        record.append(numberedEntries(1));
    }
    QCOMPARE(query(path(), "PRAGMA application_id"),
             QStringList{QString::number(RecordSchema::ApplicationId)});
    QCOMPARE(query(path(), "PRAGMA user_version"), QStringList{QString::number(RecordSchema::Version)});
    QCOMPARE(query(path(), "SELECT value FROM meta WHERE key = 'version'"),
             QStringList{u"" SOCKETSCOPE_VERSION ""_s});
    QCOMPARE(query(path(), "SELECT value FROM meta WHERE key = 'url'"),
             QStringList{u"wss://example.org/feed"_s});
    const QString started = query(path(), "SELECT value FROM meta WHERE key = 'started'").value(0);
    QVERIFY2(QDateTime::fromString(started, Qt::ISODateWithMs).isValid(), qPrintable(started));
    QString problem;
    QCOMPARE(FileRecord::open(path(), &problem)->url(), u"wss://example.org/feed"_s);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_Recorder::onlyItsOwnerMayReadIt()
{
    const mode_t before = ::umask(0);
    Recorder record(exactly());
    record.append(numberedEntries(10));
    QTRY_COMPARE(record.extent().last, 10u);
    ::umask(before);
    const QStringList names = namesIn(m_folder->path());
    QVERIFY(names.contains(u"session.sqlite-wal"_s));
    for (const QString &name : names) {
        // The lock names a process and nothing else.
        if (name.endsWith(u".lock"_s))
            continue;
        struct stat status
        {};
        QCOMPARE(::stat(QFile::encodeName(path(name)).constData(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0600U);
    }
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
    QVERIFY(record.entry(1)->payload == text);
    QVERIFY(record.entry(2)->payload == binary);
    QCOMPARE(record.extent().receivedBytes, 2 * quint64(size));
}

void tst_Recorder::entriesEndByBytes()
{
    Recorder record(exactly());
    MessageBatch batch;
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
    QCOMPARE(record.sequenceAt(0), 1u);
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
    MessageBatch batch;
    for (const int timeUs : {10, 20, 20, 20, 30, 50})
        batch.append(textEntry(timeUs));
    record.append(batch);
    QTRY_COMPARE(record.extent().last, 6u);
    QString problem;
    const auto file = FileRecord::open(path(), &problem);
    for (const Record *read :
         {static_cast<const Record *>(&record), static_cast<const Record *>(file.get())}) {
        QCOMPARE(read->sequenceAt(0), 1u);
        QCOMPARE(read->sequenceAt(10), 1u);
        QCOMPARE(read->sequenceAt(11), 2u);
        QCOMPARE(read->sequenceAt(20), 2u);
        QCOMPARE(read->sequenceAt(21), 5u);
        QCOMPARE(read->sequenceAt(50), 6u);
        QCOMPARE(read->sequenceAt(51), 7u);
    }
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
    QVERIFY(!other.open(path(), SqliteDatabase::Mode::ReadWrite));
    QVERIFY(!other.run("BEGIN IMMEDIATE"));
    std::atomic<int> appended = 0;
    std::thread thread([&] {
        for (int i = 0; i < batches; ++i) {
            record.append({textEntry(i, QByteArray(batchBytes, char('a' + i % 26)))});
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
    QCOMPARE(record.entry(batches)->payload.at(0), char('a' + (batches - 1) % 26));
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
            if (record.sequenceAt(qint64(first)) != first)
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

void tst_Recorder::appendsToASession()
{
    for (int round = 0; round < 3; ++round) {
        Recorder record(exactly());
        record.setOrigin(u"ws://round-%1"_s.arg(round), {});
        QCOMPARE(record.start(), QString());
        QCOMPARE(record.extent().last, quint64(round) * 100);
        QCOMPARE(record.extent().received, quint64(round) * 100);
        record.append(numberedEntries(100, round * 100 + 1));
        QTRY_COMPARE(record.extent().last, quint64(round + 1) * 100);
        QCOMPARE(payloadsOf(record.entries(1, 1000, NoLimit)),
                 payloadsOf(numberedEntries(100 * (round + 1))));
        QVERIFY(record.finish());
        QCOMPARE(record.extent().last, quint64(round + 1) * 100);
        QCOMPARE(record.extent().stored, quint64(round + 1) * 100);
    }
    QCOMPARE(query(path(), "SELECT value FROM meta WHERE key = 'url'"), QStringList{u"ws://round-0"_s});
    QCOMPARE(faultOf(path()), QString());
}

void tst_Recorder::aFileThatIsBeingRecorded()
{
    Recorder first(exactly());
    first.append(numberedEntries(10));
    QTRY_COMPARE(first.extent().last, 10u);
    {
        Recorder second(exactly());
        const QString problem = second.start();
        QVERIFY2(problem.contains(u"is being recorded by another"_s), qPrintable(problem));
        QVERIFY2(problem.contains(u"session.sqlite"_s) && problem.endsWith(u'.'), qPrintable(problem));
        QCOMPARE(second.extent(), RecordExtent());
    }
    first.append(numberedEntries(10, 11));
    QVERIFY(first.finish());
    QCOMPARE(first.extent().last, 20u);
    Recorder third(exactly());
    QCOMPARE(third.start(), QString());
}

void tst_Recorder::refusesOtherFiles_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("empty") << QByteArray() << QByteArray();
    QTest::newRow("text") << QByteArray("Dear diary,\n") << QByteArray();
    QTest::newRow("long text") << QByteArray("Dear diary,\n").repeated(10000) << QByteArray();
    QTest::newRow("SQLite's header alone") << QByteArray("SQLite format 3\0", 16) << QByteArray();
    QTest::newRow("another program's database")
            << QByteArray() << QByteArray("CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    QTest::newRow("another program's, with a table of that name")
            << QByteArray()
            << QByteArray("CREATE TABLE entry(seq INTEGER PRIMARY KEY, time_us, kind, size, payload)");
    QTest::newRow("another program's, in WAL mode")
            << QByteArray()
            << QByteArray("PRAGMA journal_mode = WAL; PRAGMA application_id = 42; CREATE TABLE t(a)");
}

void tst_Recorder::refusesOtherFiles()
{
    QFETCH(QByteArray, contents);
    QFETCH(QByteArray, sql);
    if (sql.isEmpty()) {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size());
    } else {
        QVERIFY(makeSqliteFile(path(), sql.constData()));
    }
    const QByteArray before = contentsOf(path());
    {
        Recorder record(exactly());
        const QString problem = record.start();
        QVERIFY2(problem.contains(u"session.sqlite"_s) && problem.endsWith(u'.'), qPrintable(problem));
        QCOMPARE(record.keeping().state, KeepingReport::State::Nothing);
    }
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"session.sqlite"_s), qPrintable(problem));
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_Recorder::refusesANewerVersion()
{
    {
        Recorder record(exactly());
        record.append(numberedEntries(10));
    }
    {
        SqliteDatabase database;
        QVERIFY(!database.open(path(), SqliteDatabase::Mode::ReadWrite));
        const QByteArray sql = "PRAGMA user_version = " + QByteArray::number(RecordSchema::Version + 1)
                               + "; ALTER TABLE entry ADD COLUMN later";
        QVERIFY(!database.run(sql.constData()));
    }
    const QByteArray before = contentsOf(path());
    {
        Recorder record(exactly());
        const QString problem = record.start();
        QVERIFY2(problem.contains(u"newer version"_s), qPrintable(problem));
    }
    QString problem;
    QVERIFY(!FileRecord::open(path(), &problem));
    QVERIFY2(problem.contains(u"newer version"_s), qPrintable(problem));
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_Recorder::bringsAnOldVersionUp_data()
{
    QTest::addColumn<bool>("hasEntries");
    QTest::addColumn<bool>("byReading");
    QTest::newRow("half made, recorded") << false << false;
    QTest::newRow("half made, read") << false << true;
    QTest::newRow("entries, recorded") << true << false;
    QTest::newRow("entries, read") << true << true;
}

void tst_Recorder::bringsAnOldVersionUp()
{
    QFETCH(bool, hasEntries);
    QFETCH(bool, byReading);
    if (hasEntries) {
        {
            Recorder record(exactly());
            record.append(numberedEntries(10));
        }
        SqliteDatabase database;
        QVERIFY(!database.open(path(), SqliteDatabase::Mode::ReadWrite));
        QVERIFY(!database.run("DROP VIEW message; DROP TABLE meta; PRAGMA user_version = 0"));
    } else {
        const QByteArray sql = "PRAGMA application_id = " + QByteArray::number(RecordSchema::ApplicationId);
        QVERIFY(makeSqliteFile(path(), sql.constData()));
    }
    const quint64 expected = hasEntries ? 10 : 0;
    if (byReading) {
        QString problem;
        const auto record = FileRecord::open(path(), &problem);
        QVERIFY2(record, qPrintable(problem));
        QCOMPARE(record->extent().last, expected);
        QCOMPARE(record->extent().received, expected);
    } else {
        Recorder record(exactly());
        QCOMPARE(record.start(), QString());
        QCOMPARE(record.extent().received, expected);
        record.append(numberedEntries(1, qint64(expected) + 1));
        QVERIFY(record.finish());
        QCOMPARE(record.extent().last, expected + 1);
    }
    QCOMPARE(query(path(), "PRAGMA user_version"), QStringList{QString::number(RecordSchema::Version)});
    QCOMPARE(query(path(), "SELECT COUNT(*) FROM message"),
             QStringList{QString::number(expected + !byReading)});
    QCOMPARE(faultOf(path()), QString());
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
        QCOMPARE(record.entry(7)->payload, "7");
        QCOMPARE(record.heads(1001, 100).size(), 40);
        QVERIFY(record.fileBytes() > 40 * 1024 * 1024);
        QCOMPARE(record.copyTo(path(u"kept.sqlite"_s)), QString());
        QCOMPARE(record.entry(1040)->payload.size(), 1024 * 1024);
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
        faults.append(record.copyTo(copy));
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
    owned.reset();
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"folder"_s, u"session.sqlite"_s}));
}

void tst_Recorder::opensAFileInUse()
{
    Recorder record(exactly());
    record.append(numberedEntries(100));
    QTRY_COMPARE(record.extent().last, 100u);
    QString problem;
    {
        const auto read = FileRecord::open(path(), &problem);
        QVERIFY2(read, qPrintable(problem));
        QCOMPARE(read->extent().last, 100u);
        QCOMPARE(read->keeping().state, KeepingReport::State::ReadOnly);
        QCOMPARE(read->keeping().fileName, path());
        QCOMPARE(read->entry(100)->payload, "100");
        record.append(numberedEntries(100, 101));
        QTRY_COMPARE(record.extent().last, 200u);
        // As it was when it was opened, in that what is counted agrees.
        QCOMPARE(read->extent().last, 100u);
    }
    QVERIFY(record.finish());
    QCOMPARE(FileRecord::open(path(), &problem)->extent().last, 200u);
    QCOMPARE(faultOf(path()), QString());
}

void tst_Recorder::opensInAReadOnlyFolder()
{
    {
        Recorder record(exactly());
        record.append(numberedEntries(100));
    }
    const QByteArray before = contentsOf(path());
    {
        const ReadOnlyFolder readOnly(m_folder->path());
        QVERIFY(!QFile(path(u"new"_s)).open(QIODevice::WriteOnly));
        QString problem;
        const auto read = FileRecord::open(path(), &problem);
        QVERIFY2(read, qPrintable(problem));
        QCOMPARE(read->extent().received, 100u);
        QCOMPARE(read->entries(1, 1000, NoLimit).size(), 100);
        Recorder record(exactly());
        problem = record.start();
        QVERIFY2(problem.contains(u"folder"_s), qPrintable(problem));
    }
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

void tst_Recorder::namesItsFiles()
{
    const QString folder = path(u"made/for/it"_s);
    std::vector<std::unique_ptr<Recorder>> records;
    QStringList names;
    for (int i = 0; i < 5; ++i) {
        records.push_back(std::make_unique<Recorder>(RecordTarget{{}, folder, false}));
        records.back()->setOrigin(u"ws://a"_s, u"../a b.example.org:80"_s);
        records.back()->append(numberedEntries(1));
        QTRY_COMPARE(records.back()->extent().last, 1u);
        names.append(records.back()->keeping().fileName);
    }
    names.removeDuplicates();
    QCOMPARE(names.size(), 5);
    static const QRegularExpression expected(
            u"/made/for/it/\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d_[a-zA-Z0-9.-]+(_\\d+)?\\.sqlite$"_s);
    for (const QString &name : std::as_const(names)) {
        QVERIFY2(expected.match(name).hasMatch(), qPrintable(name));
        QVERIFY(name.contains(u"b.example.org"_s));
    }
}

void tst_Recorder::nothingToKeepMeansNoFile()
{
    {
        Recorder record(exactly());
        record.append({});
        QCOMPARE(record.keeping().state, KeepingReport::State::Nothing);
        QVERIFY(record.finish());
        QVERIFY(record.finish());
    }
    QCOMPARE(namesIn(m_folder->path()), QStringList());
}

void tst_Recorder::finishWritesAndClosesTheFile()
{
    Recorder record(exactly());
    for (int i = 0; i < 100; ++i)
        record.append(numberedEntries(10, i * 10 + 1));
    // Not waited for before.
    QVERIFY(record.finish());
    QCOMPARE(record.extent().stored, 1000u);
    QCOMPARE(record.keeping().state, KeepingReport::State::Keeping);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
    // Nothing to read any more, and nothing that fails.
    QVERIFY(record.heads(1, 10).isEmpty());
    QVERIFY(!record.entry(1));
    QCOMPARE(record.fileBytes(), 0);
    QVERIFY(!record.copyTo(path(u"copy"_s)).isEmpty());
    // Another program may have it now.
    Recorder next(exactly());
    QCOMPARE(next.start(), QString());
    QCOMPARE(next.extent().stored, 1000u);
}

// Whoever copies the file alone, as soon as it is done, has everything.
void tst_Recorder::theFileIsWholeByItself()
{
    {
        Recorder record(exactly());
        for (int i = 0; i < 100; ++i)
            record.append(numberedEntries(100, i * 100 + 1));
        QVERIFY(record.finish());
        QVERIFY(QFile::copy(path(), path(u"copy.sqlite"_s)));
    }
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"copy.sqlite"_s, u"session.sqlite"_s}));
    QCOMPARE(query(path(u"copy.sqlite"_s), "SELECT COUNT(*) FROM message"), QStringList{u"10000"_s});
    QCOMPARE(faultOf(path(u"copy.sqlite"_s)), QString());
    QString problem;
    QVERIFY(FileRecord::open(path(), &problem));
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"copy.sqlite"_s, u"session.sqlite"_s}));
}

QTEST_GUILESS_MAIN(tst_Recorder)
#include "tst_recorder.moc"
