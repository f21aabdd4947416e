// SPDX-License-Identifier: MIT
#include "app/options.h"

#include "version.h"

#include <QCommandLineParser>
#include <QFileInfo>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

enum class For { Window, Cli, Both };

// The one table of options; parsing and the window's help follow it.
struct OptionRow
{
    For program;
    QLatin1StringView name;
    QLatin1StringView value;
    const char16_t *help;
};

constexpr OptionRow optionTable[]{
        {For::Window, "demo"_L1, {}, u"Start the built-in server and connect to its market feed."},
        {For::Window, "record"_L1, "FILE"_L1, u"Record into FILE: a new file, or a session to append to."},
        {For::Window, "private"_L1, {}, u"Leave nothing of the session on disk."},
        {For::Cli, "output"_L1, "FILE"_L1, u"Record into FILE: a new file, or a session to append to."},
        {For::Both, "shared"_L1, {}, u"Append to FILE also if others own it, or may read or write it."},
        {For::Cli, "retry"_L1, {}, u"Try again when connecting fails or the connection is lost."},
        {For::Both, "engine"_L1, "NAME"_L1, u"Connect with this engine: native (the default) or qt."},
        {For::Both, "metrics"_L1, "FILE"_L1,
         u"Append one JSON line of counters and stalls a second to FILE."},
        {For::Window, "quit-after-close"_L1, {}, u"Leave once the connection has closed for good."},
        {For::Cli, "port"_L1, "N"_L1, u"The port to listen on; a free one if none is given."},
};

constexpr auto cliHelp =
        u"Usage: socketscope-cli COMMAND [options]\n"
        "Socketscope without a window.\n\n"
        "Commands:\n"
        "  record URL          Record what comes until the peer closes or Ctrl-C is pressed,\n"
        "                      and print the session file's name.\n"
        "    -o, --output FILE   into FILE: a new file, or a session to append to\n"
        "    --shared            append to FILE also if others own it, or may read or write it\n"
        "    --engine NAME       with this engine: native (the default) or qt\n"
        "    --metrics FILE      append one JSON line of counters a second to FILE\n"
        "    --retry             try again when connecting fails or the connection is lost\n"
        "  serve               Run the demo server on this computer and print its URL.\n"
        "    --port N            on this port; a free one if none is given\n\n"
        "Options:\n"
        "  -h, --help          Show this help.\n"
        "  -v, --version       Show the version.\n\n"
        "Exit codes: 0 done, 1 failed (also if not all that came could be kept), 2 wrong usage.\n";

void addOptions(QCommandLineParser *parser, For program)
{
    for (const OptionRow &row : optionTable) {
        QStringList names{row.name};
        if (row.name == "output"_L1)
            names.prepend(u"o"_s);
        if (row.program == program || row.program == For::Both)
            parser->addOption({names, QString::fromUtf16(row.help), row.value});
    }
}

QString versionText(const QString &program)
{
    return u"%1 %2\n"_s.arg(program, programVersion());
}

ParsedOptions wrongUsage(const QString &program, const QString &problem)
{
    return {{}, u"%1: %2\nTry “%1 --help”.\n"_s.arg(program, problem), ExitUsage};
}

// Of the file to record into: a sentence if there is none.
QString readShared(const QCommandLineParser &parser, Options *options)
{
    options->isShared = parser.isSet(u"shared"_s);
    return options->isShared && options->recordFile.isEmpty()
                   ? u"--shared is about the FILE to append to: name it."_s
                   : QString();
}

// Empty if the option is not there or names an engine.
QString readEngine(const QCommandLineParser &parser, Options *options)
{
    if (!parser.isSet(u"engine"_s))
        return {};
    const QString name = parser.value(u"engine"_s);
    options->engine = engineOfKey(name);
    return options->engine ? QString() : u"there is no engine “%1”: use native or qt."_s.arg(name);
}

// Neither a URL nor a host is the name of a file that is there, mostly; "./name" is one for certain.
static bool isFileName(const QString &argument)
{
    const QFileInfo info(argument);
    return info.isAbsolute() || argument.startsWith("./"_L1) || argument.startsWith("../"_L1)
           || (info.exists() && !info.isDir());
}

} // namespace

