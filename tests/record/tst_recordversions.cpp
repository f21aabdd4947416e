// SPDX-License-Identifier: MIT
// Session files of version 1 - without wire sizes and the index of pings and pongs - and what version 2
// added.
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_RecordVersions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void wireSizes();
    void wireSizesOfLargeOnes();
    void heartbeatsAreIndexed();
    void version1IsReadAsItIs();
    void version1IsReadInAFolderOfOthers();
    void version1IsAppendedTo();

private:
    QString path() const { return m_folder->filePath(u"session.sqlite"_s); }
    RecordTarget exactly() const { return {path(), {}, false}; }
    void makeVersion1() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

static Message sized(const QByteArray &payload, qint64 wireBytes, Direction direction = Direction::In)
{
    return {0, 1, direction, MessageType::Text, payload, wireBytes};
}

static QList<quint64> heartbeatsOf(const Record &record, quint64 first = 1)
{
    std::vector<quint64> found;
    const std::atomic<bool> never = false;
    const quint64 last = record.extent().last;
    const quint64 upTo = record.heartbeats(0, first, last, 1'000'000, &found, never);
    if (upTo != last)
        QTest::qFail("not all were looked at", __FILE__, __LINE__);
    return {found.begin(), found.end()};
}

void tst_RecordVersions::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

// As the program of that version made it: a text, a ping sent, a pong, a binary message, a note.
void tst_RecordVersions::makeVersion1() const
{
    const QByteArray sql = R"(
        PRAGMA page_size = 16384;
        CREATE TABLE entry(seq INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, kind INTEGER NOT NULL,
            size INTEGER NOT NULL, payload);
        CREATE TABLE meta(key TEXT PRIMARY KEY, value);
        INSERT INTO meta(key, value) VALUES('received', 2), ('received_bytes', 7), ('counted_to', 5);
        CREATE VIEW message(seq, time_us, direction, type, size, payload) AS
            SELECT seq, time_us, CASE kind / 16 WHEN 0 THEN 'in' WHEN 1 THEN 'out' ELSE 'local' END,
            CASE kind % 16 WHEN 0 THEN 'text' WHEN 1 THEN 'binary' WHEN 2 THEN 'ping' WHEN 3 THEN 'pong'
            ELSE 'note' END, size, payload FROM entry;
        INSERT INTO entry(time_us, kind, size, payload) VALUES(1, 0, 5, 'hello'), (2, 18, 0, x''),
            (3, 3, 0, x''), (4, 1, 2, x'0102'), (5, 40, 2, '{}');
        PRAGMA user_version = 1;
        PRAGMA application_id = )"
                           + QByteArray::number(RecordSchema::ApplicationId) + "; PRAGMA journal_mode = WAL;";
    QVERIFY(makeSqliteFile(path(), sql.constData()));
}

void tst_RecordVersions::wireSizes()
{
    const QList<Message> batch{sized("0123456789", 4), sized("0123456789", 10), sized("0123456789", -1),
                               sized("", 1), sized("01", 7, Direction::Out)};
    const QList<qint64> known{4, -1, -1, 1, 7};
    const auto check = [&](const Record &record) {
        QCOMPARE(record.extent().last, 5u);
        const QList<Message> entries = record.entries(1, 5, 1000);
        QCOMPARE(entries.size(), 5);
        for (qsizetype i = 0; i < known.size(); ++i) {
            QCOMPARE(record.wireBytes(quint64(i + 1)), known.at(i));
            QCOMPARE(entries.at(i).wireBytes, known.at(i));
            QCOMPARE(entries.at(i).payload, batch.at(i).payload);
        }
        QCOMPARE(record.wireBytes(6), -1);
    };
    {
        Recorder record(exactly());
        record.append(batch);
        QTRY_COMPARE(record.extent().last, 5u);
        check(record);
    }
    QCOMPARE(query(path(), "SELECT IFNULL(wire_size, 'none') FROM message"),
             (QStringList{u"4"_s, u"none"_s, u"none"_s, u"1"_s, u"7"_s}));
    QCOMPARE(query(path(), "SELECT group_concat(name) FROM pragma_table_info('message')"),
             QStringList{u"seq,time_us,direction,type,size,payload,wire_size"_s});
    QString problem;
    const auto record = FileRecord::open(path(), &problem);
    QVERIFY2(record, qPrintable(problem));
    check(*record);
}

void tst_RecordVersions::wireSizesOfLargeOnes()
{
    const QByteArray large(3'000'000, 'x');
    Recorder record(exactly());
    record.append({sized(large, 3000)});
    QTRY_COMPARE(record.extent().last, 1u);
    QCOMPARE(record.wireBytes(1), 3000);
    QCOMPARE(record.entry(1).value_or(Message()).wireBytes, 3000);
    QCOMPARE(record.entry(1).value_or(Message()).payload, large);
    QCOMPARE(record.heads(1, 1).value(0).size, large.size());
}

