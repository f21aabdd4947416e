// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryreader.h"
#include "exchange/entrywriter.h"

#include <QByteArrayView>
#include <QLatin1StringView>
#include <QList>
#include <QString>

#include <memory>

class InputFile;
class OutputFile;

/// A form of sessions in files of programs. Each is in a source of its own, which defines NAMEFormat, and has
/// a row among the formats below.
struct ExchangeFormat
{
    /// As a command line has it.
    QLatin1StringView key;
    /// For people. To be translated in the context "ExchangeFormat".
    const char *name;
    /// Of file names, without the point.
    QLatin1StringView suffix;
    /// It can be read by people, and be on a clipboard.
    bool isText = true;
    /// It cannot go through a pipe.
    bool needsFile = false;
    /// Whether a file that begins so is one, by its first InputFile::HeadBytes. Null if it is not read.
    bool (*recognises)(QByteArrayView head) = nullptr;
    /// Of a file that was opened, but for what needs one of its own: that opens it itself.
    std::unique_ptr<EntryReader> (*reader)(InputFile &input) = nullptr;
    /// To a file that was opened. Null if it is not written.
    std::unique_ptr<EntryWriter> (*writer)(OutputFile &output) = nullptr;
};

/// All formats, in the order of a menu, which is also that in which a file is recognised.
#define EXCHANGE_FORMATS(FORMAT)                                                                             \
    FORMAT(Session)                                                                                          \
    FORMAT(Har)                                                                                              \
    FORMAT(Ndjson)                                                                                           \
    FORMAT(Csv) FORMAT(RawCsv) FORMAT(Markdown) FORMAT(Pcapng) FORMAT(Insomnia) FORMAT(Transcript)

#define FORMAT(name) extern const ExchangeFormat name##Format;
EXCHANGE_FORMATS(FORMAT)
#undef FORMAT

QList<const ExchangeFormat *> writtenFormats();
QList<const ExchangeFormat *> readFormats();

/// The one of that key that is written; null if there is none.
const ExchangeFormat *writtenFormat(QStringView key);
/// The one that is read and that a file is in, going by its first bytes, or else by its name; null if it is
/// in none.
const ExchangeFormat *recognisedFormat(QByteArrayView head, const QString &fileName);

/// "ndjson, session".
QString keysOf(const QList<const ExchangeFormat *> &formats);
