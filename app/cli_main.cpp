// SPDX-License-Identifier: MIT
#include "app/cliexchange.h"
#include "app/clirecord.h"
#include "app/options.h"
#include "app/unixprocess.h"
#include "demo/demoserver.h"
#include "descriptors.h"

#include <QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

static int serve(quint16 port)
{
    DemoServer server;
    if (!server.listen(port)) {
        std::fputs(qUtf8Printable(Options::tr("socketscope-cli: the server cannot start: %1\n")
                                          .arg(server.errorString())),
                   stderr);
        return ExitConnectionFailed;
    }
    return printOut(server.url().toString() + u'\n') ? QCoreApplication::exec() : ExitConnectionFailed;
}

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"socketscope-cli"_s);
    if (!setUpProcess(Descriptors::ForProgram))
        return ExitConnectionFailed;
    QCoreApplication application(argc, argv);
    const ParsedOptions parsed = parseCliOptions(QCoreApplication::arguments());
    if (!parsed.options)
        return printAndLeave(parsed);
    switch (parsed.options->command) {
    case Options::Command::Record:
        return CliRecord(*parsed.options).run();
    case Options::Command::Export:
    case Options::Command::Import:
        return CliExchange(*parsed.options).run();
    case Options::Command::Serve:
    case Options::Command::Window:
        break;
    }
    return serve(parsed.options->port);
}
