// SPDX-License-Identifier: MIT
// Smoke runs of both programs, as a user or a script starts them.
#include "programrun.h"

#include "demo/demohost.h"
#include "support/testprogram.h"
#include "version.h"

#include <QDir>
#include <QDirIterator>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <unistd.h>

using namespace Qt::StringLiterals;

class tst_Programs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textNeedsNoDisplay_data();
    void textNeedsNoDisplay();
    void wrongUsage_data();
    void wrongUsage();
    void windowShowsAFloodAndLeaves();
    void windowLeavesWhenNothingCanBeOpened();
    void windowLeavesWhenASessionIsNoSession();
    void windowRecordsWhereItIsTold();
    void windowLeavesNothingOfPrivateSessions();
    void windowRunsTheDemo();
    void metricsThatCannotBeWritten();
    void standardOutputThatTakesNothing_data();
    void standardOutputThatTakesNothing();
    void ownFoldersAreClosed();
    void withoutAHome();
    void cliNeedsNoGui();
    void serves();
    void servesOnAPortInUse();
};

static const QString WindowProgram = QStringLiteral(SOCKETSCOPE_PROGRAM);
static const QString CliProgram = QStringLiteral(SOCKETSCOPE_CLI);

static ProgramRun run(const QString &program, const QStringList &arguments,
                      const QProcessEnvironment &environment = {})
{
    QProcess process;
    if (!environment.isEmpty())
        process.setProcessEnvironment(environment);
    process.start(program, arguments);
    return finish(process);
}

static QProcessEnvironment environmentWithoutDisplay()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"QT_QPA_PLATFORM"_s})
        environment.remove(name);
    return environment;
}

void tst_Programs::textNeedsNoDisplay_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("expected");
    QTest::newRow("window version") << WindowProgram << u"--version"_s
                                    << u"socketscope "_s + programVersion() + u'\n';
    QTest::newRow("window help") << WindowProgram << u"--help"_s << u"--quit-after-close"_s;
    QTest::newRow("cli version") << CliProgram << u"--version"_s
                                 << u"socketscope-cli "_s + programVersion() + u'\n';
    QTest::newRow("cli help") << CliProgram << u"--help"_s << u"serve"_s;
}

void tst_Programs::textNeedsNoDisplay()
{
    QFETCH(QString, program);
    QFETCH(QString, argument);
    QFETCH(QString, expected);
    const ProgramRun result = run(program, {argument}, environmentWithoutDisplay());
    QCOMPARE(result.exitCode, 0);
    QVERIFY2(result.out.contains(expected), qPrintable(result.out));
    QCOMPARE(result.err, QString());
}

void tst_Programs::wrongUsage_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    // What else is wrong usage, tst_options has.
    QTest::newRow("window") << WindowProgram << QStringList{u"--nonsense"_s};
    QTest::newRow("cli") << CliProgram << QStringList{};
}

void tst_Programs::wrongUsage()
{
    QFETCH(QString, program);
    QFETCH(QStringList, arguments);
    const ProgramRun result = run(program, arguments);
    QCOMPARE(result.exitCode, 2);
    QCOMPARE(result.out, QString());
    QVERIFY2(result.err.contains(u"--help"_s), qPrintable(result.err));
}

void tst_Programs::windowShowsAFloodAndLeaves()
{
    DemoHost demo;
    demo.start();
    const QTemporaryDir folder;
    const QString metrics = folder.filePath(u"metrics.jsonl"_s);
    const ProgramRun result = run(WindowProgram, {demo.url(u"/flood?n=20000"_s).toString(), u"--metrics"_s,
                                                  metrics, u"--quit-after-close"_s});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    const QJsonObject last = finalMetrics(metrics);
    QCOMPARE(last.value("received"_L1).toInt(), 20000);
    QCOMPARE(last.value("stored"_L1).toInt(), 20000);
    QCOMPARE(last.value("shown"_L1).toInt(), 20000);
    QCOMPARE(last.value("state"_L1).toString(), u"closed"_s);
}

void tst_Programs::windowLeavesWhenNothingCanBeOpened()
{
    QCOMPARE(run(WindowProgram, {u"ftp://localhost/"_s, u"--quit-after-close"_s}).exitCode, 0);
}

static QProcessEnvironment environmentIn(const QTemporaryDir &folder)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s})
        environment.insert(name, folder.path());
    return environment;
}

void tst_Programs::windowLeavesWhenASessionIsNoSession()
{
    const QTemporaryDir folder;
    QFile letter(folder.filePath(u"letter.sqlite"_s));
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write("Dear Anna,") > 0);
    letter.close();
    const ProgramRun result =
            run(WindowProgram, {letter.fileName(), u"--quit-after-close"_s}, environmentIn(folder));
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(u"not a Socketscope session"_s), qPrintable(result.err));
}

