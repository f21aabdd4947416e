// SPDX-License-Identifier: MIT
#include "app/options.h"

#include "app/unixprocess.h"
#include "exchange/exchangeformat.h"
#include "version.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

enum Use : quint8 { InWindow = 1, InRecord = 2, InServe = 4, InExport = 8, InImport = 16 };
constexpr int InCli = InRecord | InServe | InExport | InImport;

// The one table of options; parsing, help, and what a command does not have follow it.
struct OptionRow
{
    int uses;
    QLatin1StringView name;
    QLatin1StringView value;
    const char *help;
    QLatin1StringView letter = {};
    /// What takes the place of %1 in the help.
    QString (*names)() = nullptr;
};

QString engineKeys()
{
    QStringList keys;
    for (const Engine engine : Engines)
        keys.append(engineKey(engine));
    return keys.join(Options::tr(" or "));
}

QString formatKeys()
{
    return keysOf(writtenFormats());
}

constexpr auto RecordHelp =
        QT_TRANSLATE_NOOP("Options", "Record into FILE: a new file, or a session to append to.");
constexpr OptionRow OptionTable[]{
        {InWindow | InRecord, "url-from"_L1, "FILE"_L1,
         QT_TRANSLATE_NOOP("Options", "Read the URL or curl command from FILE, - for standard input.")},
        {InWindow,
         "demo"_L1,
         {},
         QT_TRANSLATE_NOOP("Options", "Start the built-in server and connect to its market feed.")},
        {InWindow, "record"_L1, "FILE"_L1, RecordHelp},
        {InWindow, "private"_L1, {}, QT_TRANSLATE_NOOP("Options", "Leave nothing of the session on disk.")},
        {InRecord, "output"_L1, "FILE"_L1, RecordHelp, "o"_L1},
        {InWindow | InRecord,
         "shared"_L1,
         {},
         QT_TRANSLATE_NOOP("Options", "Append to FILE also if others own it, or may read or write it.")},
        {InRecord,
         "retry"_L1,
         {},
         QT_TRANSLATE_NOOP("Options", "Try again when connecting fails or the connection is lost.")},
        {InWindow | InRecord,
         "engine"_L1,
         "NAME"_L1,
         QT_TRANSLATE_NOOP("Options", "Connect with this engine: %1; the first is the default."),
         {},
         engineKeys},
        {InWindow | InRecord, "metrics"_L1, "FILE"_L1,
         QT_TRANSLATE_NOOP("Options", "Append one JSON line of counters and stalls a second to FILE.")},
        {InWindow,
         "quit-after-close"_L1,
         {},
         QT_TRANSLATE_NOOP("Options", "Leave once the connection has closed for good.")},
        {InExport,
         "as"_L1,
         "FORMAT"_L1,
         QT_TRANSLATE_NOOP("Options", "The format to write: %1."),
         {},
         formatKeys},
        {InExport, "filter"_L1, "TEXT"_L1,
         QT_TRANSLATE_NOOP("Options", "Only the entries that the window shows with this filter.")},
        {InExport, "output"_L1, "FILE"_L1,
         QT_TRANSLATE_NOOP("Options", "Write FILE, replacing it; - is standard output, the default."),
         "o"_L1},
        {InImport, "output"_L1, "FILE"_L1,
         QT_TRANSLATE_NOOP("Options", "The session to make, a new file; one in the usual folder without."),
         "o"_L1},
        {InImport, "socket"_L1, "N"_L1,
         QT_TRANSLATE_NOOP("Options", "Of several connections in the file, the one of this number.")},
        {InServe, "port"_L1, "N"_L1,
         QT_TRANSLATE_NOOP("Options", "The port to listen on; a free one if none is given.")},
};

QString wordsOf(const OptionRow &row)
{
    const QString words = Options::tr(row.help);
    return row.names ? words.arg(row.names()) : words;
}

// "    -o, --output FILE   Record into FILE: …", of the options of one command.
QString helpOf(Use use)
{
    QString lines;
    for (const OptionRow &row : OptionTable) {
        if (!(row.uses & use))
            continue;
        const QString letter = row.letter.isEmpty() ? QString() : u"-%1, "_s.arg(row.letter);
        const QString spelled = (letter + "--"_L1 + row.name + u' ' + row.value).trimmed();
        lines += u"    "_s + spelled.leftJustified(20) + wordsOf(row) + u'\n';
    }
    return lines;
}

