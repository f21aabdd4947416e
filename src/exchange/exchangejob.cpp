// SPDX-License-Identifier: MIT
#include "exchange/exchangejob.h"

#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "exchange/outputfile.h"
#include "exchange/sessionreader.h"
#include "format/text/numbers.h"
#include "record/record.h"
#include "record/recordschema.h"
#include "record/sessioncheck.h"
#include "scancontrol.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

struct ExchangeJob
{
    Q_DECLARE_TR_FUNCTIONS(ExchangeJob)
};

QString shown(const QString &fileName)
{
    return QDir::toNativeSeparators(fileName);
}

// The file is read, or what SQLite and whoever records have beside it.
bool isOf(const QString &session, const QString &fileName)
{
    const QString name = SessionCompanions::realName(fileName);
    const QString base = SessionCompanions::realName(session);
    const QStringList &suffixes = SessionCompanions::suffixes();
    return name == base + u".lock"_s
           || std::any_of(suffixes.begin(), suffixes.end(),
                          [&](const QString &suffix) { return name == base + suffix; });
}

// What lies beside it would be taken for the new one's.
QString problemOfReplacing(const QString &session)
{
    const QStringList beside = SessionCompanions::suffixes().mid(1) + QStringList{u".lock"_s};
    for (const QString &suffix : beside) {
        if (QFileInfo::exists(session + suffix))
            return ExchangeJob::tr("%1 is in use: %2 lies beside it.")
                    .arg(shown(session), shown(session + suffix));
    }
    return {};
}

QString problemOfTarget(const ExchangeFormat &format, const QString &fileName)
{
    if (!format.needsFile)
        return {};
    const QFileInfo info(fileName);
    if (fileName.isEmpty() || (info.exists() && !info.isFile()))
        return ExchangeJob::tr("A session cannot be written to a pipe: name a file.");
    return problemOfReplacing(SessionCompanions::realName(fileName));
}

// A sentence; empty if all went well.
QString copyEntries(EntryReader &reader, EntrySelection selection, EntryWriter &writer, ScanControl *control,
                    quint64 *entries)
{
    EntryBlock block;
    for (bool isMore = true; isMore && !isCancelled(control);) {
        block.clear();
        isMore = reader.read(&block);
        QString problem = reader.problem();
        if (selection.isWanted) {
            block.keepIf([&](const EntryBlock::Row &row, QByteArrayView payload) {
                return problem.isEmpty() && selection.isWanted(row, payload, &problem);
            });
        }
        if (!problem.isEmpty())
            return problem;
        if (!writer.write(block))
            return writer.problem();
        *entries += block.rows().size();
        if (control)
            control->done = reader.done();
    }
    return {};
}

ExchangeResult copy(EntryReader &reader, const EntrySelection &selection, const ExchangeFormat &format,
                    OutputFile &output, const RecordOrigin &origin, ScanControl *control)
{
    ExchangeResult result;
    bool isMade = false;
    if (output.open()) {
        const std::unique_ptr<EntryWriter> writer = format.writer(output);
        if (writer->begin(origin))
            result.problem = copyEntries(reader, selection, *writer, control, &result.entries);
        isMade = result.problem.isEmpty() && writer->problem().isEmpty() && !isCancelled(control)
                 && writer->finish() && output.finish();
        if (result.problem.isEmpty())
            result.problem = writer->problem();
    }
    if (output.hasFailed())
        result.problem = output.problem();
    // Once it has its name, that comes too late.
    if (!isMade && isCancelled(control))
        result.problem = ExchangeJob::tr("It was cancelled.");
    result.isBrokenPipe = output.isBrokenPipe();
    result.missing = reader.missing();
    return result;
}

const std::atomic<bool> *cancelledOf(const ScanControl *control)
{
    return control ? &control->cancelled : nullptr;
}

