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
    void noFilter();
    void saysWhyItCannotTell();

private:
    RecordTarget target() const { return {m_folder.filePath(u"session.sqlite"_s), m_folder.path(), false}; }

    QTemporaryDir m_folder;
};

static QList<quint64> found(const EntrySelection &selection, const QList<Message> &entries, QString *problem)
{
    QList<quint64> sequences;
    for (const EntryRange &range : selection.ranges) {
        for (const Message &entry : entries) {
            if (entry.sequence >= range.first && entry.sequence <= range.last
                && selection.isWanted({entry, entry.payload.size()}, entry.payload, problem))
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
