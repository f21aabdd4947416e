// SPDX-License-Identifier: MIT
// `socketscope-cli export` and `import` as a script uses them: exit codes, what they print, what they leave.
#include "programrun.h"

#include "record/recorder.h"
#include "support/sessionfiles.h"
#include "support/testprogram.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

class tst_CliExchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void exitCodes_data();
    void exitCodes();
    void exportsToStandardOutput();
    void exportsWhatTheFilterShows();
    void importsFromStandardInput();
    void importsIntoTheUsualFolder();
    void importsOneOfSeveralConnections();
    void saysWhatIsMissing();
    void brokenPipe();
    void interrupted_data();
    void interrupted();

private:
    void start(QProcess &process, const QStringList &arguments) const;
    ProgramRun run(const QStringList &arguments, const QByteArray &input = {}) const;
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString session() const { return path(u"session.sqlite"_s); }
    void makeSession(int count) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_CliExchange::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_CliExchange::start(QProcess &process, const QStringList &arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_DATA_HOME"_s, path(u"data"_s));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder->path());
    process.start(QStringLiteral(SOCKETSCOPE_CLI), arguments);
}

ProgramRun tst_CliExchange::run(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    start(process, arguments);
    process.write(input);
    process.closeWriteChannel();
    return finish(process);
}

void tst_CliExchange::makeSession(int count) const
{
    Recorder recorder({session(), m_folder->path(), false});
    recorder.append(numberedEntries(count));
    QVERIFY(recorder.finish());
}

void tst_CliExchange::exitCodes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("said");
    const auto row = [](const QString &line, int exitCode, const QString &said) {
        QTest::newRow(qPrintable(line)) << line << exitCode << said;
    };
    row(u"export session.sqlite --as ndjson -o a"_s, 0, {});
    row(u"export session.sqlite --as session -o a"_s, 0, {});
    row(u"export session.sqlite --as har -o a"_s, 0, {});
    row(u"export session.sqlite --as ndjson -o -"_s, 0, {});
    row(u"export session.sqlite --as ndjson -o session.sqlite"_s, 1, u"is what is exported"_s);
    row(u"export none.sqlite --as ndjson"_s, 1, u"does not exist"_s);
    row(u"export session.sqlite --as ndjson -o none/a"_s, 1, u"none/a cannot be written"_s);
    row(u"export session.sqlite --as ndjson -o /dev/full"_s, 1, u"/dev/full cannot be written"_s);
    row(u"export session.sqlite --as ndjson --filter /^(a+)+$/"_s, 0, {});
    row(u"export session.sqlite --as ndjson --filter size:x"_s, 2, u"--filter: "_s);
    row(u"export session.sqlite --as session"_s, 2, u"-o"_s);
    row(u"import session.sqlite -o a"_s, 0, {});
    row(u"import session.sqlite -o session.sqlite"_s, 1, u"is there already"_s);
    row(u"import none.ndjson -o a"_s, 1, u"none.ndjson cannot be read"_s);
    row(u"import - -o a"_s, 1, u"Standard input is in none of the formats"_s);
}

void tst_CliExchange::exitCodes()
{
    QFETCH(const QString, line);
    QFETCH(const int, exitCode);
    QFETCH(const QString, said);
    makeSession(3);
    const ProgramRun result = run(line.split(u' '));
    QVERIFY2(result.exitCode == exitCode, qPrintable(u"%1: %2"_s.arg(result.exitCode).arg(result.err)));
    if (said.isEmpty())
        QCOMPARE(result.err, QString());
    else
        QVERIFY2(result.err.startsWith(u"socketscope-cli: "_s) && result.err.contains(said),
                 qPrintable(result.err));
    QStringList names = namesIn(m_folder->path());
    names.removeOne(u"a"_s);
    QCOMPARE(names, QStringList{u"session.sqlite"_s});
}