static QStringList sessionsIn(const QTemporaryDir &folder)
{
    return QDir(folder.filePath(u"socketscope/sessions"_s)).entryList(QDir::Files);
}

void tst_Programs::windowRecordsWhereItIsTold()
{
    DemoHost demo;
    demo.start();
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"mine.sqlite"_s);
    const QString url = demo.url(u"/flood?n=100"_s).toString();
    const ProgramRun told =
            run(WindowProgram, {url, u"--record"_s, file, u"--engine"_s, u"qt"_s, u"--quit-after-close"_s},
                environmentIn(folder));
    QVERIFY2(told.exitCode == 0, qPrintable(told.err));
    QCOMPARE(query(file, "SELECT type || ' ' || COUNT(*) FROM message GROUP BY type ORDER BY MIN(seq)"),
             (QStringList{u"open 1"_s, u"text 100"_s, u"close 1"_s}));
    QCOMPARE(query(file, "SELECT json_extract(payload, '$.engine') FROM message WHERE seq = 1"),
             QStringList{u"qt"_s});
    QCOMPARE(query(file, "SELECT value FROM meta WHERE key = 'url'"), QStringList{url});
    QCOMPARE(sessionsIn(folder), QStringList());
    // The other engine and the usual folder, if nothing is said.
    const ProgramRun untold = run(WindowProgram, {url, u"--quit-after-close"_s}, environmentIn(folder));
    QVERIFY2(untold.exitCode == 0, qPrintable(untold.err));
    QCOMPARE(sessionsIn(folder).size(), 1);
    const QString usual = folder.filePath(u"socketscope/sessions/"_s) + sessionsIn(folder).value(0);
    QCOMPARE(query(usual, "SELECT json_extract(payload, '$.engine') FROM message WHERE seq = 1"),
             QStringList{u"native"_s});
}

void tst_Programs::windowLeavesNothingOfPrivateSessions()
{
    DemoHost demo;
    demo.start();
    const QTemporaryDir folder;
    const QString metrics = folder.filePath(u"metrics.jsonl"_s);
    const ProgramRun result = run(WindowProgram,
                                  {demo.url(u"/flood?n=100"_s).toString(), u"--private"_s,
                                   u"--quit-after-close"_s, u"--metrics"_s, metrics},
                                  environmentIn(folder));
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(finalMetrics(metrics).value("shown"_L1).toInt(), 100);
    QCOMPARE(sessionsIn(folder), QStringList());
    QDirIterator files(folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString name = files.next();
        QVERIFY2(name == metrics || !contentsOf(name).contains("/flood"), qPrintable(name));
    }
}

void tst_Programs::windowRunsTheDemo()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"session.sqlite"_s);
    QProcess process;
    process.start(WindowProgram, {u"--demo"_s, u"--record"_s, file});
    QVERIFY(process.waitForStarted());
    // It is the market feed.
    QTRY_COMPARE_WITH_TIMEOUT(query(file, "SELECT COUNT(*) > 3 FROM message WHERE json_extract(payload, "
                                          "'$.p') IS NOT NULL AND type = 'text'"),
                              QStringList{u"1"_s}, 20000);
    QCOMPARE(process.state(), QProcess::Running);
    process.kill();
    process.waitForFinished();
}

void tst_Programs::metricsThatCannotBeWritten()
{
    const QTemporaryDir folder;
    const ProgramRun result = run(WindowProgram, {u"--metrics"_s, folder.filePath(u"missing/file"_s)});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.err.contains(u"missing/file"_s), qPrintable(result.err));
}

void tst_Programs::standardOutputThatTakesNothing_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isClosed");
    for (const bool isClosed : {false, true}) {
        const char *how = isClosed ? "closed" : "full";
        QTest::addRow("window, %s", how) << WindowProgram << QStringList{u"--help"_s} << isClosed;
        QTest::addRow("cli, %s", how) << CliProgram << QStringList{u"--version"_s} << isClosed;
        QTest::addRow("serve, %s", how) << CliProgram << QStringList{u"serve"_s} << isClosed;
        QTest::addRow("record, %s", how) << CliProgram << QStringList{u"record"_s} << isClosed;
    }
}

