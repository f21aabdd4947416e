// SPDX-License-Identifier: MIT
#include "changinglog.h"
#include "log/logmodel.h"
#include "logprobe.h"
#include "randomsession.h"
#include "record/filerecord.h"
#include "record/recorder.h"
#include "support/bounds.h"
#include "support/testprogram.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;

class tst_LogFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void showsMatchesAlone();
    void marksMatches();
    void changesWhatItDoes();
    void pausedWhileFiltered();
    void clearWhileFiltered();
    void deltaIsToTheRowAbove();
    void anyChangesAgreeWithAPlainList_data();
    void anyChangesAgreeWithAPlainList();
    void failedFilterGoes();

private:
    RecordTarget target() const { return {m_folder->filePath(u"session.sqlite"_s), m_folder->path(), false}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

Message text(qint64 timeUs, const QByteArray &payload)
{
    return {0, timeUs, Direction::In, MessageType::Text, payload};
}

/// "even 0", "odd 1" and so on.
QList<Message> numbered(int first, int count)
{
    QList<Message> batch;
    for (int i = first; i < first + count; ++i)
        batch.append(text(i * 1000, (i % 2 == 0 ? "even " : "odd ") + QByteArray::number(i)));
    return batch;
}

} // namespace

void tst_LogFilter::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
    tzset();
}

void tst_LogFilter::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_LogFilter::showsMatchesAlone()
{
    Recorder record(target());
    record.append(numbered(1, 6));
    QVERIFY(waitForEntries(record, 6));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 6);
    QVERIFY(!model.isFiltered());
    model.setFilter(parsed(u"even"_s), OnlyMatches);
    QVERIFY(model.isFiltered() && model.rows().showsMatchesOnly());
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 4, 6}));
    QCOMPARE(model.filterProgress(), 1.0);
    QCOMPARE(model.index(1, LogModel::MessageColumn).data().toString(), u"even 4"_s);
    QCOMPARE(model.index(1, 0).data(LogModel::IsHitRole).toBool(), true);
    QCOMPARE(model.rows().rowOf(3), -1);
    QCOMPARE(model.rows().rowAtOrAfter(3), 1);
    QCOMPARE(model.rows().rowAtOrAfter(7), 3);
    record.append(numbered(7, 5));
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 4, 6, 8, 10}));
    QTRY_COMPARE(model.shown(), 11u);
    QCOMPARE(model.rows().last(), 11u);
    // What does not match is shown as well: as nothing.
    record.append(numbered(13, 1));
    QTRY_COMPARE(model.shown(), 12u);
    QCOMPARE(model.rowCount(), 5);
    model.setFilter({}, OnlyMatches);
    QCOMPARE(rowsOf(model).size(), 12);
    QVERIFY(!model.isFiltered());
    model.setFilter(parsed(u"nothing at all"_s), OnlyMatches);
    QTRY_COMPARE(model.filterProgress(), 1.0);
    QCOMPARE(model.rowCount(), 0);
}

void tst_LogFilter::marksMatches()
{
    Recorder record(target());
    record.append(numbered(1, 6));
    QVERIFY(waitForEntries(record, 6));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(u"even"_s), AllMarked);
    QVERIFY(model.isFiltered() && !model.rows().showsMatchesOnly());
    QCOMPARE(model.rowCount(), 6);
    QTRY_COMPARE(hitsOf(model), (QList<quint64>{2, 4, 6}));
    record.append(numbered(7, 4));
    QTRY_COMPARE(hitsOf(model), (QList<quint64>{2, 4, 6, 8, 10}));
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.shown(), 10u);
    QCOMPARE(model.rows().matches().count(), 5u);
    model.setFilter({}, AllMarked);
    QCOMPARE(hitsOf(model), QList<quint64>());
}

void tst_LogFilter::changesWhatItDoes()
{
    Recorder record(target());
    record.append(numbered(1, 6));
    QVERIFY(waitForEntries(record, 6));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{1, 3, 5}));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setFilter(parsed(u"odd"_s), AllMarked);
    QCOMPARE(reset.count(), 1);
    // Nothing has to be looked for again.
    QCOMPARE(hitsOf(model), (QList<quint64>{1, 3, 5}));
    QCOMPARE(model.rowCount(), 6);
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    QCOMPARE(rowsOf(model), (QList<quint64>{1, 3, 5}));
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    QCOMPARE(reset.count(), 2);
    model.setFilter(parsed(u"even"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 4, 6}));
}

