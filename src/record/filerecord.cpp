// SPDX-License-Identifier: MIT
#include "record/filerecord.h"

#include "record/recordfile.h"

#include <QFileInfo>

std::unique_ptr<FileRecord> FileRecord::open(const QString &fileName, QString *problem)
{
    const RecordSchema::Probe found = RecordSchema::probe(fileName);
    if (found.kind == RecordSchema::Probe::Kind::Session && found.version < 1) {
        const RecordFile::Opened finished = RecordFile::open(fileName);
        if (finished.error) {
            *problem = finished.error.sentence;
            return {};
        }
    }
    std::unique_ptr<FileRecord> record(new FileRecord);
    RecordError error;
    record->m_shown = openRecordReader(fileName, &error);
    if (!error)
        record->m_read = openRecordReader(fileName, &error);
    for (std::unique_ptr<RecordReader> &reader : record->m_scan) {
        if (!error)
            reader = openRecordReader(fileName, &error);
    }
    if (error) {
        *problem = error.sentence;
        return {};
    }
    const RecordTotals totals = record->m_shown->totals();
    record->m_extent.last = record->m_shown->last();
    record->m_extent.received = totals.messages;
    record->m_extent.stored = totals.messages;
    record->m_extent.receivedBytes = totals.bytes;
    record->m_extent.lastHeartbeat = record->m_shown->lastHeartbeat();
    record->m_keeping.state = KeepingReport::State::ReadOnly;
    record->m_keeping.fileName = QFileInfo(fileName).absoluteFilePath();
    return record;
}

QList<EntryHead> FileRecord::heads(quint64 first, int count) const
{
    return m_shown->heads(first, count);
}

MessageBatch FileRecord::entries(quint64 first, int count, qint64 maxBytes) const
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

quint64 FileRecord::sequenceAt(qint64 timeUs) const
{
    return m_shown->sequenceAt(timeUs);
}