ExchangeResult copyRecord(const Record &record, const EntrySelection &selection, const ExchangeFormat &format,
                          OutputFile &output, ScanControl *control)
{
    SessionReader reader(record, selection.ranges, cancelledOf(control));
    RecordOrigin origin = record.origin();
    origin.source = QFileInfo(record.keeping().fileName).fileName();
    origin.filter = selection.filter;
    return copy(reader, selection, format, output, origin, control);
}

} // namespace

QString ExchangeResult::missingSentence(const QString &fileName) const
{
    return missing == 0 ? QString()
                        : ExchangeJob::tr("%1 is damaged. Entries that are missing: %2.")
                                  .arg(shown(fileName), formatCount(qint64(missing)));
}

ExchangeResult exportRecord(const Record &record, const EntrySelection &selection,
                            const ExchangeFormat &format, const QString &fileName, ScanControl *control)
{
    const QString source = record.keeping().fileName;
    if (!source.isEmpty() && !fileName.isEmpty() && isOf(source, fileName))
        return {ExchangeJob::tr("%1 is what is exported: name another file.").arg(shown(fileName))};
    if (const QString problem = problemOfTarget(format, fileName); !problem.isEmpty())
        return {problem};
    if (&format == &SessionFormat && selection.isAll()) {
        const QString problem = record.copyTo(SessionCompanions::realName(fileName), control);
        return {problem, problem.isEmpty() ? record.extent().last : 0};
    }
    OutputFile output(fileName, OutputFile::Existing::Replace, cancelledOf(control));
    return copyRecord(record, selection, format, output, control);
}

ExportedText exportedText(const Record &record, const EntrySelection &selection, const ExchangeFormat &format,
                          qsizetype maxBytes, ScanControl *control)
{
    ExportedText exported;
    OutputFile output(&exported.text, maxBytes, cancelledOf(control));
    const ExchangeResult result = copyRecord(record, selection, format, output, control);
    exported.entries = result.entries;
    exported.isCut = output.isTooLarge();
    if (!exported.isCut)
        exported.problem = result.problem;
    return exported;
}

ExchangeResult importFile(const QString &fileName, const QString &session, ScanControl *control,
                          int connection)
{
    if (QFileInfo::exists(session))
        return {ExchangeJob::tr("%1 is there already: name a new file.").arg(shown(session))};
    if (const QString problem = problemOfTarget(SessionFormat, session); !problem.isEmpty())
        return {problem};
    InputFile input(fileName, cancelledOf(control));
    // Opening a session in any other way than through SQLite, and closing it, would drop the locks that this
    // process has on it (POSIX).
    const bool isSession = !fileName.isEmpty()
                           && RecordSchema::probe(SessionCompanions::realName(fileName)).kind
                                      == RecordSchema::Probe::Kind::Session;
    if (!isSession && !input.open())
        return {input.problem()};
    const ExchangeFormat *format =
            isSession ? &SessionFormat : recognisedFormat(input.peek(InputFile::HeadBytes), fileName);
    if (!input.problem().isEmpty())
        return {input.problem()};
    if (isCancelled(control))
        return {ExchangeJob::tr("It was cancelled.")};
    if (!format)
        return {ExchangeJob::tr("%1 is in none of the formats that are read: %2.")
                        .arg(input.shownName(), keysOf(readFormats()))};
    if (format->needsFile && fileName.isEmpty())
        return {ExchangeJob::tr("A session cannot be read from a pipe: name its file.")};
    const std::unique_ptr<EntryReader> reader = format->reader(input);
    if (!reader->problem().isEmpty() || !reader->choose(connection)) {
        ExchangeResult result{isCancelled(control) ? ExchangeJob::tr("It was cancelled.")
                                                   : reader->problem()};
        result.choice = reader->choice();
        return result;
    }
    RecordOrigin origin = reader->origin();
    origin.source = QFileInfo(fileName).fileName();
    OutputFile output(session, OutputFile::Existing::Keep, cancelledOf(control));
    return copy(*reader, {}, SessionFormat, output, origin, control);
}
