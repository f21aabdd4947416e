// SPDX-License-Identifier: MIT
#include "app/options.h"
#include "app/unixprocess.h"
#include "app/windowrun.h"
#include "descriptors.h"
#include "ownfolder.h"
#include "settings/settings.h"
#include "ui/kit/outlinestyle.h"
#include "ui/window/mainwindow.h"
#include "version.h"

#include <QApplication>
#include <QStyleFactory>

#include <cstdio>

using namespace Qt::StringLiterals;

static void nameApplication()
{
    QCoreApplication::setApplicationName(u"socketscope"_s);
    QCoreApplication::setApplicationVersion(programVersion());
}

int main(int argc, char **argv)
{
    nameApplication();
    const bool saysOnly = asksForTextOnly(argc, argv);
    if (!setUpProcess(saysOnly ? 0 : Descriptors::ForWindow))
        return ExitConnectionFailed;
    if (saysOnly) {
        const QCoreApplication application(argc, argv);
        return printAndLeave(parseWindowOptions(QCoreApplication::arguments()));
    }

    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Socketscope"_s);
    QGuiApplication::setDesktopFileName(u"socketscope"_s);
    // The window ends itself once its connections have ended.
    QApplication::setQuitOnLastWindowClosed(false);
    const ParsedOptions parsed = parseWindowOptions(QCoreApplication::arguments());
    if (!parsed.options)
        return printAndLeave(parsed);

    OutlineStyle::replaceFusion();
    OwnFolder::makeSettingsFile();
    Settings settings;
    if (parsed.options->engine)
        settings.useEngine(*parsed.options->engine);
    MainWindow window(&settings);
    WindowRun run(&window, *parsed.options);
    window.show();
    const int exitCode = run.start() ? QApplication::exec() : ExitUsage;
    if (!run.errorString().isEmpty())
        std::fputs(qUtf8Printable(u"socketscope: %1\n"_s.arg(run.errorString())), stderr);
    return exitCode;
}
