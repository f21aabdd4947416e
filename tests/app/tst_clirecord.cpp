// SPDX-License-Identifier: MIT
// `socketscope-cli record` as a script uses it: exit codes, what it prints, what it leaves.
#include "programrun.h"

#include "demo/demohost.h"
#include "record/filerecord.h"
#include "support/bounds.h"
#include "support/scriptedserver.h"
#include "support/testprogram.h"

#include <QDir>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

class tst_CliRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void exitCodes_data();
    void exitCodes();
    void recordsWhatCame();
    void signalsEndInOrder_data();
    void signalsEndInOrder();
    void signalWhileConnecting();
    void appendsToASession();
    void foreignFile();
    void damagedFile();
    void fileForOthers();
    void isLookedAtMeanwhile();
    void recordsInTheUsualFolder();
    void triesAgainIfAsked_data();
    void triesAgainIfAsked();
    void saysNoSecrets();
    void notAllCouldBeKept_data();
    void notAllCouldBeKept();
    void belowTheReserve();
    void fewDescriptors();
    void leavesKeptSessionsAlone();
    void damagedSettingsAreSaid();
    void commandFromStandardInput();

private:
    void start(QProcess &process, const QStringList &arguments) const;
    void writeSettings(const QByteArray &ini) const;
    ProgramRun run(const QStringList &arguments) const;
    QJsonObject metrics() const { return finalMetrics(path(u"metrics.jsonl"_s)); }
    QString path(const QString &name) const { return m_folder->filePath(name); }

    DemoHost m_demo;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_CliRecord::initTestCase()
{
    QVERIFY2(!m_demo.start().isEmpty(), qPrintable(m_demo.errorString()));
}

void tst_CliRecord::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_CliRecord::start(QProcess &process, const QStringList &arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
    environment.insert(u"XDG_CONFIG_HOME"_s, path(u"config"_s));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(SOCKETSCOPE_CLI), QStringList{u"record"_s} + arguments);
}

void tst_CliRecord::writeSettings(const QByteArray &ini) const
{
    QVERIFY(QDir().mkpath(path(u"config/socketscope"_s)));
    QFile file(path(u"config/socketscope/socketscope.ini"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(ini) == ini.size());
}

ProgramRun tst_CliRecord::run(const QStringList &arguments) const
{
    QProcess process;
    start(process, arguments);
    return finish(process);
}

void tst_CliRecord::exitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    // Words of what is said on standard error; empty if nothing may be said.
    QTest::addColumn<QString>("said");
    const auto url = [this](const QString &path) { return m_demo.url(path).toString(); };
    QTest::newRow("done") << QStringList{url(u"/flood?n=10"_s)} << 0 << QString();
    QTest::newRow("closed with a code")
            << QStringList{url(u"/close?code=4000&reason=bye&after=10"_s)} << 0 << QString();
    QTest::newRow("refused") << QStringList{url(u"/refuse?status=403"_s)} << 1 << u"403"_s;
    QTest::newRow("dropped") << QStringList{url(u"/drop?after=10"_s)} << 1 << u"socketscope-cli: "_s;
    QTcpServer unused;
    unused.listen(QHostAddress::LocalHost);
    QTest::newRow("nobody there") << QStringList{u"ws://127.0.0.1:%1"_s.arg(unused.serverPort())} << 1
                                  << u"socketscope-cli: "_s;
    QTest::newRow("no URL") << QStringList{} << 2 << u"--help"_s;
    QTest::newRow("not a WebSocket URL") << QStringList{u"ftp://localhost/"_s} << 2 << u"socketscope-cli: "_s;
    QTest::newRow("folder that is not there")
            << QStringList{url(u"/flood?n=10"_s), u"-o"_s, u"/nowhere/at/all.sqlite"_s} << 2
            << u"all.sqlite"_s;
    QTest::newRow("metrics that cannot be written")
            << QStringList{url(u"/flood?n=10"_s), u"--metrics"_s, u"/nowhere/metrics"_s} << 2 << u"metrics"_s;
    QTest::newRow("metrics on a full disk")
            << QStringList{url(u"/flood?n=10"_s), u"--metrics"_s, u"/dev/full"_s} << 1
            << u"/dev/full cannot be written: %1."_s.arg(qt_error_string(ENOSPC));
}