QString cliHelp()
{
    return Options::tr(
                   "Usage: socketscope-cli COMMAND [options]\n"
                   "Socketscope without a window.\n\n"
                   "Commands:\n"
                   "  record URL          Record what comes until the peer closes or Ctrl-C is pressed,\n"
                   "                      and print the session file's name.\n"
                   "%1"
                   "  export FILE         Write what a session has in another format.\n"
                   "%2"
                   "  import FILE         Make a session of a file in another format (%3), or\n"
                   "                      of standard input, -, and print the session file's name.\n"
                   "%4"
                   "  serve               Run the demo server on this computer and print its URL.\n"
                   "%5\n"
                   "Options:\n"
                   "  -h, --help          Show this help.\n"
                   "  -v, --version       Show the version.\n\n"
                   "Other users see arguments, and so secrets in a URL: give it with --url-from, or in\n"
                   "the environment variable SOCKETSCOPE_URL.\n\n"
                   "Exit codes: 0 done, 1 failed (also if not all that came could be kept), 2 wrong usage.\n")
            .arg(helpOf(InRecord), helpOf(InExport), keysOf(readFormats()), helpOf(InImport),
                 helpOf(InServe));
}

ParsedOptions wrongUsage(const QString &program, const QString &problem)
{
    return {{}, Options::tr("%1: %2\nTry “%1 --help”.\n").arg(program, problem), ExitUsage};
}

// What is answered with a text alone: wrong options, --help and --version.
std::optional<ParsedOptions> parseWords(const QString &program, int uses, const QStringList &arguments,
                                        QCommandLineParser *parser)
{
    const QCommandLineOption help = parser->addHelpOption();
    const QCommandLineOption version = parser->addVersionOption();
    QStringList known;
    for (const OptionRow &row : OptionTable) {
        // Two commands may have one of the same name.
        if (!(row.uses & uses) || known.contains(row.name))
            continue;
        known.append(row.name);
        QStringList names{row.name};
        if (!row.letter.isEmpty())
            names.prepend(row.letter);
        parser->addOption({names, wordsOf(row), row.value});
    }
    if (!parser->parse(arguments))
        return wrongUsage(program, parser->errorText());
    if (parser->isSet(help))
        return ParsedOptions{{}, uses == InWindow ? parser->helpText() : cliHelp(), ExitDone};
    if (parser->isSet(version))
        return ParsedOptions{{}, u"%1 %2\n"_s.arg(program, programVersion()), ExitDone};
    return std::nullopt;
}

// What a window and a recording without one have in common; a sentence if something is wrong with it.
QString readRecording(const QCommandLineParser &parser, const QString &fileOption, Options *options)
{
    options->recordFile = parser.value(fileOption);
    options->metricsFile = parser.value(u"metrics"_s);
    options->isShared = parser.isSet(u"shared"_s);
    const QString engine = parser.value(u"engine"_s);
    options->engine = engineOfKey(engine);
    if (parser.isSet(u"engine"_s) && !options->engine)
        return Options::tr("there is no engine “%1”: use %2.").arg(engine, engineKeys());
    if (options->isShared && options->recordFile.isEmpty())
        return Options::tr("--shared is about the FILE to append to: name it.");
    return {};
}

// Neither a URL nor a host is the name of a file that is there, mostly; "./name" is one for certain.
bool isFileName(const QString &argument)
{
    const QFileInfo info(argument);
    return info.isAbsolute() || argument.startsWith("./"_L1) || argument.startsWith("../"_L1)
           || (info.exists() && !info.isDir());
}

// More than any command has that is read.
constexpr qint64 MaxUrlBytes = 1024 * 1024;

// Whatever can be pasted there, also a command that goes on in the next line.
QString pasted(const QString &text)
{
    static const QRegularExpression continued(u"\\\\\r?\n"_s);
    return QString(text).replace(continued, u" "_s).trimmed();
}

