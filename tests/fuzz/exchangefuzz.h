// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "exchange/outputfile.h"
#include "record/recordfile.h"
#include "tests/fuzz/fuzzing.h"

#include <QFile>
#include <QTemporaryDir>

/// Reads files in a format; what was read of one is written and read again.
class ExchangeFuzz
{
public:
    explicit ExchangeFuzz(const ExchangeFormat &format)
        : m_format(format)
    {}

    void run(const QByteArray &contents) const
    {
        QFile file(path("a"));
        mustHold(file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size(),
                 "the file can be written");
        file.close();
        (void)recognisedFormat(contents.left(InputFile::HeadBytes), {});
        convert("a", "b");
        mustHold(convert("b", "c"), "what was written can be read");
        mustHold(contentsOf("b") == contentsOf("c"), "and is the same");
    }

private:
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    QByteArray contentsOf(const char *name) const
    {
        QFile file(path(name));
        mustHold(file.open(QIODevice::ReadOnly), "the file can be read");
        return file.readAll();
    }

    // Writes what can be read, and returns whether that was all.
    bool convert(const char *from, const char *to) const
    {
        InputFile input(path(from), nullptr);
        OutputFile output(path(to), OutputFile::Existing::Replace, nullptr);
        mustHold(input.open() && output.open(), "the files can be opened");
        const auto reader = m_format.reader(input);
        const auto writer = m_format.writer(output);
        mustHold(writer->begin({}), "it can be begun");
        // Of several that do not belong together, the first.
        const bool isReadable = reader->problem().isEmpty() && (reader->choose(0) || reader->choose(1));
        EntryBlock block;
        for (bool isMore = isReadable; isMore;) {
            block.clear();
            isMore = reader->read(&block);
            for (const EntryBlock::Row &row : block.rows())
                mustHold(row.size == block.payload(row).size() && row.timeUs >= 0, "payloads are whole");
            mustHold(writer->write(block), "what was read can be written");
        }
        mustHold(writer->finish() && output.finish(), "it can be finished");
        const QString &problem = reader->problem();
        mustHold(problem.isEmpty() || (problem.contains(path(from)) && problem.endsWith(u'.')),
                 "a problem has its file");
        return problem.isEmpty();
    }

    const ExchangeFormat &m_format;
    // In memory: each file that is made would wait for the disk.
    const QTemporaryDir m_folder{QStringLiteral("/dev/shm/fuzz_exchange-XXXXXX")};
};
