// SPDX-License-Identifier: MIT
// The command lines of both programs, as the README has them.
#include "app/options.h"
#include "exchange/exchangeformat.h"
#include "support/testprogram.h"
#include "version.h"

#include <QFile>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTemporaryFile>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;

class tst_Options : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void understood_data();
    void understood();
    void sessionFile();
    void urlFromElsewhere();
    void wrong_data();
    void wrong();
    void texts_data();
    void texts();
    void readmeHasTheSame();
};

using Parse = ParsedOptions (*)(const QStringList &);
static constexpr Parse Window = parseWindowOptions;
static constexpr Parse Cli = parseCliOptions;

static ParsedOptions parsed(Parse parse, const QString &line)
{
    return parse(QStringList{u"program"_s} + line.split(u' ', Qt::SkipEmptyParts));
}

void tst_Options::understood_data()
{
    QTest::addColumn<Parse>("parse");
    QTest::addColumn<QString>("line");
    QTest::addColumn<Options>("expected");
    const auto row = [](Parse parse, const QString &line, const std::function<void(Options &)> &change) {
        Options expected;
        change(expected);
        QTest::addRow("%s%s", parse == Cli ? "cli " : "", qPrintable(line)) << parse << line << expected;
    };
    row(Window, u""_s, [](Options &) {});
    row(Window, u"wss://host/path"_s, [](Options &options) { options.url = u"wss://host/path"_s; });
    row(Window, u"host"_s, [](Options &options) { options.url = u"host"_s; });
    row(Window, u"--record a.sqlite ws://h"_s, [](Options &options) {
        options.url = u"ws://h"_s;
        options.recordFile = u"a.sqlite"_s;
    });
    row(Window, u"--record a.sqlite --shared"_s, [](Options &options) {
        options.recordFile = u"a.sqlite"_s;
        options.isShared = true;
    });
    row(Window, u"--private"_s, [](Options &options) { options.isPrivate = true; });
    row(Window, u"--demo"_s, [](Options &options) { options.demo = true; });
    row(Window, u"--engine native"_s, [](Options &options) { options.engine = Engine::Native; });
    row(Window, u"--engine beast"_s, [](Options &options) { options.engine = Engine::Native; });
    row(Window, u"--engine=qt"_s, [](Options &options) { options.engine = Engine::Qt; });
    row(Window, u"--metrics m.jsonl"_s, [](Options &options) { options.metricsFile = u"m.jsonl"_s; });
    row(Window, u"--quit-after-close"_s, [](Options &options) { options.quitAfterClose = true; });

    const auto record = [&row](const QString &line, const std::function<void(Options &)> &change) {
        row(Cli, u"record ws://h "_s + line, [change](Options &options) {
            options.command = Options::Command::Record;
            options.url = u"ws://h"_s;
            change(options);
        });
    };
    record(u""_s, [](Options &) {});
    record(u"-o a.sqlite"_s, [](Options &options) { options.recordFile = u"a.sqlite"_s; });
    record(u"-o a.sqlite --shared"_s, [](Options &options) {
        options.recordFile = u"a.sqlite"_s;
        options.isShared = true;
    });
    record(u"--output a.sqlite"_s, [](Options &options) { options.recordFile = u"a.sqlite"_s; });
    record(u"--metrics m.jsonl"_s, [](Options &options) { options.metricsFile = u"m.jsonl"_s; });
    record(u"--retry"_s, [](Options &options) { options.retry = true; });
    record(u"--engine qt"_s, [](Options &options) { options.engine = Engine::Qt; });
    for (const quint16 port : {0, 1, 65535}) {
        row(Cli, u"serve --port %1"_s.arg(port), [port](Options &options) {
            options.command = Options::Command::Serve;
            options.port = port;
        });
    }
    row(Cli, u"serve"_s, [](Options &options) { options.command = Options::Command::Serve; });
    const auto exports = [&row](const QString &line, const ExchangeFormat &format, const QString &target,
                                const QString &filter = {}) {
        row(Cli, u"export a.sqlite "_s + line, [&format, target, filter](Options &options) {
            options.command = Options::Command::Export;
            options.sourceFile = u"a.sqlite"_s;
            options.targetFile = target;
            options.format = &format;
            options.filter = FilterQuery::parse(filter);
        });
    };
    exports(u"--as ndjson"_s, NdjsonFormat, {});
    exports(u"--as ndjson -o -"_s, NdjsonFormat, {});
    exports(u"--as ndjson --output b --filter $.n>3"_s, NdjsonFormat, u"b"_s, u"$.n>3"_s);
    exports(u"--as session -o b"_s, SessionFormat, u"b"_s);
    for (const QString &source : {u"a.har"_s, u"-"_s}) {
        for (const QString &target : {u""_s, u"b.sqlite"_s}) {
            row(Cli, u"import "_s + source + (target.isEmpty() ? target : u" -o "_s + target),
                [source, target](Options &options) {
                    options.command = Options::Command::Import;
                    options.sourceFile = source == "-"_L1 ? QString() : source;
                    options.targetFile = target;
                });
        }
    }
    row(Cli, u"import a.har --socket 2"_s, [](Options &options) {
        options.command = Options::Command::Import;
        options.sourceFile = u"a.har"_s;
        options.connection = 2;
    });
}