void tst_LogFilter::pausedWhileFiltered()
{
    Recorder record(target());
    record.append(numbered(1, 4));
    QVERIFY(waitForEntries(record, 4));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(u"even"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{2, 4}));
    model.setPaused(true);
    QSignalSpy refreshed(&model, &LogModel::refreshed);
    record.append(numbered(5, 4));
    QVERIFY(waitForEntries(record, 8));
    QTRY_VERIFY(!refreshed.isEmpty());
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.shown(), 4u);
    // Another filter is of what is being looked at.
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{1, 3}));
    model.setFilter({}, OnlyMatches);
    QCOMPARE(model.rowCount(), 4);
    model.setFilter(parsed(u"odd"_s), AllMarked);
    QTRY_COMPARE(hitsOf(model), (QList<quint64>{1, 3}));
    QCOMPARE(model.rowCount(), 4);
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    model.setPaused(false);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{1, 3, 5, 7}));
    QTRY_COMPARE(model.shown(), 8u);
}

void tst_LogFilter::clearWhileFiltered()
{
    Recorder record(target());
    record.append(numbered(1, 4));
    QVERIFY(waitForEntries(record, 4));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setFilter(parsed(u"even"_s), OnlyMatches);
    QTRY_COMPARE(model.rowCount(), 2);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.shown(), 4u);
    record.append(numbered(5, 4));
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{6, 8}));
    QCOMPARE(model.rows().rowOf(2), -1);
    model.setFilter({}, OnlyMatches);
    QCOMPARE(rowsOf(model), (QList<quint64>{5, 6, 7, 8}));
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    QTRY_COMPARE(rowsOf(model), (QList<quint64>{5, 7}));
}

void tst_LogFilter::deltaIsToTheRowAbove()
{
    Recorder record(target());
    record.append(numbered(1, 6));
    QVERIFY(waitForEntries(record, 6));
    LogModel model(&record);
    const auto delta = [&](int row) { return model.index(row, LogModel::DeltaColumn).data().toString(); };
    const QString one = delta(1);
    model.setFilter(parsed(u"even"_s), OnlyMatches);
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(delta(0), QString());
    QVERIFY(!delta(1).isEmpty() && delta(1) != one);
    QCOMPARE(delta(1), delta(2));
}

void tst_LogFilter::anyChangesAgreeWithAPlainList_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed)
        QTest::addRow("%u", seed) << seed;
}

// While entries come: filters, modes, pauses and clears at random; whenever it comes to rest, the rows are
// those of a plain list.
void tst_LogFilter::anyChangesAgreeWithAPlainList()
{
    QFETCH(const quint32, seed);
    RandomSession session(seed);
    ChangingLog log(&session, 4'000, target());
    for (int i = 0; i < (SanitizedBuild ? 64 : 120); ++i) {
        switch (session.below(8)) {
        case 0:
        case 1:
            QVERIFY(log.hasAllEntries());
            if (!log.isPaused())
                log.filterAnew(true);
            break;
        case 2:
            log.changeMode();
            break;
        case 3:
            if (session.below(3) == 0)
                log.endFilter();
            break;
        case 4:
            if (session.below(5) == 0 && !log.isPaused() && !log.filtersByTime())
                log.clear();
            break;
        case 5:
            log.pauseOrNot();
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

void tst_LogFilter::failedFilterGoes()
{
    Recorder record(target());
    record.append(numbered(1, 100));
    record.append({text(1, QByteArray(64, 'a') + '!')});
    QVERIFY(waitForEntries(record, 101));
    LogModel model(&record);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const FilterMode mode : {OnlyMatches, AllMarked}) {
        QSignalSpy failed(&model, &LogModel::filterFailed);
        model.setFilter(parsed(u"/(a+)+$/"_s), mode);
        QVERIFY(failed.wait(5'000));
        QVERIFY(failed.first().first().toString().contains(u"101"));
        QVERIFY(!model.isFiltered());
        QVERIFY(model.filter().isEmpty());
        QCOMPARE(model.rowCount(), 101);
        QCOMPARE(hitsOf(model), QList<quint64>());
    }
    model.setFilter(parsed(u"odd"_s), OnlyMatches);
    QTRY_COMPARE(model.rowCount(), 50);
}

SOCKETSCOPE_TEST(tst_LogFilter, QCoreApplication)
#include "tst_logfilter.moc"
