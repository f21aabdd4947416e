// SPDX-License-Identifier: MIT
// What a transcript and a log of Insomnia may hold: what is read of them can be written as a session's
// entries.
#include "exchange/exchangeformat.h"
#include "exchange/inputfile.h"
#include "record/recordschema.h"
#include "tests/fuzz/fuzzing.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

static void readAll(const ExchangeFormat &format, const QString &name)
{
    InputFile input(name, nullptr);
    mustHold(input.open(), "the file can be opened");
    const auto reader = format.reader(input);
    EntryBlock block;
    for (bool isMore = true; isMore;) {
        block.clear();
        isMore = reader->read(&block);
        for (const EntryBlock::Row &row : block.rows()) {
            const QByteArrayView payload = block.payload(row);
            mustHold(row.size == payload.size() && row.timeUs == RecordSchema::timeOf(row.timeUs),
                     "entries are whole");
            mustHold((row.direction == Direction::Local) == (row.type > MessageType::Pong),
                     "what happened is local, and nothing else");
        }
    }
    mustHold(reader->problem().isEmpty() || reader->problem().contains(u", line "_s),
             "a problem has its line");
}

static void run(const uint8_t *data, size_t size)
{
    // In memory: each file that is made would wait for the disk.
    static const QTemporaryDir folder(u"/dev/shm/fuzz_importedlogs-XXXXXX"_s);
    const QString name = folder.filePath(u"a"_s);
    QFile file(name);
    mustHold(file.open(QIODevice::WriteOnly) && file.write(fuzzBytes(data, size)) == qint64(size),
             "the file can be written");
    file.close();
    (void)recognisedFormat(fuzzBytes(data, size).left(InputFile::HeadBytes), {});
    readAll(TranscriptFormat, name);
    readAll(InsomniaFormat, name);
}

static const FuzzTarget target("fuzz_importedlogs", run);
