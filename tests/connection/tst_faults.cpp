// SPDX-License-Identifier: MIT
// Every fault of the table, on both engines. `--group NAME` runs one group; `--write-docs FILE` writes
// docs/faults.md instead.
#include "support/bounds.h"
#include "support/faults/faultrun.h"
#include "support/faults/faulttable.h"
#include "support/rununtil.h"
#include "support/testprogram.h"

#include <QFile>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <memory>
#include <vector>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

QByteArray chosenGroup;

// The time-outs of the table are shorter.
constexpr auto HangLimit = SanitizedBuild ? 24s : 8s;

const QList<FaultGroup> &table()
{
    static const QList<FaultGroup> made = faultTable();
    return made;
}

const Fault *faultOf(const QByteArray &id)
{
    for (const FaultGroup &group : table()) {
        for (const Fault &fault : group.faults) {
            if (fault.id == id)
                return &fault;
        }
    }
    return nullptr;
}

} // namespace

class tst_Faults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fault_data();
    void fault();
    void table();
    void sentences();
    void docs();
};

void tst_Faults::fault_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<bool>("native");

    for (const FaultGroup &group : ::table()) {
        if (!chosenGroup.isEmpty() && group.id != chosenGroup)
            continue;
        for (const Fault &fault : group.faults) {
            if (fault.onNative)
                QTest::addRow("%s native", fault.id.constData()) << fault.id << true;
            if (fault.onQt)
                QTest::addRow("%s qt", fault.id.constData()) << fault.id << false;
        }
    }
}

void tst_Faults::fault()
{
    QFETCH(QByteArray, id);
    QFETCH(bool, native);

    const Fault &fault = *faultOf(id);
    const FaultOutcome expected = native ? fault.outcome : fault.qt.value_or(fault.outcome);
    std::vector<std::unique_ptr<FaultRun>> runs;
    for (int i = 0; i < fault.variants; ++i)
        runs.push_back(std::make_unique<FaultRun>(fault, native ? Engine::Native : Engine::Qt, i));
    // One after the other, as the time that a connection has would also run while a hundred others are begun.
    for (const auto &run : runs) {
        run->start();
        QVERIFY2(runUntil([&run] { return run->hasArrived(); }, HangLimit),
                 qPrintable(u"It hangs on its way to the server: "_s + run->problem(expected)));
    }
    const auto allAre = [&](bool (FaultRun::*over)() const) {
        return [&runs, over] {
            return std::all_of(runs.begin(), runs.end(), [over](const auto &run) { return (*run.*over)(); });
        };
    };
    QVERIFY2(runUntil(allAre(&FaultRun::isOver), HangLimit),
             qPrintable(u"It hangs, or a socket stays: "_s + runs.front()->problem(expected)));
    for (const auto &run : runs) {
        const QString problem = run->problem(expected);
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    ScriptedServer good;
    good.onRequest([](ScriptedPeer &peer) {
        peer.accept();
        peer.sendText("hello");
        peer.send(WebSocketFrame::close(CloseCode::Normal));
    });
    for (const auto &run : runs)
        run->startNext(good.url());
    QVERIFY(runUntil(allAre(&FaultRun::nextIsOver), HangLimit));
    for (const auto &run : runs) {
        const QString problem = run->problemOfNext();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }
}

void tst_Faults::table()
{
    QSet<QByteArray> ids;
    for (const FaultGroup &group : ::table()) {
        QVERIFY(!group.title.isEmpty());
        for (const Fault &fault : group.faults) {
            QVERIFY2(!ids.contains(fault.id), fault.id.constData());
            ids.insert(fault.id);
            QVERIFY2(!fault.what.isEmpty() && fault.script && (fault.onNative || fault.onQt),
                     fault.id.constData());
            QVERIFY2(fault.outcome.stage || fault.outcome.closeCode, fault.id.constData());
            QVERIFY2(fault.qtNote.isEmpty() || fault.qt || !fault.onQt, fault.id.constData());
        }
    }
    QVERIFY2(ids.size() >= 60, qPrintable(QString::number(ids.size())));
}

void tst_Faults::sentences()
{
    QVERIFY(matchesSentence(u"No … in %1 (s)."_s, u"No answer in %1 (s)."_s));
    QVERIFY(matchesSentence(QString(), QString()));
    QVERIFY(!matchesSentence(u"No … here"_s, u"No one there"_s));
    QVERIFY(!matchesSentence(u"No."_s, u"No!"_s));
    QVERIFY(!matchesSentence(QString(), u"Something"_s));
}

void tst_Faults::docs()
{
    QFile file(QStringLiteral(SOCKETSCOPE_SOURCE_DIR "/docs/faults.md"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));
    QVERIFY2(file.readAll() == faultDocs(::table()),
             "docs/faults.md is not what the table says. Make it "
             "anew: test_connection tst_faults --write-docs docs/faults.md");
    qsizetype faults = 0;
    for (const FaultGroup &group : ::table())
        faults += qsizetype(group.faults.size());
    QFile readme(QStringLiteral(SOCKETSCOPE_SOURCE_DIR "/README.md"));
    QVERIFY2(readme.open(QIODevice::ReadOnly), qPrintable(readme.errorString()));
    QVERIFY2(readme.readAll().contains('[' + QByteArray::number(faults) + " ways in which servers fail]"),
             QByteArray::number(faults).constData());
}

static int writeDocs(const QString &name)
{
    QFile file(name);
    if (file.open(QIODevice::WriteOnly) && file.write(faultDocs(table())) >= 0 && file.flush())
        return 0;
    qCritical("%s: %s", qPrintable(name), qPrintable(file.errorString()));
    return 1;
}

static int runFaults(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--write-docs"_L1 && arguments.size() == 3)
        return writeDocs(arguments.at(2));
    if (arguments.value(1) == "--group"_L1) {
        chosenGroup = arguments.value(2).toUtf8();
        arguments.remove(1, 2);
    }
    tst_Faults test;
    return QTest::qExec(&test, arguments);
}

SOCKETSCOPE_TEST_MAIN(tst_Faults, runFaults)
#include "tst_faults.moc"
