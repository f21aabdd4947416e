// SPDX-License-Identifier: MIT
#pragma once

#include "record/entryblock.h"

#include <QString>

struct RecordOrigin;

/// Writes entries in the form of one format: begin(), write() for each block, finish(), on one thread. False
/// means that it cannot go on, and problem() says why.
class EntryWriter
{
public:
    EntryWriter() = default;
    virtual ~EntryWriter() = default;
    Q_DISABLE_COPY_MOVE(EntryWriter)

    /// The origin is that of all entries, as far as it is known.
    virtual bool begin(const RecordOrigin &) { return true; }
    /// The block has payloads, and the sizes on the wire. Its memory is another's afterwards.
    virtual bool write(const EntryBlock &block) = 0;
    virtual bool finish() { return true; }

    /// A sentence, unless it is the output that failed: that has its own.
    const QString &problem() const { return m_problem; }

protected:
    bool fail(const QString &sentence)
    {
        m_problem = sentence;
        return false;
    }

private:
    QString m_problem;
};
