// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryselection.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

struct ExchangeFormat;
struct ScanControl;
class Record;

/// What an export or an import came to.
struct ExchangeResult
{
    /// A sentence; empty if all went well. Then nothing was made.
    QString problem;
    /// That were written.
    quint64 entries = 0;
    /// That could not be read: the file is damaged.
    quint64 missing = 0;
    /// Whoever was to read it has gone, which is no news to a user.
    bool isBrokenPipe = false;
    /// What there is to choose from, a line each, if that is the problem.
    QStringList choice = {};

    /// Says how many are missing in the file that was read; empty if none is.
    QString missingSentence(const QString &fileName) const;
};

/// Writes entries of a record into a file that replaces what has its name, or without one to standard output.
/// For a worker: takes its time, and ends soon after the control was cancelled, when nothing is left of it.
/// `done` of the control goes up to WholeScan.
ExchangeResult exportRecord(const Record &record, const EntrySelection &selection,
                            const ExchangeFormat &format, const QString &fileName, ScanControl *control);

/// The same as text, for formats that are some.
struct ExportedText
{
    QByteArray text;
    /// There is more, and what is here ends anywhere.
    bool isCut = false;
    /// A sentence; empty if all went well. Then nothing that is here is of use.
    QString problem = {};
    quint64 entries = 0;
};
ExportedText exportedText(const Record &record, const EntrySelection &selection, const ExchangeFormat &format,
                          qsizetype maxBytes, ScanControl *control);

/// Makes a session of a file in any of the formats that are read, or without a name of standard input. There
/// must be no file of the session's name. Of several connections, the one of that number; see
/// EntryReader::choose(). Likewise.
ExchangeResult importFile(const QString &fileName, const QString &session, ScanControl *control,
                          int connection = 0);
