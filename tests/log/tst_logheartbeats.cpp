// SPDX-License-Identifier: MIT
// Pings and pongs in the log: hidden until they are asked for.
#include "changinglog.h"
#include "log/logmodel.h"
#include "logprobe.h"
#include "randomsession.h"
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include "support/sessionfiles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_LogHeartbeats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void hiddenUntilShown();
    void deltaIsToTheRowAbove();
    void namedByAFilter();
    void foundByTheirPayload();
    void manyFoundAtOnce();
    void clearedAndPaused();
    void anyChangesAgreeWithAPlainList_data();
    void anyChangesAgreeWithAPlainList();
    void openedFilesAgreeWithAPlainList_data();
    void openedFilesAgreeWithAPlainList();

private:
    RecordTarget target() const { return {m_folder->filePath(u"session.sqlite"_s), m_folder->path(), false}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

/// "tp-": a text, a ping and a pong, a millisecond apart.
QList<Message> entries(const QByteArray &kinds, const QByteArray &payload = "x")
{
    QList<Message> batch;
    for (const char kind : kinds) {
        const auto type = kind == 't'   ? MessageType::Text
                          : kind == 'p' ? MessageType::Ping
                                        : MessageType::Pong;
        batch.append({0, (batch.size() + 1) * 1000, Direction::In, type, payload});
    }
    return batch;
}

} // namespace

void tst_LogHeartbeats::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
    tzset();
}

void tst_LogHeartbeats::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_LogHeartbeats::hiddenUntilShown()
{
    Recorder record(target());
    record.append(entries("ptp-tp"));
    QVERIFY(waitForEntries(record, 6));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(rowsOf(model), (QList<quint64>{2, 5}));
    QCOMPARE(model.rows().hiddenCount(), 4u);
    QCOMPARE(model.shown(), 2u);
    QCOMPARE(model.rows().last(), 6u);
    QCOMPARE(model.rows().rowOf(3), -1);
    QCOMPARE(model.rows().rowAtOrAfter(3), 1);
    QCOMPARE(model.rows().rowAtOrAfter(6), 2);
    QVERIFY(model.rows().isHidden(6) && !model.rows().isHidden(5) && !model.rows().isHidden(7));
    record.append(entries("-pt"));
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 5, 9}));
    // Nothing but what is hidden: no row, but the log has come as far.
    const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    record.append(entries("pp"));
    QTRY_COMPARE(model.rows().last(), 11u);
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(model.rows().hiddenCount(), 8u);

    const QSignalSpy before(&model, &LogModel::rowsAboutToChange);
    const QSignalSpy after(&model, &LogModel::rowsChanged);
    model.setHeartbeatsShown(true);
    QCOMPARE(rowsOf(model).size(), 11);
    QCOMPARE(model.rows().hiddenCount(), 0u);
    record.append(entries("p"));
    QTRY_COMPARE(model.rowCount(), 12);
    model.setHeartbeatsShown(false);
    QCOMPARE(rowsOf(model), (QList<quint64>{2, 5, 9}));
    QCOMPARE(before.count(), 2);
    QCOMPARE(after.count(), 2);
    QCOMPARE(model.shown(), 3u);
}

void tst_LogHeartbeats::deltaIsToTheRowAbove()
{
    Recorder record(target());
    record.append(entries("pttppt"));
    QVERIFY(waitForEntries(record, 6));
    LogModel model(&record);
    const auto delta = [&](int row) { return model.index(row, LogModel::DeltaColumn).data().toString(); };
    QCOMPARE(delta(0), QString());
    const QString one = delta(1);
    const QString three = delta(2);
    QVERIFY2(one.contains(u"1"_s) && three.contains(u"3"_s), qPrintable(one + u' ' + three));
    model.setHeartbeatsShown(true);
    QCOMPARE(delta(1), one);
    QCOMPARE(delta(5), one);
    model.setHeartbeatsShown(false);
    model.clear();
    record.append(entries("pt"));
    QTRY_COMPARE(model.rowCount(), 1);
    // Since the last one that was shown before.
    QVERIFY(!delta(0).isEmpty());
}

