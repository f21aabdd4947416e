// SPDX-License-Identifier: MIT
#pragma once

#include "log/filter/filterquery.h"
#include "profile/connectionprofile.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

struct ExchangeFormat;

/// Exit codes of both programs.
enum ExitCode { ExitDone = 0, ExitConnectionFailed = 1, ExitUsage = 2 };

/// What the command line asked for.
struct Options
{
    Q_DECLARE_TR_FUNCTIONS(Options)

public:
    enum class Command { Window, Serve, Record, Export, Import };

    Command command = Command::Window;
    /// Or a command line that has one. With secrets, maybe.
    QString url;
    /// A session file to look at, in place of a URL.
    QString sessionFile;
    QString metricsFile;
    /// Where to record; empty for a new file in the usual folder.
    QString recordFile;
    /// That may be a file that others own, or may read or write.
    bool isShared = false;
    /// Of an export the session, of an import whatever is read; empty for standard input.
    QString sourceFile;
    /// Of an export: empty for standard output. Of an import: empty for a new one in the usual folder.
    QString targetFile;
    /// Of an import: the connection in the file, from 1; 0 for all that belong together.
    int connection = 0;
    /// Of an export.
    const ExchangeFormat *format = nullptr;
    FilterQuery filter;
    quint16 port = 0;
    bool demo = false;
    bool quitAfterClose = false;
    bool isPrivate = false;
    bool retry = false;
    /// In place of the one that is kept in the settings.
    std::optional<Engine> engine;

    bool operator==(const Options &) const = default;
};

/// What parsing came to: options to go by, or a text to print and a code to leave with.
struct ParsedOptions
{
    std::optional<Options> options;
    QString output;
    ExitCode exitCode = ExitDone;
};

/// `arguments` as QCoreApplication gives them: without what Qt itself understands, the program first.
ParsedOptions parseWindowOptions(const QStringList &arguments);
ParsedOptions parseCliOptions(const QStringList &arguments);

/// Prints output and returns the exit code: errors go to stderr, help and version to stdout.
int printAndLeave(const ParsedOptions &parsed);

/// True for a command line that is answered with a text alone, which needs no display.
bool asksForTextOnly(int argc, char **argv);
