// SPDX-License-Identifier: MIT
// What can be read of a session while it is being recorded: the file, and in an outage what waits in memory.
#include "record/recorder.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

quint64 Recorder::lastReadable() const
{
    return m_keeping.state == KeepingReport::State::NotKeeping ? m_written + m_tail.places() : m_written;
}

RecordExtent Recorder::extent() const
{
    const std::lock_guard lock(m_mutex);
    RecordExtent extent;
    extent.last = lastReadable();
    extent.stored = m_totals.messages;
    extent.received = m_totals.messages;
    extent.receivedBytes = m_totals.bytes;
    extent.lost = m_lost + m_tail.dropped().messages;
    extent.generation = m_generation;
    extent.lastHeartbeat = m_lastHeartbeat;
    if (m_keeping.state == KeepingReport::State::NotKeeping) {
        extent.received += m_waiting.messages;
        extent.receivedBytes += m_waiting.bytes;
        // Nobody counts what waits.
        extent.lastHeartbeat = extent.last;
    }
    return extent;
}

KeepingReport Recorder::keeping() const
{
    const std::lock_guard lock(m_mutex);
    return m_keeping;
}

std::shared_ptr<RecordReader> Recorder::reader(int use) const
{
    const std::lock_guard lock(m_mutex);
    return m_readers.at(size_t(use));
}

// Only in an outage is there anything to read.
MessageBatch Recorder::fromTail(quint64 first, int count) const
{
    static const QByteArray gone =
            QJsonDocument(
                    QJsonObject{{"text"_L1, u"Not kept: memory was full while the disk took nothing."_s}})
                    .toJson(QJsonDocument::Compact);
    const std::lock_guard lock(m_mutex);
    MessageBatch result;
    if (count <= 0)
        return result;
    const quint64 end = std::min(lastReadable() + 1, first + quint64(count));
    for (quint64 sequence = std::max(first, m_written + 1); sequence < end; ++sequence) {
        const Message *entry = m_tail.at(sequence - m_written - 1);
        result.append(entry ? *entry
                            : Message{0, m_keeping.sinceUs, Direction::Local, MessageType::Note, gone});
        result.last().sequence = sequence;
    }
    return result;
}

QList<EntryHead> Recorder::heads(quint64 first, int count) const
{
    QList<EntryHead> result;
    if (const auto source = reader(ShowReader))
        result = source->heads(first, count);
    const MessageBatch rest = fromTail(first, count);
    for (const Message &message : rest) {
        result.append({message.sequence, message.timeUs, message.direction, message.type,
                       message.payload.size(), message.payload.left(EntryHead::HeadBytes)});
    }
    return result;
}

MessageBatch Recorder::entries(quint64 first, int count, qint64 maxBytes) const
{
    MessageBatch result;
    if (const auto source = reader(MuchReader))
        result = source->entries(first, count, maxBytes);
    const quint64 next = result.isEmpty() ? first : result.last().sequence + 1;
    // Shared, so that these cost no memory; the file's part may have ended by its bytes.
    const MessageBatch rest = fromTail(next, count - int(result.size()));
    if (!rest.isEmpty() && rest.first().sequence == next)
        result += rest;
    return result;
}

void Recorder::readBlock(int lane, quint64 first, int count, BlockLimit limit, EntryBlock *block,
                         const std::atomic<bool> &cancelled) const
{
    const size_t before = block->rows().size();
    const qint64 bytesBefore = block->bytes();
    if (const auto source = reader(ScanReader + lane))
        source->readBlock(first, count, limit, block, cancelled);
    if (cancelled)
        return;
    const bool any = block->rows().size() > before;
    const quint64 next = any ? block->rows().back().sequence + 1 : first;
    // The file's part may have ended by its bytes; what is in memory follows the file's last entry.
    const MessageBatch rest = fromTail(next, count - int(next - first));
    if (!rest.isEmpty() && rest.first().sequence == next) {
        for (const Message &message : rest) {
            const bool isFirst = message.sequence == first;
            const bool isFull = limit.withPayloads && block->bytes() - bytesBefore >= limit.maxBytes;
            if (cancelled || (isFull && !isFirst))
                break;
            block->add(message, limit.withPayloads);
        }
    }
}

quint64 Recorder::heartbeats(int lane, quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                             const std::atomic<bool> &cancelled) const
{
    quint64 written = 0;
    {
        const std::lock_guard lock(m_mutex);
        written = m_written;
    }
    quint64 upTo = first - 1;
    const auto source = reader(lane == WindowLane ? int(ShowReader) : ScanReader + lane);
    const quint64 inFile = std::min(last, written);
    if (source && first <= inFile)
        upTo = source->heartbeats(first, inFile, effort, found, cancelled);
    if (upTo < inFile)
        return upTo;
    const MessageBatch rest = fromTail(upTo + 1, int(std::min(last - upTo, quint64(effort))));
    for (const Message &message : rest) {
        if (message.isHeartbeat())
            found->push_back(message.sequence);
        upTo = message.sequence;
    }
    return upTo;
}

qint64 Recorder::wireBytes(quint64 sequence) const
{
    const auto source = reader(ShowReader);
    const qint64 bytes = source ? source->wireBytes(sequence) : -1;
    const MessageBatch rest = fromTail(sequence, 1);
    return rest.isEmpty() ? bytes : rest.first().wireBytes;
}

quint64 Recorder::sequenceAt(qint64 timeUs) const
{
    const auto source = reader(ShowReader);
    const quint64 found = source ? source->sequenceAt(timeUs) : 1;
    const quint64 last = extent().last;
    quint64 sequence = found;
    while (sequence <= last) {
        const MessageBatch rest = fromTail(sequence, 1);
        if (rest.isEmpty() || rest.first().timeUs >= timeUs)
            break;
        ++sequence;
    }
    return sequence;
}

qint64 Recorder::fileBytes() const
{
    const auto source = reader(ShowReader);
    return source ? source->fileBytes() : 0;
}

QString Recorder::copyTo(const QString &fileName) const
{
    const auto source = reader(MuchReader);
    return source ? source->copyTo(fileName) : u"There is nothing to save yet."_s;
}
