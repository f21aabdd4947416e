// SPDX-License-Identifier: MIT
#include "log/filter/filterselection.h"
#include "log/logmodel.h"
#include "logprobe.h"
#include "randomsession.h"
#include "record/recorder.h"
#include "support/testprogram.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

class tst_FilterSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasWhatTheWindowShows();
    void hasTheRowsOfALog_data();
    void hasTheRowsOfALog();
    void noFilter();
    void saysWhyItCannotTell();

private:
    /// A new file in each test.
    RecordTarget target()
    {
        return {m_folder.filePath(u"%1.sqlite"_s.arg(++m_files)), m_folder.path(), false};
    }

    QTemporaryDir m_folder;
    int m_files = 0;
};

static QList<quint64> found(const EntrySelection &selection, const QList<Message> &entries, QString *problem)
{
    QList<quint64> sequences;
    for (const EntryRange &range : selection.ranges) {
        for (const Message &entry : entries) {
            if (entry.sequence >= range.first && entry.sequence <= range.last
                && (!selection.isWanted
                    || selection.isWanted({entry, entry.payload.size()}, entry.payload, problem)))
                sequences.append(entry.sequence);
        }
    }
    return sequences;
}

void tst_FilterSelection::hasWhatTheWindowShows()
{
    RandomSession session(7, 20);
    const QList<Message> entries = session.entries(400);
    Recorder record(target());
    record.append(entries);
    QVERIFY(waitForEntries(record, 400));
    LogModel model(&record);
    for (int round = 0; round < 150; ++round) {
        const NaiveFilter filter = session.filter(entries.last());
        const FilterQuery query = parsed(filter.text);
        if (query.isEmpty())
            continue;
        model.setFilter(query, OnlyMatches);
        QTRY_COMPARE(model.filterProgress(), 1.0);
        QString problem;
        const QList<quint64> sequences = found(filterSelection(record, query, nullptr), entries, &problem);
        QTRY_VERIFY2(rowsOf(model) == sequences, qPrintable(filter.text));
        QCOMPARE(problem, QString());
    }
}

void tst_FilterSelection::hasTheRowsOfALog_data()
{
    QTest::addColumn<FilterMode>("mode");
    QTest::addColumn<bool>("withHeartbeats");
    for (const bool withHeartbeats : {false, true}) {
        QTest::addRow("only what is found %d", withHeartbeats) << FilterMode::ShowOnly << withHeartbeats;
        QTest::addRow("marked %d", withHeartbeats) << FilterMode::Highlight << withHeartbeats;
    }
}

void tst_FilterSelection::hasTheRowsOfALog()
{
    QFETCH(const FilterMode, mode);
    QFETCH(const bool, withHeartbeats);
    RandomSession session(11, 20);
    const QList<Message> entries = session.entries(300);
    Recorder record(target());
    record.append(entries);
    QVERIFY(waitForEntries(record, 300));
    LogModel model(&record);
    model.setHeartbeatsShown(withHeartbeats);
    for (int round = 0; round < 12; ++round) {
        const FilterQuery query = round == 0 ? FilterQuery() : parsed(session.filter(entries.last()).text);
        model.setFilter(query, mode);
        QTRY_COMPARE(model.filterProgress(), 1.0);
        const bool isFilteredOut = mode == FilterMode::ShowOnly && !query.isEmpty();
        const EntrySelection selection = rowSelection(record, {query, isFilteredOut, withHeartbeats},
                                                      {{20, 90}, {150, 151}, {200, 1000}}, nullptr);
        QString problem;
        const QList<quint64> sequences = found(selection, entries, &problem);
        QList<quint64> rows = rowsOf(model);
        const auto isSelected = [](quint64 row) {
            return (row >= 20 && row <= 90) || row == 150 || row == 151 || row >= 200;
        };
        QTRY_VERIFY2((rows = rowsOf(model), rows.removeIf([&](quint64 row) { return !isSelected(row); }),
                      rows == sequences),
                     qPrintable(query.toString()));
        QCOMPARE(problem, QString());
    }
}

void tst_FilterSelection::noFilter()
{
    Recorder record(target());
    QVERIFY(filterSelection(record, {}, nullptr).isAll());
    const EntrySelection selection = filterSelection(record, parsed(u"dir:out,in  x"_s), nullptr);
    QVERIFY(!selection.isAll());
    QCOMPARE(selection.filter, u"dir:in,out x"_s);
}

void tst_FilterSelection::saysWhyItCannotTell()
{
    Recorder record(target());
    const QList<Message> entries{{1, 1, Direction::In, MessageType::Text, QByteArray(60, 'a') + 'b'}};
    EntrySelection selection = filterSelection(record, parsed(u"/^(a+)+$/"_s), nullptr);
    selection.ranges = {EntryRange()};
    QString problem;
    found(selection, entries, &problem);
    QVERIFY2(problem.contains(u"too many steps on entry 1."_s), qPrintable(problem));
}

SOCKETSCOPE_TEST(tst_FilterSelection, QCoreApplication)
#include "tst_filterselection.moc"
