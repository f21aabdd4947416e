// SPDX-License-Identifier: MIT
#pragma once

#include "message.h"

#include <QByteArrayView>

#include <memory>
#include <vector>

/// Entries that were read together, their payloads in one piece of memory: for who reads millions of them,
/// one at a time costs more than looking at it. Reused from block to block. Not thread-safe.
class EntryBlock
{
public:
    struct Row : EntryInfo
    {
        /// Of the whole payload, in bytes.
        qint64 size = 0;
        /// Where the payload begins, if it was read.
        size_t begin = 0;
        /// As in Message, if it was asked for.
        qint64 wireBytes = -1;
    };

    const std::vector<Row> &rows() const { return m_rows; }
    /// Empty if payloads were not asked for. Valid until the block is changed.
    QByteArrayView payload(const Row &row) const
    {
        return row.begin + size_t(row.size) <= m_size ? QByteArrayView(m_bytes.get() + row.begin, row.size)
                                                      : QByteArrayView();
    }
    qint64 bytes() const { return qint64(m_size); }

    /// Keeps its memory, unless that has become large.
    void clear();
    /// The payload's bytes, to be written: at the end, and before the next row is added.
    char *add(const Row &row, bool withPayload);
    void add(const Message &message, bool withPayload);
    /// Takes the last row off.
    void removeLast();
    /// Takes those rows off that `isWanted` is false for; it gets each with its payload.
    template <typename IsWanted>
    void keepIf(const IsWanted &isWanted)
    {
        std::erase_if(m_rows, [&](const Row &row) { return !isWanted(row, payload(row)); });
    }

private:
    void grow(size_t size);

    std::vector<Row> m_rows;
    /// Not a vector, which would write zeros first: for a large payload, that takes as long as reading it.
    std::unique_ptr<char[]> m_bytes;
    size_t m_size = 0;
    size_t m_capacity = 0;
};