void tst_LogHeartbeats::namedByAFilter()
{
    Recorder record(target());
    record.append(entries("ptp-t"));
    QVERIFY(waitForEntries(record, 5));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(u"type:ping"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{1, 3}));
    QCOMPARE(model.rows().hiddenCount(), 0u);
    // They stand among all others.
    model.setFilter(parsed(u"type:ping"_s), AllMarked);
    QCOMPARE(rowsOf(model), (QList<quint64>{1, 2, 3, 4, 5}));
    QCOMPARE(hitsOf(model), (QList<quint64>{1, 3}));
    record.append(entries("p-"));
    QTRY_COMPARE(hitsOf(model), (QList<quint64>{1, 3, 6}));
    QCOMPARE(model.rowCount(), 7);
    // What does not ask for them does not find them.
    for (const auto *filter : {"dir:in", "-nothing", "size:<10", "-type:ping"}) {
        model.setFilter(parsed(QString::fromLatin1(filter)), OnlyMatches);
        QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 5}));
        QCOMPARE(model.rows().hiddenCount(), 5u);
        model.setFilter(parsed(QString::fromLatin1(filter)), AllMarked);
        QTRY_COMPARE(hitsOf(model), (QList<quint64>{2, 5}));
        QCOMPARE(rowsOf(model), (QList<quint64>{2, 5}));
    }
    model.setFilter(parsed(u"dir:in"_s), OnlyMatches);
    QTRY_COMPARE(model.rowCount(), 2);
    model.setHeartbeatsShown(true);
    QTRY_COMPARE(model.rowCount(), 7);
    model.setHeartbeatsShown(false);
    QTRY_COMPARE(model.rowCount(), 2);
    model.setFilter({}, OnlyMatches);
    QCOMPARE(rowsOf(model), (QList<quint64>{2, 5}));
}

void tst_LogHeartbeats::foundByTheirPayload()
{
    Recorder record(target());
    record.append(entries("ptp-tp"));
    record.append(entries("ppt", "beat"));
    record.append(entries("pt-"));
    QVERIFY(waitForEntries(record, 12));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(u"beat"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{7, 8, 9}));
    model.setFilter(parsed(u"beat"_s), AllMarked);
    QCOMPARE(rowsOf(model), (QList<quint64>{2, 5, 7, 8, 9, 11}));
    QCOMPARE(hitsOf(model), (QList<quint64>{7, 8, 9}));
    QCOMPARE(model.rows().hiddenCount(), 6u);
    model.setFilter({}, AllMarked);
    QCOMPARE(rowsOf(model), (QList<quint64>{2, 5, 9, 11}));
    // They come to be rows as they are found, one by one.
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setFilter(parsed(u"beat"_s), AllMarked);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 5, 7, 8, 9, 11}));
    record.append(entries("-p", "beat"));
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 5, 7, 8, 9, 11, 13, 14}));
    QCOMPARE(reset.count(), 1);
}

void tst_LogHeartbeats::manyFoundAtOnce()
{
    Recorder record(target());
    for (int i = 0; i < 1000; ++i)
        record.append(entries("pt", "beat"));
    QVERIFY(waitForEntries(record, 2000));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QSignalSpy before(&model, &LogModel::rowsAboutToChange);
    const QSignalSpy after(&model, &LogModel::rowsChanged);
    QCOMPARE(model.rowCount(), 1000);
    model.setFilter(parsed(u"beat"_s), AllMarked);
    QTRY_COMPARE(model.rowCount(), 2000);
    QVERIFY(!before.isEmpty());
    QCOMPARE(before.count(), after.count());
    QCOMPARE(hitsOf(model).size(), 2000);
}

void tst_LogHeartbeats::clearedAndPaused()
{
    Recorder record(target());
    record.append(entries("ptp"));
    QVERIFY(waitForEntries(record, 3));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.rows().hiddenCount(), 0u);
    record.append(entries("ptpt"));
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{5, 7}));
    QCOMPARE(model.rows().hiddenCount(), 2u);
    model.setPaused(true);
    record.append(entries("tp"));
    QVERIFY(waitForEntries(record, 9));
    model.setHeartbeatsShown(true);
    QCOMPARE(rowsOf(model), (QList<quint64>{4, 5, 6, 7}));
    model.setHeartbeatsShown(false);
    QCOMPARE(rowsOf(model), (QList<quint64>{5, 7}));
    model.setPaused(false);
    QCOMPARE(rowsOf(model), (QList<quint64>{5, 7, 8}));
}