// What is opened next must not be taken for it.
void tst_Programs::standardOutputThatTakesNothing()
{
    QFETCH(const QString, program);
    QFETCH(QStringList, arguments);
    QFETCH(const bool, isClosed);
    DemoHost demo;
    demo.start();
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"session.sqlite"_s);
    const bool records = arguments.first() == u"record"_s;
    if (records)
        arguments += {demo.url(u"/flood?n=10"_s).toString(), u"-o"_s, file};
    QProcess process;
    if (isClosed)
        process.setChildProcessModifier([] { ::close(STDOUT_FILENO); });
    else
        process.setStandardOutputFile(u"/dev/full"_s);
    process.start(program, arguments);
    const ProgramRun result = finish(process);
    QVERIFY2(result.exitCode == 1, qPrintable(u"%1: %2"_s.arg(result.exitCode).arg(result.err)));
    QVERIFY2(result.err.contains(u": standard output cannot be written: "_s), qPrintable(result.err));
    if (records) {
        QCOMPARE(faultOf(file), QString());
        QCOMPARE(query(file, "SELECT COUNT(*) FROM message WHERE direction = 'in'"), QStringList{u"10"_s});
    }
}

// Where there is no display, there need be no library for one.
void tst_Programs::ownFoldersAreClosed()
{
    DemoHost demo;
    demo.start();
    const QTemporaryDir folder;
    const QString sessions = folder.filePath(u"socketscope/sessions"_s);
    const QString settings = folder.filePath(u"socketscope/socketscope.ini"_s);
    // As an earlier version has made them.
    QVERIFY(QDir().mkpath(sessions));
    QVERIFY(QFile(settings).open(QIODevice::WriteOnly));
    for (const QString &open : {folder.filePath(u"socketscope"_s), sessions, settings})
        QVERIFY(QFile::setPermissions(open, QFileDevice::Permissions(0x7755)));
    const auto others =
            QFileDevice::ReadGroup | QFileDevice::ExeGroup | QFileDevice::ReadOther | QFileDevice::ExeOther;
    const QStringList url{demo.url(u"/flood?n=10"_s).toString()};
    QCOMPARE(run(CliProgram, QStringList{u"record"_s} + url, environmentIn(folder)).exitCode, 0);
    QVERIFY(!(QFileInfo(sessions).permissions() & others));
    QVERIFY(!(QFileInfo(folder.filePath(u"socketscope"_s)).permissions() & others));
    QCOMPARE(run(WindowProgram, url + QStringList{u"--quit-after-close"_s}, environmentIn(folder)).exitCode,
             0);
    QVERIFY(!(QFileInfo(settings).permissions() & others));
    QVERIFY(QFileInfo(settings).size() > 0);
}

void tst_Programs::withoutAHome()
{
    DemoHost demo;
    demo.start();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const auto &name : {u"HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s})
        environment.remove(name);
    const QStringList url{demo.url(u"/flood?n=10"_s).toString()};
    const ProgramRun recorded = run(CliProgram, QStringList{u"record"_s} + url, environment);
    QCOMPARE(recorded.exitCode, 1);
    QVERIFY2(recorded.err.contains(u"HOME is not set"_s), qPrintable(recorded.err));
    QCOMPARE(run(WindowProgram, url + QStringList{u"--quit-after-close"_s}, environment).exitCode, 1);
    QVERIFY(!QFileInfo::exists(u"/.local/share/socketscope"_s));
    QVERIFY(!QFileInfo::exists(u"/.config/socketscope"_s));
}

void tst_Programs::cliNeedsNoGui()
{
    const QByteArray program = contentsOf(CliProgram);
    QVERIFY(program.contains("libQt6Core"));
    for (const char *library : {"libQt6Gui", "libQt6Widgets"}) {
        QVERIFY2(!program.contains(library), library);
        QVERIFY2(contentsOf(WindowProgram).contains(library), library);
    }
}

void tst_Programs::serves()
{
    QProcess server;
    server.start(CliProgram, {u"serve"_s});
    QVERIFY(server.waitForReadyRead());
    const QUrl url(QString::fromUtf8(server.readLine().trimmed()));
    QCOMPARE(url.scheme(), u"ws"_s);
    QTcpSocket socket;
    socket.connectToHost(url.host(), quint16(url.port()));
    QVERIFY(socket.waitForConnected());
    server.kill();
    server.waitForFinished();
}

void tst_Programs::servesOnAPortInUse()
{
    DemoHost demo;
    const QUrl url = demo.start();
    const ProgramRun result = run(CliProgram, {u"serve"_s, u"--port"_s, QString::number(url.port())});
    QCOMPARE(result.exitCode, 1);
    QVERIFY(!result.err.isEmpty());
}

SOCKETSCOPE_TEST(tst_Programs, QCoreApplication)
#include "tst_programs.moc"
