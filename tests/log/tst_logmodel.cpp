// SPDX-License-Identifier: MIT
#include "format/preview.h"
#include "log/logmodel.h"
#include "logprobe.h"
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

class tst_LogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsWhatIsRecorded();
    void growsOnceAFrame();
    void pausedRowsStay();
    void clearHidesWhatWasThere();
    void rowsAndSequences();
    void cells_data();
    void cells();
    void sizesInWords_data();
    void sizesInWords();
    void deltaAcrossPages();
    void readOnlyFile();
    void showsAsManyAsAViewCan();
    void tellsUrlsWhereThereAreSeveral();
    void tellsUrlsOfManyOpensAtOnce();
    void anyInterleavingAgreesWithAPlainList();

private:
    RecordTarget target() const { return {m_folder->filePath(u"session.sqlite"_s), m_folder->path(), false}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static Message entry(qint64 timeUs, const QByteArray &payload = "x", Direction direction = Direction::In,
                     MessageType type = MessageType::Text)
{
    return {0, timeUs, direction, type, payload};
}

static QList<Message> entries(int count)
{
    QList<Message> batch;
    for (int i = 0; i < count; ++i)
        batch.append(entry(i));
    return batch;
}

static QString cell(const LogModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

void tst_LogModel::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_LogModel::showsWhatIsRecorded()
{
    Recorder record(target());
    record.append(entries(2));
    QVERIFY(waitForEntries(record, 2));
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
    Recorder record(target());
    LogModel model(&record);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    record.append(entries(1));
    QTRY_COMPARE(model.rowCount(), 1);
    inserted.clear();
    reset.clear();
    for (int i = 0; i < 1000; ++i)
        record.append(entries(10));
    // Without the event loop, so that all of it comes at once.
    while (record.extent().last < 10001)
        std::this_thread::yield();
    QTRY_COMPARE(model.rowCount(), 10001);
    QCOMPARE(inserted.count() + reset.count(), 1);
    // However often it grows, a frame apart.
    QElapsedTimer elapsed;
    elapsed.start();
    inserted.clear();
    while (inserted.count() < 5) {
        record.append(entries(1));
        QCoreApplication::processEvents();
    }
    QVERIFY2(elapsed.elapsed() >= 4 * 15, qPrintable(QString::number(elapsed.elapsed())));
}

void tst_LogModel::pausedRowsStay()
{
    Recorder record(target());
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

void tst_LogModel::clearHidesWhatWasThere()
{
    Recorder record(target());
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    record.append(entries(3));
    QVERIFY(waitForEntries(record, 3));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.shown(), 3u);
    record.append(entries(2));
    QTRY_COMPARE(model.rowCount(), 2);
    QCOMPARE(model.rows().first(), 4u);
    model.setPaused(true);
    record.append(entries(2));
    QVERIFY(waitForEntries(record, 7));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    model.setPaused(false);
    QCOMPARE(model.rowCount(), 0);
    record.append(entries(1));
    QTRY_COMPARE(model.rowCount(), 1);
    QCOMPARE(model.rows().first(), 8u);
}

void tst_LogModel::rowsAndSequences()
{
    Recorder record(target());
    record.append(entries(15));
    QVERIFY(waitForEntries(record, 15));
    LogModel model(&record);
    model.clear();
    record.append(entries(10));
    QTRY_COMPARE(model.rowCount(), 10);
    QCOMPARE(model.rows().first(), 16u);
    QCOMPARE(model.rows().rowOf(0), -1);
    QCOMPARE(model.rows().rowOf(15), -1);
    QCOMPARE(model.rows().rowOf(16), 0);
    QCOMPARE(model.rows().rowOf(25), 9);
    QCOMPARE(model.rows().rowOf(26), -1);
    QCOMPARE(model.rows().sequenceAt(3), 19u);
    QCOMPARE(model.entry(3).value_or(Message()).sequence, 19u);
    QVERIFY(!model.entry(10));
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
    Recorder record(target());
    record.append({message});
    QVERIFY(waitForEntries(record, 1));
    LogModel model(&record);
    model.setHeartbeatsShown(true);
    QTEST(cell(model, 0, LogModel::DirectionColumn), "direction");
    QTEST(model.index(0, LogModel::DirectionColumn).data(Qt::AccessibleTextRole).toString(), "spoken");
    QTEST(cell(model, 0, LogModel::TypeColumn), "type");
    QTEST(cell(model, 0, LogModel::SizeColumn), "size");
    QCOMPARE(model.index(0, 0).data(LogModel::TypeRole).toInt(), int(message.type));
    QCOMPARE(model.index(0, 0).data(LogModel::DirectionRole).toInt(), int(message.direction));
}

void tst_LogModel::sizesInWords_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("wireBytes");
    QTest::addColumn<QString>("words");
    QTest::newRow("not known") << 1234 << -1 << u"1,234 B"_s;
    QTest::newRow("the same") << 1234 << 1234 << u"1,234 B"_s;
    QTest::newRow("compressed") << 1234 << 310 << u"1,234 B, 310 B compressed (25 %)"_s;
    // With a secret value that is longer than its name, or compressed in vain.
    QTest::newRow("more") << 40 << 3000 << u"40 B, 3,000 B on the wire"_s;
    QTest::newRow("more than nothing") << 0 << 1 << u"0 B, 1 B on the wire"_s;
}

void tst_LogModel::sizesInWords()
{
    QFETCH(int, size);
    QFETCH(int, wireBytes);
    QTEST(sizeInWords(size, wireBytes), "words");
}

void tst_LogModel::deltaAcrossPages()
{
    Recorder record(target());
    QList<Message> batch;
    for (int i = 0; i < 3 * HeadCache::PageRows; ++i)
        batch.append(entry(qint64(i) * 2000));
    record.append(batch);
    QVERIFY(waitForEntries(record, quint64(batch.size())));
    const LogModel model(&record);
    QCOMPARE(cell(model, 0, LogModel::DeltaColumn), QString());
    const QString delta = cell(model, 1, LogModel::DeltaColumn);
    QVERIFY2(delta.contains(u"2"_s) && delta.contains(u"ms"_s), qPrintable(delta));
    for (int row = 1; row < model.rowCount(); ++row)
        QCOMPARE(cell(model, row, LogModel::DeltaColumn), delta);
}

void tst_LogModel::readOnlyFile()
{
    {
        Recorder record(target());
        record.append(entries(200));
    }
    QString problem;
    const auto record = FileRecord::open(target().file, &problem);
    QVERIFY2(record, qPrintable(problem));
    LogModel model(record.get());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 200);
    QCOMPARE(model.shown(), 200u);
    QCOMPARE(cell(model, 199, LogModel::MessageColumn), u"x"_s);
    QCOMPARE(model.index(0, 0).data(LogModel::PayloadSizeRole).toLongLong(), 1);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

// Appends, clears, pauses, places far apart in a cache that holds a part only, pings and pongs hidden and
// shown, and outages, whose end gives the entries behind them other numbers. A note of each outage is one of
// the entries.
namespace {

/// More entries than a disk holds, all alike.
class EndlessRecord : public Record
{
public:
    quint64 last = 0;

    RecordExtent extent() const override
    {
        RecordExtent extent;
        extent.last = extent.received = extent.stored = last;
        return extent;
    }
    QList<EntryHead> heads(quint64 first, int count) const override
    {
        QList<EntryHead> heads;
        for (quint64 sequence = first; sequence < first + quint64(count) && sequence <= last; ++sequence)
            heads.append({{sequence, 1, Direction::In, MessageType::Text}, 1, "x"});
        return heads;
    }
    QList<Message> entries(quint64, int, qint64) const override { return {}; }
    void readBlock(int, quint64, int, BlockLimit, EntryBlock *, const std::atomic<bool> &) const override {}
    quint64 heartbeats(int, quint64, quint64 end, int, std::vector<quint64> *,
                       const std::atomic<bool> &) const override
    {
        return end;
    }
    qint64 wireBytes(quint64) const override { return -1; }
    KeepingReport keeping() const override { return {}; }
    qint64 fileBytes() const override { return 0; }
    RecordOrigin origin() const override { return {}; }
    QString copyTo(const QString &, ScanControl *) const override { return {}; }
    void grow(quint64 to)
    {
        last = to;
        announceGrowth();
    }
};

} // namespace

void tst_LogModel::showsAsManyAsAViewCan()
{
    constexpr auto most = std::numeric_limits<int>::max();
    EndlessRecord record;
    record.last = LogModel::LastEntry - 1;
    LogModel model(&record);
    QCOMPARE(model.rowCount(), most - 1);
    QVERIFY(!model.isFull());
    record.grow(LogModel::LastEntry);
    QTRY_COMPARE(model.rowCount(), most);
    QVERIFY(!model.isFull());
    for (const quint64 last : {LogModel::LastEntry + 1, quint64(1) << 32, quint64(5'000'000'000)}) {
        record.grow(last);
        QTRY_VERIFY(model.isFull());
        QCOMPARE(model.rowCount(), most);
        QCOMPARE(model.shown(), LogModel::LastEntry);
        QCOMPARE(cell(model, most - 1, LogModel::MessageColumn), u"x"_s);
        QCOMPARE(model.rows().sequenceAt(most - 1), LogModel::LastEntry);
    }
    QCOMPARE(LogModel(&record).rowCount(), most);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void tst_LogModel::tellsUrlsWhereThereAreSeveral()
{
    const auto open = [](const QByteArray &url, const QByteArray &more = {}) {
        return entry(0, R"({"url":")" + url + '"' + more + '}', Direction::Local, MessageType::Open);
    };
    Recorder record(target());
    record.append(entries(1));
    record.append({open("ws://a/?x=1&y=2"), entry(0), entry(0)});
    QVERIFY(waitForEntries(record, 4));
    LogModel model(&record);
    const auto told = [&model] {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.index(row, LogModel::MessageColumn).data(Qt::ToolTipRole).toString());
        return all;
    };
    QSignalSpy advanced(model.connections(), &EntryConnections::advanced);
    told();
    QVERIFY(advanced.wait());
    // There is but one.
    QCOMPARE(told(), QStringList({{}, {}, {}, {}}));
    record.append({open("ws://a/?x=1&y=2"), open("ws://<b>", R"(,"sent_frame_bytes":125)"), entry(0)});
    QTRY_COMPARE(model.rowCount(), 7);
    told();
    QVERIFY(advanced.wait());
    const QString first = u"ws://a/?x=1&y=2"_s;
    QCOMPARE(told(), QStringList({{}, {}, first, first, {}, {}, u"ws://%3Cb>"_s}));
    QCOMPARE(model.connections()->urlOf(6), u"ws://<b>"_s);
    QCOMPARE(model.connections()->sentFrameBytesOf(1), 0);
    QCOMPARE(model.connections()->sentFrameBytesOf(5), 0);
    QCOMPARE(model.connections()->sentFrameBytesOf(7), 125);
}

void tst_LogModel::tellsUrlsOfManyOpensAtOnce()
{
    Recorder record(target());
    QList<Message> opens;
    for (const QByteArray host : {"a", "b"}) {
        const QByteArray details = R"({"url":"ws://)" + host + R"("})";
        for (int i = 0; i < 150; ++i)
            opens.append(entry(0, details, Direction::Local, MessageType::Open));
    }
    record.append(opens);
    QVERIFY(waitForEntries(record, 300));
    LogModel model(&record);
    QSignalSpy advanced(model.connections(), &EntryConnections::advanced);
    model.connections()->reachTo(300);
    QVERIFY(advanced.wait());
    QCOMPARE(model.connections()->urlOf(1), u"ws://a"_s);
    QCOMPARE(model.connections()->urlOf(300), u"ws://b"_s);
}

void tst_LogModel::anyInterleavingAgreesWithAPlainList()
{
    QRandomGenerator random(20261124);
    Recorder record(target());
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<QByteArray> all;
    QSet<qsizetype> heartbeats;
    qsizetype cleared = 0;
    qsizetype visible = 0;
    qsizetype note = -1;
    int outages = 0;
    QFile inTheWay(target().file);
    const auto append = [&](int count) {
        QList<Message> batch;
        for (; count > 0; --count) {
            // Long enough for previews that do not all fit the cache.
            all.append(QByteArray::number(all.size()).rightJustified(1 + random.bounded(250), '.'));
            const int kind = random.bounded(8);
            if (kind < 2) {
                heartbeats.insert(all.size());
                batch.append(entry(all.size(), all.last(), Direction::Out,
                                   kind == 0 ? MessageType::Ping : MessageType::Pong));
            } else {
                batch.append(entry(all.size(), all.last()));
            }
        }
        record.append(batch);
    };
    // The numbers of the entries that have a row.
    const auto shownIn = [&](qsizetype begin, qsizetype end) {
        QList<qsizetype> shown;
        for (qsizetype number = begin + 1; number <= end; ++number) {
            if (model.showsHeartbeats() || !heartbeats.contains(number))
                shown.append(number);
        }
        return shown;
    };
    for (int step = 0; step < 150; ++step) {
        const bool outage = note >= 0;
        switch (random.bounded(10)) {
        case 0:
            model.clear();
            cleared = all.size();
            visible = std::max(visible, cleared);
            break;
        case 1:
            model.setPaused(!model.isPaused());
            break;
        case 3:
            model.setHeartbeatsShown(!model.showsHeartbeats());
            break;
        case 2:
            // A file in the place of the session's, as long as it is there, lets nothing be written.
            if (outages == 3 && !outage)
                break;
            if (outage) {
                // What the model showed is other entries' now: it must have heard of that.
                const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
                QVERIFY(inTheWay.remove());
                QTRY_COMPARE(record.keeping().state, KeepingReport::State::Keeping);
                QTRY_VERIFY(!reset.isEmpty());
                note = -1;
            } else if (!all.isEmpty()) {
                QVERIFY(inTheWay.remove() && inTheWay.open(QIODevice::WriteOnly));
                inTheWay.close();
                ++outages;
                note = all.size();
                all.append(QByteArray());
                all.append(QByteArray::number(all.size()));
                record.append({entry(all.size(), all.last())});
                QTRY_COMPARE(record.keeping().state, KeepingReport::State::NotKeeping);
            }
            break;
        default:
            append(random.bounded(random.bounded(10) == 0 ? 4000 : 200));
        }
        QVERIFY(waitForEntries(record, quint64(all.size())));
        QCOMPARE(record.extent().last, quint64(all.size()));
        if (!model.isPaused() || visible > all.size())
            visible = all.size();
        // The end of an outage shows all there is, paused or not.
        QTRY_VERIFY(model.rows().last() == quint64(visible)
                    || (model.isPaused() && model.rows().last() == quint64(all.size())));
        visible = qsizetype(model.rows().last());
        const QList<qsizetype> shown = shownIn(cleared, visible);
        const int rows = model.rowCount();
        QCOMPARE(rows, shown.size());
        QCOMPARE(model.rows().hiddenCount(), quint64(visible - cleared - rows));
        QVERIFY(rows == 0 || model.rows().first() == quint64(cleared) + 1);
        for (int reads = 0; rows > 0 && reads < (SanitizedBuild ? 60 : 200); ++reads) {
            const int row = random.bounded(rows);
            const qsizetype number = shown.at(row);
            QCOMPARE(model.rows().sequenceAt(row), quint64(number));
            QCOMPARE(model.rows().rowOf(quint64(number)), row);
            const QByteArray &expected = all.at(number - 1);
            if (expected.isEmpty())
                QCOMPARE(cell(model, row, LogModel::TypeColumn), u"note"_s);
            else
                QCOMPARE(cell(model, row, LogModel::MessageColumn), QString::fromLatin1(expected));
        }
    }
    QVERIFY(outages > 0);
}

SOCKETSCOPE_TEST(tst_LogModel, QCoreApplication)
#include "tst_logmodel.moc"
