// SPDX-License-Identifier: MIT
#pragma once

#include "record/record.h"
#include "record/recordreader.h"

#include <array>

/// A session file that was opened to be read.
class FileRecord final : public Record
{
    Q_OBJECT

public:
    /// Null, with a sentence, if the file cannot be opened as a session. Nothing is written, neither to the
    /// file nor beside it: it stays in its version, and the log that a crash has left stays where it is. May
    /// take as long as a disk does, so call it from a worker and move what it returns to the thread that it
    /// is for. Null soon after `cancelled` is set.
    static std::unique_ptr<FileRecord> open(const QString &fileName, QString *problem,
                                            const std::atomic<bool> *cancelled = nullptr);

    RecordExtent extent() const override { return m_extent; }
    QList<EntryHead> heads(quint64 first, int count) const override;
    QList<Message> entries(quint64 first, int count, qint64 maxBytes) const override;
    void readBlock(int lane, quint64 first, int count, BlockLimit limit, EntryBlock *block,
                   const std::atomic<bool> &cancelled) const override;
    quint64 heartbeats(int lane, quint64 first, quint64 last, int effort, std::vector<quint64> *found,
                       const std::atomic<bool> &cancelled) const override;
    qint64 wireBytes(quint64 sequence) const override { return m_shown->wireBytes(sequence); }
    QList<ClockSetBack> setBacks() const override;
    std::shared_ptr<void> heldStill() const override { return m_shown->heldStill(); }
    KeepingReport keeping() const override { return m_keeping; }
    RecordOrigin origin() const override { return m_shown->origin(); }
    qint64 fileBytes() const override { return m_shown->fileBytes(); }
    QString copyTo(const QString &fileName, ScanControl *control = nullptr) const override
    {
        return m_read->copyTo(fileName, control);
    }

private:
    FileRecord() = default;
    QString openReaders(const QString &fileName, const std::atomic<bool> *cancelled);

    std::unique_ptr<RecordReader> m_shown;
    std::unique_ptr<RecordReader> m_read;
    std::array<std::unique_ptr<RecordReader>, ScanLanes> m_scan;
    RecordExtent m_extent;
    KeepingReport m_keeping;
};