QString readUrl(const QCommandLineParser &parser, bool isGiven, Options *options)
{
    if (!parser.isSet(u"url-from"_s)) {
        if (!isGiven)
            options->url = pasted(qEnvironmentVariable("SOCKETSCOPE_URL"));
        return {};
    }
    const QString name = parser.value(u"url-from"_s);
    if (isGiven)
        return Options::tr("--url-from and something else to open were given: choose one.");
    QFile file(name);
    if (name == "-"_L1 ? !file.open(stdin, QIODevice::ReadOnly) : !file.open(QIODevice::ReadOnly))
        return Options::tr("%1 cannot be read: %2").arg(name, file.errorString());
    options->url = pasted(QString::fromUtf8(file.read(MaxUrlBytes)));
    return options->url.isEmpty() ? Options::tr("There is no URL in %1.").arg(name) : QString();
}

QString windowProblem(const Options &options)
{
    if (options.demo && !options.url.isEmpty())
        return Options::tr("--demo and a URL were given: choose one.");
    if (options.demo && !options.sessionFile.isEmpty())
        return Options::tr("--demo and a session file were given: choose one.");
    if (options.isPrivate && !options.recordFile.isEmpty())
        return Options::tr("--private and --record were given: choose one.");
    if (!options.sessionFile.isEmpty() && (options.isPrivate || !options.recordFile.isEmpty()))
        return Options::tr("A session that is opened from a file is not recorded again.");
    return {};
}

// Of the command's words after its name, and its options.
QString readRecord(const QCommandLineParser &parser, const QStringList &words, Options *options)
{
    options->command = Options::Command::Record;
    options->url = words.value(0);
    options->retry = parser.isSet(u"retry"_s);
    if (words.size() > 1)
        return Options::tr("“record” takes one URL; “%1” is one too many.").arg(words.at(1));
    if (const QString problem = readUrl(parser, !words.isEmpty(), options); !problem.isEmpty())
        return problem;
    if (options->url.isEmpty())
        return Options::tr("“record” needs a URL, such as wss://host/path.");
    return readRecording(parser, u"output"_s, options);
}

QString readServe(const QCommandLineParser &parser, const QStringList &words, Options *options)
{
    options->command = Options::Command::Serve;
    if (!words.isEmpty())
        return Options::tr("“serve” takes no argument “%1”.").arg(words.first());
    if (!parser.isSet(u"port"_s))
        return {};
    bool ok = false;
    options->port = parser.value(u"port"_s).toUShort(&ok);
    return ok ? QString() : Options::tr("--port takes a number from 0 to 65535.");
}

// A file, or nothing for a standard stream; a sentence if there is not one word.
QString readFile(const QString &command, const QStringList &words, QString *file)
{
    if (words.isEmpty())
        return Options::tr("“%1” needs a file.").arg(command);
    if (words.size() > 1)
        return Options::tr("“%1” takes one file; “%2” is one too many.").arg(command, words.at(1));
    *file = words.first() == "-"_L1 ? QString() : words.first();
    return {};
}

QString readExport(const QCommandLineParser &parser, const QStringList &words, Options *options)
{
    options->command = Options::Command::Export;
    if (const QString problem = readFile(u"export"_s, words, &options->sourceFile); !problem.isEmpty())
        return problem;
    if (options->sourceFile.isEmpty())
        return Options::tr("a session is read from its file, not from standard input.");
    const QString format = parser.value(u"as"_s);
    options->format = writtenFormat(format);
    if (!options->format)
        return parser.isSet(u"as"_s)
                       ? Options::tr("there is no format “%1”: use %2.").arg(format, formatKeys())
                       : Options::tr("“export” needs --as with a format: %1.").arg(formatKeys());
    options->filter = FilterQuery::parse(parser.value(u"filter"_s));
    if (!options->filter.isValid())
        return Options::tr("--filter: %1").arg(options->filter.problem().sentence);
    const QString target = parser.value(u"output"_s);
    options->targetFile = target == "-"_L1 ? QString() : target;
    return options->format->needsFile && options->targetFile.isEmpty()
                   ? Options::tr("“%1” cannot be written to standard output: name a file with -o.")
                             .arg(format)
                   : QString();
}

