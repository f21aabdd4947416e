// SPDX-License-Identifier: MIT
#include "log/logmodel.h"
#include "record/memoryrecord.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_LogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsRecorded();
    void growsOnceAFrame();
    void dropsWhatFellOutAtTheFront();
    void overtakenWholly();
    void pausedRowsStay();
    void pausedRowsThatFellOutGo();
    void clearHidesWhatWasThere();
    void rowsAndSequences();
    void cells_data();
    void cells();
    void deltaAcrossPages();
    void anyInterleavingAgreesWithAPlainList();
};

static Message entry(qint64 timeUs, const QByteArray &payload = "x", Direction direction = Direction::In,
                     MessageType type = MessageType::Text)
{
    return {0, timeUs, direction, type, payload};
}

static MessageBatch entries(int count)
{
    MessageBatch batch;
    for (int i = 0; i < count; ++i)
        batch.append(entry(i));
    return batch;
}

static QString cell(const LogModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

void tst_LogModel::showsWhatIsRecorded()
{
    MemoryRecord record;
    record.append(entries(2));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.shown(), 2u);
    QCOMPARE(model.columnCount(), int(LogModel::ColumnCount));
    record.append(entries(3));
    QTRY_COMPARE(model.rowCount(), 5);
    QCOMPARE(model.shown(), 5u);
    QCOMPARE(model.index(4, 0).data(LogModel::SequenceRole).toULongLong(), 5u);
}

void tst_LogModel::growsOnceAFrame()
{
    MemoryRecord record;
    LogModel model(&record);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    record.append(entries(1));
    QTRY_COMPARE(model.rowCount(), 1);
    inserted.clear();
    reset.clear();
    for (int i = 0; i < 1000; ++i)
        record.append(entries(10));
    QTRY_COMPARE(model.rowCount(), 10001);
    QCOMPARE(inserted.count() + reset.count(), 1);
}

void tst_LogModel::dropsWhatFellOutAtTheFront()
{
    MemoryRecord record(10);
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    record.append(entries(8));
    QTRY_COMPARE(model.rowCount(), 8);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    record.append(entries(5));
    QTRY_COMPARE(model.first(), 4u);
    QCOMPARE(model.last(), 13u);
    QCOMPARE(model.fallenOut(), 3u);
    QCOMPARE(removed.count(), 1);
    QCOMPARE(removed.first().at(2).toInt(), 2);
}

void tst_LogModel::overtakenWholly()
{
    MemoryRecord record(10);
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    record.append(entries(5));
    QTRY_COMPARE(model.rowCount(), 5);
    record.append(entries(100));
    QTRY_COMPARE(model.first(), 96u);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.shown(), 105u);
}

void tst_LogModel::pausedRowsStay()
{
    MemoryRecord record;
    LogModel model(&record);
    record.append(entries(3));
    QTRY_COMPARE(model.rowCount(), 3);
    model.setPaused(true);
    QSignalSpy refreshed(&model, &LogModel::refreshed);
    record.append(entries(4));
    QTRY_VERIFY(!refreshed.isEmpty());
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.shown(), 3u);
    model.setPaused(false);
    QCOMPARE(model.rowCount(), 7);
    QCOMPARE(model.shown(), 7u);
}

void tst_LogModel::pausedRowsThatFellOutGo()
{
    MemoryRecord record(10);
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    record.append(entries(10));
    QTRY_COMPARE(model.rowCount(), 10);
    model.setPaused(true);
    record.append(entries(4));
    QTRY_COMPARE(model.rowCount(), 6);
    QCOMPARE(model.first(), 5u);
    record.append(entries(40));
    QTRY_COMPARE(model.rowCount(), 0);
    QCOMPARE(model.shown(), 10u);
    model.setPaused(false);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.first(), 45u);
}

void tst_LogModel::clearHidesWhatWasThere()
{
    MemoryRecord record;
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    record.append(entries(3));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.shown(), 3u);
    record.append(entries(2));
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.first(), 4u);
    model.setPaused(true);
    record.append(entries(2));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    model.setPaused(false);
    QCOMPARE(model.rowCount(), 0);
    record.append(entries(1));
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.first(), 8u);
}