void tst_Options::understood()
{
    QFETCH(Parse, parse);
    QFETCH(QString, line);
    QFETCH(Options, expected);
    const ParsedOptions result = parsed(parse, line);
    QVERIFY2(result.options, qPrintable(result.output));
    QVERIFY(*result.options == expected);
    QCOMPARE(result.output, QString());
}

// What is the name of a file is one, whatever it looks like.
void tst_Options::sessionFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    Options expected;
    expected.sessionFile = file.fileName();
    const ParsedOptions result = parsed(Window, file.fileName());
    QVERIFY(result.options && *result.options == expected);
    // So that what is wrong with it is said.
    for (const QString &name : {u"/dev/zero"_s, u"./none.sqlite"_s, u"../none.sqlite"_s, u"/none"_s}) {
        expected.sessionFile = name;
        const ParsedOptions other = parsed(Window, name);
        QVERIFY2(other.options && *other.options == expected, qPrintable(name));
    }
    QCOMPARE(parsed(Window, u"localhost/feed"_s).options->url, u"localhost/feed"_s);
    for (const QString &more : {u"--demo"_s, u"--private"_s, u"--record b.sqlite"_s})
        QCOMPARE(parsed(Window, file.fileName() + u' ' + more).exitCode, ExitUsage);
}

// What `ps` does not show.
void tst_Options::urlFromElsewhere()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("curl -H 'A: b' \\\n  wss://h/?token=t\n");
    file.flush();
    const QString read = u"curl -H 'A: b'    wss://h/?token=t"_s;
    QCOMPARE(parsed(Window, u"--url-from "_s + file.fileName()).options->url, read);
    QCOMPARE(parsed(Cli, u"record --url-from "_s + file.fileName()).options->url, read);
    QVERIFY(!parsed(Window, u"ws://h --url-from "_s + file.fileName()).options);
    QVERIFY(!parsed(Cli, u"record ws://h --url-from "_s + file.fileName()).options);
    QVERIFY(!parsed(Window, u"--demo --url-from "_s + file.fileName()).options);
    QVERIFY(parsed(Cli, u"record --url-from /none"_s).output.contains(u"/none cannot be read"_s));
    QVERIFY(file.resize(0));
    QVERIFY(parsed(Window, u"--url-from "_s + file.fileName()).output.contains(u"There is no URL in"_s));

    const auto unset = qScopeGuard([] { qunsetenv("SOCKETSCOPE_URL"); });
    qputenv("SOCKETSCOPE_URL", "wss://h/?token=t");
    QCOMPARE(parsed(Window, u""_s).options->url, u"wss://h/?token=t"_s);
    QCOMPARE(parsed(Cli, u"record"_s).options->url, u"wss://h/?token=t"_s);
    QCOMPARE(parsed(Cli, u"record ws://i"_s).options->url, u"ws://i"_s);
    QCOMPARE(parsed(Window, u"--demo"_s).options->url, QString());
}

