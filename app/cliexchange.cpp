// SPDX-License-Identifier: MIT
#include "app/cliexchange.h"

#include "exchange/exchangejob.h"
#include "format/text/visibletext.h"
#include "log/filter/filterselection.h"
#include "ownfolder.h"
#include "record/filerecord.h"
#include "record/kept/sessionfolder.h"
#include "record/recorder.h"
#include "record/recordfile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <cstdio>
#include <unistd.h>

using namespace Qt::StringLiterals;

CliExchange::CliExchange(const Options &options)
    : m_options(options)
{
    connect(&m_signals, &UnixSignals::terminationRequested, this, &CliExchange::interrupt);
    m_progress.setInterval(ProgressMs);
    connect(&m_progress, &QTimer::timeout, this, &CliExchange::showProgress);
}

int CliExchange::run()
{
    if (!chooseTarget())
        return ExitConnectionFailed;
    if (::isatty(STDERR_FILENO))
        m_progress.start();
    m_worker.start(
            [this](ScanControl &control) { return [this, result = work(&control)] { finish(result); }; },
            WholeScan);
    return QCoreApplication::exec();
}

bool CliExchange::chooseTarget()
{
    if (m_options.command != Options::Command::Import || !m_options.targetFile.isEmpty())
        return true;
    const QString folder = SessionFolder::standard();
    if (const QString problem = OwnFolder::make(folder); !problem.isEmpty()) {
        sayError(tr("A file in “%1” cannot be made: %2.").arg(QDir::toNativeSeparators(folder), problem));
        return false;
    }
    m_options.targetFile = Recorder::newFileName(folder, QFileInfo(m_options.sourceFile).completeBaseName());
    return true;
}

// On the worker's thread.
ExchangeResult CliExchange::work(ScanControl *control) const
{
    if (m_options.command == Options::Command::Import)
        return importFile(m_options.sourceFile, m_options.targetFile, control, m_options.connection);
    QString problem;
    const auto record = FileRecord::open(m_options.sourceFile, &problem, &control->cancelled);
    if (!record)
        return {problem};
    return exportRecord(*record, filterSelection(*record, m_options.filter, &control->cancelled),
                        *m_options.format, m_options.targetFile, control);
}

void CliExchange::finish(const ExchangeResult &result)
{
    endProgress();
    ExitCode code = result.problem.isEmpty() ? ExitDone : ExitConnectionFailed;
    if (!result.problem.isEmpty() && !result.isBrokenPipe)
        sayError(result.problem);
    for (const QString &line : result.choice)
        std::fputs(qUtf8Printable(u"  "_s + visibleText(line) + u'\n'), stderr);
    if (!result.choice.isEmpty())
        sayError(tr("Choose one by its number with --socket N."));
    if (result.problem.isEmpty() && result.missing > 0) {
        sayError(result.missingSentence(m_options.sourceFile));
        code = ExitConnectionFailed;
    }
    const bool isMade = m_options.command == Options::Command::Import && result.problem.isEmpty();
    if (isMade && !printOut(m_options.targetFile + u'\n'))
        code = ExitConnectionFailed;
    QCoreApplication::exit(code);
}

// The worker cancels the job when it goes, and waits for it: nothing is left of a file that was begun.
void CliExchange::interrupt()
{
    endProgress();
    sayError(tr("Cancelled."));
    QCoreApplication::exit(ExitConnectionFailed);
}

void CliExchange::showProgress()
{
    std::fputs(qUtf8Printable(u"\r\033[K"_s + tr("%1 % done").arg(m_worker.percent())), stderr);
    std::fflush(stderr);
}

void CliExchange::endProgress()
{
    if (m_progress.isActive())
        std::fputs("\r\033[K", stderr);
    m_progress.stop();
}
