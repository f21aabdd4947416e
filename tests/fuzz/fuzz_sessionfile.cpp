// SPDX-License-Identifier: MIT
// A session file that somebody has changed: by SQL, which the input begins with, and then byte by byte, as
// what follows the first NUL says (four bytes of a place, one of what to put there). It is looked at,
// filtered and appended to; looking changes nothing.
#include "log/filter/filtermatcher.h"
#include "record/filerecord.h"
#include "record/recordfile.h"
#include "tests/fuzz/fuzzing.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtEndian>

#include <sqlite3.h>

#include <optional>

using namespace Qt::StringLiterals;

namespace {

constexpr int Rows = 200;

const QTemporaryDir &folder()
{
    // In memory, where there is such a folder: most of the time goes into waiting for a disk.
    static const QString memory = u"/dev/shm"_s;
    static const QTemporaryDir folder((QFileInfo(memory).isWritable() ? memory : QDir::tempPath())
                                      + u"/fuzz-XXXXXX"_s);
    return folder;
}

QString path()
{
    return folder().filePath(u"session.sqlite"_s);
}

QByteArray contents()
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void setContents(const QByteArray &bytes)
{
    for (const auto &suffix : {u""_s, u"-wal"_s, u"-shm"_s, u"-journal"_s, u".lock"_s})
        QFile::remove(path() + suffix);
    QFile file(path());
    mustHold(file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
                     && file.write(bytes) == bytes.size(),
             "the file can be written");
}

QList<Message> entries()
{
    QList<Message> batch;
    for (int i = 0; i < 20; ++i)
        batch.append({0, i, Direction::In, MessageType(i % 4), "{\"n\":" + QByteArray::number(i) + '}'});
    batch.append({0, 20, Direction::Out, MessageType::Binary, QByteArray(5000, 'x')});
    batch.append({0, 21, Direction::Local, MessageType::Note, R"({"text":"Note"})"});
    return batch;
}

QByteArray soundSession()
{
    setContents({});
    QFile::remove(path());
    {
        const RecordFile::Opened opened = RecordFile::open(path());
        mustHold(bool(opened.file), "a session can be made");
        opened.file->writeOrigin({u"ws://host"_s, u"1"_s});
        const MessageBatch batch = entries();
        opened.file->write({&batch});
    }
    return contents();
}

// As any SQLite tool would, but in bounds.
void runSql(const QByteArray &sql)
{
    sqlite3 *database = nullptr;
    if (sqlite3_open_v2(path().toLocal8Bit().constData(), &database, SQLITE_OPEN_READWRITE, nullptr)
        == SQLITE_OK) {
        sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 1'000'000);
        int looks = 0;
        const auto isLong = [](void *count) { return int(++*static_cast<int *>(count) > 100); };
        sqlite3_progress_handler(database, 1000, isLong, &looks);
        sqlite3_exec(database, sql.constData(), nullptr, nullptr, nullptr);
    }
    sqlite3_close_v2(database);
}

void patch(const QByteArray &patches)
{
    QByteArray bytes = contents();
    for (qsizetype at = 0; at + 5 <= patches.size() && !bytes.isEmpty(); at += 5) {
        const auto place = qFromLittleEndian<quint32>(patches.constData() + at);
        bytes[qsizetype(place % quint32(bytes.size()))] = patches.at(at + 4);
    }
    setContents(bytes);
}

void look()
{
    const QByteArray before = contents();
    QString problem;
    if (const auto record = FileRecord::open(path(), &problem)) {
        const quint64 last = record->extent().last;
        mustHold(last <= quint64(before.size()), "there are no more entries than bytes");
        mustHold(record->extent().received <= last, "received messages are entries");
        quint64 next = 1;
        for (const EntryHead &head : record->heads(1, Rows)) {
            mustHold(head.sequence == next++ && head.size >= 0 && head.timeUs >= 0, "heads are in order");
            mustHold(head.head.size() <= head.size || head.direction == Direction::Local,
                     "heads are no longer");
        }
        next = 1;
        for (const Message &entry : record->entries(1, Rows, 1024 * 1024))
            mustHold(entry.sequence == next++, "entries are in order");
        const std::atomic<bool> never = false;
        FilterMatcher matcher(FilterQuery::parse(u"$.n>3 size:>2 -type:ping"_s));
        EntryBlock block;
        record->readBlock(0, 1, Rows, {}, &block, never);
        for (const EntryBlock::Row &row : block.rows())
            matcher.matches(row, block.payload(row));
        std::vector<quint64> heartbeats;
        record->heartbeats(0, 1, last, Rows, &heartbeats, never);
        (void)sequenceAt(*record, 10);
        record->wireBytes(1);
        record->origin();
    } else {
        mustHold(!problem.isEmpty(), "a sentence says why not");
    }
    mustHold(contents() == before, "looking changes nothing");
}

void append()
{
    const RecordFile::Opened opened = RecordFile::open(path());
    mustHold(bool(opened.file) != bool(opened.error), "it is opened, or there is an error");
    if (opened.file) {
        const MessageBatch batch = entries();
        opened.file->write({&batch});
    }
}

} // namespace

static void run(const uint8_t *data, size_t size)
{
    static const QByteArray sound = soundSession();
    setContents(sound);
    const QByteArray input = fuzzBytes(data, size);
    const qsizetype end = input.indexOf('\0');
    runSql(input.left(end < 0 ? input.size() : end));
    if (end >= 0)
        patch(input.mid(end + 1));
    look();
    append();
}

static const FuzzTarget target("fuzz_sessionfile", run);