void tst_Options::wrong_data()
{
    QTest::addColumn<Parse>("parse");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("said");
    const auto row = [](Parse parse, const QString &line, const QString &said) {
        QTest::addRow("%s%s", parse == Cli ? "cli " : "", qPrintable(line)) << parse << line << said;
    };
    row(Window, u"--nonsense"_s, u"nonsense"_s);
    row(Window, u"ws://a ws://b"_s, u"more than one URL"_s);
    row(Window, u"--demo ws://a"_s, u"--demo and a URL"_s);
    row(Window, u"--private --record a"_s, u"--private and --record"_s);
    row(Window, u"--engine other"_s, u"“other”"_s);
    row(Window, u"--engine Beast"_s, u"“Beast”"_s);
    row(Window, u"--metrics"_s, u"metrics"_s);
    row(Window, u"--retry"_s, u"retry"_s);
    row(Window, u"--port 1"_s, u"port"_s);
    row(Cli, u""_s, u"a command is missing"_s);
    row(Cli, u"dance"_s, u"“dance”"_s);
    row(Cli, u"record"_s, u"needs a URL"_s);
    row(Cli, u"record ws://a ws://b"_s, u"ws://b"_s);
    row(Cli, u"record ws://a --port 1"_s, u"--port"_s);
    row(Cli, u"record ws://a --engine other"_s, u"“other”"_s);
    row(Cli, u"record ws://a --private"_s, u"private"_s);
    row(Window, u"--shared"_s, u"--shared is about the FILE"_s);
    row(Cli, u"record ws://a --shared"_s, u"--shared is about the FILE"_s);
    row(Cli, u"serve here"_s, u"“here”"_s);
    for (const char *port : {"-1", "65536", "x", "1.5"})
        row(Cli, u"serve --port=%1"_s.arg(QLatin1String(port)), u"0 to 65535"_s);
    row(Cli, u"export"_s, u"“export” needs a file"_s);
    row(Cli, u"export a b"_s, u"“b” is one too many"_s);
    row(Cli, u"export a"_s, u"needs --as with a format: session, har, ndjson, csv, csv-raw, md, pcapng"_s);
    row(Cli, u"export a --as xml"_s,
        u"there is no format “xml”: use session, har, ndjson, csv, csv-raw, md, pcapng"_s);
    row(Cli, u"export a --as session"_s, u"name a file with -o"_s);
    row(Cli, u"export - --as ndjson"_s, u"not from standard input"_s);
    row(Cli, u"export a --as ndjson --filter size:x"_s, u"--filter: "_s);
    row(Cli, u"export a --as ndjson --port 1"_s, u"“export” has no option --port"_s);
    row(Cli, u"import"_s, u"“import” needs a file"_s);
    row(Cli, u"import a -o -"_s, u"name a file with -o"_s);
    for (const char *number : {"0", "-1", "x", "1.5"})
        row(Cli, u"import a --socket=%1"_s.arg(QLatin1String(number)), u"--socket takes a number from 1"_s);
    row(Cli, u"import a --as ndjson"_s, u"“import” has no option --as"_s);
    row(Cli, u"record ws://a --filter x"_s, u"“record” has no option --filter"_s);
    for (const char *option : {"output a", "shared", "metrics a", "retry", "engine qt"})
        row(Cli, u"serve --%1"_s.arg(QLatin1String(option)), u"“serve” has no option"_s);
}

void tst_Options::wrong()
{
    QFETCH(Parse, parse);
    QFETCH(QString, line);
    QFETCH(QString, said);
    const ParsedOptions result = parsed(parse, line);
    QVERIFY(!result.options);
    QCOMPARE(result.exitCode, ExitUsage);
    QVERIFY2(result.output.contains(said), qPrintable(result.output));
    QVERIFY2(result.output.contains(u"--help"_s), qPrintable(result.output));
}

