// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryreader.h"
#include "exchange/entryselection.h"

#include <atomic>
#include <memory>

class Record;

/// Reads the entries of a record, as many as there are when this is made. What is missing in a damaged file
/// is counted and left out.
class SessionReader : public EntryReader
{
public:
    /// The record must outlive this.
    SessionReader(const Record &record, const QList<EntryRange> &ranges, const std::atomic<bool> *cancelled);
    /// Of a session file.
    SessionReader(const QString &fileName, const std::atomic<bool> *cancelled);
    ~SessionReader() override;

    RecordOrigin origin() const override { return m_origin; }
    bool read(EntryBlock *block) override;
    qint64 done() const override;

private:
    void begin(const Record &record, const QList<EntryRange> &ranges);
    bool isCancelled() const { return m_cancelled && *m_cancelled; }

    std::unique_ptr<const Record> m_file;
    const Record *m_record = nullptr;
    const std::atomic<bool> *const m_cancelled;
    RecordOrigin m_origin;
    /// What is still to be read.
    QList<EntryRange> m_ranges;
    quint64 m_total = 0;
    quint64 m_looked = 0;
    /// Entries to go on by where nothing could be read; twice as many each time.
    quint64 m_skip = 1;
};