void tst_CliRecord::exitCodes()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QString, said);
    const ProgramRun result = run(arguments);
    QVERIFY2(result.exitCode == exitCode, qPrintable(u"%1: %2"_s.arg(result.exitCode).arg(result.err)));
    if (said.isEmpty())
        QCOMPARE(result.err, QString());
    else
        QVERIFY2(result.err.contains(said), qPrintable(result.err));
}

void tst_CliRecord::recordsWhatCame()
{
    const QString file = path(u"session.sqlite"_s);
    const ProgramRun result = run({m_demo.url(u"/flood?n=50000"_s).toString(), u"-o"_s, file, u"--metrics"_s,
                                   path(u"metrics.jsonl"_s)});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(result.out, file + u'\n');
    const QJsonObject last = metrics();
    for (const auto &key : {"received"_L1, "stored"_L1, "shown"_L1})
        QCOMPARE(last.value(key).toInt(), 50000);
    QCOMPARE(last.value("state"_L1).toString(), u"closed"_s);
    QCOMPARE(faultOf(file), QString());
    QCOMPARE(query(file, "SELECT type || ' ' || COUNT(*) FROM message GROUP BY type ORDER BY MIN(seq)"),
             (QStringList{u"open 1"_s, u"text 50000"_s, u"close 1"_s}));
    QCOMPARE(namesIn(m_folder->path()), (QStringList{u"metrics.jsonl"_s, u"session.sqlite"_s}));
}

void tst_CliRecord::signalsEndInOrder_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("endpoint");
    for (const auto &[name, signal] :
         {std::pair{"SIGINT", SIGINT}, std::pair{"SIGTERM", SIGTERM}, std::pair{"SIGHUP", SIGHUP}}) {
        QTest::addRow("%s, a trickle", name) << signal << u"/ticker?rate=500"_s;
        QTest::addRow("%s, a flood", name) << signal << u"/flood?n=0"_s;
    }
}