void tst_Options::texts_data()
{
    QTest::addColumn<Parse>("parse");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("window") << Window << QStringList{u"--record"_s, u"--private"_s, u"--demo"_s,
                                                     u"--engine"_s, u"--metrics"_s, u"--quit-after-close"_s,
                                                     u"URL"_s,      u"FILE"_s};
    QTest::newRow("cli") << Cli
                         << QStringList{u"record URL"_s,
                                        u"--output"_s,
                                        u"--engine"_s,
                                        u"--metrics"_s,
                                        u"--retry"_s,
                                        u"serve"_s,
                                        u"export FILE"_s,
                                        u"--as"_s,
                                        u"--filter"_s,
                                        u"import FILE"_s,
                                        u"session, har, ndjson"_s,
                                        u"--port"_s,
                                        u"not all that came could be kept"_s};
}

// Help has all that the README has.
void tst_Options::texts()
{
    QFETCH(Parse, parse);
    QFETCH(QStringList, said);
    for (const QString &option : {u"--help"_s, u"-h"_s}) {
        const ParsedOptions help = parsed(parse, option);
        QVERIFY(!help.options);
        QCOMPARE(help.exitCode, ExitDone);
        for (const QString &word : std::as_const(said))
            QVERIFY2(help.output.contains(word), qPrintable(word));
        QVERIFY2(help.output.contains(engineKey(Engines[0])) && !help.output.contains(u'%'),
                 qPrintable(help.output));
    }
    for (const QString &option : {u"--version"_s, u"-v"_s}) {
        const ParsedOptions version = parsed(parse, option);
        QVERIFY(!version.options);
        QCOMPARE(version.exitCode, ExitDone);
        QVERIFY(version.output.endsWith(u' ' + programVersion() + u'\n'));
    }
}

// "--name" and, without a longer name, "-n".
static QStringList optionsIn(const QString &text)
{
    static const QRegularExpression option(u"(?<![\\w-])--?[a-z][a-z-]*"_s);
    QStringList options;
    auto matches = option.globalMatch(text);
    while (matches.hasNext())
        options.append(matches.next().captured());
    options.sort();
    options.removeDuplicates();
    return options;
}

// Neither has an option that the other lacks.
void tst_Options::readmeHasTheSame()
{
    QFile file(QStringLiteral(SOCKETSCOPE_SOURCE_DIR "/README.md"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString readme = QString::fromUtf8(file.readAll());
    const QString run = readme.section(u"## Run it"_s, 1).section(u"\n## "_s, 0, 0);
    static const QRegularExpression tableRow(u"^\\| `(.*)` \\|.*$"_s, QRegularExpression::MultilineOption);
    QString table;
    auto rows = tableRow.globalMatch(run);
    while (rows.hasNext())
        table += rows.next().captured(1) + u' ';
    QStringList window = optionsIn(
            parsed(Window, u"--help"_s).output.section(u"Options:"_s, 1).section(u"Arguments:"_s, 0, 0));
    for (const QString &qts : {u"-h"_s, u"-v"_s, u"--help-all"_s})
        window.removeAll(qts);
    QCOMPARE(optionsIn(table), window);

    const QString help = parsed(Cli, u"--help"_s).output;
    const auto commandOf = [&run](const QString &name) {
        return run.section(u"`socketscope-cli "_s + name, 1).section(u'`', 0, 0);
    };
    // Of a command, until the next one.
    const auto helpOf = [&help](const QString &name, const QString &next) {
        QStringList options = optionsIn(help.section(u"  "_s + name, 1).section(u"  "_s + next, 0, 0));
        if (!options.removeOne(u"--output"_s))
            options.clear();
        return options;
    };
    QCOMPARE(optionsIn(commandOf(u"record"_s)), helpOf(u"record URL"_s, u"export FILE"_s));
    QCOMPARE(optionsIn(commandOf(u"export"_s)), helpOf(u"export FILE"_s, u"import FILE"_s));
    QCOMPARE(optionsIn(commandOf(u"import"_s)), helpOf(u"import FILE"_s, u"serve "_s));
    QCOMPARE(optionsIn(commandOf(u"serve"_s)),
             optionsIn(help.section(u"  serve "_s, 1).section(u"Options:"_s, 0, 0)));
    QVERIFY(readme.contains(
            u"Exit codes: 0 done, 1 failed (also if not all that came could be kept), 2 wrong usage."_s));
}

SOCKETSCOPE_TEST(tst_Options, QCoreApplication)
#include "tst_options.moc"
