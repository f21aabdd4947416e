// SPDX-License-Identifier: MIT
#pragma once

#include "record/record.h"

#include <QMutex>

#include <deque>

/// The newest entries of a session in memory, bounded in number and in bytes of payload. The newest
/// entry is always kept, however large.
class MemoryRecord final : public Record
{
    Q_OBJECT

public:
    static constexpr qsizetype DefaultEntries = 100'000;
    static constexpr qint64 DefaultBytes = 256LL * 1024 * 1024;

    explicit MemoryRecord(qsizetype maxEntries = DefaultEntries, qint64 maxBytes = DefaultBytes,
                          QObject *parent = nullptr);

    void append(const MessageBatch &batch) override;
    RecordExtent extent() const override;
    QList<EntryHead> heads(quint64 first, int count) const override;
    std::optional<Message> entry(quint64 sequence) const override;

private:
    bool contains(quint64 sequence) const;

    const qsizetype m_maxEntries;
    const qint64 m_maxBytes;
    mutable QMutex m_mutex;
    std::deque<Message> m_entries;
    qint64 m_bytes = 0;
    RecordExtent m_extent;
};