void tst_CliRecord::signalsEndInOrder()
{
    QFETCH(int, signal);
    QFETCH(QString, endpoint);
    const QString file = path(u"session.sqlite"_s);
    QProcess process;
    start(process,
          {m_demo.url(endpoint).toString(), u"-o"_s, file, u"--metrics"_s, path(u"metrics.jsonl"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(contentsOf(path(u"metrics.jsonl"_s)).contains("\"state\":\"open\""), 20000);
    QCOMPARE(::kill(pid_t(process.processId()), signal), 0);
    const ProgramRun result = finish(process);
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    const QJsonObject last = metrics();
    const qint64 received = last.value("received"_L1).toInteger();
    QVERIFY(received > 0);
    QCOMPARE(last.value("stored"_L1).toInteger(), received);
    QCOMPARE(last.value("shown"_L1).toInteger(), received);
    QCOMPARE(faultOf(file), QString());
    QCOMPARE(query(file, "SELECT COUNT(*) FROM message WHERE direction = 'in'"),
             QStringList{QString::number(received)});
    QCOMPARE(query(file, "SELECT type FROM message ORDER BY seq DESC LIMIT 1"), QStringList{u"close"_s});
}

void tst_CliRecord::signalWhileConnecting()
{
    QProcess process;
    start(process, {m_demo.url(u"/slow?delay=60000"_s).toString(), u"--metrics"_s, path(u"metrics.jsonl"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(contentsOf(path(u"metrics.jsonl"_s)).contains("\"state\":\"connecting\""),
                             20000);
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    const ProgramRun result = finish(process);
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
}

void tst_CliRecord::appendsToASession()
{
    const QString file = path(u"session.sqlite"_s);
    for (int round = 1; round <= 2; ++round) {
        const ProgramRun result = run({m_demo.url(u"/flood?n=100"_s).toString(), u"-o"_s, file,
                                       u"--metrics"_s, path(u"metrics.jsonl"_s)});
        QVERIFY2(result.exitCode == 0, qPrintable(result.err));
        // The metrics of both runs are there, each with an end, and a run counts what is its own.
        QCOMPARE(contentsOf(path(u"metrics.jsonl"_s)).count("\"final\":true"), round);
        QCOMPARE(metrics().value("stored"_L1).toInt(), 100);
        QCOMPARE(query(file, "SELECT COUNT(*) FROM message"), QStringList{QString::number(round * 102)});
    }
    QCOMPARE(faultOf(file), QString());
}

void tst_CliRecord::foreignFile()
{
    const QString file = path(u"other.sqlite"_s);
    QVERIFY(makeSqliteFile(file, "CREATE TABLE t(a); INSERT INTO t VALUES(1)"));
    const QByteArray before = contentsOf(file);
    const ProgramRun result = run({m_demo.url(u"/flood?n=10"_s).toString(), u"-o"_s, file});
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.contains(u"other.sqlite"_s), qPrintable(result.err));
    QVERIFY(contentsOf(file) == before);
}

void tst_CliRecord::damagedFile()
{
    const QString file = path(u"session.sqlite"_s);
    QCOMPARE(run({m_demo.url(u"/flood?n=10"_s).toString(), u"-o"_s, file}).exitCode, 0);
    QCOMPARE(runSql(file, "DROP VIEW message; CREATE VIEW message AS SELECT 1"), QString());
    const QByteArray before = contentsOf(file);
    const ProgramRun result = run({m_demo.url(u"/flood?n=10"_s).toString(), u"-o"_s, file});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(u"session.sqlite is damaged"_s), qPrintable(result.err));
    QVERIFY(contentsOf(file) == before);
}

void tst_CliRecord::fileForOthers()
{
    const QString file = path(u"session.sqlite"_s);
    const QStringList arguments{m_demo.url(u"/flood?n=10"_s).toString(), u"-o"_s, file};
    QCOMPARE(run(arguments).exitCode, 0);
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const ProgramRun result = run(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(u"Others may read"_s), qPrintable(result.err));
    QCOMPARE(run(arguments + QStringList{u"--shared"_s}).exitCode, 0);
    QCOMPARE(query(file, "SELECT COUNT(*) FROM message WHERE direction = 'in'"), QStringList{u"20"_s});
}

// From another process, which is this one: nothing of it is seen in the folder, and what is there is read.
void tst_CliRecord::isLookedAtMeanwhile()
{
    const QString file = path(u"session.sqlite"_s);
    QProcess process;
    start(process, {m_demo.url(u"/ticker?rate=500"_s).toString(), u"-o"_s, file});
    QTRY_VERIFY_WITH_TIMEOUT(query(file, "SELECT COUNT(*) FROM entry").value(0).toInt() > 100, 20000);
    const QStringList names = namesIn(m_folder->path());
    quint64 last = 0;
    for (int i = 0; i < 20; ++i) {
        QString problem;
        const auto record = FileRecord::open(file, &problem);
        QVERIFY2(record, qPrintable(problem));
        const quint64 now = record->extent().last;
        QVERIFY(now >= last && now > 100);
        const QList<Message> entries = record->entries(1, int(now), std::numeric_limits<qint64>::max());
        QCOMPARE(quint64(entries.size()), now);
        for (qsizetype row = 0; row < entries.size(); ++row)
            QVERIFY(!entries.at(row).payload.contains("missing"));
        last = now;
    }
    QCOMPARE(namesIn(m_folder->path()), names);
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    QCOMPARE(finish(process).exitCode, 0);
    QCOMPARE(faultOf(file), QString());
}

void tst_CliRecord::recordsInTheUsualFolder()
{
    const ProgramRun result = run({m_demo.url(u"/flood?n=10"_s).toString()});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    const QString file = result.out.trimmed();
    QVERIFY2(file.startsWith(path(u"data/"_s)) && file.endsWith(u".sqlite"_s), qPrintable(file));
    QCOMPARE(query(file, "SELECT COUNT(*) FROM message WHERE direction = 'in'"), QStringList{u"10"_s});
}

void tst_CliRecord::triesAgainIfAsked_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QStringList>("types");
    const QStringList ended{u"open"_s, u"close"_s, u"error"_s};
    QTest::newRow("once") << QStringList{} << u"native"_s << ended;
    QTest::newRow("again") << QStringList{u"--retry"_s} << u"native"_s << ended + QStringList{u"retry"_s};
    QTest::newRow("other engine") << QStringList{u"--retry"_s, u"--engine"_s, u"qt"_s} << u"qt"_s
                                  << ended + QStringList{u"retry"_s};
}

void tst_CliRecord::triesAgainIfAsked()
{
    QFETCH(QStringList, options);
    QFETCH(QString, engine);
    QFETCH(QStringList, types);
    const QString file = path(u"session.sqlite"_s);
    QProcess process;
    start(process, QStringList{m_demo.url(u"/drop?after=0"_s).toString(), u"-o"_s, file} + options);
    const char *locals = "SELECT type FROM message WHERE direction = 'local' ORDER BY seq LIMIT 4";
    QTRY_COMPARE_WITH_TIMEOUT(query(file, locals), types, 20000);
    QCOMPARE(query(file, "SELECT json_extract(payload, '$.engine') FROM message WHERE type = 'open' LIMIT 1"),
             QStringList{engine});
    if (options.isEmpty()) {
        QCOMPARE(finish(process).exitCode, 1);
        return;
    }
    // It waits for the next attempt.
    QCOMPARE(process.state(), QProcess::Running);
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    QCOMPARE(finish(process).exitCode, 0);
}

// What a server sends back of them is on nobody's terminal and in no file.
void tst_CliRecord::saysNoSecrets()
{
    ScriptedServer server;
    server.onRequest([](ScriptedPeer &peer) {
        peer.accept();
        peer.send(WebSocketFrame::close(1008, "unknown: t0k-of-mine"));
    });
    const QString file = path(u"session.sqlite"_s);
    QProcess process;
    start(process, {server.url(u"/?token=t0k-of-mine"_s).toString(), u"-o"_s, file});
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20000);
    const ProgramRun result = finish(process);
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(u"1008"_s) && !result.err.contains(u"t0k"_s), qPrintable(result.err));
    QVERIFY(!contentsOf(file).contains("t0k"));
    QCOMPARE(query(file, "SELECT json_extract(payload, '$.reason') FROM message WHERE type = 'close'"),
             QStringList{u"unknown: ***"_s});
}

void tst_CliRecord::notAllCouldBeKept_data()
{
    QTest::addColumn<QByteArray>("settings");
    // In blocks of 512 bytes; 0 for none.
    QTest::addColumn<int>("fileLimit");
    QTest::addColumn<QString>("said");
    QTest::newRow("file size limit") << QByteArray() << 4096
                                     << u"The file has reached the size that the system"_s;
    QTest::newRow("bound of a session") << QByteArray("[recording]\nsessionBytes=1048576\n") << 0
                                        << u"The session would be larger than 1 MiB"_s;
}

void tst_CliRecord::notAllCouldBeKept()
{
    QFETCH(const QByteArray, settings);
    QFETCH(const int, fileLimit);
    QFETCH(const QString, said);
    writeSettings(settings);
    const QString file = path(u"session.sqlite"_s);
    QProcess process;
    if (fileLimit > 0) {
        process.setChildProcessModifier([fileLimit] {
            const rlimit limit{rlim_t(fileLimit) * 512, rlim_t(fileLimit) * 512};
            ::setrlimit(RLIMIT_FSIZE, &limit);
        });
    }
    // More than waits in memory: so it is noticed before the end.
    start(process, {m_demo.url(u"/flood?n=40000&size=1000"_s).toString(), u"-o"_s, file});
    const ProgramRun result = finish(process);
    QVERIFY2(result.exitCode == 1, qPrintable(u"%1: %2"_s.arg(result.exitCode).arg(result.err)));
    QVERIFY2(result.err.contains(u"Nothing can be kept on disk. "_s) && result.err.contains(said),
             qPrintable(result.err));
    QVERIFY2(result.err.contains(u"Not all that came could be kept."_s), qPrintable(result.err));
    // What is there is sound.
    QCOMPARE(result.out, file + u'\n');
    QCOMPARE(faultOf(file), QString());
    QVERIFY(query(file, "SELECT COUNT(*) FROM message WHERE direction = 'in'").first().toInt() < 5000);
}

// The reserve holds what memory does, so that nothing is lost.
void tst_CliRecord::belowTheReserve()
{
    writeSettings("[recording]\nreserveBytes=1152921504606846976\n");
    const QString file = path(u"session.sqlite"_s);
    QProcess process;
    start(process, {m_demo.url(u"/flood?n=5000&size=1000"_s).toString(), u"-o"_s, file});
    const ProgramRun result = finish(process);
    QVERIFY2(result.exitCode == 0, qPrintable(u"%1: %2"_s.arg(result.exitCode).arg(result.err)));
    QVERIFY2(result.err.contains(u"Less than 1 EiB would stay free on the disk of "_s),
             qPrintable(result.err));
    QCOMPARE(faultOf(file), QString());
    QCOMPARE(query(file, "SELECT COUNT(*) FROM message WHERE direction = 'in'"), QStringList{u"5000"_s});
}

// Whatever can still be opened: it never ends without saying why.
void tst_CliRecord::fewDescriptors()
{
    if (SanitizedBuild)
        QSKIP("Sanitizers need descriptors of their own to say anything.");
    const QString url = m_demo.url(u"/flood?n=10"_s).toString();
    int done = 0;
    for (int most = 6; most < 60 && done < 3; ++most) {
        QProcess process;
        process.setChildProcessModifier([most] {
            const rlimit limit{rlim_t(most), rlim_t(most)};
            ::setrlimit(RLIMIT_NOFILE, &limit);
        });
        start(process, {url, u"-o"_s, path(u"%1.sqlite"_s.arg(most))});
        const ProgramRun result = finish(process);
        QVERIFY2(result.exitCode >= 0, qPrintable(u"%1: %2"_s.arg(most).arg(result.err)));
        if (result.exitCode == 0)
            ++done;
        else
            QVERIFY2(result.err.contains(u"oo many"_s), qPrintable(u"%1: %2"_s.arg(most).arg(result.err)));
    }
    QCOMPARE(done, 3);
}

// That is for the window, which says it and can bring them back.
void tst_CliRecord::leavesKeptSessionsAlone()
{
    writeSettings("[recording]\nbudgetBytes=1\n");
    QStringList files;
    for (int i = 0; i < 2; ++i) {
        const ProgramRun result = run({m_demo.url(u"/flood?n=10"_s).toString()});
        QVERIFY2(result.exitCode == 0 && result.err.isEmpty(), qPrintable(result.err));
        files.append(result.out.trimmed());
    }
    for (const QString &file : std::as_const(files))
        QVERIFY2(QFile::exists(file), qPrintable(file));
}

void tst_CliRecord::damagedSettingsAreSaid()
{
    const QByteArray damaged("[connection]\nkeepAliveMs=4000\n>>>>>>> theirs\n");
    writeSettings(damaged);
    for (int round = 0; round < 2; ++round) {
        const ProgramRun result = run({m_demo.url(u"/flood?n=10"_s).toString()});
        QCOMPARE(result.exitCode, 0);
        QVERIFY2(result.err.contains(u"is kept as “socketscope.kept-1.ini”"_s), qPrintable(result.err));
    }
    // Once is enough, and nothing is to be replaced here.
    QCOMPARE(namesIn(path(u"config/socketscope"_s)),
             (QStringList{u"socketscope.ini"_s, u"socketscope.kept-1.ini"_s}));
    QVERIFY(contentsOf(path(u"config/socketscope/socketscope.ini"_s)) == damaged);
}

void tst_CliRecord::commandFromStandardInput()
{
    ScriptedServer server;
    server.onRequest([](ScriptedPeer &peer) {
        peer.accept();
        peer.send(WebSocketFrame::close(1000));
    });
    QProcess process;
    start(process, {u"--url-from"_s, u"-"_s, u"-o"_s, path(u"session.sqlite"_s)});
    QVERIFY(process.waitForStarted());
    process.write("curl -H 'X-Trace: 1' '" + server.url().toEncoded() + "'\n");
    process.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000);
    QCOMPARE(finish(process).exitCode, 0);
    QCOMPARE(server.peer()->header("X-Trace"), "1"_ba);
}

SOCKETSCOPE_TEST(tst_CliRecord, QCoreApplication)
#include "tst_clirecord.moc"