ParsedOptions parseWindowOptions(const QStringList &arguments)
{
    const QString program = u"socketscope"_s;
    QCommandLineParser parser;
    parser.setApplicationDescription(
            u"An oscilloscope for WebSockets: watch, find, keep and send live messages.\n"
            "Exit codes: 0 done, 2 wrong usage."_s);
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    addOptions(&parser, For::Window);
    parser.addPositionalArgument(u"URL"_s,
                                 u"What to connect to, such as wss://host/path, or a session file to open."_s,
                                 u"[URL | FILE]"_s);
    if (!parser.parse(arguments))
        return wrongUsage(program, parser.errorText());
    if (parser.isSet(help))
        return {{}, parser.helpText(), ExitDone};
    if (parser.isSet(version))
        return {{}, versionText(program), ExitDone};
    const QStringList urls = parser.positionalArguments();
    if (urls.size() > 1)
        return wrongUsage(program, u"more than one URL was given."_s);
    Options options;
    if (!urls.isEmpty() && isFileName(urls.first()))
        options.sessionFile = urls.first();
    else
        options.url = urls.value(0);
    options.recordFile = parser.value(u"record"_s);
    options.isPrivate = parser.isSet(u"private"_s);
    options.demo = parser.isSet(u"demo"_s);
    options.quitAfterClose = parser.isSet(u"quit-after-close"_s);
    options.metricsFile = parser.value(u"metrics"_s);
    for (const QString &problem : {readEngine(parser, &options), readShared(parser, &options)}) {
        if (!problem.isEmpty())
            return wrongUsage(program, problem);
    }
    if (options.demo && !options.url.isEmpty())
        return wrongUsage(program, u"--demo and a URL were given: choose one."_s);
    if (options.demo && !options.sessionFile.isEmpty())
        return wrongUsage(program, u"--demo and a session file were given: choose one."_s);
    if (options.isPrivate && !options.recordFile.isEmpty())
        return wrongUsage(program, u"--private and --record were given: choose one."_s);
    if (!options.sessionFile.isEmpty() && (options.isPrivate || !options.recordFile.isEmpty()))
        return wrongUsage(program, u"A session that is opened from a file is not recorded again."_s);
    return {options, {}, ExitDone};
}

static ParsedOptions parseRecord(const QString &program, const QCommandLineParser &parser,
                                 const QStringList &words)
{
    if (words.size() < 2)
        return wrongUsage(program, u"“record” needs a URL, such as wss://host/path."_s);
    if (words.size() > 2)
        return wrongUsage(program, u"“record” takes one URL; “%1” is one too many."_s.arg(words.at(2)));
    if (parser.isSet(u"port"_s))
        return wrongUsage(program, u"“record” has no option --port."_s);
    Options options;
    options.command = Options::Command::Record;
    options.url = words.at(1);
    options.recordFile = parser.value(u"output"_s);
    options.metricsFile = parser.value(u"metrics"_s);
    options.retry = parser.isSet(u"retry"_s);
    for (const QString &problem : {readEngine(parser, &options), readShared(parser, &options)}) {
        if (!problem.isEmpty())
            return wrongUsage(program, problem);
    }
    return {options, {}, ExitDone};
}

ParsedOptions parseCliOptions(const QStringList &arguments)
{
    const QString program = u"socketscope-cli"_s;
    QCommandLineParser parser;
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    addOptions(&parser, For::Cli);
    if (!parser.parse(arguments))
        return wrongUsage(program, parser.errorText());
    if (parser.isSet(help))
        return {{}, QString::fromUtf16(cliHelp), ExitDone};
    if (parser.isSet(version))
        return {{}, versionText(program), ExitDone};
    const QStringList words = parser.positionalArguments();
    if (words.isEmpty())
        return wrongUsage(program, u"a command is missing."_s);
    if (words.first() == "record"_L1)
        return parseRecord(program, parser, words);
    if (words.first() != "serve"_L1)
        return wrongUsage(program, u"there is no command “%1”."_s.arg(words.first()));
    for (const auto &name : {u"output"_s, u"shared"_s, u"metrics"_s, u"retry"_s, u"engine"_s}) {
        if (parser.isSet(name))
            return wrongUsage(program, u"“serve” has no option --%1."_s.arg(name));
    }
    if (words.size() > 1)
        return wrongUsage(program, u"“serve” takes no argument “%1”."_s.arg(words.at(1)));
    Options options;
    options.command = Options::Command::Serve;
    if (parser.isSet(u"port"_s)) {
        bool ok = false;
        const int port = parser.value(u"port"_s).toInt(&ok);
        if (!ok || port < 0 || port > 65535)
            return wrongUsage(program, u"--port takes a number from 0 to 65535."_s);
        options.port = quint16(port);
    }
    return {options, {}, ExitDone};
}

int printAndLeave(const ParsedOptions &parsed)
{
    std::FILE *stream = parsed.exitCode == ExitDone ? stdout : stderr;
    std::fputs(qUtf8Printable(parsed.output), stream);
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
