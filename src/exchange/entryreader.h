// SPDX-License-Identifier: MIT
#pragma once

#include "record/entryblock.h"
#include "record/recordfile.h"

#include <QCoreApplication>
#include <QString>
#include <QStringList>

/// Reads entries from the form of one format, a block at a time, on one thread.
class EntryReader
{
    Q_DECLARE_TR_FUNCTIONS(EntryReader)

public:
    /// What a block has at least, if there is more to come: more bytes of payloads, or more rows.
    static constexpr qint64 BlockBytes = 512 * 1024;
    static constexpr int BlockRows = 4096;

    EntryReader() = default;
    virtual ~EntryReader() = default;
    Q_DISABLE_COPY_MOVE(EntryReader)

    /// Where the entries are from, as far as the file says.
    virtual RecordOrigin origin() const { return {}; }
    /// Of several connections in a file, only the one of that number, from 1; 0 is for all that belong
    /// together. To be called before read(). False if problem() says why that cannot be.
    virtual bool choose(int number)
    {
        return number <= 1 || fail(tr("There is one connection in this file: it has number 1."));
    }
    /// What there is to choose from, a line each, if choose() asked for it.
    virtual QStringList choice() const { return {}; }
    /// Adds entries to the block, in order. False at the end, and if there is a problem, when the block may
    /// have got some before it. Ends early once it is cancelled.
    virtual bool read(EntryBlock *block) = 0;
    /// Of WholeScan, how much was read.
    virtual qint64 done() const = 0;

    /// A sentence that names the line or the place; empty if there is none.
    const QString &problem() const { return m_problem; }
    /// Entries that should be there and could not be read.
    quint64 missing() const { return m_missing; }

protected:
    bool fail(const QString &sentence)
    {
        m_problem = sentence;
        return false;
    }
    void addMissing(quint64 count) { m_missing += count; }
    static bool isFull(const EntryBlock &block)
    {
        return block.bytes() >= BlockBytes || block.rows().size() >= size_t(BlockRows);
    }

private:
    QString m_problem;
    quint64 m_missing = 0;
};