QString readImport(const QCommandLineParser &parser, const QStringList &words, Options *options)
{
    options->command = Options::Command::Import;
    options->targetFile = parser.value(u"output"_s);
    bool ok = false;
    options->connection = parser.value(u"socket"_s).toInt(&ok);
    if (parser.isSet(u"socket"_s) && (!ok || options->connection < 1))
        return Options::tr("--socket takes a number from 1.");
    return options->targetFile == "-"_L1
                   ? Options::tr("a session cannot be written to standard output: name a file with -o.")
                   : readFile(u"import"_s, words, &options->sourceFile);
}

struct CommandRow
{
    QLatin1StringView name;
    Use use;
    QString (*read)(const QCommandLineParser &parser, const QStringList &words, Options *options);
};

constexpr CommandRow CommandTable[]{
        {"record"_L1, InRecord, readRecord},
        {"export"_L1, InExport, readExport},
        {"import"_L1, InImport, readImport},
        {"serve"_L1, InServe, readServe},
};

QString readCommand(const QCommandLineParser &parser, Options *options)
{
    const QStringList words = parser.positionalArguments();
    if (words.isEmpty())
        return Options::tr("a command is missing.");
    const auto *command = std::find_if(std::begin(CommandTable), std::end(CommandTable),
                                       [&](const CommandRow &row) { return row.name == words.first(); });
    if (command == std::end(CommandTable))
        return Options::tr("there is no command “%1”.").arg(words.first());
    for (const OptionRow &row : OptionTable) {
        const auto has = [&](const OptionRow &other) {
            return other.name == row.name && (other.uses & command->use);
        };
        if ((row.uses & InCli) && parser.isSet(row.name)
            && std::none_of(std::begin(OptionTable), std::end(OptionTable), has))
            return Options::tr("“%1” has no option --%2.").arg(command->name, row.name);
    }
    return command->read(parser, words.mid(1), options);
}

} // namespace

ParsedOptions parseWindowOptions(const QStringList &arguments)
{
    const QString program = u"socketscope"_s;
    QCommandLineParser parser;
    parser.setApplicationDescription(
            Options::tr("An oscilloscope for WebSockets: watch, find, keep and send live messages.\n"
                        "Other users see arguments, and so secrets in a URL: give it with --url-from, or in "
                        "the environment variable SOCKETSCOPE_URL.\n"
                        "Exit codes: 0 done, 1 not all that came could be kept, 2 wrong usage."));
    parser.addPositionalArgument(
            u"URL"_s, Options::tr("What to connect to, such as wss://host/path, or a session file to open."),
            u"[URL | FILE]"_s);
    if (const auto text = parseWords(program, InWindow, arguments, &parser))
        return *text;
    const QStringList urls = parser.positionalArguments();
    if (urls.size() > 1)
        return wrongUsage(program, Options::tr("more than one URL was given."));
    Options options;
    (isFileName(urls.value(0)) ? options.sessionFile : options.url) = urls.value(0);
    options.isPrivate = parser.isSet(u"private"_s);
    options.demo = parser.isSet(u"demo"_s);
    options.quitAfterClose = parser.isSet(u"quit-after-close"_s);
    QString problem = readUrl(parser, !urls.isEmpty() || options.demo, &options);
    if (problem.isEmpty())
        problem = readRecording(parser, u"record"_s, &options);
    if (problem.isEmpty())
        problem = windowProblem(options);
    return problem.isEmpty() ? ParsedOptions{options, {}, ExitDone} : wrongUsage(program, problem);
}

ParsedOptions parseCliOptions(const QStringList &arguments)
{
    const QString program = u"socketscope-cli"_s;
    QCommandLineParser parser;
    if (const auto text = parseWords(program, InCli, arguments, &parser))
        return *text;
    Options options;
    const QString problem = readCommand(parser, &options);
    return problem.isEmpty() ? ParsedOptions{options, {}, ExitDone} : wrongUsage(program, problem);
}

int printAndLeave(const ParsedOptions &parsed)
{
    if (parsed.exitCode == ExitDone)
        return printOut(parsed.output) ? ExitDone : ExitConnectionFailed;
    std::fputs(qUtf8Printable(parsed.output), stderr);
    return parsed.exitCode;
}

bool asksForTextOnly(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QByteArrayView argument(argv[i]);
        for (const QByteArrayView text : {"--help", "-h", "--help-all", "--version", "-v"}) {
            if (argument == text)
                return true;
        }
    }
    return false;
}
