// SPDX-License-Identifier: MIT
#include "log/heartbeatindex.h"
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/testprogram.h"

#include "support/sessionfiles.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_HeartbeatIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opened_data();
    void opened();
    void live();
    void beginsAnew();
    void goesWhileItWorks();

private:
    QString path() const { return m_folder->filePath(u"session.sqlite"_s); }
    /// Every so many entries, one is a ping or a pong.
    void write(int count, int apart);

    std::unique_ptr<QTemporaryDir> m_folder;
};

static Message entryAt(int number, int apart)
{
    const bool isHeartbeat = apart > 0 && number % apart == 0;
    const auto direction = number % 3 == 0 ? Direction::Out : Direction::In;
    const auto type = !isHeartbeat      ? MessageType::Text
                      : number % 2 == 0 ? MessageType::Ping
                                        : MessageType::Pong;
    return {0, number, direction, type, "x"};
}

static QList<Message> entries(int first, int count, int apart)
{
    QList<Message> batch;
    for (int number = first; number < first + count; ++number)
        batch.append(entryAt(number, apart));
    return batch;
}

static bool isRight(const HeartbeatIndex &index, quint64 last, int apart)
{
    if (index.known() != last || index.all().count() != (apart > 0 ? last / quint64(apart) : 0))
        return false;
    for (quint64 row = 0; row < index.all().count(); ++row) {
        if (index.all().sequenceAt(row) != (row + 1) * quint64(apart))
            return false;
    }
    return true;
}

void tst_HeartbeatIndex::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_HeartbeatIndex::write(int count, int apart)
{
    Recorder recorder({path(), {}, false});
    for (int first = 1; first <= count; first += 10'000)
        recorder.append(entries(first, std::min(10'000, count + 1 - first), apart));
    QVERIFY(recorder.finish());
}

void tst_HeartbeatIndex::opened_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("apart");
    QTest::addColumn<bool>("isIndexed");
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("none") << 100'000 << 0 << true << true;
    QTest::newRow("few") << 100'000 << 1000 << true << true;
    QTest::newRow("many") << 100'000 << 2 << true << false;
    QTest::newRow("nothing else") << 50'000 << 1 << true << false;
    QTest::newRow("no index, none") << 100'000 << 0 << false << false;
    QTest::newRow("no index, few") << 600'000 << 1000 << false << false;
    QTest::newRow("no index, many") << 100'000 << 2 << false << false;
    QTest::newRow("no index, short") << 1000 << 3 << false << true;
    QTest::newRow("empty") << 1 << 0 << true << true;
}

void tst_HeartbeatIndex::opened()
{
    QFETCH(int, count);
    QFETCH(int, apart);
    QFETCH(bool, isIndexed);
    QFETCH(bool, atOnce);
    write(count, apart);
    if (!isIndexed)
        QCOMPARE(runSql(path(), "DROP INDEX heartbeat"), QString());
    QString problem;
    const auto record = FileRecord::open(path(), &problem);
    QVERIFY2(record, qPrintable(problem));
    HeartbeatIndex index(record.get());
    QSignalSpy advanced(&index, &HeartbeatIndex::advanced);
    const RecordExtent extent = record->extent();
    index.reachTo(extent);
    QCOMPARE(index.known() == extent.last, atOnce);
    MatchIndex told = index.takeNew();
    while (index.known() < extent.last) {
        QVERIFY(advanced.wait());
        MatchIndex found = index.takeNew();
        QCOMPARE(told.common(found).count(), 0u);
        told.add(found);
        index.reachTo(extent);
    }
    QVERIFY(isRight(index, extent.last, apart));
    QCOMPARE(told.count(), index.all().count());
}

void tst_HeartbeatIndex::live()
{
    Recorder record({path(), {}, false});
    HeartbeatIndex index(&record);
    int appended = 0;
    for (const int count : {1, 6, 7, 100, 30'000, 40'000, 3}) {
        record.append(entries(appended + 1, count, 2));
        appended += count;
        QTRY_COMPARE(record.extent().last, quint64(appended));
        index.reachTo(record.extent());
        QTRY_VERIFY((index.reachTo(record.extent()), isRight(index, quint64(appended), 2)));
    }
}

void tst_HeartbeatIndex::beginsAnew()
{
    write(200'000, 2);
    QString problem;
    const auto record = FileRecord::open(path(), &problem);
    QVERIFY2(record, qPrintable(problem));
    HeartbeatIndex index(record.get());
    index.reachTo(record->extent());
    // What the work under way brings is of other numbers.
    index.clear();
    QCOMPARE(index.known(), 0u);
    QCOMPARE(index.all().count(), 0u);
    index.reachTo(record->extent());
    QTRY_VERIFY((index.reachTo(record->extent()), isRight(index, 200'000, 2)));
}

void tst_HeartbeatIndex::goesWhileItWorks()
{
    write(200'000, 1);
    QString problem;
    const auto record = FileRecord::open(path(), &problem);
    QVERIFY2(record, qPrintable(problem));
    for (int i = 0; i < 20; ++i) {
        HeartbeatIndex index(record.get());
        index.reachTo(record->extent());
        QVERIFY(index.known() < 200'000);
    }
}

SOCKETSCOPE_TEST(tst_HeartbeatIndex, QCoreApplication)
#include "tst_heartbeatindex.moc"