void tst_LogHeartbeats::anyChangesAgreeWithAPlainList_data()
{
    QTest::addColumn<int>("heartbeats");
    for (const int heartbeats : {1, 20, 60, 95})
        QTest::addRow("%d %%", heartbeats) << heartbeats;
}

// While entries come: filters, modes, pauses, clears, hidden and shown at random; whenever it comes to rest,
// the rows are those of a plain list.
void tst_LogHeartbeats::anyChangesAgreeWithAPlainList()
{
    QFETCH(const int, heartbeats);
    RandomSession session(quint32(heartbeats), heartbeats);
    ChangingLog log(&session, 3'000, target());
    for (int i = 0; i < (SanitizedBuild ? 80 : 160); ++i) {
        switch (session.below(8)) {
        case 0:
            QVERIFY(log.hasAllEntries());
            // Relative times and days would be others once what is hidden is looked for anew.
            if (!log.isPaused())
                log.filterAnew(false);
            break;
        case 1:
            log.changeMode();
            break;
        case 2:
            if (session.below(2) == 0)
                log.endFilter();
            break;
        case 3:
            if (session.below(4) == 0 && !log.isPaused())
                log.clear();
            break;
        case 4:
            log.pauseOrNot();
            break;
        case 5:
            log.model().setHeartbeatsShown(session.below(2) == 0);
            break;
        default:
            log.grow();
        }
        QTest::qWait(session.below(4));
        if (i % 8 == 7)
            log.verifyAtRest();
        if (QTest::currentTestFailed())
            return;
    }
}

void tst_LogHeartbeats::openedFilesAgreeWithAPlainList_data()
{
    QTest::addColumn<int>("heartbeats");
    QTest::addColumn<bool>("isIndexed");
    for (const int heartbeats : {1, 50, 95}) {
        QTest::addRow("%d %%", heartbeats) << heartbeats << true;
        QTest::addRow("%d %%, no index", heartbeats) << heartbeats << false;
    }
}

// Large enough for what is hidden to be found on a worker, while one filters already.
void tst_LogHeartbeats::openedFilesAgreeWithAPlainList()
{
    constexpr int Entries = SanitizedBuild ? 18'000 : 40'000;
    QFETCH(const int, heartbeats);
    QFETCH(const bool, isIndexed);
    RandomSession session(quint32(heartbeats), heartbeats);
    const QList<Message> all = session.entries(Entries);
    {
        Recorder record(target());
        record.append(all);
    }
    if (!isIndexed)
        QCOMPARE(runSql(target().file, "DROP INDEX heartbeat"), QString());
    QString problem;
    const auto record = FileRecord::open(target().file, &problem);
    QVERIFY2(record, qPrintable(problem));
    for (int i = 0; i < 5; ++i) {
        LogModel model(record.get());
        NaiveFilter filter = FindsEverything;
        QVERIFY(model.rowCount() > 0);
        for (int step = session.below(4); step > 0; --step) {
            QTest::qWait(session.below(3));
            if (session.below(3) == 0)
                model.setHeartbeatsShown(session.below(2) == 0);
            if (session.below(3) > 0) {
                filter = session.filter(all.last());
                model.setFilter(parsed(filter.text), session.below(2) == 0 ? OnlyMatches : AllMarked);
            } else if (session.below(2) == 0) {
                filter = FindsEverything;
                model.setFilter({}, OnlyMatches);
            }
        }
        const PlainLog expected(all, model, filter, 0);
        QTRY_VERIFY2_WITH_TIMEOUT(model.rows().last() == Entries && model.filterProgress() >= 1
                                          && quint64(model.rowCount()) == quint64(expected.rows.size()),
                                  qPrintable(u"%1: %2 rows for %3"_s.arg(filter.text)
                                                     .arg(model.rowCount())
                                                     .arg(expected.rows.size())),
                                  20'000);
        QVERIFY2(rowsOf(model) == expected.rows, qPrintable(filter.text));
        QCOMPARE(model.shown(), expected.received);
        if (model.isFiltered())
            QTRY_VERIFY2(hitsOf(model) == expected.hits, qPrintable(filter.text));
    }
}

SOCKETSCOPE_TEST(tst_LogHeartbeats, QCoreApplication)
#include "tst_logheartbeats.moc"
