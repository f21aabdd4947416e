// SPDX-License-Identifier: MIT
// What an NDJSON file may hold; what was read of it is written and read again.
#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "exchange/outputfile.h"
#include "record/recordfile.h"
#include "tests/fuzz/fuzzing.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

QString path(const QString &name)
{
    // In memory: each file that is made would wait for the disk.
    static const QTemporaryDir folder(u"/dev/shm/fuzz_ndjson-XXXXXX"_s);
    return folder.filePath(name);
}

QByteArray contentsOf(const QString &fileName)
{
    QFile file(fileName);
    mustHold(file.open(QIODevice::ReadOnly), "the file can be read");
    return file.readAll();
}

// Writes what can be read, and returns whether that was all.
bool convert(const QString &from, const QString &to)
{
    InputFile input(from, nullptr);
    OutputFile output(to, nullptr);
    mustHold(input.open() && output.open(), "the files can be opened");
    const auto reader = NdjsonFormat.reader(input);
    const auto writer = NdjsonFormat.writer(output);
    mustHold(writer->begin({}), "it can be begun");
    EntryBlock block;
    for (bool isMore = true; isMore;) {
        block.clear();
        isMore = reader->read(&block);
        for (const EntryBlock::Row &row : block.rows())
            mustHold(row.size == block.payload(row).size() && row.timeUs >= 0, "payloads are whole");
        mustHold(writer->write(block), "what was read can be written");
    }
    mustHold(writer->finish() && output.finish(), "it can be finished");
    mustHold(reader->problem().isEmpty() || reader->problem().contains(u", line "_s),
             "a problem has its line");
    return reader->problem().isEmpty();
}

} // namespace

static void run(const uint8_t *data, size_t size)
{
    QFile file(path(u"a"_s));
    mustHold(file.open(QIODevice::WriteOnly) && file.write(fuzzBytes(data, size)) == qint64(size),
             "the file can be written");
    file.close();
    (void)recognisedFormat(fuzzBytes(data, size).left(InputFile::HeadBytes), {});
    convert(path(u"a"_s), path(u"b"_s));
    mustHold(convert(path(u"b"_s), path(u"c"_s)), "what was written can be read");
    mustHold(contentsOf(path(u"b"_s)) == contentsOf(path(u"c"_s)), "and is the same");
}

static const FuzzTarget target("fuzz_ndjson", run);