void tst_LogModel::rowsAndSequences()
{
    MemoryRecord record(10);
    record.append(entries(25));
    const LogModel model(&record);
    QCOMPARE(model.rowOf(15), -1);
    QCOMPARE(model.rowOf(16), 0);
    QCOMPARE(model.rowOf(25), 9);
    QCOMPARE(model.rowOf(26), -1);
    QCOMPARE(model.sequenceAt(3), 19u);
    QCOMPARE(model.entry(3)->sequence, 19u);
}

void tst_LogModel::cells_data()
{
    QTest::addColumn<Message>("message");
    QTest::addColumn<QString>("direction");
    QTest::addColumn<QString>("spoken");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("size");
    QTest::newRow("in") << entry(0, "hello") << u"↓"_s << u"received"_s << u"text"_s << u"5 B"_s;
    QTest::newRow("out") << entry(0, "ab", Direction::Out, MessageType::Binary) << u"↑"_s << u"sent"_s
                         << u"binary"_s << u"2 B"_s;
    QTest::newRow("local") << entry(0, "{}", Direction::Local, MessageType::Note) << u"●"_s << u"local"_s
                           << u"note"_s << QString();
    QTest::newRow("ping") << entry(0, "", Direction::Out, MessageType::Ping) << u"↑"_s << u"sent"_s
                          << u"ping"_s << u"0 B"_s;
}

void tst_LogModel::cells()
{
    QFETCH(Message, message);
    MemoryRecord record;
    record.append({message});
    const LogModel model(&record);
    QTEST(cell(model, 0, LogModel::DirectionColumn), "direction");
    QTEST(model.index(0, LogModel::DirectionColumn).data(Qt::AccessibleTextRole).toString(), "spoken");
    QTEST(cell(model, 0, LogModel::TypeColumn), "type");
    QTEST(cell(model, 0, LogModel::SizeColumn), "size");
    QCOMPARE(model.index(0, 0).data(LogModel::TypeRole).toInt(), int(message.type));
    QCOMPARE(model.index(0, 0).data(LogModel::DirectionRole).toInt(), int(message.direction));
}

void tst_LogModel::deltaAcrossPages()
{
    MemoryRecord record;
    MessageBatch batch;
    for (int i = 0; i < 3 * HeadCache::PageRows; ++i)
        batch.append(entry(qint64(i) * 2000));
    record.append(batch);
    const LogModel model(&record);
    QCOMPARE(cell(model, 0, LogModel::DeltaColumn), QString());
    const QString delta = cell(model, 1, LogModel::DeltaColumn);
    QVERIFY2(delta.contains(u"2"_s) && delta.contains(u"ms"_s), qPrintable(delta));
    for (int row = 1; row < model.rowCount(); ++row)
        QCOMPARE(cell(model, row, LogModel::DeltaColumn), delta);
}

void tst_LogModel::anyInterleavingAgreesWithAPlainList()
{
    constexpr qsizetype capacity = 150;
    QRandomGenerator random(20261124);
    MemoryRecord record(capacity);
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<QByteArray> all;
    qsizetype cleared = 0;
    qsizetype visible = 0;
    for (int step = 0; step < 150; ++step) {
        switch (random.bounded(8)) {
        case 0:
            model.clear();
            cleared = all.size();
            visible = std::max(visible, cleared);
            break;
        case 1:
            model.setPaused(!model.isPaused());
            break;
        default: {
            MessageBatch batch;
            for (int i = random.bounded(random.bounded(10) == 0 ? 400 : 40); i > 0; --i) {
                all.append(QByteArray::number(all.size()));
                batch.append(entry(all.size(), all.last()));
            }
            record.append(batch);
        }
        }
        if (!model.isPaused())
            visible = all.size();
        const qsizetype first = std::max<qsizetype>(cleared, all.size() - capacity);
        const int rows = int(std::max<qsizetype>(0, visible - first));
        // The order of the two is the frame's to choose; what they come to is not.
        QTRY_VERIFY(model.rowCount() == rows && (rows == 0 || model.first() == quint64(first) + 1));
        for (int row = 0; row < rows; row += 1 + random.bounded(20))
            QCOMPARE(cell(model, row, LogModel::MessageColumn), QString::fromLatin1(all.at(first + row)));
    }
}

QTEST_GUILESS_MAIN(tst_LogModel)
#include "tst_logmodel.moc"