void tst_RecordVersions::heartbeatsAreIndexed()
{
    {
        Recorder record(exactly());
        QCOMPARE(record.extent().lastHeartbeat, 0u);
        record.append(numberedEntries(3));
        QTRY_COMPARE(record.extent().last, 3u);
        QCOMPARE(record.extent().lastHeartbeat, 0u);
        record.append({{0, 1, Direction::In, MessageType::Ping, "a"},
                       {0, 1, Direction::Out, MessageType::Pong, "a"},
                       {0, 1, Direction::Local, MessageType::Note, "{}"}});
        record.append(numberedEntries(3));
        QTRY_COMPARE(record.extent().last, 9u);
        QCOMPARE(record.extent().lastHeartbeat, 5u);
        QCOMPARE(heartbeatsOf(record), (QList<quint64>{4, 5}));
        QCOMPARE(heartbeatsOf(record, 5), QList<quint64>{5});
    }
    QString problem;
    const auto record = FileRecord::open(path(), &problem);
    QVERIFY2(record, qPrintable(problem));
    QCOMPARE(record->extent().lastHeartbeat, 5u);
    QCOMPARE(heartbeatsOf(*record), (QList<quint64>{4, 5}));
    // So many at a time.
    std::vector<quint64> found;
    const std::atomic<bool> never = false;
    QCOMPARE(record->heartbeats(Record::WindowLane, 1, 9, 1, &found, never), 4u);
    QCOMPARE(record->heartbeats(Record::WindowLane, 5, 9, 2, &found, never), 9u);
    QCOMPARE(found, (std::vector<quint64>{4, 5}));
}

void tst_RecordVersions::version1IsReadAsItIs()
{
    makeVersion1();
    const QByteArray before = contentsOf(path());
    {
        QString problem;
        const auto record = FileRecord::open(path(), &problem);
        QVERIFY2(record, qPrintable(problem));
        QCOMPARE(record->extent().last, 5u);
        QCOMPARE(record->extent().received, 2u);
        QCOMPARE(record->entry(1).value_or(Message()).payload, "hello");
        QCOMPARE(record->entry(1).value_or(Message()).wireBytes, -1);
        QCOMPARE(record->wireBytes(1), -1);
        QCOMPARE(record->heads(1, 9).size(), 5);
        EntryBlock block;
        record->readBlock(0, 1, 9, {true, 1000, true, true}, &block, false);
        QCOMPARE(block.rows().size(), 5u);
        QCOMPARE(heartbeatsOf(*record), (QList<quint64>{2, 3}));
        // It has to be looked for.
        QCOMPARE(record->extent().lastHeartbeat, 5u);
        const QString copy = m_folder->filePath(u"copy.sqlite"_s);
        QCOMPARE(record->copyTo(copy), QString());
        QVERIFY(FileRecord::open(copy, &problem));
    }
    QVERIFY(contentsOf(path()) == before);
    QCOMPARE(query(path(), "PRAGMA user_version"), QStringList{u"1"_s});
}

void tst_RecordVersions::version1IsReadInAFolderOfOthers()
{
    makeVersion1();
    QVERIFY(QFile::setPermissions(path(), QFileDevice::ReadOwner | QFileDevice::ReadOther));
    const QByteArray before = contentsOf(path());
    {
        const ReadOnlyFolder folder(m_folder->path());
        QString problem;
        const auto record = FileRecord::open(path(), &problem);
        QVERIFY2(record, qPrintable(problem));
        QCOMPARE(record->entry(4).value_or(Message()).payload, QByteArray::fromHex("0102"));
        QCOMPARE(heartbeatsOf(*record), (QList<quint64>{2, 3}));
    }
    QVERIFY(contentsOf(path()) == before);
}

void tst_RecordVersions::version1IsAppendedTo()
{
    makeVersion1();
    {
        Recorder record(exactly());
        QCOMPARE(record.start(), QString());
        QCOMPARE(record.extent().received, 2u);
        record.append({sized("0123456789", 4), {0, 1, Direction::In, MessageType::Ping, ""}});
        QTRY_COMPARE(record.extent().last, 7u);
        QCOMPARE(record.wireBytes(6), 4);
        QCOMPARE(record.wireBytes(1), -1);
        QCOMPARE(record.entry(6).value_or(Message()).wireBytes, 4);
        QCOMPARE(heartbeatsOf(record), (QList<quint64>{2, 3, 7}));
    }
    QCOMPARE(query(path(), "PRAGMA user_version"), QStringList{QString::number(RecordSchema::Version)});
    QCOMPARE(query(path(), "SELECT seq || type || IFNULL(wire_size, '') FROM message"),
             (QStringList{u"1text"_s, u"2ping"_s, u"3pong"_s, u"4binary"_s, u"5note"_s, u"6text4"_s,
                          u"7ping"_s}));
    QCOMPARE(faultOf(path()), QString());
}

SOCKETSCOPE_TEST(tst_RecordVersions, QCoreApplication)
#include "tst_recordversions.moc"
