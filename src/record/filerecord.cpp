// SPDX-License-Identifier: MIT
#include "record/filerecord.h"

#include "record/recordschema.h"
#include "record/sessioncheck.h"
#include "record/sqlite/sqlitedatabase.h"

#include <QFileInfo>

#include <utility>
#include <vector>

std::unique_ptr<FileRecord> FileRecord::open(const QString &fileName, QString *problem,
                                             const std::atomic<bool> *cancelled)
{
    std::unique_ptr<FileRecord> record(new FileRecord);
    const QString file = SessionCompanions::realName(fileName);
    // A link may lead from a name that is not what it seems to one that is.
    *problem = SessionCheck::problemOfName(fileName);
    if (problem->isEmpty())
        *problem = SessionCheck::problemOfName(file);
    if (problem->isEmpty())
        *problem = SessionCheck::problemOfKinds(file);
    if (problem->isEmpty())
        *problem = RecordSchema::problemOf(RecordSchema::probe(file), file);
    if (problem->isEmpty())
        *problem = SessionCheck::problemOfJournal(file);
    if (problem->isEmpty())
        *problem = SessionCheck::problemOfLog(file, false);
    if (problem->isEmpty())
        *problem = record->openReaders(file, cancelled);
    if (!problem->isEmpty())
        return {};
    const MessageCount totals = record->m_shown->totals(cancelled);
    record->m_extent.last = record->m_shown->last();
    record->m_extent.received = totals.messages;
    record->m_extent.stored = totals.messages;
    record->m_extent.receivedBytes = totals.bytes;
    record->m_extent.lastHeartbeat = record->m_shown->lastHeartbeat();
    record->m_keeping.state = KeepingReport::State::ReadOnly;
    record->m_keeping.fileName = QFileInfo(fileName).absoluteFilePath();
    if (cancelled && *cancelled)
        return {};
    return record;
}

// The sentence that says why not.
QString FileRecord::openReaders(const QString &fileName, const std::atomic<bool> *cancelled)
{
    std::vector<std::unique_ptr<RecordReader> *> readers{&m_shown, &m_read};
    for (std::unique_ptr<RecordReader> &reader : m_scan)
        readers.push_back(&reader);
    for (std::unique_ptr<RecordReader> *reader : readers) {
        SqliteDatabase database;
        RecordError error = database.open(fileName, SqliteDatabase::Mode::Look);
        if (!error) {
            const RunLimit limit = database.cancelledBy(cancelled);
            error = SessionCheck::check(database, fileName, SessionCheck::Purpose::Look);
        }
        if (!error)
            *reader = RecordReader::over(std::move(database), &error);
        if (error)
            return error.sentence;
    }
    return {};
}

QList<EntryHead> FileRecord::heads(quint64 first, int count) const
{
    return m_shown->heads(first, count);
}

QList<Message> FileRecord::entries(quint64 first, int count, qint64 maxBytes) const
{
    return m_read->entries(first, count, maxBytes);
}

void FileRecord::readBlock(int lane, quint64 first, int count, BlockLimit limit, EntryBlock *block,
                           const std::atomic<bool> &cancelled) const
{
    m_scan.at(size_t(lane))->readBlock(first, count, limit, block, cancelled);
}

quint64 FileRecord::heartbeats(int lane, quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                               const std::atomic<bool> &cancelled) const
{
    const RecordReader &reader = lane == WindowLane ? *m_shown : *m_scan.at(size_t(lane));
    return reader.heartbeats(first, last, effort, found, cancelled);
}

QList<ClockSetBack> FileRecord::setBacks() const
{
    return m_shown->setBacks();
}