void tst_CliExchange::exportsToStandardOutput()
{
    makeSession(10'000);
    const ProgramRun result = run({u"export"_s, session(), u"--as"_s, u"ndjson"_s});
    QCOMPARE(result.err, QString());
    QCOMPARE(result.exitCode, 0);
    QCOMPARE(result.out.count(u'\n'), 10'000);
    QVERIFY(result.out.endsWith(u"\"text\":\"10000\"}\n"_s));
}

void tst_CliExchange::exportsWhatTheFilterShows()
{
    makeSession(1000);
    const ProgramRun result = run({u"export"_s, session(), u"--as"_s, u"session"_s, u"-o"_s, u"part"_s,
                                   u"--filter"_s, u"99 -seq:999"_s});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(query(path(u"part"_s), "SELECT seq || '=' || payload FROM message LIMIT 2"),
             (QStringList{u"1=99"_s, u"2=199"_s}));
    QCOMPARE(query(path(u"part"_s), "SELECT COUNT(*) FROM message"), QStringList{u"18"_s});
}

void tst_CliExchange::importsFromStandardInput()
{
    makeSession(1000);
    const ProgramRun exported = run({u"export"_s, session(), u"--as"_s, u"ndjson"_s});
    const ProgramRun imported =
            run({u"import"_s, u"-"_s, u"-o"_s, path(u"new.sqlite"_s)}, exported.out.toUtf8());
    QVERIFY2(imported.exitCode == 0, qPrintable(imported.err));
    QCOMPARE(imported.out, path(u"new.sqlite"_s) + u'\n');
    QCOMPARE(faultOf(path(u"new.sqlite"_s)), QString());
    const char *all = "SELECT seq || time_us || direction || type || size || payload FROM message";
    QCOMPARE(query(path(u"new.sqlite"_s), all), query(session(), all));
}

void tst_CliExchange::importsIntoTheUsualFolder()
{
    QFile file(path(u"from others.txt"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"time_us":1,"direction":"in","type":"text","text":"a"})");
    file.close();
    const ProgramRun result = run({u"import"_s, u"from others.txt"_s});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    const QString made = result.out.trimmed();
    QVERIFY2(made.startsWith(path(u"data/"_s)) && made.endsWith(u"_from-others.sqlite"_s), qPrintable(made));
    QCOMPARE(query(made, "SELECT payload FROM message"), QStringList{u"a"_s});
}

void tst_CliExchange::importsOneOfSeveralConnections()
{
    QFile file(path(u"two.har"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"log":{"entries":[{"request":{"url":"wss://a/"},"_webSocketMessages":[]},)"
               R"({"request":{"url":"wss://b/\u001b[1m"},"_webSocketMessages":[]}]}})");
    file.close();
    ProgramRun result = run({u"import"_s, u"two.har"_s, u"-o"_s, u"new.sqlite"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(u"two.har has 2 WebSocket connections"_s)
                     && result.err.contains(u"\n  1: wss://a/, "_s)
                     && result.err.contains(u"\n  2: wss://b/"_s) && result.err.contains(u"--socket N"_s)
                     && !result.err.contains(u'\x1b'),
             qPrintable(result.err));
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"two.har"_s});
    result = run({u"import"_s, u"two.har"_s, u"--socket"_s, u"1"_s, u"-o"_s, u"new.sqlite"_s});
    QVERIFY2(result.exitCode == 0, qPrintable(result.err));
    QCOMPARE(query(path(u"new.sqlite"_s), "SELECT value FROM meta WHERE key = 'url'"),
             QStringList{u"wss://a/"_s});
}

void tst_CliExchange::saysWhatIsMissing()
{
    makeSession(10);
    QCOMPARE(runSql(session(), "DELETE FROM entry WHERE seq = 4"), QString());
    const ProgramRun result = run({u"export"_s, session(), u"--as"_s, u"ndjson"_s});
    QCOMPARE(result.exitCode, 1);
    QVERIFY2(result.err.contains(u"is damaged. Entries that are missing: 1."_s), qPrintable(result.err));
    QCOMPARE(result.out.count(u'\n'), 9);
}

void tst_CliExchange::brokenPipe()
{
    makeSession(100'000);
    QProcess process;
    QProcess reader;
    process.setStandardOutputProcess(&reader);
    start(process, {u"export"_s, session(), u"--as"_s, u"ndjson"_s});
    reader.start(u"head"_s, {u"-n"_s, u"1"_s});
    const ProgramRun result = finish(process);
    QCOMPARE(finish(reader).out.count(u'\n'), 1);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.err, QString());
}

void tst_CliExchange::interrupted_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("import of a pipe") << u"import - -o new.sqlite"_s;
    QTest::newRow("export to a pipe") << u"export session.sqlite --as ndjson"_s;
}

// Both wait for this process at the other end of the pipe.
void tst_CliExchange::interrupted()
{
    QFETCH(const QString, line);
    makeSession(100'000);
    QProcess process;
    process.setReadChannel(QProcess::StandardOutput);
    start(process, line.split(u' '));
    QVERIFY(process.waitForStarted());
    const bool isImport = line.startsWith(u"import"_s);
    if (isImport) {
        process.write(R"({"time_us":1,"direction":"in","type":"text","text":")" + QByteArray(5000, 'x')
                      + "\"}\n");
        QTRY_VERIFY_WITH_TIMEOUT(namesIn(m_folder->path()).size() > 1, 20'000);
    } else {
        QVERIFY(process.waitForReadyRead(20'000));
    }
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    const ProgramRun result = finish(process);
    QCOMPARE(result.exitCode, 1);
    QCOMPARE(result.err, u"socketscope-cli: Cancelled.\n"_s);
    QCOMPARE(namesIn(m_folder->path()), QStringList{u"session.sqlite"_s});
}

SOCKETSCOPE_TEST(tst_CliExchange, QCoreApplication)
#include "tst_cliexchange.moc"
