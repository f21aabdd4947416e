// SPDX-License-Identifier: MIT
#include "exchange/anysession.h"

#include "exchange/exchangeformat.h"
#include "exchange/exchangejob.h"
#include "exchange/inputfile.h"
#include "ownfolder.h"
#include "record/kept/sessionfolder.h"
#include "record/recorder.h"
#include "record/recordschema.h"
#include "record/sessioncheck.h"
#include "scancontrol.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace {
struct AnySession
{
    Q_DECLARE_TR_FUNCTIONS(AnySession)
};
} // namespace

// What is no database may be one. A file that is opened in any other way than through SQLite, and closed,
// would lose the locks that this process has on it (POSIX).
static bool isForeign(const QString &fileName, const std::atomic<bool> *cancelled)
{
    if (!QFileInfo(fileName).isFile()
        || RecordSchema::probe(SessionCompanions::realName(fileName)).kind
                   == RecordSchema::Probe::Kind::Session)
        return false;
    InputFile input(fileName, cancelled);
    return input.open() && recognisedFormat(input.peek(InputFile::HeadBytes), fileName);
}

void OpenedSession::discard()
{
    if (!record)
        return;
    const QString file = record->keeping().fileName;
    record.reset();
    if (isMade)
        QFile::remove(file);
}

OpenedSession openAnySession(const QString &fileName, int connection, ScanControl *control)
{
    OpenedSession opened;
    if (!isForeign(fileName, &control->cancelled)) {
        opened.record = FileRecord::open(fileName, &opened.problem, &control->cancelled);
        return opened;
    }
    const QString folder = SessionFolder::standard();
    if (const QString problem = OwnFolder::make(folder); !problem.isEmpty()) {
        opened.problem = AnySession::tr("A file in “%1” cannot be made: %2.")
                                 .arg(QDir::toNativeSeparators(folder), problem);
        return opened;
    }
    const QString session = Recorder::newFileName(folder, QFileInfo(fileName).completeBaseName());
    const ExchangeResult result = importFile(fileName, session, control, connection);
    opened.choice = result.choice;
    opened.problem = isCancelled(control) ? QString() : result.problem;
    if (!result.problem.isEmpty())
        return opened;
    opened.record = FileRecord::open(session, &opened.problem, &control->cancelled);
    opened.isMade = opened.record != nullptr;
    if (!opened.isMade)
        QFile::remove(session);
    if (opened.isMade && result.missing > 0)
        opened.problem = result.missingSentence(fileName);
    return opened;
}
